import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyOf, pullquote, started } from '../support/cli.ts';
import { askPort } from './desk.ts';

/** The project is itself a workspace. */
const project = () =>
  copyOf(resolve('.'), (path) =>
    /^(|issues.*|sources\.yaml|newsletter\.yaml)$/.test(path.slice(resolve('.').length + 1)),
  );

test('the command prints where the desk is, serves it, and ends at Ctrl-C without leaving anything behind', async () => {
  const dir = project();
  const { child, ended } = started(['-C', dir, 'review', '--json', '--model', 'none']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url, number, port } = JSON.parse(String(line));
  expect(number).toBe(1);
  expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/[\\w-]{22}/enter\\?token=[\\w-]{43}$`));
  const { pathname, search } = new URL(url);
  const entered = await askPort(port, `${pathname}${search}`);
  const cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] as string;
  const page = await askPort(port, pathname.replace(/enter$/, ''), { headers: { cookie } });
  expect([page.status, page.body.includes('Sorrel 2 Primer')]).toEqual([200, true]);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(join(dir, '.pullquote/desk')).filter((name) => name.startsWith('open-'))).toEqual([]);
  expect(existsSync(join(dir, '.pullquote/lock'))).toBe(false);
});

test.each([
  [['--port', 'x'], 'a port is expected'],
  [['--port', '70000'], 'a port is expected'],
  [['44'], 'issues/044/issue.md not found'],
])('review %j is refused in a sentence', async (args, said) => {
  const { code, stderr } = await pullquote(['-C', project(), 'review', ...args]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
});
