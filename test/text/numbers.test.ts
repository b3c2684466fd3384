import { describe, expect, it } from 'vitest';
import { type NumberMention, numbersIn } from '../../src/text/numbers.ts';
import { indexNumbers, nearestNumber, supportOf } from '../../src/text/numbersCheck.ts';

const show = (mention: NumberMention): string =>
  `${mention.text} = ${mention.readings.map(({ value, unit }) => value + unit).join(' or ')}`;
const read = (text: string): string[] =>
  numbersIn(text)
    .filter(({ readings }) => readings.length > 0)
    .map(show);

describe('numbersIn', () => {
  it.each([
    ['grouped digits', 'about 6,144 chips and 12 people', ['6,144 = 6144', '12 = 12']],
    [
      'magnitudes',
      '70B, 14.8T, 128k, 5.6 million, 37bn',
      [
        '70B = 70000000000',
        '14.8T = 14800000000000 or 14.8@tonne',
        '128k = 128000',
        '5.6 million = 5600000',
        '37bn = 37000000000',
      ],
    ],
    [
      'currencies',
      '$2.10, US$15, A$20, €2.1bn, 240 million euros',
      ['$2.10 = 2.1$', 'US$15 = 15$', 'A$20 = 20A$', '€2.1bn = 2100000000€', '240 million euros = 240000000€'],
    ],
    [
      'per cent',
      '84.3%, 61.7 percent, 5 per cent, 2 percentage points',
      ['84.3% = 84.3%', '61.7 percent = 61.7%', '5 per cent = 5%', '2 percentage points = 2@point'],
    ],
    ['words', 'seventy-five percent of forty thousand', ['seventy-five percent = 75%', 'forty thousand = 40000']],
    [
      'long words',
      'one hundred and fifty thousand; two and a half million; half a trillion dollars',
      [
        'one hundred and fifty thousand = 150000',
        'two and a half million = 2500000',
        'half a trillion dollars = 500000000000$',
      ],
    ],
    [
      'spoken decimals and cents',
      'sixty three point five, a dollar twenty, thirty cents',
      ['sixty three point five = 63.5', 'a dollar twenty = 1.2$', 'thirty cents = 0.3$ or 0.3€'],
    ],
    [
      'parts and multiples',
      'a fifth of it, two thirds, 2.5x, twice, tripled, 1/20th',
      [
        'a fifth = 0.2fraction',
        'two thirds = 0.666666666667fraction',
        '2.5x = 2.5times',
        'twice = 2times',
        'tripled = 3times',
        '1/20th = 1/20literal',
      ],
    ],
    [
      'ranges',
      '15–20%, $12-14 billion, from 900 to 350 ms',
      [
        '15 = 15%',
        '20% = 20%',
        '$12 = 12000000000$',
        '14 billion = 14000000000$',
        '900 = 900@millisecond',
        '350 ms = 350@millisecond',
      ],
    ],
    [
      'measures',
      'a 40-minute talk, 900 ms, 3nm, 5 p.m.',
      ['40-minute = 40@minute', '900 ms = 900@millisecond', '3nm = 3@nanometre', '5 p.m. = 5@in the afternoon'],
    ],
    ['ordinals', 'the third round, its 27th, a third-party tool', ['third = 3ordinal', '27th = 27ordinal']],
    ['versions and times', '2.3.1 at 14:05: up', ['2.3.1 = 2.3.1literal', '14:05 = 14:05literal']],
    ['what begins with a nought', 'agent 007', ['007 = 007literal']],
    ['quarters of a year', 'in the first quarter, a quarter of staff', ['a quarter = 0.25fraction']],
    ['two prices side by side', 'now $499 $15 off', ['$499 = 499$', '$15 = 15$']],
    ['digits in URLs', 'https://a.test/p/1680', ['1680 = 1680url']],
    ['names and “one”', 'H100, GPT-4, o3, one of them, 4o', []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('supportOf', () => {
  const index = indexNumbers(
    numbersIn('It raised $2.1 million in 54 days, 40% more, for 12 people and 92.4 on the test; tens of billions.'),
  );
  const has = (text: string): boolean => numbersIn(text).every((mention) => supportOf(mention, index) !== undefined);

  it.each([
    '$2.1M',
    '$2,100,000',
    '54 days',
    'fifty-four',
    '40 percent',
    'a dozen',
    '92.4',
    '92.4%',
    'millions',
    'billions',
  ])('has %s', (text) => {
    expect(has(text)).toBe(true);
  });
  it.each(['$2.1 billion', '€2.1 million', '2.1 million', '54 hours', '$40', '40', '45%', '12%', 'trillions', 'three'])(
    'has no %s',
    (text) => {
      expect(has(text)).toBe(false);
    },
  );

  it('names what comes nearest', () => {
    const nearest = (text: string): string | undefined => nearestNumber(numbersIn(text)[0] as NumberMention, index);
    expect(nearest('$2.4 million')).toBe('$2.1 million');
    expect(nearest('54 hours')).toBe('54 days');
    expect(nearest('900 km')).toBeUndefined();
  });
});
