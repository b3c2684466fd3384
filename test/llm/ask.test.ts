import { afterEach, expect, test } from 'vitest';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { type AskOptions, createAsk } from '../../src/llm/ask.ts';
import { estimate } from '../../src/llm/estimate.ts';
import { readHar } from '../../src/text/har.ts';
import type { Answer, AskRequest } from '../../src/types.ts';
import { NOON, openDoor } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';
import { type ModelCall, type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts';

const KEY = 'sk-test-0123456789';
const REQUEST: AskRequest = { purpose: 'write', system: 'Answer in JSON.', prompt: 'What is new?', maxTokens: 500 };
const parse = (json: unknown): number => {
  const { a } = json as { a?: unknown };
  if (typeof a !== 'number') throw new Error('"a" must be a number');
  return a;
};

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A model that answers as it is told, and someone to ask it. A token a letter, so that sums are easy. */
async function model(answer: (call: ModelCall, n: number) => ModelReply, o: Partial<AskOptions> = {}) {
  const server = await startModelServer(answer);
  servers.push(server);
  const cache = memoryCache();
  const { fetch } = openDoor({ allow: [server.host], cache });
  const asking = createAsk({
    model: { name: 'deepseek/deepseek-flash', url: server.url },
    key: KEY,
    fetch,
    budget: 1,
    clock: () => NOON,
    countTokens: (text) => text.length,
    wait: async () => {},
    ...o,
  });
  return {
    ...asking,
    server,
    fetch,
    cache,
    put: (over: Partial<AskRequest> = {}) => asking.ask({ ...REQUEST, ...over }, parse),
  };
}
const detailOf = (answer: Answer<number>) => (answer.ok ? '' : answer.detail);

test('a question, its answer, and the bill', async () => {
  const { put, bill, server } = await model(() => ({ json: { a: 7 }, reasoning: 'long thoughts', blankLines: 3 }));
  expect(await put()).toEqual({ ok: true, value: 7 });
  const [call] = server.calls;
  expect(call?.body).toMatchObject({
    model: 'deepseek-flash',
    response_format: { type: 'json_object' },
    reasoning_effort: 'low',
    messages: [
      { role: 'system', content: 'Answer in JSON.' },
      { role: 'user', content: 'What is new?' },
    ],
  });
  expect(call?.body.max_tokens).toBeGreaterThanOrEqual(500);
  expect(call?.headers.authorization).toBe(`Bearer ${KEY}`);
  expect(Object.keys(call?.headers ?? {}).join()).not.toContain('stainless');
  const line = {
    purpose: 'write',
    calls: 1,
    cachedCalls: 0,
    tokensIn: 100,
    tokensOut: 50,
    tokensCached: 0,
    tokensReasoning: 20,
  };
  expect(bill()).toEqual({
    model: 'deepseek/deepseek-flash',
    budget: 1,
    dollars: 0.000045,
    lines: [{ ...line, dollars: 0.000045 }],
  });
});

test.each<[string, ModelReply]>([
  ['thinking in its own field', { json: { a: 1 }, reasoning: 'hm', reasoningField: 'reasoning' }],
  ['thinking in the content', { content: '<think>maybe {"a":2}</think>{"a":1}' }],
  ['thinking without its beginning', { content: 'maybe {"a":2}</think>{"a":1}' }],
  ['a fence and small talk', { content: 'Of course:\n```json\n{"a":1}\n```\nGood luck!' }],
  [
    'JSON of another type',
    { raw: '{"choices":[{"message":{"content":"{\\"a\\":1}"}}]}', headers: { 'content-type': 'text/plain' } },
  ],
  ['no usage', { json: { a: 1 }, usage: null }],
])('an answer is understood: %s', async (_name, reply) => {
  const { put, bill, server } = await model(() => reply);
  expect(await put()).toEqual({ ok: true, value: 1 });
  expect(server.calls).toHaveLength(1);
  expect(bill().dollars).toBeGreaterThan(0);
});

test('the system prompt gains the word JSON where it lacks it', async () => {
  const { put, server } = await model(() => ({ json: { a: 1 } }));
  await put({ system: 'Be brief.' });
  expect(server.calls[0]?.body.messages[0]?.content).toMatch(/^Be brief\.\n\n.*JSON/s);
});

test('an answer that is not what was asked is mended once, with the reason', async () => {
  const { put, server, bill } = await model((_call, n) => ({ json: n === 0 ? { a: 'one' } : { a: 1 } }));
  expect(await put()).toEqual({ ok: true, value: 1 });
  const told = server.calls[1]?.body.messages;
  expect(told?.map((m) => m.role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(told?.[2]?.content).toBe('{"a":"one"}');
  expect(told?.[3]?.content).toContain('"a" must be a number');
  expect(bill().lines[0]?.calls).toBe(2);
});

test('a second bad answer is a bad answer', async () => {
  const { put, server } = await model(() => ({ content: 'I would rather not.' }));
  expect(await put()).toEqual({ ok: false, code: 'bad-answer', detail: 'the answer holds no complete JSON object' });
  expect(server.calls).toHaveLength(2);
});

test('an answer that was cut off gets more room, once', async () => {
  const cut: ModelReply = { content: '{"a":', finish: 'length' };
  const { put, server } = await model((_call, n) => (n === 0 ? cut : { json: { a: 1 } }));
  expect((await put()).ok).toBe(true);
  const [first, second] = server.calls.map((call) => call.body.max_tokens ?? 0);
  expect(second).toBe((first ?? 0) * 2);

  const hopeless = await model(() => cut);
  expect(await hopeless.put()).toMatchObject({
    ok: false,
    code: 'bad-answer',
    detail: expect.stringContaining('cut off'),
  });
  expect(hopeless.server.calls).toHaveLength(2);
  const unclosed = await model(() => ({ content: '<think>and then' }));
  expect(await unclosed.put()).toMatchObject({ code: 'bad-answer' });
});

test('the operator’s maxTokens is the most that is asked for', async () => {
  const name = 'deepseek/deepseek-flash';
  const small = await model(() => ({ content: '{', finish: 'length' }));
  const { server } = small;
  const { ask } = createAsk({
    ...{ model: { name, url: server.url, maxTokens: 300 }, key: KEY, fetch: small.fetch, budget: 1, clock: () => NOON },
    countTokens: (text: string) => text.length,
  });
  expect(await ask(REQUEST, parse)).toMatchObject({
    code: 'bad-answer',
    detail: 'the answer was cut off at 300 tokens',
  });
  expect(server.calls.map((call) => call.body.max_tokens)).toEqual([300]);
});

test.each<[string, ModelReply]>([
  ['a 500', { status: 500 }],
  ['a bare 503', { status: 503 }],
  ['an error that came with a 200', { raw: '{"error":{"code":502,"message":"upstream"}}' }],
  ['no choices', { raw: '{"choices":[]}' }],
  ['a page', { raw: '<!doctype html><p>Welcome', headers: { 'content-type': 'text/html' } }],
  ['nothing', { content: '   ' }],
  ['half of an answer', { cut: true }],
  ['broken JSON', { raw: '{"choices":[{"mess' }],
  ['no capacity', { content: 'x', finish: 'insufficient_system_resource' }],
  ['an empty message', { raw: '{"choices":[{"finish_reason":"stop","message":null}]}' }],
])('%s is asked once more, and then done without', async (_name, reply) => {
  const once = await model((_call, n) => (n === 0 ? reply : { json: { a: 1 } }));
  expect(await once.put()).toEqual({ ok: true, value: 1 });
  expect(once.server.calls).toHaveLength(2);
  const always = await model(() => reply);
  const answer = await always.put();
  expect(answer).toMatchObject({ ok: false, code: 'refused' });
  expect(detailOf(answer)).not.toBe('');
  expect(always.server.calls).toHaveLength(2);
  expect(always.cache.kept).toHaveLength(0);
});

test.each<[number, string]>([
  [401, 'does not accept the key in DEEPSEEK_API_KEY'],
  [402, 'no credit left'],
  [403, 'refuses this key or account'],
  [404, 'has no model deepseek-flash'],
])('%i ends all asking with one plain message', async (status, words) => {
  const { put, server } = await model(() => ({ status, error: `about ${KEY}` }), { concurrency: 1 });
  const answers = await Promise.all([put(), put({ prompt: 'another' }), put({ prompt: 'a third' })]);
  for (const answer of answers) {
    expect(answer).toMatchObject({ ok: false, code: 'refused' });
    expect(detailOf(answer)).toContain(words);
    expect(detailOf(answer)).not.toContain(KEY);
  }
  expect(server.calls).toHaveLength(1);
});

test('an error that hides in a 200 ends all asking, too', async () => {
  const { put, server } = await model(() => ({ raw: '{"error":{"code":402,"message":"pay"}}' }));
  await put();
  expect(await put({ prompt: 'another' })).toMatchObject({ code: 'refused' });
  expect(server.calls).toHaveLength(1);
});

test('a missing key is named', async () => {
  const { put, server } = await model(() => ({ status: 401 }), { key: undefined });
  expect(detailOf(await put())).toContain('set DEEPSEEK_API_KEY');
  expect(server.calls[0]?.headers).not.toHaveProperty('authorization');
});

test('400 is this call’s own fault', async () => {
  const { put, server } = await model((_call, n) =>
    n === 0 ? { status: 400, error: 'too long' } : { json: { a: 1 } },
  );
  expect(await put()).toMatchObject({ code: 'refused', detail: expect.stringContaining('too long') });
  expect((await put()).ok).toBe(true);
  expect(server.calls).toHaveLength(2);
});

test('silence is not asked twice; after three times nobody asks, and all of it may have cost', async () => {
  const { put, server, bill } = await model(() => ({ hang: true }), { timeoutMs: 200, concurrency: 1 });
  for (const prompt of ['a', 'b', 'c']) expect(detailOf(await put({ prompt }))).toMatch(/timed out after 0\.2 s/);
  expect(detailOf(await put({ prompt: 'd' }))).toContain('3 times in a row');
  expect(server.calls).toHaveLength(3);
  expect(bill().lines[0]?.calls).toBe(3);
  expect(bill().dollars).toBeGreaterThan(0.003);
});

test('nobody there is a sentence', async () => {
  const { server, put } = await model(() => ({}));
  await server.close();
  expect(detailOf(await put())).toContain('connection refused');
});

test('an inner server that is not allowed names the line to set', async () => {
  const { server } = await model(() => ({ json: { a: 1 } }));
  const closed = openDoor().fetch;
  const o = { key: undefined, fetch: closed, budget: 1, clock: () => NOON, countTokens: () => 1 };
  const { ask } = createAsk({ ...o, model: { name: 'ollama/qwen3', url: server.url } });
  expect(detailOf(await ask(REQUEST, parse))).toContain(`PULLQUOTE_ALLOW=${server.host}`);
});

test('a stored answer costs nothing and is on the bill; one that failed is asked again', async () => {
  const { put, ask, bill, server, cache } = await model((_call, n) =>
    n === 0 ? { content: 'no' } : { json: { a: n } },
  );
  expect(await put()).toEqual({ ok: true, value: 1 });
  expect(cache.kept).toHaveLength(1);
  const spent = bill().dollars;
  expect((await ask(REQUEST, parse)).ok).toBe(true);
  expect(server.calls).toHaveLength(3);
  expect(await put()).toEqual({ ok: true, value: 2 });
  expect(server.calls).toHaveLength(3);
  expect(bill().lines[0]).toMatchObject({ calls: 3, cachedCalls: 1 });
  expect(bill().dollars).toBeCloseTo(spent * 1.5, 6);
});

test('stored answers take nothing of the budget', async () => {
  const usage = { prompt_tokens: 1000, completion_tokens: 1500 };
  const { put, server } = await model(() => ({ json: { a: 1 }, usage }), { budget: 0.003 });
  for (let n = 0; n < 10; n++) expect((await put()).ok).toBe(true);
  expect(server.calls).toHaveLength(1);
});

test('ten questions at once never exceed the budget, and as many are asked as fit', async () => {
  // each sets aside (16 + 15 + 12 letters) x 0.15 + 2,500 x 0.60 dollars a million tokens = 0.0015, and takes 0.00105
  const usage = { prompt_tokens: 1000, completion_tokens: 1500 };
  const { ask, bill, server } = await model(() => ({ json: { a: 1 }, usage }), { budget: 0.005, concurrency: 10 });
  const prompt = (n: number) => `${REQUEST.prompt}${n}`.slice(1);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => ask({ ...REQUEST, prompt: prompt(n) }, parse)),
  );
  const asked = answers.filter((answer) => answer.ok).length;
  expect(bill().dollars).toBeLessThanOrEqual(0.005);
  expect(asked).toBe(4);
  expect(server.calls).toHaveLength(4);
  for (const answer of answers) if (!answer.ok) expect(answer).toMatchObject({ code: 'budget' });
  expect(detailOf(answers.find((answer) => !answer.ok) as Answer<number>)).toContain('$0.005');
});

test('what does not fit waits for those that run, rather than giving up', async () => {
  let [running, most] = [0, 0];
  const { ask } = await model(
    () => {
      most = Math.max(most, ++running);
      return { json: { a: 1 }, after: new Promise((resolve) => setImmediate(() => resolve(running--))) };
    },
    { budget: 0.0032, concurrency: 10 },
  );
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => ask({ ...REQUEST, prompt: `${n}` }, parse)));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(most).toBe(2);
});

test('a price that nobody knows is said in the bill', async () => {
  const { bill, put } = await model(() => ({ json: { a: 1 } }), { budget: 100 });
  expect(bill().note).toBeUndefined();
  await put();
  const odd = createAsk({
    ...{ model: { name: 'together/some/model' }, key: 'k', budget: 1, clock: () => NOON },
    fetch: async () => Promise.reject(new Error('never asked')),
  });
  expect(odd.bill().note).toContain('together/some/model');
});

test('a recorded model answers again without key or network, at the same price', async () => {
  const server = await startModelServer((_call, n) => ({
    json: { a: n === 0 ? 'bad' : n },
    reasoning: 'secret thoughts',
  }));
  servers.push(server);
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const cache = memoryCache();
  const { fetch } = openDoor({ allow: [server.host], recorder, cache });
  const o = {
    model: { name: 'deepseek/deepseek-flash', url: server.url },
    budget: 1,
    clock: () => NOON,
    wait: async () => {},
  };
  const run = createAsk({ ...o, key: KEY, fetch });
  const questions = [REQUEST, { ...REQUEST, prompt: 'more' }, { ...REQUEST, prompt: 'more' }];
  const told = [];
  for (const question of questions) told.push(await run.ask(question, parse));
  expect(run.bill().lines[0]).toMatchObject({ calls: 3, cachedCalls: 1 });
  expect(recorder.toHar()).not.toContain(KEY);
  expect(recorder.toHar()).not.toContain('secret thoughts');
  expect(cache.kept.map((kept) => String(kept.body)).join()).not.toContain('secret thoughts');
  expect(cache.kept).toHaveLength(3);

  const replay = createReplay(readHar(recorder.toHar()), { file: 'run.har' });
  const again = createAsk({ ...o, key: undefined, fetch: replay.fetch });
  const retold = [];
  for (const question of questions) retold.push(await again.ask(question, parse));
  expect(retold).toEqual(told);
  expect(again.bill()).toEqual(run.bill());
  expect(server.calls).toHaveLength(3);
  const unasked = await again.ask({ ...REQUEST, prompt: 'never asked' }, parse);
  expect(detailOf(unasked)).toContain('is not in the recording run.har');
  expect((await again.ask(REQUEST, parse)).ok).toBe(true);
});

test('an estimate is the most that the prompts can take', async () => {
  const model = { name: 'deepseek/deepseek-flash', effort: 'none' } as const;
  const prompts = Array.from({ length: 3 }, () => ({
    system: 'Be brief.',
    prompt: 'word '.repeat(1000),
    maxTokens: 400,
  }));
  const sum = await estimate(prompts, model, () => NOON);
  expect(sum).toMatchObject({ calls: 3, tokensOut: 1200 });
  expect(sum.tokensIn).toBeGreaterThan(3000);
  expect(sum.tokensIn).toBeLessThan(3600);
  expect(sum.dollars).toBeCloseTo((sum.tokensIn * 0.15 + 1200 * 0.6) / 1_000_000, 9);
});
