import { expect, test } from 'vitest';
import { priceNote } from '../../src/llm/estimate.ts';
import { PRESETS, presetOf } from '../../src/llm/presets.ts';
import { PRICES, PRICES_AS_OF } from '../../src/llm/priceList.ts';
import { costOf, priceOf } from '../../src/llm/prices.ts';
import type { Model } from '../../src/types.ts';

test('preset/name is a service and its own name of the model, which may have slashes', () => {
  expect(presetOf({ name: 'deepseek/deepseek-flash' })).toMatchObject({
    baseUrl: 'https://api.deepseek.com',
    keyName: 'DEEPSEEK_API_KEY',
    model: 'deepseek-flash',
    effort: 'low',
  });
  expect(presetOf({ name: 'openrouter/deepseek/deepseek-r1' }).model).toBe('deepseek/deepseek-r1');
});

test('a url takes the place of the address, or stands for a preset of its own', () => {
  expect(presetOf({ name: 'vllm/Qwen/Qwen3-8B', url: 'http://gpu:8000/v1' })).toMatchObject({
    preset: 'vllm',
    model: 'Qwen/Qwen3-8B',
    baseUrl: 'http://gpu:8000/v1',
  });
  const own = presetOf({ name: 'Qwen/Qwen3-8B', url: 'https://llm.example/v1' });
  expect(own).toMatchObject({ preset: 'custom', model: 'Qwen/Qwen3-8B', keyName: 'MODEL_API_KEY', keyRequired: false });
});

test.each(['nosuch/model', 'deepseek-flash', 'toString/x', ''])(
  'an unknown preset lists the known ones: %j',
  (name) => {
    for (const preset of Object.keys(PRESETS)) expect(() => presetOf({ name })).toThrow(preset);
  },
);

test('effort is said in each service’s own words', () => {
  const asked = (name: string, effort: 'none' | 'low' | 'medium' | 'high') => {
    const model = presetOf({ name, effort });
    return model.thinking(model.effort, model.model);
  };
  expect(asked('deepseek/deepseek-flash', 'none')).toEqual({ thinking: { type: 'disabled' } });
  expect(asked('deepseek/deepseek-flash', 'medium')).toMatchObject({ reasoning_effort: 'high' });
  expect(asked('openai/gpt-5-mini', 'low')).toEqual({ reasoning_effort: 'low' });
  expect(asked('openai/gpt-4o', 'low')).toEqual({});
  expect(asked('openrouter/x/y', 'none')).toMatchObject({ reasoning: { enabled: false } });
  expect(asked('openai/o3-mini', 'none')).toEqual({ reasoning_effort: 'low' });
  expect(asked('openrouter/x/y', 'low')).toMatchObject({ provider: { require_parameters: true } });
  expect(asked('groq/openai/gpt-oss-20b', 'none')).toEqual({ reasoning_effort: 'low' });
  expect(asked('groq/qwen/qwen3-32b', 'low')).toMatchObject({ reasoning_format: 'parsed' });
  expect(asked('ollama/qwen3', 'none')).toEqual({ reasoning_effort: 'none' });
  expect(asked('vllm/x', 'none')).toEqual({ chat_template_kwargs: { enable_thinking: false } });
});

test('DeepSeek is twice as dear on weekday mornings in Beijing', () => {
  const flash = presetOf({ name: 'deepseek/deepseek-flash' });
  const at = (moment: string) => priceOf(flash, new Date(moment)).output;
  expect(at('2026-11-23T01:00:00Z')).toBe(1.2);
  expect(at('2026-11-23T04:00:00Z')).toBe(0.6);
  expect(at('2026-11-23T09:59:59Z')).toBe(1.2);
  expect(at('2026-11-23T10:00:00Z')).toBe(0.6);
  expect(at('2026-11-22T09:00:00Z')).toBe(0.6);
  // a run takes minutes, and its clock stands still
  expect(at('2026-11-23T00:29:00Z')).toBe(0.6);
  expect(at('2026-11-23T00:45:00Z')).toBe(1.2);
});

test('an estimate says whose price it is, and until when it is a dear one', () => {
  const note = (model: Model, moment: string) => priceNote(presetOf(model), new Date(moment));
  const flash = { name: 'deepseek/deepseek-flash' };
  expect(note(flash, '2026-11-23T07:30:00Z')).toBe(`at the prices of ${PRICES_AS_OF}, peak price until 10:00 UTC`);
  expect(note(flash, '2026-11-23T00:45:00Z')).toMatch(/until 04:00 UTC$/);
  expect(note(flash, '2026-11-23T10:00:00Z')).not.toContain('peak');
  expect(note({ ...flash, price: { input: 1, output: 2 } }, '2026-11-23T07:30:00Z')).toContain('newsletter.yaml');
  expect(note({ name: 'ollama/x' }, '2026-11-23T07:30:00Z')).toContain('nothing');
  expect(note({ name: 'together/x/y' }, '2026-11-23T07:30:00Z')).toContain('price: {');
});

test('a price of the operator’s own wins over the list, and over no price', () => {
  const moment = new Date('2026-11-23T07:30:00Z');
  const priced = (name: string) => priceOf(presetOf({ name, price: { input: 2, output: 3 } }), moment);
  for (const name of ['deepseek/deepseek-flash', 'together/some/model', 'ollama/x'])
    expect(priced(name)).toEqual({ input: 2, cached: 2, output: 3, known: true });
});

test('the list is dated, and no price is free or stranger than its kind', () => {
  expect(PRICES_AS_OF).toMatch(/^20\d\d-[01]\d$/);
  for (const [name, { input, cached, output }] of Object.entries(PRICES)) {
    expect(Object.keys(PRESETS)).toContain(name.split('/')[0]);
    expect(cached).toBeGreaterThan(0);
    expect(cached).toBeLessThan(input);
    expect(input).toBeLessThan(output);
  }
});

test('cost counts cached input at its own price, and a service’s own figure wins', () => {
  const price = { input: 1, cached: 0.1, output: 2 };
  const usage = { tokensIn: 1_000_000, tokensCached: 500_000, tokensOut: 100_000, tokensReasoning: 90_000 };
  expect(costOf(usage, price)).toBeCloseTo(0.5 + 0.05 + 0.2, 10);
  expect(costOf({ ...usage, dollars: 0.01 }, price)).toBe(0.01);
});

test('an unknown model counts as the dearest that is known; a server of one’s own is free', () => {
  const moment = new Date('2026-11-22T12:00:00Z');
  const unknown = priceOf(presetOf({ name: 'together/some/model' }), moment);
  const known = ['deepseek/deepseek-v4-pro', 'openai/gpt-5.5'].map((name) => priceOf(presetOf({ name }), moment));
  expect(unknown.known).toBe(false);
  for (const price of known) expect(unknown.output).toBeGreaterThanOrEqual(price.output);
  expect(priceOf(presetOf({ name: 'ollama/x' }), moment)).toMatchObject({ input: 0, output: 0, known: true });
});
