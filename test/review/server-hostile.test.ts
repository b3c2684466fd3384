import { connect } from 'node:net';
import { load } from 'cheerio';
import { expect, test } from 'vitest';
import type { BlockRef } from '../../src/actions/desk/types.ts';
import { verbs } from '../../src/review/verbs.ts';
import { askPort, filesOf, openDesk, type TestDesk } from './desk.ts';

const PARTS = ['head', 'blocks', 'checks', 'bench', 'evidence', 'candidates', 'source', 'week', 'email', 'publish'];
const GETS = ['/', '/email', '/email.txt', '/events', '/assets/desk.css', ...PARTS.map((name) => `/part/${name}`)];
const POSTS = ['/preview', ...Object.keys(verbs).map((name) => `/do/${name}`)];
const REV = '0123456789abcdef';
const BLOCK = { index: 0, rev: REV };
/** What would be taken by each verb, with words of the attacker's in every field that takes words. */
const PAYLOAD = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
const WORDS: Record<string, object> = {
  'edit-block': { block: BLOCK, markdown: PAYLOAD },
  'edit-letter': { rev: REV, markdown: PAYLOAD },
  'edit-line': { line: 'subject', was: 'The week the bookmark was left in', text: PAYLOAD },
  'move-block': { block: BLOCK, to: 1 },
  'delete-block': { block: BLOCK },
  'restore-block': { storyId: PAYLOAD },
  'add-block': { markdown: `## ${PAYLOAD}\n\n[${PAYLOAD}](https://example.com/${PAYLOAD})\n\n> ${PAYLOAD}` },
  'swap-quote': {
    block: BLOCK,
    quote: PAYLOAD,
    candidate: { text: PAYLOAD, url: PAYLOAD, voice: { handle: PAYLOAD, where: PAYLOAD } },
  },
  'quote-passage': { block: BLOCK, url: PAYLOAD, start: 0, end: 9 },
  vouch: { quote: PAYLOAD, by: PAYLOAD, url: PAYLOAD, heard: '2026-11-16', at: PAYLOAD },
  undo: {},
  redo: {},
  'rewrite-block': { block: BLOCK, remark: PAYLOAD },
  'pull-in': { id: PAYLOAD },
  mute: { domain: PAYLOAD },
  pin: { url: PAYLOAD },
  'not-same': { block: BLOCK, url: PAYLOAD },
  'add-find': { url: PAYLOAD, note: PAYLOAD, author: PAYLOAD },
  opened: { url: PAYLOAD },
  'refresh-week': {},
  approve: { by: PAYLOAD, offline: true },
  'test-send': { to: 'editor@example.com', platform: PAYLOAD, offline: true },
  publish: { to: PAYLOAD, what: 'draft', offline: true },
};
const bodyOf = (path: string) => JSON.stringify(path === '/preview' ? { markdown: 'x' } : (WORDS[path.slice(4)] ?? {}));

/** Asks every endpoint with headers that lack or falsify something. Gives what was not refused as it should be. */
async function unguarded(
  desk: TestDesk,
  change: (headers: Record<string, string>) => void,
  refusal: number,
  paths = [...GETS, ...POSTS],
): Promise<string[]> {
  const headers = { ...(await desk.own()) };
  change(headers);
  const through: string[] = [];
  for (const path of paths) {
    const asked = POSTS.includes(path) ? { method: 'POST', headers, body: bodyOf(path) } : { headers };
    const { status } = await desk.ask(path, asked);
    if (status !== refusal) through.push(`${path}: ${status}`);
  }
  return through;
}

const FALSE: [what: string, change: (headers: Record<string, string>) => void, refusal: number, paths?: string[]][] = [
  ['no cookie', (headers) => delete headers.cookie, 403],
  ['another cookie', (headers) => Object.assign(headers, { cookie: `${headers.cookie?.slice(0, -1)}!` }), 403],
  [
    'the cookie of another port',
    (headers) => Object.assign(headers, { cookie: headers.cookie?.replace(/\d+=/, '1=') }),
    403,
  ],
  ['a rebound name', (headers) => Object.assign(headers, { host: `evil.example:${headers.host?.split(':')[1]}` }), 421],
  ['a name without a port', (headers) => Object.assign(headers, { host: '127.0.0.1' }), 421],
  [
    'a name that begins as ours',
    (headers) => Object.assign(headers, { host: `127.0.0.1.evil.example:${headers.host?.split(':')[1]}` }),
    421,
  ],
  [
    'a page of another site',
    (headers) => Object.assign(headers, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }),
    403,
  ],
  [
    'a page of another port of this machine',
    (headers) => Object.assign(headers, { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }),
    403,
  ],
  ['a foreign origin', (headers) => Object.assign(headers, { origin: 'https://evil.example' }), 403, POSTS],
  ['another port’s origin', (headers) => Object.assign(headers, { origin: 'http://127.0.0.1:1' }), 403, POSTS],
  ['an opaque origin', (headers) => Object.assign(headers, { origin: 'null' }), 403, POSTS],
  ['no origin', (headers) => delete headers.origin, 403, POSTS],
  ['no token', (headers) => delete headers['x-csrf'], 403, POSTS],
  ['a wrong token', (headers) => Object.assign(headers, { 'x-csrf': `${headers['x-csrf']?.slice(1)}x` }), 403, POSTS],
  ['a form', (headers) => Object.assign(headers, { 'content-type': 'text/plain' }), 403, POSTS],
];
test('what is not our own page’s is refused by every endpoint, and nothing is changed', async () => {
  const desk = await openDesk();
  const before = await filesOf(desk.files);
  for (const [what, change, refusal, paths] of FALSE)
    expect([what, await unguarded(desk, change, refusal, paths)]).toEqual([what, []]);
  expect(await filesOf(desk.files)).toEqual(before);
  expect(desk.warned).toEqual([]);
  // the same requests with nothing false about them are none of these refusals
  expect(await unguarded(desk, () => {}, 403, ['/', '/preview'])).toEqual(['/: 200', '/preview: 200']);
});

test('no verb is a GET, a HEAD, a PUT or an OPTIONS', async () => {
  const desk = await openDesk();
  const headers = await desk.own();
  for (const path of POSTS)
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status } = await desk.ask(path, {
        method,
        headers,
        ...(method.startsWith('P') ? { body: bodyOf(path) } : {}),
      });
      expect([path, method, status]).toEqual([path, method, 404]);
    }
});

test('no answer lets another origin read it', async () => {
  const desk = await openDesk();
  const headers = { ...(await desk.own()), 'access-control-request-method': 'POST' };
  for (const [path, method] of [
    ...['/', '/part/blocks', '/assets/desk.css'].map((path) => [path, 'GET']),
    ['/do/undo', 'OPTIONS'],
  ] as const) {
    const reply = await desk.ask(path, { method, headers });
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(reply.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
  }
});

test('refusals carry the same headers as answers', async () => {
  const { ask } = await openDesk();
  for (const reply of [
    await ask('/'),
    await ask('/enter?token=x'),
    await ask('/', { headers: { host: 'evil.example' } }),
    await ask('/nothing'),
  ]) {
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  }
});

const NOTHING = [
  '/assets/../guard.ts',
  '/assets/..%2fguard.ts',
  '/assets/%2e%2e/package.json',
  '/assets/..%5c..%5cpackage.json',
  '/assets/....//package.json',
  '/assets/desk.css%00.js',
  '/assets/',
  '/assets//etc/passwd',
  '/assets/constructor',
  '/part/constructor',
  '/part/__proto__',
  '/part/..%2f..%2fissue.md',
  '//evil.example/part/head',
];
/** Above the desk's own path, or beside it. */
const OUTSIDE = ['/', '/part/blocks', '/enter', '/x/part/blocks', '//evil.example/part/head', '/assets/../../guard.ts'];
const NO_VERBS = ['__proto__', 'constructor', 'toString', 'edit-block/../undo', 'editBlock', ''];
test('what is on no list is nothing', async () => {
  const { desk, base, own, get, post } = await openDesk();
  for (const path of NOTHING) {
    const { status, body } = await get(path);
    expect([path, status, body]).toEqual([path, 404, 'There is nothing here.']);
  }
  for (const path of OUTSIDE) {
    const { status, body } = await askPort(desk.port, path.replace('/assets', `${base}/assets`), {
      headers: await own(),
    });
    expect([path, status, body.includes('Sorrel')]).toEqual([path, 403, false]);
  }
  for (const name of NO_VERBS)
    expect([name, (await post(`/do/${encodeURIComponent(name)}`, {})).status]).toEqual([name, 404]);
});

test('more than a megabyte is not read, whether its length is told or not', async () => {
  const desk = await openDesk();
  const before = await filesOf(desk.files);
  const long = { markdown: 'x'.repeat(1_000_001) };
  expect((await desk.post('/preview', long)).status).toBe(413);
  const chunked = await desk.ask('/preview', {
    method: 'POST',
    headers: { ...(await desk.own()), 'transfer-encoding': 'chunked' },
    body: JSON.stringify(long),
  });
  expect(chunked.status).toBe(413);
  expect(await filesOf(desk.files)).toEqual(before);
});

const SHAPELESS = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '{"block":null}',
  '{"block":{"index":-1,"rev":"x"},"markdown":1}',
  '{"__proto__":{"polluted":true}}',
  '{"surplus":1}',
];
test('every verb says what it expected where it gets something else', async () => {
  const desk = await openDesk();
  const before = await filesOf(desk.files);
  const headers = await desk.own();
  for (const path of POSTS)
    for (const body of SHAPELESS) {
      const { status, headers: got } = await desk.ask(path, { method: 'POST', headers, body });
      expect([path, body, status, got['content-type']?.split(';')[0]]).toEqual([path, body, 400, 'text/plain']);
    }
  expect(await filesOf(desk.files)).toEqual(before);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

/** What of a page could run, or came into it as markup. */
function live(html: string): string[] {
  const page = load(html);
  const found: string[] = [];
  for (const element of page('*').get())
    if (element.type === 'script' || element.type === 'tag') {
      const { name, attribs } = element;
      const runs = Object.entries(attribs).some(
        ([key, value]) => /^on/.test(key) || /^\s*(javascript|data):/i.test(value),
      );
      if (runs || (name === 'script' && !attribs.src?.startsWith('assets/')) || attribs.src === 'x')
        found.push(page.html(element));
    }
  return found;
}

test('markup in every field of every verb stays words', async () => {
  const desk = await openDesk();
  for (const [name, words] of Object.entries(WORDS)) {
    const { blocks, letter } = await desk.view();
    const { index, rev } = blocks.at(-1) as BlockRef;
    const given = {
      ...words,
      ...('block' in words ? { block: { index, rev } } : {}),
      ...('rev' in words ? { rev: letter.rev } : {}),
    };
    const { status, body } = await desk.post(`/do/${name}`, given);
    expect([name, status]).toEqual([name, 200]);
    const { parts } = JSON.parse(body);
    expect([name, live(parts.head), live(parts.blocks)]).toEqual([name, [], []]);
  }
  expect((await desk.view()).letter.markdown).toContain(PAYLOAD);
  const payload = encodeURIComponent(PAYLOAD);
  const paths = PARTS.map((part) => `/part/${part}?index=0&q=${payload}&url=${payload}&to=${payload}`);
  for (const path of ['/', ...paths, '/email']) expect([path, live((await desk.get(path)).body)]).toEqual([path, []]);
  expect(live((await desk.post('/preview', { markdown: PAYLOAD })).body)).toEqual([]);
  expect(desk.warned).toEqual([]);
});

test('what is asserted of markup sees markup', () => {
  expect(live(`<p>${PAYLOAD}</p>`)).toHaveLength(2);
  expect(live('<a href="javascript:alert(1)">x</a>')).toHaveLength(1);
});

test('line breaks in what is asked make no headers', async () => {
  const desk = await openDesk();
  const { cookie } = await desk.own();
  for (const path of [
    '/enter?token=x%0d%0aSet-Cookie:%20a=b',
    '/part/source?url=x%0d%0aX-Made:%20up',
    '/part/bench?q=dark%0d%0aX-Made:%20up',
  ]) {
    const { headers } = await desk.ask(path, { headers: { cookie: cookie as string } });
    expect([headers['set-cookie'], headers['x-made']]).toEqual([undefined, undefined]);
  }
});

/** Bytes as they are, for what no HTTP client sends. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => done(answer));
    socket.on('error', failed);
  });
}

test('requests that name two hosts, none, or one in the target, get nothing of the issue', async () => {
  const desk = await openDesk();
  const { host, cookie } = await desk.own();
  const port = desk.desk.port;
  const answers = [
    await raw(
      port,
      `GET / HTTP/1.1\r\nHost: evil.example\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    ),
    await raw(port, `GET / HTTP/1.0\r\nCookie: ${cookie}\r\n\r\n`),
    await raw(port, `GET / HTTP/1.1\r\nHost: ${host}@evil.example\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`),
    await raw(port, `GET / HTTP/1.1\r\nHost: \r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`),
  ];
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain('Sorrel');
  }
  const target = await raw(
    port,
    `GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  );
  expect(target).toMatch(/^HTTP\/1\.1 421 /);
});

test('it listens on the loopback address alone', async () => {
  const { desk } = await openDesk();
  const { networkInterfaces } = await import('node:os');
  const outer = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of outer) {
    const reached = await new Promise((done) => {
      const socket = connect({ host: address, port: desk.port }, () => done(true));
      socket.on('error', () => done(false));
    });
    expect(reached).toBe(false);
  }
  expect((await askPort(desk.port, '/')).status).toBe(403);
});
