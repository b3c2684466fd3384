import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openDoor, serve, textOf } from '../support/door.ts';
import { reply } from '../support/servers.ts';
import { gateway, openWeb, serveRaw } from '../support/web.ts';

const site = ({ port }: { port: number }, path = '/') => `http://site.example:${port}${path}`;
const moved = (location: string, rest = '') =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\n${rest || 'Content-Length: 0\r\n\r\n'}`;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test.each([
  ['file:///etc/passwd', 'scheme file: is not http or https'],
  ['ftp://site.example/x', 'scheme ftp: is not http or https'],
  ['data:text/html,<p>words</p>', 'scheme data: is not http or https'],
  ['javascript:alert(1)', 'scheme javascript: is not http or https'],
  ['workspace:transcripts/a.vtt', 'scheme workspace: is not http or https'],
  ['http://me:secret@site.example/', 'has a user name or password in it'],
  ['//me@site.example/', 'has a user name or password in it'],
  ['http://localhost/', 'localhost is a name of a local network'],
  ['http://169.254.169.254/latest/meta-data/', '169.254.169.254 is not a public address'],
  ['//0x7f.1/', '127.0.0.1 is not a public address'],
  ['http://[::ffff:10.0.0.1]/', 'is not a public address'],
  ['http://', 'which is no address'],
  [`http://site.example/${'x'.repeat(5000)}`, '…'],
])('a redirect to %s leads nowhere', async (location, reason) => {
  const server = await serveRaw((socket, _head, n) => socket.write(moved(n === 0 ? location : '/again')));
  const { fetch } = openWeb();
  for (const from of ['operator', 'crawled'] as const) {
    if (location.length > 1000) continue;
    await expect(fetch({ url: site(server), from })).rejects.toThrow(reason);
    server.requests.splice(0);
  }
  const said = await fetch({ url: site(server), from: 'crawled' }).catch((error: Error) => error.message);
  expect(String(said).length).toBeLessThan(600);
});

test.each([
  ['/a page', '/a%20page'],
  ['/\u00c3\u00bcber', '/%C3%BCber'],
  ['/\u00fcber', '/%C3%BCber'],
  ['/a\\b', '/a/b'],
  ['  /trimmed  ', '/trimmed'],
  ['?q=1', '/?q=1'],
  ['/%zz', '/%zz'],
  ['/../../x', '/x'],
  ['/x#part', '/x'],
])('where %j leads is read as browsers read it', async (location, path) => {
  const server = await serveRaw((socket, _head, n) => void socket.write(n === 0 ? moved(location) : OK, 'latin1'));
  const answer = await openWeb().fetch({ url: site(server), from: 'crawled' });
  expect(answer.finalUrl).toBe(site(server, path));
  expect(server.requests[1]).toContain(`GET ${path} HTTP/1.1`);
});

test('a secret is not cut in two, and so shown, where a redirect is', async () => {
  const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789';
  for (const start of ['http://[', 'ftp://x/']) {
    const server = await serveRaw((socket) => socket.write(moved(`${start}${'-'.repeat(175)}${KEY}`)));
    const { fetch } = openWeb({ secrets: { KEY } });
    const asked = fetch({ url: `${site(server)}?\${KEY}`, from: 'operator' });
    const said = await asked.catch((error: Error) => error.message);
    expect(said).toContain('redirects to');
    expect(said).not.toContain('abcdef');
  }
});

test('the body of a redirect is not read', async () => {
  const server = await serveRaw((socket, head) => {
    if (!head.startsWith('GET /from')) return void socket.write(OK);
    socket.write(moved('/to', 'Transfer-Encoding: chunked\r\n\r\n'));
    const more = () => {
      while (!socket.destroyed && socket.write(`2000\r\n${'x'.repeat(0x2000)}\r\n`));
    };
    socket.on('drain', more);
    more();
  });
  expect(textOf(await openWeb().fetch({ url: site(server, '/from'), from: 'crawled' }))).toBe('ok');
});

test('a redirect without a target, or with an empty one, is an answer', async () => {
  const server = await serve((hit, response) => {
    response.writeHead(302, hit.path === '/empty' ? { location: '' } : {});
    response.end('nowhere');
  });
  for (const path of ['/none', '/empty']) {
    expect(await openWeb().fetch({ url: site(server, path), from: 'crawled' })).toMatchObject({ status: 302 });
  }
});

test('a host that answers one request twice does not answer the next one with it', async () => {
  const evil = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil';
  const server = await serveRaw((socket, head) => {
    socket.write(head.startsWith('GET /first') ? OK + evil : OK.replace('ok', 'me'));
  });
  const { fetch } = openWeb();
  expect(textOf(await fetch({ url: site(server, '/first'), from: 'crawled' }))).toBe('ok');
  expect(textOf(await fetch({ url: site(server, '/second'), from: 'crawled' }))).toBe('me');
  expect(textOf(await fetch({ url: site(server, '/third'), from: 'crawled' }))).toBe('me');
});

test('a connection that was kept is used again, by requests of the same policy alone', async () => {
  const paths = new Map<Socket, string[]>();
  const server = await serveRaw((socket, head) => {
    paths.set(socket, [...(paths.get(socket) ?? []), head.split(' ')[1] ?? '']);
    socket.write(OK);
  });
  const { fetch } = openWeb();
  for (let i = 0; i < 12; i++) {
    const from = i % 3 === 0 ? 'operator' : 'crawled';
    expect((await fetch({ url: site(server, `/${from}`), from })).status).toBe(200);
  }
  expect(server.requests).toHaveLength(12);
  expect(paths.size).toBeLessThan(12);
  for (const used of paths.values()) expect(new Set(used).size).toBe(1);
});

test('a kept connection that the server closes is opened again', async () => {
  const server = await serveRaw((socket, _head, n) => {
    if (n === 1) socket.destroy();
    else socket.write(OK);
  });
  const { fetch } = openWeb();
  expect((await fetch({ url: site(server, '/1'), from: 'crawled' })).status).toBe(200);
  expect((await fetch({ url: site(server, '/2'), from: 'crawled' })).status).toBe(200);
  expect(server.requests).toHaveLength(3);
});

test('forty hosts that drip for ever keep nobody else waiting', async () => {
  const drips: NodeJS.Timeout[] = [];
  const slow = await serveRaw((socket: Socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
    const drip = setInterval(() => void socket.write('.'), 20);
    drips.push(drip);
    socket.on('close', () => clearInterval(drip));
  });
  const { opened, open } = gateway();
  const good = await serve(async (_hit, response) => {
    await opened;
    reply(response, 200, 'words');
  });
  const { fetch } = openWeb();
  const get = (url: string, timeoutMs: number) => fetch({ url, from: 'crawled', timeoutMs }).catch((e: Error) => e);
  const urls = Array.from({ length: 120 }, (_, i) => `http://slow${i % 40}.example:${slow.port}/${i}`);
  const outcomes = Promise.all(urls.map((url) => get(url, 1500)));
  while (slow.requests.length < 80) await new Promise((resolve) => setImmediate(resolve));
  open();
  expect(await get(site(good), 30_000)).toMatchObject({ status: 200 });
  for (const outcome of await outcomes) expect(String(outcome)).toMatch(/timed out after 1.5 s/);
  for (const url of urls.slice(0, 40)) expect(String(await get(url, 1500))).toContain('silent too often');
  expect(slow.requests).toHaveLength(120);
}, 60_000);

test('a header that the operator writes cannot be broken in two', async () => {
  const server = await serve((_hit, response) => reply(response, 200));
  const { fetch } = openDoor({ allow: [server.host], secrets: { KEY: 'a\r\nX-Evil: 1' } });
  const asked = fetch({ url: server.url, headers: { 'x-key': '${KEY}' }, from: 'operator' });
  await expect(asked).rejects.toMatchObject({ name: 'SourceError' });
  expect(server.hits).toEqual([]);
});
