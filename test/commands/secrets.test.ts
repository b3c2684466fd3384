/** Keys are planted wherever people put them, among servers that repeat all that they are told; then they are looked for everywhere. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { KEYS, keysIn, parrot } from '../support/hostileSecrets.ts';
import { createYard } from '../support/hostileServers.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
/** In a file; the others are in the environment. */
const IN_FILE = ['DEEPSEEK_API_KEY', 'PATH_KEY', 'HOOK_KEY'];

const yard = createYard();
const { listener, told } = parrot();
let model: ModelServer;
let dir: string;
let env: Record<string, string>;
/** What each command printed. */
const printed: [command: string, stdout: string, stderr: string][] = [];

function sourcesOf(inner: string, open: string, tls: string, shut: string): string[] {
  const key = '?key=${QUERY_KEY}';
  return [
    `kind: feed, url: "http://${inner}/\${PATH_KEY}/feed.xml", name: By path`,
    `kind: feed, url: "http://${inner}/feed.xml${key}", name: By query`,
    `kind: feed, url: "http://reader:\${PASS_KEY}@${inner}/mine/feed.xml", name: By login`,
    `kind: feed, url: "http://\${TENANT_KEY}.site.example:${open}/feed.xml", name: By host`,
    `kind: feed, url: "http://\${TENANT_KEY}.nowhere.example/feed.xml", name: By a host that is not there`,
    `kind: feed, url: "http://${inner}/\${PATH_KEY}/wide.xml${key}", name: In UTF-16`,
    `kind: json, url: "http://${inner}/list?key=\${JSON_KEY}", map: { url: url, title: title, content: text }, name: As JSON`,
    `kind: json, url: "http://${inner}/error?key=\${JSON_KEY}", items: "a.b", map: { url: url, title: title }, name: As other JSON`,
    `kind: page, url: "http://\${TENANT_KEY}.site.example:${open}/\${PATH_KEY}/news", selector: h2, name: As a page`,
    ...[401, 403, 404, 429, 500].map(
      (code) => `kind: feed, url: "http://${inner}/\${PATH_KEY}/error-${code}${key}", name: Answers ${code}`,
    ),
    ...['text', 'page', 'error'].map(
      (what) => `kind: feed, url: "http://${inner}/\${PATH_KEY}/${what}${key}", name: Is a ${what}`,
    ),
    `kind: feed, url: "http://${inner}/\${PATH_KEY}/redirect${key}", name: Redirects inwards`,
    `kind: feed, url: "http://reader:\${PASS_KEY}@\${TENANT_KEY}.site.example:${open}/\${PATH_KEY}/away-302${key}", name: Redirects away`,
    `kind: feed, url: "https://\${TENANT_KEY}.site.example:${tls}/\${PATH_KEY}${key}", name: Has a bad certificate`,
    `kind: feed, url: "http://reader:\${PASS_KEY}@${shut}/\${PATH_KEY}${key}", name: Is shut`,
    `kind: feed, url: "http://\${PATH_KEY}.internal/\${QUERY_KEY}", name: Is not to be opened`,
    `kind: feed, url: "http://${inner}/feed.xml?all", name: Has no key and tells them all`,
    `kind: feed, url: "http://open.site.example:${open}/open.xml", name: Links to a page that does`,
    'kind: x, users: [someone], name: By the API',
  ];
}

async function run(...args: string[]): Promise<void> {
  const process = ['--import', resolve('test/support/hostileProcess.mjs')];
  const { stdout, stderr } = await pullquote(['-C', dir, ...args], { env, nodeArgs: process });
  printed.push([args.join(' '), stdout, stderr]);
}

beforeAll(async () => {
  const inner = await yard.web(listener);
  const open = await yard.open(listener);
  const tls = await yard.tls('expired', listener);
  const closed = createYard();
  const shut = await closed.web(listener);
  await closed.close();
  const echo = (headers: Record<string, string | undefined>) => `what came with it was ${headers.authorization}`;
  model = await startModelServer(({ headers }, n) =>
    n % 2 === 0
      ? { status: 400, error: echo(headers) }
      : { json: { heading: echo(headers), blurb: echo(headers), quotes: ['q1'] } },
  );
  dir = workspace({
    'sources.yaml': sourcesOf(inner.host, String(open.port), String(tls.port), shut.host)
      .map((line) => `- { ${line} }`)
      .join('\n'),
    'newsletter.yaml': `${NEWSLETTER}model: { name: deepseek/deepseek-flash, url: "${model.url}" }\nnotify: { webhook: "https://hooks.site.example/\${HOOK_KEY}" }\n`,
    '.env': IN_FILE.map((name) => `${name}="${KEYS[name]}"\n`).join(''),
  });
  env = {
    ...Object.fromEntries(Object.entries(KEYS).filter(([name]) => !IN_FILE.includes(name))),
    PULLQUOTE_ALLOW: [inner.host, shut.host, model.host].join(' '),
    HOSTILE_HOSTS: '*.site.example=web *.nowhere.example=none api.x.com=web',
  };
  const record = (name: string) => ['--record', join(dir, name)];
  await run('--verbose', 'crawl', ...WINDOW, ...record('crawl.har.gz'));
  await run('--json', '--verbose', 'crawl', '--all', ...WINDOW, ...record('crawl.har'));
  await run('--verbose', 'draft', ...WINDOW, ...record('draft.har.gz'));
  await run('--json', 'draft', '--no-crawl', ...WINDOW, ...record('draft.har'));
  await run('--verbose', 'sources', 'check');
  const looks = [
    'status',
    'sources list',
    'sources export',
    'doctor',
    'stories --no-crawl',
    'sources check by-path',
    'doctor --model',
    'doctor --model',
  ];
  await Promise.all(looks.map((command, n) => run(n % 2 ? '--json' : '--verbose', ...command.split(' '))));
}, 120_000);
afterAll(async () => {
  await yard.close();
  await model.close();
  rmSync(dir, { recursive: true, force: true });
});

it('the keys were sent, and the servers repeated them', () => {
  const all = [...told].join(' ');
  for (const name of Object.keys(KEYS).filter((one) => !/DEEPSEEK|BEARER|HOOK/.test(one)))
    expect([name, keysIn(all).some((found) => found.startsWith(name))]).toEqual([name, true]);
  expect(model.calls.length).toBeGreaterThan(1);
  expect(model.calls[0]?.headers.authorization).toContain(KEYS.DEEPSEEK_API_KEY);
});

it('no command prints one', () => {
  for (const [command, stdout, stderr] of printed) {
    expect([command, keysIn(stdout), keysIn(stderr)]).toEqual([command, [], []]);
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at |a fault in Pullquote/);
  }
  const [, table = ''] = printed[0] ?? [];
  expect(table).toContain('failed: Is shut: ');
  expect(table).toContain('${PATH_KEY}');
});

it('no row of the database holds one', () => {
  const db = new Sqlite(join(dir, '.pullquote/state.db'), { readonly: true });
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").pluck().all() as string[];
  let cells = 0;
  let stored = '';
  for (const table of tables)
    for (const row of db.prepare(`select * from "${table}"`).all() as Record<string, unknown>[])
      for (const [column, value] of Object.entries(row)) {
        if (typeof value !== 'string' && !Buffer.isBuffer(value)) continue;
        const bytes =
          Buffer.isBuffer(value) && value[0] === 0x1f && value[1] === 0x8b ? gunzipSync(value) : Buffer.from(value);
        expect([table, column, keysIn(bytes)]).toEqual([table, column, []]);
        stored += bytes.toString();
        cells++;
      }
  db.close();
  expect(cells).toBeGreaterThan(100);
  // what the servers repeated is there, and the keys in it are not
  for (const name of ['PATH_KEY', 'QUERY_KEY', 'PASS_KEY', 'JSON_KEY', 'TENANT_KEY'])
    expect(stored).toContain(`\${${name}}`);
});

it('no file of the workspace holds one, recordings and issues among them', () => {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1));
  for (const name of names.filter((one) => one !== '.env')) {
    const bytes = readFileSync(join(dir, name));
    expect([name, keysIn(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)]).toEqual([name, []]);
    if (name.endsWith('.har') || name.endsWith('.har.gz')) expect(packedKeys(name, bytes)).toEqual([]);
  }
  expect(names).toEqual(
    expect.arrayContaining(['crawl.har.gz', 'draft.har', 'issues/001/issue.md', 'issues/001/evidence.json']),
  );
});

/** Keys in bodies that a recording holds in base64. */
function packedKeys(name: string, bytes: Buffer): string[] {
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const { log } = JSON.parse(text) as {
    log: { entries: { response: { content: { text: string; encoding?: string } } }[] };
  };
  expect(log.entries.length).toBeGreaterThan(10);
  return log.entries.flatMap(({ response: { content } }) =>
    keysIn(content.encoding === 'base64' ? Buffer.from(content.text, 'base64') : content.text),
  );
}
