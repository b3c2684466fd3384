/** Keys of every platform and of a mail server are planted, before servers that refuse in every way and repeat all that they are told; then they are looked for everywhere. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pullquote, workspace } from '../support/cli.ts';
import { searchFor } from '../support/hostileSecrets.ts';
import { contracts } from '../support/platforms/all.ts';
import { approvedText, putIssue } from '../support/published.ts';
import { BODY, FRONT } from '../support/publishing.ts';
import { type Hit, type LoopbackServer, reply, startServer } from '../support/servers.ts';

const MAIL_KEY = 'smtp+Pl@nted/97531';
const HOOK_KEY = 'T0HOOK/B0HOOK/zzzzyyyyxxxx';
const CONTRACTS = contracts(() => new Date());
const NAMES = CONTRACTS.map(({ name }) => name);
/** As newsletter.yaml and the environment have them. */
const KEYS: Record<string, string> = Object.fromEntries(
  CONTRACTS.map(({ name, secret }) => [`${name.toUpperCase()}_API_KEY`, secret]),
);
const [, ghostHalf = ''] = (KEYS.GHOST_API_KEY ?? '').split(':');

type Mode = 401 | 402 | 403 | 404 | 409 | 422 | 429 | 500 | 'page' | 'cut' | 'redirect' | 'other';
const MODES: Mode[] = [401, 402, 403, 404, 409, 422, 429, 500, 'page', 'cut', 'redirect', 'other'];
let mode: Mode = 401;
/** What was told to a server, in its own spelling: the headers that carry a key. */
const carried = new Set<string>();
const printed: [command: string, all: string][] = [];
let [server, mail]: [LoopbackServer, SMTPServer] = [] as never;
let [dir, env]: [string, Record<string, string>] = ['', {}];

function wordsOf({ headers, path, body }: Hit): string {
  const { authorization = '' } = headers;
  const key = authorization.split(' ').at(-1) ?? '';
  for (const one of [key, headers['api-key'], headers['x-kit-api-key']]) if (one) carried.add(one);
  const login = Buffer.from(key, 'base64').toString();
  const again = Buffer.from(key).toString('base64');
  const first = headers['api-key'] ?? headers['x-kit-api-key'] ?? key;
  // messages are cut short: what matters comes first
  return [first, again, login.replace(/^[^:]*:/, ''), login, path, JSON.stringify(headers), body.slice(0, 100)].join(
    ' ',
  );
}

beforeAll(async () => {
  server = await startServer((hit, response) => {
    const words = wordsOf(hit);
    const json = JSON.stringify({ message: words, detail: words, title: words, errors: [{ message: words }] });
    const said = { 'content-type': 'application/json', 'x-told': encodeURIComponent(words) };
    if (mode === 'cut') return void response.socket?.destroy();
    if (mode === 'page') return reply(response, 200, `<!doctype html><title>${words}</title>`);
    if (mode === 'other') return reply(response, 200, json, said);
    if (mode === 'redirect')
      return reply(response, 302, words, { location: `/elsewhere?${new URLSearchParams({ words })}` });
    reply(response, mode, json, said);
  });
  mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password: given }, _, done) => {
      const password = given ?? '';
      const ways = [password, encodeURIComponent(password), Buffer.from(password).toString('base64')];
      ways.push(Buffer.from(`\0${username}\0${password}`).toString('base64'));
      done(new Error(`not ${username} with ${ways.join(' or ')}`));
    },
  });
  mail.on('error', () => {});
  await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
  const { port } = mail.server.address() as { port: number };
  const platforms = Object.fromEntries(CONTRACTS.map(({ name, settings }) => [name, settings(server.url)]));
  const newsletter = {
    name: 'The Price Letter',
    editor: { name: 'MZ', email: 'mz@example.com' },
    address: '1 Test Street',
    platforms,
    notify: { webhook: `${server.url}/\${HOOK_KEY}` },
  };
  const user = encodeURIComponent('mz@mail.example');
  dir = workspace({ 'newsletter.yaml': JSON.stringify(newsletter), 'sources.yaml': '[]\n' });
  putIssue(dir, 7, approvedText(FRONT + BODY, 'approved'));
  const SMTP_URL = `smtp://${user}:${encodeURIComponent(MAIL_KEY)}@127.0.0.1:${port}`;
  env = { ...KEYS, HOOK_KEY, SMTP_URL, PULLQUOTE_ALLOW: server.host };
  const run = async (...args: string[]) => {
    const { stdout, stderr } = await pullquote(['-C', dir, ...args], { env });
    printed.push([`${mode} ${args.join(' ')}`, stdout + stderr]);
  };
  for (mode of MODES) await run('--verbose', 'doctor', '--platform');
  mode = 422;
  for (const name of NAMES) {
    await run('--verbose', 'publish', '7', '--to', name, '--offline', '--send');
    await run('--json', 'publish', '7', '--to', name, '--dry-run', '--send', '--test', 'mz@example.com');
  }
  await run('--verbose', 'status', '--remote');
  await run('--verbose', 'publish', '7', '--to', 'file', '--offline', '--test', 'mz@example.com');
  await new Promise<void>((done) => mail.close(() => done()));
  await closed(port);
  await run('--verbose', 'publish', '7', '--to', 'file', '--offline', '--test', 'mz@example.com');
}, 300_000);
afterAll(async () => {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Waits until nothing answers at that port. */
async function closed(port: number): Promise<void> {
  const answers = () =>
    new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.on('connect', () => socket.destroy());
    });
  while (await answers()) await new Promise((soon) => setImmediate(soon));
}

it('every platform was asked with its key, and repeated it; the mail server too', () => {
  const all = [...carried].join(' ');
  expect(carried.size).toBeGreaterThanOrEqual(NAMES.length);
  for (const name of NAMES.filter((one) => !['ghost', 'mailchimp', 'listmonk'].includes(one)))
    expect(all).toContain(KEYS[`${name.toUpperCase()}_API_KEY`]);
  // Mailchimp's in base64, listmonk's behind its user, Ghost's only as a signature
  expect(
    Buffer.from(
      [...carried].find(
        (one) => /^[A-Za-z0-9+/=]+$/.test(one) && Buffer.from(one, 'base64').includes(KEYS.MAILCHIMP_API_KEY ?? '-'),
      ) ?? '',
      'base64',
    ).toString(),
  ).toContain(KEYS.MAILCHIMP_API_KEY);
  expect(all).toContain(`desk:${KEYS.LISTMONK_API_KEY}`);
  expect(all).toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]{43}/);
  const mails = printed.filter(([command]) => command.includes('--to file')).map(([, told]) => told);
  expect(mails).toEqual([
    expect.stringContaining('does not take this user'),
    expect.stringContaining('nothing answers'),
  ]);
});

it('what they repeated is told, without it', () => {
  const [, all = ''] = printed[0] ?? [];
  expect(all).toMatch(/ghost refused GET \/site\/ \(401\): \[removed\] \[removed\]/);
  for (const name of ['BREVO', 'KIT', 'RESEND', 'BUTTONDOWN']) expect(all).toContain(`\${${name}_API_KEY}`);
});

it('no command prints one, nor what was made of one', () => {
  const keysIn = searchFor({ ...KEYS, GHOST_HALF: ghostHalf, MAIL_KEY, HOOK_KEY });
  for (const [command, told] of printed) {
    expect([command, keysIn(told)]).toEqual([command, []]);
    expect([command, [...carried].filter((one) => told.includes(one))]).toEqual([command, []]);
    // nor a signature alone
    expect([command, [...carried].filter((one) => one.startsWith('eyJ') && told.includes(one.slice(-43)))]).toEqual([
      command,
      [],
    ]);
    expect(told).not.toMatch(/\n\s+at |a fault in Pullquote/);
  }
});

it('no file of the workspace holds one: database, receipt, file pack', () => {
  const keysIn = searchFor({ ...KEYS, GHOST_HALF: ghostHalf, MAIL_KEY, HOOK_KEY });
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    expect([name, keysIn(bytes), [...carried].filter((one) => bytes.includes(one))]).toEqual([name, [], []]);
  }
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['state.db', 'receipt.json', 'issue.eml']));
});
