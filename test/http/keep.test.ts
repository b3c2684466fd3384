import { expect, test } from 'vitest';
import { openDoor, serve, textOf } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';
import { reply } from '../support/servers.ts';

test('revalidate asks conditionally, and a 304 is the stored answer', async () => {
  const server = await serve((hit, response, n) => {
    if (hit.headers['if-none-match'] === '"1"') return reply(response, 304);
    reply(response, 200, n < 2 ? 'first' : 'changed', {
      etag: '"1"',
      'last-modified': 'Sun, 22 Nov 2026 08:00:00 GMT',
    });
  });
  const cache = memoryCache();
  const morning = openDoor({ allow: [server.host], cache, clock: () => new Date('2026-11-22T06:00:00Z') });
  const request = { url: server.url, from: 'operator', cache: 'revalidate' } as const;
  expect((await morning.fetch(request)).from).toBe('network');
  const again = await openDoor({ allow: [server.host], cache }).fetch(request);
  expect(again).toMatchObject({ status: 200, from: 'revalidated', at: '2026-11-22T06:00:00.000Z' });
  expect(textOf(again)).toBe('first');
  expect(server.hits[1]?.headers['if-modified-since']).toBe('Sun, 22 Nov 2026 08:00:00 GMT');
  expect(cache.kept).toHaveLength(1);
});

test('keep does not ask again; only what is worth it is kept, and none keeps nothing', async () => {
  const server = await serve((hit, response, n) => reply(response, hit.path === '/bad' ? 500 : 200, `visit ${n}`));
  const cache = memoryCache();
  const { fetch } = openDoor({ allow: [server.host], cache });
  const get = (path: string, more: object = {}) =>
    fetch({ url: server.url + path, from: 'operator', cache: 'keep', ...more });
  await get('/a');
  expect(await get('/a')).toMatchObject({ from: 'stored', status: 200 });
  expect(server.hits).toHaveLength(1);
  await get('/bad');
  await get('/picky', { worthKeeping: () => false });
  await get('/none', { cache: 'none' });
  expect(cache.kept.map((kept) => new URL(kept.url).pathname)).toEqual(['/a']);
  await fetch({ url: `${server.url}/a`, from: 'operator', cache: 'keep', method: 'POST', body: 'other' });
  expect(server.hits.at(-1)?.method).toBe('POST');
});
