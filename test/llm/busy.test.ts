import { expect, onTestFinished, test } from 'vitest';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { createAsk } from '../../src/llm/ask.ts';
import { readHar } from '../../src/text/har.ts';
import { asking, KEY, parseA, REQUEST } from '../support/asking.ts';
import { NOON, openDoor } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';
import { type ModelReply, startModelServer } from '../support/model-server.ts';

const busy = (status: number, after?: string): ModelReply => ({
  status,
  headers: { date: 'Sun, 22 Nov 2026 12:00:00 GMT', ...(after === undefined ? {} : { 'retry-after': after }) },
});

test.each([
  [429, '7', 7000],
  [503, '3', 3000],
  [429, undefined, 2000],
  [503, undefined, 2000],
])('%i with Retry-After %s: all calls wait, then it is asked once more', async (status, after, ms) => {
  const { put, server, waited, bill } = await asking((_call, n) =>
    n === 0 ? busy(status, after) : { json: { a: n } },
  );
  expect(await put()).toEqual({ ok: true, value: 1 });
  expect(waited).toEqual([ms]);
  // each try is on the bill, and what was refused cost nothing
  expect(server.calls).toHaveLength(2);
  expect(bill().lines[0]).toMatchObject({ calls: 2, tokensIn: 100 });
});

test('a service that stays busy is done without for this call; the next is made', async () => {
  const { put, server } = await asking((_call, n) => (n < 2 ? busy(429, '0') : { json: { a: 1 } }));
  expect(await put()).toMatchObject({ code: 'refused', detail: expect.stringContaining('too busy') });
  expect((await put({ prompt: 'another' })).ok).toBe(true);
  expect(server.calls).toHaveLength(3);
});

test.each([
  [429, '600', '10 minutes'],
  [503, '90', '90 seconds'],
  [429, 'Sun, 22 Nov 2026 13:00:00 GMT', '60 minutes'],
])('%i with a long Retry-After (%s) ends all asking with one plain message', async (status, after, words) => {
  const { put, server, waited, bill } = await asking(() => busy(status, after), { concurrency: 1 });
  const answers = await Promise.all(['a', 'b', 'c'].map((prompt) => put({ prompt })));
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, code: 'refused' });
  expect(server.calls).toHaveLength(1);
  expect(waited).toEqual([]);
  expect(bill().note?.match(/left alone for/g)).toHaveLength(1);
  expect(bill().note).toContain(words);
});

test('a call that waits its turn behind a busy one waits for the service, too', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { put, server } = await asking((_call, n) => (n === 0 ? busy(429, '5') : { json: { a: 1 } }), {
    concurrency: 1,
    wait: () => held,
  });
  const answers = ['a', 'b', 'c'].map((prompt) => put({ prompt }));
  while (server.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(server.calls).toHaveLength(1);
  release();
  expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  expect(server.calls).toHaveLength(4);
});

test('a recording holds each try: a replay makes them again, without waiting and at the same price', async () => {
  const server = await startModelServer((_call, n) =>
    n === 0 ? busy(429, '7') : n === 1 ? { status: 400, error: 'response_format is unknown' } : { json: { a: n } },
  );
  onTestFinished(() => server.close());
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const { fetch } = openDoor({ allow: [server.host], recorder, cache: memoryCache() });
  const o = { model: { name: 'deepseek/deepseek-flash', url: server.url }, budget: 1, clock: () => NOON };
  const run = createAsk({ ...o, key: KEY, fetch, wait: async () => {} });
  const told = await run.ask(REQUEST, parseA);
  expect(told).toEqual({ ok: true, value: 2 });
  const replay = createReplay(readHar(recorder.toHar()), { file: 'run.har' });
  const again = createAsk({ ...o, key: undefined, fetch: replay.fetch, wait: async () => {} });
  expect(await again.ask(REQUEST, parseA)).toEqual(told);
  expect(again.bill()).toEqual(run.bill());
  expect(run.bill().lines[0]?.calls).toBe(3);
});

test('blank lines for ever are silence', async () => {
  const { put, server } = await asking(() => ({ drip: true }), { timeoutMs: 200 });
  expect(await put()).toMatchObject({ code: 'refused', detail: expect.stringMatching(/timed out after 0\.2 s/) });
  expect(server.calls).toHaveLength(1);
});
