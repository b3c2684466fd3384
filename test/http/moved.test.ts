import { expect, test } from 'vitest';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readHar } from '../../src/text/har.ts';
import { NOON, serve, textOf } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';
import { type Hit, type LoopbackServer, reply } from '../support/servers.ts';
import { openWeb } from '../support/web.ts';

/** One server under every name: `/301/302/end` redirects with 301, then 302, each time to another host; `/…/404` ends with that status. */
async function redirecting(end: (hit: Hit) => [number, string, Record<string, string>] = () => [200, 'here', {}]) {
  const server: LoopbackServer = await serve((hit, response) => {
    const [, step = '', ...rest] = hit.path.split('/');
    if (/^30\d$/.test(step)) {
      const to = `http://h${rest.length}.example:${server.port}/${rest.join('/')}`;
      return reply(response, Number(step), '', { location: to });
    }
    if (/^\d+/.test(step)) return reply(response, Number.parseInt(step, 10), 'no');
    const [status, body, headers] = end(hit);
    reply(response, status, body, headers);
  });
  const url = (path: string) => `http://old.example:${server.port}${path}`;
  return { server, url, there: (path: string) => `http://h1.example:${server.port}${path}` };
}

test.each([
  ['/301/end', true],
  ['/308/end', true],
  ['/301/308/end', true],
  ['/end', false],
  ['/302/end', false],
  ['/301/302/end', false],
  ['/307/301/end', false],
  ['/303/end', false],
  ['/301/404', false],
])('%s is a move that lasts: %s', async (path, lasts) => {
  const { url, there } = await redirecting();
  const answer = await openWeb().fetch({ url: url(path), from: 'operator' });
  expect(answer.movedTo).toBe(lasts ? there('/end') : undefined);
  if (!lasts) expect(answer).not.toHaveProperty('movedTo');
});

test('what is posted has not moved', async () => {
  const { url } = await redirecting();
  const answer = await openWeb().fetch({ url: url('/301/end'), from: 'operator', method: 'POST', body: 'x' });
  expect(answer).not.toHaveProperty('movedTo');
});

test('a 304 where a redirect ends is the stored answer, and says where it moved', async () => {
  const { server, url, there } = await redirecting((hit) =>
    hit.headers['if-none-match'] === '"7"' ? [304, '', {}] : [200, 'words', { etag: '"7"' }],
  );
  const cache = memoryCache();
  const request = { url: url('/301/end'), from: 'operator', cache: 'revalidate' } as const;
  await openWeb({ cache }).fetch(request);
  const again = await openWeb({ cache }).fetch(request);
  expect(again).toMatchObject({ status: 200, from: 'revalidated', finalUrl: there('/end'), movedTo: there('/end') });
  expect(textOf(again)).toBe('words');
  const [, , first, last] = server.hits;
  expect(first?.headers).not.toHaveProperty('if-none-match');
  expect(last?.headers['if-none-match']).toBe('"7"');
});

test('an answer that has moved elsewhere is not asked about with the old tag', async () => {
  const { server, url } = await redirecting(() => [200, 'words', { etag: '"7"' }]);
  const cache = memoryCache();
  const request = { url: url('/302/end'), from: 'operator', cache: 'revalidate' } as const;
  await openWeb({ cache }).fetch(request);
  for (const kept of cache.kept) kept.finalUrl = 'https://elsewhere.example/';
  expect((await openWeb({ cache }).fetch(request)).from).toBe('network');
  expect(server.hits.some((hit) => hit.headers['if-none-match'])).toBe(false);
});

test('no secret is in it, however the site spells it', async () => {
  const KEY = 'se/cr+et key';
  const spelled = [KEY, encodeURIComponent(KEY), encodeURIComponent(KEY).toLowerCase(), 'se%2Fcr%2Bet+key'];
  const server: LoopbackServer = await serve((hit, response) => {
    const n = hit.path.match(/^\/(\d)\?/)?.[1];
    if (n) reply(response, 301, '', { location: `/end?k=${spelled[Number(n)]}` });
    else reply(response, 200, 'words');
  });
  const { fetch } = openWeb({ secrets: { KEY } });
  for (const n of spelled.keys()) {
    const url = `http://one.example:${server.port}/${n}?\${KEY}`;
    const { finalUrl, movedTo } = await fetch({ url, from: 'operator' });
    expect(movedTo).toBe(`http://one.example:${server.port}/end?k=\${KEY}`);
    expect(finalUrl).toBe(movedTo);
  }
  // a key out of a header has no name that could be written in its place
  const headers = { authorization: 'Bearer key-of-header' };
  spelled[0] = 'key-of-header';
  const answer = await fetch({ url: `http://one.example:${server.port}/0?`, headers, from: 'operator' });
  expect(answer.finalUrl).toContain('[removed]');
  expect(answer).not.toHaveProperty('movedTo');
});

test('a browser’s recording knows each hop, ours where it ended', async () => {
  const entry = (url: string, response: object) => ({
    startedDateTime: '2026-11-22T07:00:00Z',
    request: { method: 'GET', url },
    response: { status: 200, headers: [], content: { text: 'words' }, ...response },
  });
  const entries = [
    entry('https://a.example/moved', { status: 301, redirectURL: 'https://a.example/on' }),
    entry('https://a.example/on', { status: 308, redirectURL: 'https://b.example/feed' }),
    entry('https://a.example/away', { status: 302, redirectURL: 'https://b.example/feed' }),
    entry('https://b.example/feed', {}),
  ];
  const { fetch } = createReplay(readHar(JSON.stringify({ log: { entries } })), { file: 'x' });
  const moved = (url: string) => fetch({ url, from: 'operator' }).then((answer) => answer.movedTo);
  expect(await moved('https://a.example/moved')).toBe('https://b.example/feed');
  expect(await moved('https://a.example/away')).toBeUndefined();
  expect(await moved('https://b.example/feed')).toBeUndefined();

  const { url } = await redirecting();
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const request = { url: url('/301/end'), from: 'operator' } as const;
  const { movedTo, ...answer } = await openWeb({ recorder }).fetch(request);
  expect(movedTo).toBeDefined();
  const again = await createReplay(readHar(recorder.toHar()), { file: 'x' }).fetch(request);
  expect(again).toEqual({ ...answer, headers: {}, body: again.body });
});
