import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { decodeHar, readHar } from '../../src/text/har.ts';
import type { FetchRequest } from '../../src/types.ts';
import { NOON, openDoor, serve, textOf } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';
import { reply } from '../support/servers.ts';

const replayOf = (har: string) => createReplay(readHar(har), { file: 'week.har.gz' });

test('a run and its replay give the same bytes, answers and failures alike', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/cut') return void response.destroy();
    if (hit.path === '/binary') return reply(response, 200, Buffer.from([0xff, 0xd8, 0x00]));
    if (hit.path === '/gone') return reply(response, 404, 'gone');
    reply(response, 200, `${hit.path} ${hit.body}`, { etag: '"7"', 'x-robots-tag': 'noai' });
  });
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const { fetch } = openDoor({ allow: [server.host], recorder, secrets: { KEY: 'abcdef-12345' } });
  const requests: FetchRequest[] = [
    { url: `${server.url}/feed?k=\${KEY}`, from: 'operator', cache: 'revalidate' },
    { url: `${server.url}/binary`, from: 'operator' },
    { url: `${server.url}/gone`, from: 'operator' },
    { url: `${server.url}/cut`, from: 'operator' },
    { url: `${server.url}/ask`, from: 'operator', method: 'POST', body: '{"q":1}' },
    { url: `${server.url}/ask`, from: 'operator', method: 'POST', body: '{"q":2}' },
    { url: 'http://10.1.1.1/', from: 'crawled' },
  ];
  const kept = (name: string) => ['etag', 'x-robots-tag'].includes(name);
  const outcome = async (via: typeof fetch, request: FetchRequest) => {
    try {
      const { body, headers, ...rest } = await via(request);
      return {
        ...rest,
        text: Buffer.from(body).toString('hex'),
        tags: Object.entries(headers).filter(([name]) => kept(name)),
      };
    } catch (error) {
      return (error as Error).message;
    }
  };
  const run = [];
  for (const request of requests) run.push(await outcome(fetch, request));
  recorder.past({ number: 3, told: ['told.example/b', 'told.example/a'], lastUntil: '2026-11-09' });
  const replay = replayOf(recorder.toHar());
  const again = [];
  for (const request of requests) again.push(await outcome(replay.fetch, request));
  expect(again).toEqual(run);
  expect(replay.now).toBe('2026-11-22T12:00:00.000Z');
  expect(readHar(recorder.toHar()).past).toEqual({
    number: 3,
    told: ['told.example/b', 'told.example/a'],
    lastUntil: '2026-11-09',
  });
});

test('a 304 is recorded as its 200 of now, a stored answer as it was stored', async () => {
  const server = await serve((hit, response) =>
    hit.headers['if-none-match'] ? reply(response, 304) : reply(response, 200, 'words', { etag: '"1"' }),
  );
  const cache = memoryCache();
  const monday = openDoor({ allow: [server.host], cache, clock: () => new Date('2026-11-16T06:00:00Z') });
  await monday.fetch({ url: server.url, from: 'operator', cache: 'revalidate' });
  await monday.fetch({ url: `${server.url}/kept`, from: 'operator', cache: 'keep' });

  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const { fetch } = openDoor({ allow: [server.host], cache, recorder });
  await fetch({ url: server.url, from: 'operator', cache: 'revalidate' });
  expect((await fetch({ url: `${server.url}/kept`, from: 'operator', cache: 'keep' })).from).toBe('stored');

  const replay = replayOf(recorder.toHar());
  const answer = await replay.fetch({ url: server.url, from: 'operator', cache: 'revalidate' });
  expect(answer).toMatchObject({ status: 200, at: NOON.toISOString(), from: 'network' });
  expect(textOf(answer)).toBe('words');
  const kept = await replay.fetch({ url: `${server.url}/kept`, from: 'operator', cache: 'keep' });
  expect(kept).toMatchObject({ status: 200, at: '2026-11-16T06:00:00.000Z', from: 'stored' });
});

test('several visits come in order, more while further ones wait, and the last repeats', async () => {
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const url = 'https://blog.example/feed';
  const visit = (day: number) => ({
    ...{ method: 'GET', url, bodyHash: '', finalUrl: url, status: 200, headers: {} },
    body: Buffer.from(`day ${day}`),
    at: `2026-11-${day}T06:00:00.000Z`,
  });
  for (const day of [18, 17, 19, 17]) recorder.add(visit(day));
  const { fetch } = replayOf(recorder.toHar());
  const seen = [];
  for (let i = 0; i < 4; i++) {
    const answer = await fetch({ url: `${url}#top`, from: 'crawled' });
    seen.push([textOf(answer), answer.at.slice(8, 10), answer.more ?? false]);
  }
  expect(seen).toEqual([
    ['day 17', '17', true],
    ['day 18', '18', true],
    ['day 19', '19', false],
    ['day 19', '19', false],
  ]);
});

test('what was not recorded is named with the file; robots.txt and tdmrep.json then do not exist', async () => {
  const { fetch } = replayOf('{"log":{"entries":[]}}');
  const page = { url: 'https://blog.example/post', from: 'crawled', robots: true } as const;
  await expect(fetch(page)).rejects.toThrow('https://blog.example/post is not in the recording week.har.gz');
  await expect(fetch(page)).rejects.toMatchObject({ name: 'SourceError' });
  for (const path of ['/robots.txt', '/.well-known/tdmrep.json']) {
    expect((await fetch({ url: `https://blog.example${path}`, from: 'crawled' })).status).toBe(404);
  }
  const secret = { url: 'https://blog.example/${UNSET}', from: 'operator' } as const;
  await expect(fetch(secret)).rejects.toThrow('https://blog.example/${UNSET} is not in the recording');
});

test('a browser’s redirects are followed within the recording', async () => {
  const entry = (url: string, response: object) => ({
    startedDateTime: '2026-11-22T07:00:00Z',
    request: { method: 'GET', url },
    response: { status: 200, headers: [], content: { text: 'arrived' }, ...response },
  });
  const entries = [
    entry('https://a.example/x', { status: 302, redirectURL: '/y' }),
    entry('https://a.example/y', { status: 301, headers: [{ name: 'Location', value: 'https://b.example/z' }] }),
    entry('https://b.example/z', {}),
    entry('https://a.example/lost', { status: 301, redirectURL: 'https://c.example/' }),
  ];
  const { fetch } = replayOf(JSON.stringify({ log: { entries } }));
  const answer = await fetch({ url: 'https://a.example/x', from: 'crawled' });
  expect(answer).toMatchObject({ status: 200, url: 'https://a.example/x', finalUrl: 'https://b.example/z' });
  await expect(fetch({ url: 'https://a.example/lost', from: 'crawled' })).rejects.toThrow('https://c.example/ is not');
});

test('secrets that the configuration names are hidden from whatever is added', () => {
  const recorder = createRecorder({ version: '1', clock: () => NOON, secrets: { TOKEN: 'hush-hush-1', NONE: '' } });
  const url = 'https://x.example/?t=hush-hush-1';
  const requestBody = '{"key":"hush-hush-1"}';
  recorder.add({
    ...{ method: 'POST', url, bodyHash: 'x', requestBody, finalUrl: url, status: 200, at: NOON.toISOString() },
    headers: { link: '<https://x.example/?t=hush-hush-1>' },
    body: Buffer.from('you sent hush-hush-1'),
  });
  recorder.past({ number: 1, told: [url] });
  recorder.verdicts([{ one: 'a.example/', other: url, same: true }]);
  expect(recorder.toHar()).not.toContain('hush-hush-1');
  expect(recorder.toHar()).toContain('you sent ${TOKEN}');
});

const week = '../shared/data/weeks/2026-W31/week.har.gz';
test.skipIf(!existsSync(week))(
  'a real week (skipped where ../shared is not there) is read and answers each URL',
  async () => {
    const har = decodeHar(readFileSync(week));
    const recording = readHar(har);
    const replay = createReplay(recording, { file: week });
    expect(recording.responses.length).toBeGreaterThan(200);
    expect(replay.now).toBe('2026-08-02T18:00:00.000Z');
    for (const { url } of recording.responses) {
      const answer = await replay.fetch({ url, from: 'crawled', robots: true });
      expect(answer).toMatchObject({ status: 200, from: 'network' });
      expect(answer.more).toBeUndefined();
    }
  },
);
