/**
 * What a stranger does first, with the packed package in an empty folder, and what it prints: docs/first-issue.md is the transcript. Where it changed on
 * purpose, `WRITE_DOCS=1 npx vitest run --config vitest.long.config.ts test/commands/firstIssue` writes it anew.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';

const PAGE = 'docs/first-issue.md';
const run = promisify(execFile);
const root = realpathSync(mkdtempSync(join(tmpdir(), 'pullquote-first-')));
const digest = join(root, 'my-digest');
const NODE = dirname(process.execPath);
const env = { PATH: `${join(root, 'bin')}:${NODE}:${process.env.PATH}`, HOME: root, NO_COLOR: '1', TZ: 'UTC', CI: '' };

/** The package as npm packs it, where npm would put it; what it depends on is what stands here. */
beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', root], { env });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(root, filename), '-C', root]);
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(join(root, 'bin'));
  await run('mv', [join(root, 'package'), join(root, 'node_modules/pullquote')]);
  symlinkSync(resolve('node_modules'), join(root, 'node_modules/pullquote/node_modules'));
  const cli = join(root, 'node_modules/pullquote/dist/cli.js');
  writeFileSync(join(root, 'bin/pullquote'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`, { mode: 0o755 });
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('the transcript in docs/first-issue.md is what is printed', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const blocks = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  expect(blocks.length).toBeGreaterThanOrEqual(6);
  const printed: string[] = [];
  for (const block of blocks) {
    const commands = block.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));
    const told: string[] = [];
    for (const command of commands) told.push(`$ ${command}\n${normal(await output(command))}`);
    printed.push(told.join(''));
  }
  let i = 0;
  const produced = page.replace(/^```console\n[\s\S]*?^```$/gm, () => `\`\`\`console\n${printed[i++]}\`\`\``);
  if (process.env.WRITE_DOCS) writeFileSync(PAGE, produced);
  expect(produced).toBe(page);
});

it('an issue came out of it', () => {
  const issue = parseIssue(readFileSync(join(digest, 'issues/001/issue.md'), 'utf8'));
  expect(issue).toMatchObject({ number: 1, status: 'approved', subject: SUBJECT, approved: { by: 'MZ' } });
  expect(issue.blocks.length).toBeGreaterThanOrEqual(10);
  const receipt = JSON.parse(readFileSync(join(digest, 'issues/001/receipt.json'), 'utf8'));
  expect(receipt.pushed).toMatchObject([{ platform: 'file', offline: true }]);
  expect(readFileSync(join(digest, 'issues/001/issue.html'), 'utf8')).toContain('1 Example Street');
});

/** Where the path of this machine, a port and a token stand, something that is the same everywhere. */
function normal(text: string): string {
  return text
    .replaceAll(root, '/home/mz')
    .replace(/127\.0\.0\.1:\d+|(?<="port":)\d+/g, (found) => found.replace(/\d+$/, '49152'))
    .replace(/[\w-]+(?=\/enter\?token=)/g, '…')
    .replace(/token=[\w-]+/g, 'token=…');
}

async function output(command: string): Promise<string> {
  if (command.startsWith('pullquote review')) return review(command);
  const cwd = command.startsWith('pullquote init') ? root : digest;
  // one source of the week is down, which the exit code says
  const failing = command.startsWith('pullquote sources check');
  const { stdout, code, stderr } = await run('sh', ['-c', command], { cwd, env }).then(
    (ran) => ({ ...ran, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  expect([0, ...(failing ? [1] : [])], `${command}\n${stderr}`).toContain(code);
  return stdout;
}

const SUBJECT = 'What a million tokens cost this week';

/** Opens the desk, changes the subject as its page would, and ends it with Ctrl-C. */
async function review(command: string): Promise<string> {
  const child = spawn('sh', ['-c', `exec ${command}`], { cwd: digest, env });
  try {
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const gone = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`the desk ended with ${code}: ${stderr}`)),
    );
    const [line] = (await Promise.race([once(child.stdout, 'data'), gone])) as [Buffer];
    gone.catch(() => undefined);
    const { url } = JSON.parse(String(line)) as { url: string };
    await changeSubject(url);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    return String(line);
  } finally {
    child.kill('SIGKILL');
  }
}

async function changeSubject(url: string): Promise<void> {
  const entered = await ask(url);
  const cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const page = await ask(new URL('.', url).href, { headers: { cookie } });
  const csrf = /<meta name="csrf" content="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const { subject = '' } = parseIssue(readFileSync(join(digest, 'issues/001/issue.md'), 'utf8'));
  const { origin } = new URL(url);
  const headers = { cookie, origin, 'x-csrf': csrf, 'content-type': 'application/json' };
  const body = JSON.stringify({ line: 'subject', was: subject, text: SUBJECT });
  const answer = await ask(new URL('do/edit-line', url).href, { method: 'POST', headers, body });
  expect([answer.status, JSON.parse(answer.body).changed]).toMatchObject([200, { ok: true }]);
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

function ask(url: string, { body, ...o }: Asked = {}) {
  return new Promise<{ status: number; headers: Record<string, string[]>; body: string }>((done, failed) => {
    const asking = request(url, o, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      done({ status: answer.statusCode ?? 0, headers: answer.headersDistinct as Record<string, string[]>, body: text });
    });
    asking.on('error', failed);
    asking.end(body);
  });
}
