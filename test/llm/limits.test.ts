import { expect, test } from 'vitest';
import { limitsOf } from '../../src/llm/limits.ts';
import { asking, REQUEST } from '../support/asking.ts';
import type { ModelReply } from '../support/model-server.ts';

/** mulberry32 (public domain): the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const prompts = (count: number) => Array.from({ length: count }, (_, n) => `question ${n}`);

test('20 calls and 100,000 tokens for 15 blocks or fewer; more only with what is published, or with ordered thinking', () => {
  for (const blocks of [0, 1, 11, 15]) expect(limitsOf(blocks)).toEqual({ calls: 20, tokens: 100_000 });
  expect(limitsOf(15, 'none')).toEqual({ calls: 20, tokens: 100_000 });
  expect(limitsOf(30)).toEqual({ calls: 35, tokens: 175_000 });
  expect(limitsOf(15, 'high').tokens).toBeGreaterThan(limitsOf(15, 'medium').tokens);
  expect(limitsOf(15, 'medium').tokens).toBeGreaterThan(100_000);
});

test.each<[string, (n: number) => ModelReply]>([
  ['good answers', () => ({ json: { a: 1 } })],
  ['bad JSON, each repaired', (n) => (n % 2 ? { json: { a: 1 } } : { content: 'no' })],
  ['failures, each tried again', (n) => (n % 2 ? { json: { a: 1 } } : { status: 500 })],
  ['a busy service', (n) => (n % 2 ? { json: { a: 1 } } : { status: 429, headers: { 'retry-after': '1' } })],
  ['cut answers', (n) => (n % 3 ? { json: { a: 1 } } : { content: '{', finish: 'length' })],
  ['nothing but prose', () => ({ content: 'Let me think.' })],
])('never more than 20 calls: %s', async (_name, answer) => {
  const { put, server, bill } = await asking((_call, n) => answer(n));
  const answers = await Promise.all(prompts(40).map((prompt) => put({ prompt })));
  expect(server.calls).toHaveLength(20);
  expect(bill().lines[0]?.calls).toBe(20);
  const refused = answers.filter((one) => !one.ok && one.code === 'budget');
  expect(refused.length).toBeGreaterThanOrEqual(20);
  for (const one of refused) expect(one).toMatchObject({ detail: expect.stringContaining('20 calls') });
  expect(bill().note).toContain('some of the issue did without the model');
});

test('stored answers are no calls', async () => {
  const { put, server, bill } = await asking(() => ({ json: { a: 1 } }));
  for (let round = 0; round < 3; round++)
    for (const prompt of prompts(15)) expect((await put({ prompt })).ok).toBe(true);
  expect(server.calls).toHaveLength(15);
  expect(bill().lines[0]).toMatchObject({ calls: 15, cachedCalls: 30 });
});

test('never more tokens than there are', async () => {
  const usage = { prompt_tokens: 40, completion_tokens: 900 };
  const { put, bill } = await asking(() => ({ json: { a: 1 }, usage }), { limits: { calls: 50, tokens: 10_000 } });
  const answers = await Promise.all(prompts(30).map((prompt) => put({ prompt })));
  const { tokensIn = 0, tokensOut = 0 } = bill().lines[0] ?? {};
  expect(tokensIn + tokensOut).toBeLessThanOrEqual(10_000);
  // each sets aside 2,539 of them: the last that fits is the ninth
  expect(answers.filter(({ ok }) => ok)).toHaveLength(8);
  expect(answers.find((one) => !one.ok)).toMatchObject({ code: 'budget', detail: expect.stringContaining('tokens') });
});

test.each(Array.from({ length: 24 }, (_, seed) => seed + 1))(
  'whatever calls take and however many run at once, no limit is passed, and nobody waits for ever (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const upTo = (most: number) => Math.floor(random() * most) + 1;
    const budget = [0.0005, 0.001, 0.003, 0.01][upTo(4) - 1] as number;
    const limits = { calls: upTo(30), tokens: upTo(60_000) };
    // what a service may do within the limit that it was sent; some say nothing, some fail, some answer in prose
    const reply = (limit: number, prompt: number): ModelReply => {
      const usage = { prompt_tokens: upTo(prompt), completion_tokens: upTo(limit) };
      const kind = upTo(10);
      if (kind === 1) return { status: 500 };
      if (kind === 2) return { content: 'prose', usage };
      if (kind === 3) return { content: '{', finish: 'length', usage };
      return { json: { a: 1 }, usage: kind === 4 ? null : usage };
    };
    let real = 0;
    const { put, server, bill } = await asking(
      ({ body }) => {
        const limit = body.max_tokens ?? 0;
        const prompt = body.messages.reduce((sum, { content }) => sum + content.length, 0);
        const given = reply(limit, prompt);
        const took = given.usage as { prompt_tokens: number; completion_tokens: number } | undefined | null;
        if (given.status === undefined)
          real += ((took?.prompt_tokens ?? prompt) * 0.15 + (took?.completion_tokens ?? limit) * 0.6) / 1e6;
        return given;
      },
      { budget, limits, concurrency: upTo(8) },
    );
    const answers = await Promise.all(
      prompts(25).map((prompt) => put({ prompt: prompt + 'x'.repeat(upTo(2000)), maxTokens: upTo(REQUEST.maxTokens) })),
    );
    expect(answers).toHaveLength(25);
    const [line] = bill().lines;
    expect(server.calls.length).toBeLessThanOrEqual(limits.calls);
    expect((line?.tokensIn ?? 0) + (line?.tokensOut ?? 0)).toBeLessThanOrEqual(limits.tokens);
    expect(bill().dollars).toBeLessThanOrEqual(budget + 1e-6);
    expect(real).toBeLessThanOrEqual(budget + 1e-9);
  },
);

test('a service that counts more tokens than we do is believed from its first answer on', async () => {
  // a token a letter here, three a letter there; answers as long as they may be
  const { put, bill, server } = await asking(
    ({ body }) => {
      const letters = body.messages.reduce((sum, { content }) => sum + content.length, 0);
      return { json: { a: 1 }, usage: { prompt_tokens: 3 * letters, completion_tokens: body.max_tokens } };
    },
    { budget: 0.0108, concurrency: 1 },
  );
  for (const prompt of prompts(20)) await put({ prompt: prompt + 'x'.repeat(3000) });
  expect(server.calls.length).toBeGreaterThan(1);
  expect(bill().dollars).toBeLessThanOrEqual(0.0108);
});
