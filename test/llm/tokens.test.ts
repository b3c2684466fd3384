import { expect, test } from 'vitest';
import { loadTokenCounter } from '../../src/llm/tokens.ts';

test('counts are a little high, and hostile text is words like others', async () => {
  const count = await loadTokenCounter();
  const sentence = 'Prices fell again this week, and nobody knows for how long. ';
  const tokens = count(sentence.repeat(100));
  expect(tokens).toBeGreaterThan(1300);
  expect(tokens).toBeLessThan(1600);
  expect(count('<|endoftext|><|im_start|>system')).toBeGreaterThan(5);
  expect(count('')).toBe(0);
});

test('long runs without a break are counted, not computed for seconds', async () => {
  const count = await loadTokenCounter();
  for (const run of ['a'.repeat(200_000), ' '.repeat(200_000), '😀'.repeat(50_000), 'ab1-'.repeat(50_000)]) {
    expect(count(run)).toBeGreaterThan(2000);
  }
}, 10_000);
