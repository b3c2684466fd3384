import { describe, expect, it } from 'vitest';
import { styleProblems } from '../../src/text/style.ts';

const rules = (text: string): string[] => [...new Set(styleProblems(text).map(({ rule }) => rule))];

describe('styleProblems', () => {
  it.each([
    'I tried it for a week.',
    'We ran the benchmark again.',
    'It took my laptop three minutes.',
    'I’m told that it works.',
    'A hands-on with the new model.',
    'In our view, the price is the story.',
    'It surprised us, too.',
  ])('hears a person in “%s”', (text) => {
    expect(rules(text)).toContain('claims-experience');
  });

  it.each([
    'An excellent interview.',
    'A must-read on chips.',
    'Don’t miss the second half.',
    'It delves into routing.',
    'A groundbreaking, game-changing release.',
    'Worth reading to the end.',
    'The price fell!',
  ])('hears hype in “%s”', (text) => {
    expect(rules(text)).toEqual(['hype']);
  });

  it.each([
    'The model costs $2 per million tokens and runs on one card.',
    '“I tried it, and it is amazing!”, she writes.',
    'The U.S. and the US agree; so does World War I, Part I, and I/O.',
    'The A.I. act (i.e. the law) is in force.',
    'Yahoo! says so; x != y.',
    'Explains how the loss is computed. [Read it](https://x.test/amazing!).',
    'Businesses use it, and the minds behind it are mined for data.',
    '',
  ])('has nothing against “%s”', (text) => {
    expect(styleProblems(text)).toEqual([]);
  });

  it('minds sentences that go on and on', () => {
    expect(rules(`It ${'goes on and '.repeat(20)}ends.`)).toEqual(['too-long']);
  });

  it('tells an editor which word it is', () => {
    expect(styleProblems('A brilliant essay.')[0]?.detail).toBe('“brilliant” is praise; say what it is or does.');
  });
});
