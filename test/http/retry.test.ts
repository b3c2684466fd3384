import { expect, test } from 'vitest';
import { retryAfterMs } from '../../src/text/retryAfter.ts';
import { openDoor, serve, textOf } from '../support/door.ts';
import { reply } from '../support/servers.ts';

test.each([500, 502, 504])('a passing %i is asked again once, a little later', async (status) => {
  const server = await serve((hit, response, n) => {
    reply(response, n === 0 || hit.path === '/stays' ? status : 200, 'words');
  });
  const { fetch, waited } = openDoor({ allow: [server.host] });
  expect((await fetch({ url: `${server.url}/passes`, from: 'operator' })).status).toBe(200);
  expect((await fetch({ url: `${server.url}/stays`, from: 'operator' })).status).toBe(status);
  expect(server.hits).toHaveLength(4);
  expect(waited).toHaveLength(2);
  for (const ms of waited) expect(ms >= 1000 && ms < 1500).toBe(true);
  expect(waited[0]).not.toBe(waited[1]);
});

test('one that is posted, or has gone, or will not change, is not asked again', async () => {
  const server = await serve((hit, response) => reply(response, Number(hit.path.slice(1)), 'no'));
  const { fetch, waited } = openDoor({ allow: [server.host] });
  const refused = [400, 401, 403, 404, 408, 410, 418, 451, 501, 505, 508];
  for (const status of refused) {
    expect((await fetch({ url: `${server.url}/${status}`, from: 'operator' })).status).toBe(status);
  }
  for (const status of [500, 502, 504]) {
    await fetch({ url: `${server.url}/${status}`, from: 'operator', method: 'POST', body: '{}' });
  }
  expect(server.hits).toHaveLength(refused.length + 3);
  expect(waited).toEqual([]);
});

test('failures of several sorts, one after the other, come to an end', async () => {
  const server = await serve((_hit, response, n) => {
    const status = [503, 500, 429, 502, 503][n] ?? 200;
    if (n === 1) return void response.destroy();
    reply(response, status, `visit ${n}`);
  });
  const { fetch } = openDoor({ allow: [server.host] });
  const answer = await fetch({ url: server.url, from: 'operator' });
  expect([answer.status, textOf(answer)]).toEqual([503, 'visit 4']);
  expect(server.hits).toHaveLength(5);
});

test('a host is also given its crawl-delay before it is asked again', async () => {
  const server = await serve((hit, response, n) => {
    if (hit.path === '/robots.txt') return reply(response, 200, 'User-agent: *\nCrawl-delay: 4');
    reply(response, n === 0 ? 500 : 200);
  });
  const { fetch, waited } = openDoor({ allow: [server.host] });
  await fetch({ url: `${server.url}/page`, from: 'operator', robots: true });
  expect(waited).toEqual([4000]);
});

const NOON = new Date('2026-11-22T12:00:00Z');
test.each([
  ['0', 0],
  ['7', 7000],
  [' 1.5 ', 1500],
  ['99999999999999999999', 1e23],
  ['Sun, 22 Nov 2026 12:00:09 GMT', 9000],
  ['Sunday, 22-Nov-26 12:00:09 GMT', 9000],
  ['Sun Nov 22 12:00:09 2026', 9000],
  ['Sun, 22 Nov 2026 13:00:09 +0100', 9000],
  ['-5', undefined],
  ['1e3', undefined],
  ['5, 5', undefined],
  ['soon', undefined],
  ['', undefined],
  ['2026-11-22', undefined],
  ['Sun, 99 Foo 2026 99:99:99 GMT', undefined],
  ['Sat, 21 Nov 2026 12:00:00 GMT', undefined],
  ['Sun, 22 Nov 2026 12:00:00 GMT', undefined],
])('Retry-After: %s', (value, ms) => {
  expect(retryAfterMs({ 'retry-after': value }, NOON)).toBe(ms);
});

test('a date is read against the server’s own clock, where it has one', () => {
  const until = 'Sun, 22 Nov 2026 09:00:07 GMT';
  expect(retryAfterMs({ 'retry-after': until, date: 'Sun, 22 Nov 2026 09:00:00 GMT' }, NOON)).toBe(7000);
  expect(retryAfterMs({ 'retry-after': 'Sun, 22 Nov 2026 12:00:07 GMT', date: 'noise' }, NOON)).toBe(7000);
});

test.each(['-5', 'noise', 'Sat, 21 Nov 2026 12:00:00 GMT'])(
  'with Retry-After: %s the pause is our own',
  async (value) => {
    const server = await serve((_hit, response, n) =>
      reply(response, n === 0 ? 503 : 200, '', { 'retry-after': value }),
    );
    const { fetch, waited } = openDoor({ allow: [server.host] });
    expect((await fetch({ url: server.url, from: 'operator' })).status).toBe(200);
    expect(waited).toHaveLength(1);
    expect(waited[0]).toBeGreaterThanOrEqual(1000);
  },
);

test('a huge Retry-After is not waited for', async () => {
  const server = await serve((_hit, response) => reply(response, 429, '', { 'retry-after': '99999999999999' }));
  const { fetch, waited } = openDoor({ allow: [server.host] });
  expect((await fetch({ url: server.url, from: 'operator' })).status).toBe(429);
  expect([server.hits.length, waited.length]).toEqual([1, 0]);
});
