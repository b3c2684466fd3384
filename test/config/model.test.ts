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

test('a model may have a price of its own, in dollars a million tokens', () => {
  const read = (price: string) =>
    parseNewsletter(`{ name: A, model: { name: together/a/b, price: ${price} } }`, 'n.yaml');
  expect(read('{ input: 0.5, output: 2 }').model?.price).toEqual({ input: 0.5, output: 2 });
  expect(read('{ input: 0, cached: 0, output: 0 }').model?.price).toEqual({ input: 0, cached: 0, output: 0 });
  for (const odd of ['{ input: 1 }', '{ input: -1, output: 2 }', '{ input: 1, output: 2, per: 1 }', '3'])
    expect(() => read(odd)).toThrow(/n\.yaml:1:\d+/);
});
