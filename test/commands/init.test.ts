import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { PLATFORM_NAMES } from '../../src/commands/init.ts';
import { askAll } from '../../src/commands/initAsk.ts';
import { parseNewsletter } from '../../src/config/newsletter.ts';
import { PLATFORMS } from '../../src/config/platforms.ts';
import { pullquote, workspace } from '../support/cli.ts';

const STARTER = readFileSync('sources.yaml', 'utf8');
const ENTER = '\r';
const DOWN = '\x1b[B';
const CTRL_C = '\x03';
const CLEAR = '\x15';

/** An arrow is three bytes and one key. */
function keysOf(typed: string): string[] {
  return typed.split(DOWN).flatMap((part, i) => [...(i > 0 ? [DOWN] : []), ...part]);
}

/** A terminal that types the next keys whenever the last question is on the screen. */
function terminal(keys: [question: string, typed: string][]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 40 });
  let screen = '';
  let seen = 0;
  const waiting = [...keys];
  output.on('data', (chunk) => {
    screen += chunk;
    const [next] = waiting;
    if (!next || !screen.slice(seen).includes(next[0])) return;
    waiting.shift();
    seen = screen.length;
    // keys are read one by one, after the question has been drawn
    setImmediate(() => {
      for (const key of keysOf(next[1])) input.write(key);
    });
  });
  return { input, output, screen: () => screen, unasked: () => waiting.map(([question]) => question) };
}

const QUESTIONS: [string, string][] = [
  ['called?', `The Letter${ENTER}`],
  ['about?', ENTER],
  ['language', ENTER],
  ['time zone', ENTER],
  ['signs', `Ann${ENTER}`],
  ['email address', `ann@example.org${ENTER}`],
  ['Which sources', ENTER],
  ['Which model', ENTER],
  ['issues go', ENTER],
  ['On which day', `${DOWN}${ENTER}`],
  ['what time', ENTER],
  ['Postal', `1 Quay${ENTER}`],
  ['weekly job', ENTER],
];
const asked = (keys: [string, string][], known = {}) => {
  const screen = terminal(keys);
  const { input, output } = screen;
  const answers = askAll(known, { timezone: 'Europe/Lisbon', starter: STARTER, terminal: { input, output } });
  return { answers, ...screen };
};

describe('the questions', () => {
  it('give the answers', async () => {
    const { answers, unasked } = asked(QUESTIONS);
    expect(await answers).toEqual({
      name: 'The Letter',
      about: 'Artificial intelligence - models, research, tools, companies, chips, policy',
      language: 'en',
      timezone: 'Europe/Lisbon',
      editor: 'Ann',
      email: 'ann@example.org',
      sources: 'all',
      model: 'none',
      platform: { name: 'file', settings: {} },
      draft: 'mon 18:00',
      address: '1 Quay',
      schedule: 'none',
    });
    expect(unasked()).toEqual([]);
  });

  it('are not asked where a flag has answered', async () => {
    const known = { name: 'X', about: 'Y', language: 'de', timezone: 'UTC', editor: 'Z', email: 'z@example.org' };
    const rest = { sources: 'none', model: 'none', platform: { name: 'file', settings: {} }, draft: 'sun 18:00' };
    const all = { ...known, ...rest, address: 'A', schedule: 'none' };
    const { answers } = asked([], all);
    expect(await answers).toEqual(all);
  });

  it('are asked again with the schema’s own words', async () => {
    const keys = QUESTIONS.map((one): [string, string] => [...one]);
    const at = keys.findIndex(([question]) => question === 'time zone');
    keys.splice(
      at,
      1,
      ['time zone', `${CLEAR}Lisbon${ENTER}`],
      ['Did you mean `Europe/Lisbon`?', `${CLEAR}Asia/Tokyo${ENTER}`],
    );
    const { answers } = asked(keys);
    expect((await answers).timezone).toBe('Asia/Tokyo');
  });

  it('ask a platform’s settings, and groups of sources', async () => {
    const keys = QUESTIONS.map((one): [string, string] => [...one]);
    const set = (question: string, ...typed: [string, string][]) =>
      keys.splice(
        keys.findIndex(([one]) => one === question),
        1,
        ...typed,
      );
    set('Which sources', ['Which sources', `${DOWN}${ENTER}`], ['Which groups', ` ${DOWN} ${ENTER}`]);
    set(
      'issues go',
      ['issues go', `${DOWN}${DOWN}${ENTER}`],
      ['list:', `12${ENTER}`],
      ['from:', `ann@example.org${ENTER}`],
    );
    const { answers } = asked(keys);
    expect(await answers).toMatchObject({
      sources: { tags: ['lab', 'open'] },
      platform: { name: 'mailchimp', settings: { list: '12', from: 'ann@example.org' } },
    });
  });

  it('end with Ctrl-C', async () => {
    const { answers } = asked([...QUESTIONS.slice(0, 3), ['time zone', CTRL_C]]);
    await expect(answers).rejects.toThrow('stopped; nothing was written');
  });
});

describe('pullquote init without a terminal', () => {
  it('takes flags, and makes a workspace that the other commands read', async () => {
    const dir = workspace({});
    const what = ['--name', 'The Letter', '--editor', 'Ann', '--email', 'ann@example.org', '--address', '1 Quay'];
    const how = [
      '--sources',
      'lab',
      '--platform',
      'listmonk',
      '--set',
      'url=https://l.test',
      '--set',
      'user=a',
      '--set',
      'lists=[3]',
    ];
    const { code, stdout } = await pullquote(['init', dir, ...what, ...how, '--model', 'none', '--schedule', 'cron']);
    expect(code).toBe(0);
    expect(stdout).toContain(`cd '${dir}' && '${process.execPath}'`);
    expect(stdout).toContain('LISTMONK_API_KEY');
    const { platforms } = parseNewsletter(readFileSync(join(dir, 'newsletter.yaml'), 'utf8'), 'n');
    expect(platforms).toMatchObject({ listmonk: { url: 'https://l.test', user: 'a', lists: [3] } });
    expect((await pullquote(['-C', dir, 'sources', 'list'])).code).toBe(0);
    const again = await pullquote(['init', dir, '--name', 'Other', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ written: [], kept: expect.arrayContaining(['newsletter.yaml']) });
  });

  it.each([
    [['--timezone', 'Lisbon'], 'Did you mean `Europe/Lisbon`?'],
    [['--platform', 'mailchimp'], 'list'],
    [['--platform', 'mailchump'], 'mailchimp'],
    [['--set', 'list=1'], '--platform'],
    [['--platform', 'kit', '--set', 'template'], 'NAME=VALUE'],
    [['--email', 'ann@example.org'], '--editor'],
    [['--sources', 'nowhere.opml'], 'is not there'],
    [['--sources', 'nothing'], 'Its tags: lab'],
    [['--schedule', 'weekly'], 'cron'],
  ])('%j is refused with what to do, and writes nothing', async (flags, said) => {
    const dir = workspace({});
    const { code, stderr } = await pullquote(['init', dir, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes an OPML list from a file', async () => {
    const dir = workspace({
      'feeds.opml': '<opml><body><outline text="B" xmlUrl="https://b.test/feed"/></body></opml>',
    });
    const { code } = await pullquote(['init', join(dir, 'new'), '--sources', 'feeds.opml'], { cwd: dir });
    expect(code).toBe(0);
    expect(readFileSync(join(dir, 'new/sources.yaml'), 'utf8')).toContain('https://b.test/feed');
  });

  it('keeps a half-made workspace as it is', async () => {
    const dir = workspace({});
    writeFileSync(join(dir, 'sources.yaml'), '[]\n');
    await pullquote(['init', dir]);
    expect(readFileSync(join(dir, 'sources.yaml'), 'utf8')).toBe('[]\n');
    expect(existsSync(join(dir, 'newsletter.yaml'))).toBe(true);
  });
});

it('the flag knows every platform', () => {
  expect(PLATFORM_NAMES).toEqual(PLATFORMS);
});

it('a job written through npx names an npx that is there, and brings Node where npx brought it', async () => {
  const dir = workspace({});
  // as npx has it, in a cache that npm clears
  mkdirSync(join(dir, '_npx/0a1b/node_modules'), { recursive: true });
  symlinkSync(resolve('.'), join(dir, '_npx/0a1b/node_modules/pullquote'));
  const cli = join(dir, '_npx/0a1b/node_modules/pullquote/dist/cli.js');
  const flags = ['init', join(dir, 'mine'), '--yes', '--name', 'X', '--sources', 'none', '--schedule', 'cron'];
  const { status, stderr } = spawnSync(process.execPath, [cli, ...flags], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const line = readFileSync(join(dir, 'mine/deploy/pullquote.cron'), 'utf8').trim().split('\n').at(-1) ?? '';
  const [, first = ''] = / && '([^']+)'/.exec(line) ?? [];
  expect(existsSync(first)).toBe(true);
  expect(line).not.toContain('_npx');
  if (first === '/usr/bin/env') expect(line).toContain(`'--package=node@${process.versions.node}'`);
});

it('the way into a new workspace can be typed as it is shown', async () => {
  const dir = workspace({});
  const { stdout } = await pullquote(['init', join(dir, "Ann's digest"), '--yes', '--name', 'X', '--sources', 'none']);
  expect(stdout).toContain(`     cd '${dir}/Ann'\\''s digest'\n`);
});
