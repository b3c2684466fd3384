import { expect, test } from 'vitest';
import { parseModel } from '../../src/config/model.ts';
import { parseNewsletter } from '../../src/config/newsletter.ts';

test('--model takes a preset and a name, or none', () => {
  expect(parseModel('openrouter/deepseek/deepseek-v4-pro')).toEqual({ name: 'openrouter/deepseek/deepseek-v4-pro' });
  expect(parseModel('none')).toBeUndefined();
  expect(() => parseModel('deepseek')).toThrow(/--model "deepseek" must be a preset and a name such as/);
});

test('model: none in the file is the extractive writer', () => {
  expect(parseNewsletter('{ name: A, model: none }', 'newsletter.yaml').model).toBeUndefined();
  expect(parseNewsletter('{ name: A, model: { name: none } }', 'newsletter.yaml').model).toBeUndefined();
});
