import { expect, test } from 'vitest';
import { asking } from '../support/asking.ts';
import { SERVICES, type Service, serve, THOUGHT } from '../support/services.ts';

const each = Object.entries(SERVICES);

test.each(each)('%s gets what it accepts at the first try, and is understood', async (_preset, service) => {
  const { put, bill, server, cache } = await asking((call) => serve(service, call, '{"a":1}'), {
    model: { name: service.name, price: { input: 1, output: 1 } },
  });
  expect(await put()).toEqual({ ok: true, value: 1 });
  expect(server.calls).toHaveLength(1);
  const [line] = bill().lines;
  expect(line).toMatchObject({ calls: 1, tokensIn: 40, tokensOut: 30, tokensCached: service.tellsCached ? 16 : 0 });
  // said by the service, or its share of the letters
  expect(line?.tokensReasoning).toBeGreaterThanOrEqual(20);
  expect(cache.kept).toHaveLength(1);
  expect(cache.kept.map(({ body }) => String(body)).join()).not.toContain(THOUGHT);
});

test.each(each)('%s: a model without thinking is understood, too', async (_preset, service) => {
  const { put, bill } = await asking(() => ({ raw: unthinking(service) }), {
    model: { name: service.name, effort: 'none', price: { input: 1, output: 1 } },
  });
  expect(await put()).toEqual({ ok: true, value: 1 });
  expect(bill().lines[0]?.tokensReasoning).toBe(0);
});
function unthinking(service: Service): string {
  const { usage, ...rest } = JSON.parse(service.answer('{"a":1}').raw ?? '');
  const { completion_tokens_details: _, ...plain } = usage;
  rest.choices[0].message = { role: 'assistant', content: '{"a":1}' };
  return JSON.stringify({ ...rest, usage: plain });
}

test('Groq: raw thinking and JSON mode together are refused; the format is named for models that know it', async () => {
  const { put, server } = await asking(
    ({ body }) =>
      body.response_format && body.reasoning_format !== 'parsed'
        ? { status: 400, error: 'reasoning_format raw cannot be combined with response_format' }
        : { json: { a: 1 }, reasoning: THOUGHT, reasoningField: 'reasoning' },
    { model: { name: 'groq/qwen/qwen3-32b' } },
  );
  expect(await put()).toEqual({ ok: true, value: 1 });
  expect(server.calls).toHaveLength(1);
});

test.each([
  [400, "'response_format' of type json_object is not supported"],
  [400, 'reasoning_format raw cannot be combined with JSON mode'],
  [400, 'Failed to generate JSON. Please adjust your prompt.'],
  [404, 'No endpoints found that can handle the requested parameters.'],
  [422, 'chat_template_kwargs: extra inputs are not permitted (template)'],
])('a service that does not know an option is asked without, once and from then on: %i %s', async (status, error) => {
  const { put, server, bill } = await asking(
    ({ body }) => (body.response_format || body.reasoning || body.thinking ? { status, error } : { json: { a: 1 } }),
    { concurrency: 1 },
  );
  expect(await put()).toEqual({ ok: true, value: 1 });
  expect(await put({ prompt: 'another' })).toEqual({ ok: true, value: 1 });
  expect(server.calls).toHaveLength(3);
  expect(Object.keys(server.calls[2]?.body ?? {}).sort()).toEqual(['max_tokens', 'messages', 'model']);
  expect(bill().lines[0]?.calls).toBe(3);
});

test('a service that refuses the plain request as well is not asked for ever', async () => {
  const { put, server } = await asking(() => ({ status: 400, error: 'unknown parameter: messages' }));
  expect(await put()).toMatchObject({ ok: false, code: 'refused', detail: expect.stringContaining('messages') });
  expect(server.calls).toHaveLength(2);
});

test('OpenRouter: an error within a 200, in the body or in the choice, is no answer', async () => {
  const model = { name: 'openrouter/some-lab/some-model', price: { input: 1, output: 1 } };
  const inChoice = {
    choices: [{ finish_reason: 'error', error: { code: 502, message: 'upstream' }, message: { content: '{"a":2}' } }],
  };
  const { put, server } = await asking(
    (_call, n) =>
      [{ raw: JSON.stringify(inChoice) }, { raw: '{"error":{"code":402,"message":"no credits"}}' }][n] ?? {},
    { model },
  );
  expect(await put()).toMatchObject({ code: 'refused', detail: expect.stringContaining('no credit left') });
  expect(await put({ prompt: 'another' })).toMatchObject({ code: 'refused' });
  expect(server.calls).toHaveLength(2);
});

test('OpenAI says 429 when the money is gone: nobody asks again', async () => {
  const { put, server, bill } = await asking(
    () => ({
      status: 429,
      raw: '',
      error: 'You exceeded your current quota, please check your plan and billing details.',
    }),
    { model: { name: 'openai/gpt-5-mini' }, concurrency: 1 },
  );
  for (const prompt of ['a', 'b', 'c'])
    expect(await put({ prompt })).toMatchObject({ code: 'refused', detail: expect.stringContaining('no credit left') });
  expect(server.calls).toHaveLength(1);
  expect(bill().note).toContain('the model was asked no further');
});
