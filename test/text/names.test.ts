import { describe, expect, it } from 'vitest';
import { namesIn } from '../../src/text/names.ts';
import { judgeName } from '../../src/text/namesCheck.ts';
import { isCommonWord } from '../../src/text/namesCommon.ts';
import { indexNames } from '../../src/text/namesIndex.ts';

const runs = (text: string): string[] => namesIn(text, () => false).map((run) => run.text);

describe('namesIn', () => {
  it.each([
    ['runs of capitals', 'then Halcyon Labs and Ines Okafor spoke', ['Halcyon Labs', 'Ines Okafor']],
    [
      'models with their versions',
      'it beats Claude 3.5 Sonnet and GPT-4o on SWE-bench',
      ['Claude 3.5 Sonnet', 'GPT-4o', 'SWE-bench'],
    ],
    ['small letters with digits', 'so o3 and 4o lose', ['o3', '4o']],
    ['possessives', 'with Halcyon’s Larkspur', ['Halcyon', 'Larkspur']],
    ['tails after a hyphen', 'a Berlin-based team', ['Berlin-based']],
    ['numbers that stand alone', 'and 12 of them in 3 weeks', []],
  ])('%s', (_, text, expected) => {
    expect(runs(text)).toEqual(expected);
  });
});

describe('judgeName', () => {
  const source =
    'Sam Altman and Demis Hassabis met at DeepMind in Zürich. The European Investment Bank (not the IMF) likes Llama 3.1 405B, GPT-4o and H100s. Meta-learning is out. OpenAI’s chief executive spoke of deep learning.';
  const index = indexNames(source);
  const missing = (text: string): string[] =>
    namesIn(text, () => false).flatMap((run) => {
      const verdict = judgeName(run, index, (number) => source.includes(number));
      return verdict.ok ? [] : [verdict.missing];
    });

  it.each([
    'with Altman',
    'with Sam Altman',
    'in Zurich',
    'the EIB and the IMF',
    'their CEO',
    'for Llama 3.1',
    'on an H-100',
    'for Open AI',
    'Researchers met in Zürich.',
    'a Zürich-based team',
    'Halving the price is not enough.',
    'the AI of Zürich',
  ])('finds %s', (text) => {
    expect(missing(text)).toEqual([]);
  });

  it.each([
    ['with Brockman', ['Brockman']],
    ['with Greg Altman', ['Greg']],
    ['with Sam Hassabis', ['Sam Hassabis']],
    ['for Llama 3', ['Llama 3']],
    ['for Llama 3.2', ['Llama 3.2']],
    ['for GPT-4', ['GPT-4']],
    ['on an H200', ['H200']],
    ['the WHO', ['WHO']],
    ['Tencent likes it.', ['Tencent']],
    ['Apple likes it.', ['Apple']],
    ['bought by Demi', ['Demi']],
    ['a GPT-4o-turbolator', ['turbolator']],
  ])('does not find %s', (text, expected) => {
    expect(missing(text)).toEqual(expected);
  });

  it('does not forgive what looks like a word to a company', () => {
    expect(missing('they asked Meta')).toEqual([]);
    expect(
      namesIn('they asked Meta', () => false).map(
        (run) => judgeName(run, indexNames('All about meta-learning. It works.'), () => false).ok,
      ),
    ).toEqual([false]);
  });
});

describe('capitals that are words in small letters', () => {
  const verdict = (text: string, source: string): boolean[] =>
    namesIn(text, () => false).map((run) => judgeName(run, indexNames(source), () => false).ok);

  it('tells the US from “us”', () => {
    expect(verdict('sold in the US', 'They told us all. It worked.')).toEqual([false]);
    expect(verdict('sold in the U.S. alone', 'They told us all. It worked.')).toEqual([false]);
    expect(verdict('an American firm', 'They told us all. It worked.')).toEqual([false]);
    expect(verdict('an American firm in the US', 'They told us all of the U.S. rules.')).toEqual([true, true]);
    expect(verdict('asked the WHO', 'Nobody knows who. It worked.')).toEqual([false]);
  });
});

describe('isCommonWord', () => {
  it.each([
    'the',
    'researchers',
    'halved',
    'bigger',
    'training',
    'cheaper',
    'companies',
    'what’s',
    'efficiency',
    'unveils',
  ])('%s is one', (word) => {
    expect(isCommonWord(word)).toBe(true);
  });
  it.each(['tencent', 'hassabis', 'anthropic', 'beijing', 'nvidia', 'siemens', 'mistral', 'google'])(
    '%s is none',
    (word) => {
      expect(isCommonWord(word)).toBe(false);
    },
  );
});
