import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { serve, textOf } from '../support/door.ts';
import { reply } from '../support/servers.ts';
import { openWeb, serveRaw } from '../support/web.ts';

const url = ({ port }: { port: number }, path = '/') => `http://site.example:${port}${path}`;
const get = (address: string, more: object = {}) => openWeb().fetch({ url: address, from: 'crawled', ...more });
const CODINGS: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
};

test.each(Object.keys(CODINGS))('%s is unpacked, and a bomb of it stops at the cap', async (coding) => {
  const pack = CODINGS[coding] as (bytes: Buffer) => Buffer;
  const bomb = pack(Buffer.alloc(30_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  const server = await serve((hit, response) => {
    reply(response, 200, hit.path === '/bomb' ? bomb : pack(Buffer.from('wörds')), { 'content-encoding': coding });
  });
  expect(textOf(await get(url(server)))).toBe('wörds');
  await expect(get(url(server, '/bomb'))).rejects.toThrow('more than 10 MB, which is the most that is read');
});

test('what was packed twice is unpacked twice; a bomb within a bomb stops, and so does a pile of codings', async () => {
  const twice = brotliCompressSync(gzipSync('words'));
  const bomb = gzipSync(gzipSync(Buffer.alloc(100_000_000)));
  let pile = Buffer.from('words');
  for (let i = 0; i < 30; i++) pile = gzipSync(pile);
  const server = await serve((hit, response) => {
    if (hit.path === '/twice') return reply(response, 200, twice, { 'content-encoding': 'gzip, br' });
    if (hit.path === '/bomb') return reply(response, 200, bomb, { 'content-encoding': 'gzip, gzip' });
    reply(response, 200, pile, { 'content-encoding': Array(30).fill('gzip').join(', ') });
  });
  expect(textOf(await get(url(server, '/twice')))).toBe('words');
  await expect(get(url(server, '/bomb'))).rejects.toThrow('more than 10 MB');
  await expect(get(url(server, '/pile'))).rejects.toThrow('too many content-encodings');
});

test.each(['gzip', 'deflate', 'br', 'zstd'])('noise that calls itself %s is said to be broken', async (coding) => {
  const server = await serve((_hit, response) => {
    reply(response, 200, Buffer.from('\u0001\u0002 this was never packed at all'), { 'content-encoding': coding });
  });
  await expect(get(url(server))).rejects.toThrow('its compression is broken');
});

test('deflate without its wrapping, and a coding that nobody knows, are read as they are', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/raw') return reply(response, 200, deflateRawSync('words'), { 'content-encoding': 'deflate' });
    reply(response, 200, 'words', { 'content-encoding': 'rot13' });
  });
  expect(textOf(await get(url(server, '/raw')))).toBe('words');
  expect(textOf(await get(url(server, '/odd')))).toBe('words');
});

test('headers: a hundred cookies and long policies are read, endless ones are not', async () => {
  const cookies = Array.from({ length: 100 }, (_, i) => `Set-Cookie: c${i}=${'v'.repeat(100)}\r\n`).join('');
  const good = await serveRaw((socket) => {
    const policy = `Content-Security-Policy: ${'x'.repeat(20_000)}\r\n`;
    socket.write(`HTTP/1.1 200 OK\r\n${cookies}${policy}ETag: "1"\r\nContent-Length: 2\r\n\r\nok`);
  });
  const answer = await get(url(good));
  expect(textOf(answer)).toBe('ok');
  expect(answer.headers.etag).toBe('"1"');
  expect(answer.headers).not.toHaveProperty('set-cookie');
  const endless = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const more = () => {
      while (!socket.destroyed && socket.write(`X-${'a'.repeat(1000)}: b\r\n`));
    };
    socket.on('drain', more);
    more();
  });
  await expect(get(url(endless))).rejects.toThrow('its headers are longer than any that are read');
  const oneLine = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
    const more = () => {
      while (!socket.destroyed && socket.write('a'.repeat(10_000)));
    };
    socket.on('drain', more);
    more();
  });
  await expect(get(url(oneLine))).rejects.toThrow('its headers are longer than any that are read');
});

test('an endless trailer ends', async () => {
  const server = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n');
    const more = () => {
      while (!socket.destroyed && socket.write(`X-${'a'.repeat(1000)}: b\r\n`));
    };
    socket.on('drain', more);
    more();
  });
  await expect(get(url(server))).rejects.toThrow('its headers are longer than any that are read');
});

test.each([
  ['HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort', 'the answer broke off'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nshort', 'the answer broke off'],
  ['', 'the answer broke off'],
  ['<html>an answer of 1991</html>\r\n', 'does not speak HTTP'],
  ['HTTP/7.1 200 OK\r\n\r\nwords', 'does not speak HTTP'],
  ['HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\nwords', 'does not speak HTTP'],
  ['HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\nwords', 'does not speak HTTP'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nwords', 'the answer broke off'],
  ['HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nwords', 'does not speak HTTP'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nwords', 'does not speak HTTP'],
  [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    'does not speak HTTP',
  ],
  ['\u0016\u0003\u0001\u0000', 'does not speak HTTP'],
  ['HTTP/1.1 999999 Huge\r\n\r\n', 'does not speak HTTP'],
])('what breaks the rules is said in words: %j', async (answer, words) => {
  const server = await serveRaw((socket) => socket.end(answer, 'latin1'));
  await expect(get(url(server))).rejects.toThrow(words);
});

test('no length and no chunks: the body ends with the connection', async () => {
  const server = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nX: \u00e9\u0080\r\n\r\nwords', 'latin1'));
  expect(textOf(await get(url(server)))).toBe('words');
});

test('interim answers are passed over, and so are 204 and 304 that bring a body', async () => {
  const hints = await serveRaw((socket) => {
    const link = 'Link: </style.css>; rel=preload';
    socket.write(`HTTP/1.1 103 Early Hints\r\n${link}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`);
  });
  expect(textOf(await get(url(hints)))).toBe('ok');
  for (const status of [204, 304]) {
    const server = await serveRaw((socket) => socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 4\r\n\r\nbody`));
    const answer = await get(url(server));
    expect([answer.status, textOf(answer)]).toEqual([status, '']);
  }
});

test('a port of another service is not opened', async () => {
  await expect(get('http://site.example:25/')).rejects.toThrow('its port belongs to something other than the web');
});
