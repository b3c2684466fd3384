import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDoor, serve, textOf } from '../support/door.ts';
import { reply } from '../support/servers.ts';

test('an answer comes with its status, lower-case headers and bytes; an error status is an answer', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/gone') reply(response, 410, 'no longer here');
    else reply(response, 200, 'hello', { 'Content-Type': 'text/plain', 'Set-Cookie': 'id=1', ETag: '"a"' });
  });
  const { fetch } = openDoor({ allow: [server.host] });
  const answer = await fetch({ url: `${server.url}/x#part`, from: 'operator' });
  expect(answer).toMatchObject({ status: 200, from: 'network', at: '2026-11-22T12:00:00.000Z' });
  expect(answer.finalUrl).toBe(`${server.url}/x#part`);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/plain', etag: '"a"' });
  expect(answer.headers).not.toHaveProperty('set-cookie');
  expect(textOf(answer)).toBe('hello');
  expect((await fetch({ url: `${server.url}/gone`, from: 'operator' })).status).toBe(410);
  expect(server.hits[0]?.headers['user-agent']).toBe('Pullquote/0.1 (+https://pullquote.example)');
});

test('a body is sent as it is, and a broken one is not sent twice', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/broken') response.destroy();
    else reply(response, 201, hit.body);
  });
  const { fetch } = openDoor({ allow: [server.host] });
  const post = { method: 'POST', from: 'operator', body: '{"a":"ü"}' } as const;
  expect(textOf(await fetch({ ...post, url: `${server.url}/` }))).toBe('{"a":"ü"}');
  await expect(fetch({ ...post, url: `${server.url}/broken` })).rejects.toThrow('broke off');
  expect(server.hits.filter((hit) => hit.path === '/broken')).toHaveLength(1);
});

test('a gzip bomb and an endless body both stop at the cap', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const server = await serve((hit, response) => {
    if (hit.path === '/bomb') return reply(response, 200, bomb, { 'content-encoding': 'gzip' });
    const more = () => {
      while (response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  });
  const { fetch } = openDoor({ allow: [server.host] });
  expect(bomb.length).toBeLessThan(100_000);
  await expect(fetch({ url: `${server.url}/bomb`, from: 'operator' })).rejects.toThrow(
    `${server.url}/bomb: more than 10 MB`,
  );
  await expect(fetch({ url: `${server.url}/endless`, from: 'operator', maxBytes: 500_000 })).rejects.toThrow(
    'more than 0.5 MB',
  );
});

test('a slow drip ends when the whole request has taken too long, and so does silence', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/silent') return;
    const drip = setInterval(() => response.write('.'), 10);
    response.on('close', () => clearInterval(drip));
  });
  const { fetch } = openDoor({ allow: [server.host] });
  for (const path of ['/drip', '/silent']) {
    await expect(fetch({ url: server.url + path, from: 'operator', timeoutMs: 150 })).rejects.toThrow(
      `${server.url}${path}: timed out after 0.15 s`,
    );
    expect(server.hits.filter((hit) => hit.path === path)).toHaveLength(1);
  }
});

test('what fails is said in words: no name, nobody there, no HTTP, broken compression', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/zip') reply(response, 200, 'not gzip at all', { 'content-encoding': 'gzip' });
    else response.socket?.end('SMTP ready\r\n');
  });
  const closed = await serve((_hit, response) => reply(response, 200));
  await closed.close();
  const { fetch } = openDoor({
    allow: [server.host, closed.host, `127.0.0.1:${server.port}`],
    resolve: (_name, _options, done) => done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []),
  });
  const said = (url: string) => fetch({ url, from: 'operator' }).catch((error: Error) => error.message);
  expect(await said('http://nowhere.example/')).toBe('http://nowhere.example/: there is no host of that name (DNS)');
  expect(await said(closed.url)).toMatch(/connection refused/);
  expect(await said(`${server.url}/mail`)).toMatch(/does not speak HTTP/);
  expect(await said(`${server.url}/zip`)).toMatch(/compression is broken/);
  expect(await said(`https://127.0.0.1:${server.port}/`)).toMatch(/no secure connection \(TLS\)/);
});

test('a connection that breaks is tried once more', async () => {
  const server = await serve((hit, response, n) => {
    if (n === 0 || hit.path === '/never') response.destroy();
    else reply(response, 200, 'second time');
  });
  const { fetch } = openDoor({ allow: [server.host] });
  expect(textOf(await fetch({ url: `${server.url}/once`, from: 'operator' }))).toBe('second time');
  await expect(fetch({ url: `${server.url}/never`, from: 'operator' })).rejects.toThrow('broke off');
  expect(server.hits.filter((hit) => hit.path === '/never')).toHaveLength(2);
});

test('429 and 503 are asked again after Retry-After, twice at most', async () => {
  const server = await serve((hit, response, n) => {
    if (hit.path === '/soon' && n < 2) return reply(response, 429, '', { 'retry-after': String(n) });
    if (hit.path === '/date' && n === 0) {
      const [date, until] = ['Sun, 22 Nov 2026 09:00:00 GMT', 'Sun, 22 Nov 2026 09:00:07 GMT'];
      return reply(response, 503, '', { date, 'retry-after': until });
    }
    if (hit.path === '/plain' && n === 0) return reply(response, 429);
    reply(response, 200, 'open');
  });
  const { fetch, waited } = openDoor({ allow: [server.host] });
  const get = (path: string) => fetch({ url: server.url + path, from: 'operator' });
  expect((await get('/soon')).status).toBe(200);
  expect(waited.splice(0)).toEqual([0, 1000]);
  expect((await get('/date')).status).toBe(200);
  expect(waited.splice(0)).toEqual([7000]);
  await get('/plain');
  expect(waited[0]).toBeGreaterThanOrEqual(1000);
  expect(waited[0]).toBeLessThan(1500);
});

test('a host that stays busy is not waited for again, nor one that names tomorrow', async () => {
  const server = await serve((_hit, response) => reply(response, 503, 'closed', { 'retry-after': '1' }));
  const later = await serve((_hit, response) => reply(response, 429, 'later', { 'retry-after': '86400' }));
  const { fetch, waited } = openDoor({ allow: [server.host, later.host] });
  for (const path of ['/a', '/b', '/c']) {
    expect((await fetch({ url: server.url + path, from: 'operator' })).status).toBe(503);
  }
  expect(server.hits.map((hit) => hit.path)).toEqual(['/a', '/a', '/a', '/b', '/c']);
  expect(waited.splice(0)).toEqual([1000, 1000]);
  expect((await fetch({ url: later.url, from: 'operator' })).status).toBe(429);
  expect(waited).toEqual([]);
});

test('a host that is silent three times is not asked again, and others are', async () => {
  const silent = await serve(() => {});
  const other = await serve((_hit, response) => reply(response, 200));
  const { fetch } = openDoor({ allow: [silent.host, other.host] });
  const get = (url: string) => fetch({ url, from: 'operator', timeoutMs: 200 });
  for (const page of [1, 2, 3]) await expect(get(`${silent.url}/${page}`)).rejects.toThrow('timed out');
  await expect(get(`${silent.url}/4`)).rejects.toThrow(`${silent.host} was silent too often and is not asked again`);
  expect(silent.hits).toHaveLength(3);
  expect((await fetch({ url: other.url, from: 'operator' })).status).toBe(200);
});

test('what is posted is not repeated after a bare 503, which may have been done', async () => {
  const server = await serve((_hit, response) => reply(response, 503));
  const { fetch } = openDoor({ allow: [server.host] });
  const answer = await fetch({ url: server.url, from: 'operator', method: 'POST', body: '{}' });
  expect(answer.status).toBe(503);
  expect(server.hits).toHaveLength(1);
});

test('a host gets two requests at once', async () => {
  let [running, most] = [0, 0];
  const server = await serve(async (_hit, response) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    reply(response, 200);
  });
  const { fetch } = openDoor({ allow: [server.host] });
  await Promise.all(Array.from({ length: 12 }, (_, i) => fetch({ url: `${server.url}/${i}`, from: 'operator' })));
  expect(server.hits).toHaveLength(12);
  expect(most).toBeLessThanOrEqual(2);
});
