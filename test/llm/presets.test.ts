import { expect, test } from 'vitest';
import { PRESETS, presetOf } from '../../src/llm/presets.ts';
import { costOf, priceOf } from '../../src/llm/prices.ts';

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
  expect(asked('groq/openai/gpt-oss-20b', 'low')).toMatchObject({ reasoning_format: 'parsed' });
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
