import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../../src/config/hint.ts';
import { editDistance } from '../../src/text/editDistance.ts';

describe('hints', () => {
  test('edit distance counts insertions, deletions, changes and swapped neighbours', () => {
    expect(editDistance('weight', 'weight')).toBe(0);
    expect(editDistance('wieght', 'weight')).toBe(1);
    expect(editDistance('weigt', 'weight')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });

  test('the nearest word is offered, and none where nothing is near', () => {
    const known = ['weight', 'tags', 'private'];
    expect(nearest('Wieght', known)).toBe('weight');
    expect(nearest('tag', known)).toBe('tags');
    expect(nearest('colour', known)).toBeUndefined();
    expect(nearest('x'.repeat(100_000), known)).toBeUndefined();
    expect(didYouMean('colour', known)).toBe('');
    expect(didYouMean('privat', known)).toBe(' Did you mean `private`?');
  });
});
