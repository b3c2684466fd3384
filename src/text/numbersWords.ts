/** Numbers that are written in words. */

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const GREAT = new Map([
  ['hundred', 1e2],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
]);
const ORDINALS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

/** Words that say how often or how much, as quantities. */
const RATIOS = new Map<string, { value: number; unit: 'times' | 'fraction' }>();
for (const [value, words] of [
  [2, 'twice double doubles doubled doubling twofold'],
  [3, 'thrice triple triples tripled tripling treble trebled threefold'],
  [4, 'quadruple quadruples quadrupled quadrupling fourfold'],
  [5, 'quintupled fivefold'],
  [10, 'tenfold'],
  [100, 'hundredfold'],
] as const) {
  for (const word of words.split(' ')) RATIOS.set(word, { value, unit: 'times' });
}
for (const word of ['half', 'halve', 'halves', 'halved', 'halving']) RATIOS.set(word, { value: 0.5, unit: 'fraction' });

/** A word of a text, in lower case. */
export interface Word {
  word: string;
  start: number;
  end: number;
}

/** A number read from words: `from` and `to` count words, `to` excluded. */
export interface WordNumber {
  value: number;
  unit: '' | 'ordinal' | 'fraction' | 'times';
  to: number;
  /** An indefinite plural, as in “millions”. */
  indefinite?: boolean;
}

const small = (word: string | undefined): number => SMALL.indexOf(word ?? '');
const tens = (word: string | undefined): number => {
  const i = TENS.indexOf(word ?? '');
  return i < 0 ? -1 : (i + 2) * 10;
};

/** The number that begins at word `at`, or undefined. “One”, “first” and “second” alone are no numbers: they seldom count anything. */
export function readNumber(words: Word[], at: number): WordNumber | undefined {
  const word = words[at]?.word ?? '';
  return (
    readPlural(word, at) ??
    readHalfOf(words, at) ??
    readRatio(words, at) ??
    readCardinal(words, at) ??
    readOrdinal(words, at)
  );
}

function readPlural(word: string, at: number): WordNumber | undefined {
  if (word === 'dozens') return { value: 12, unit: '', to: at + 1, indefinite: true };
  const great = word.endsWith('s') ? GREAT.get(word.slice(0, -1)) : undefined;
  return great === undefined ? undefined : { value: great, unit: '', to: at + 1, indefinite: true };
}

/** “half a million”. */
function readHalfOf(words: Word[], at: number): WordNumber | undefined {
  if (words[at]?.word !== 'half' || words[at + 1]?.word !== 'a') return undefined;
  const great = GREAT.get(words[at + 2]?.word ?? '');
  return great === undefined ? undefined : { value: great / 2, unit: '', to: at + 3 };
}

const CALENDAR = /^(?:first|second|third|fourth|last|next|this|each|every|per|previous|past|current|fiscal|final)$/;

function readRatio(words: Word[], at: number): WordNumber | undefined {
  const word = words[at]?.word ?? '';
  const ratio = RATIOS.get(word);
  if (ratio) {
    const calendar = word === 'half' && CALENDAR.test(words[at - 1]?.word ?? '');
    return calendar ? undefined : { ...ratio, to: at + 1 };
  }
  const count = word === 'a' || word === 'one' ? 1 : small(word);
  const part = words[at + 1]?.word ?? '';
  const below = fractionBelow(part);
  if (count < 1 || below === undefined) return undefined;
  // “a fifth model” is an ordinal, “a fifth of”, “by a fifth” and “two fifths” are parts.
  const isPart =
    count > 1 ? part.endsWith('s') : word === 'one' || words[at + 2]?.word === 'of' || words[at - 1]?.word === 'by';
  return isPart ? { value: count / below, unit: 'fraction', to: at + 2 } : undefined;
}

function fractionBelow(word: string): number | undefined {
  if (/^quarters?$/.test(word)) return 4;
  const i = ORDINALS.indexOf(word.replace(/s$/, ''));
  return i > 2 ? i : undefined;
}

/** “twenty-five”, “one hundred and fifty thousand”, “two and a half million”, “sixty-three point five”, “a million”, “a dozen”. */
function readCardinal(words: Word[], at: number): WordNumber | undefined {
  let total = 0;
  let current = -1;
  let i = at;
  if (
    words[i]?.word === 'a' &&
    /^(?:hundred|thousand|million|billion|trillion|dozen)$/.test(words[i + 1]?.word ?? '')
  ) {
    current = 1;
    i++;
  }
  for (; i < words.length; i++) {
    const next = step(words, i, current);
    if (!next) break;
    if (next.great >= 1000) {
      total += Math.max(next.value, 1) * next.great;
      current = 0;
    } else current = next.value;
    i = next.to - 1;
  }
  if (i === at || (current < 0 && total === 0)) return undefined;
  const value = total + Math.max(current, 0);
  const onlyOne = i === at + 1 && (words[at]?.word === 'one' || words[at]?.word === 'zero');
  return onlyOne ? undefined : { value, unit: '', to: i };
}

interface Step {
  value: number;
  /** 1000 or more: `value` of it is complete. */
  great: number;
  to: number;
}

/** One more word of a cardinal, where `current` is what stands since the last thousand, million …; -1 for nothing yet. */
function step(words: Word[], i: number, current: number): Step | undefined {
  const word = words[i]?.word ?? '';
  const free = current <= 0 || current % 100 === 0;
  if (tens(word) > 0 && free) return { value: Math.max(current, 0) + tens(word), great: 0, to: i + 1 };
  const digit = small(word);
  const afterTens = current >= 20 && current % 10 === 0 && digit > 0 && digit < 10;
  if (digit >= 0 && (free || afterTens)) return { value: Math.max(current, 0) + digit, great: 0, to: i + 1 };
  if (word === 'hundred' && current > 0 && current < 100) return { value: current * 100, great: 0, to: i + 1 };
  if (word === 'dozen') return { value: Math.max(current, 1) * 12, great: 0, to: i + 1 };
  if (current < 0) return undefined;
  if (word === 'and' && words[i + 1]?.word === 'a' && words[i + 2]?.word === 'half')
    return { value: current + 0.5, great: 0, to: i + 3 };
  if (word === 'and' && current >= 100 && (small(words[i + 1]?.word) > 0 || tens(words[i + 1]?.word) > 0))
    return step(words, i + 1, current);
  if (word === 'point') return decimals(words, i + 1, current);
  const great = GREAT.get(word) ?? 0;
  return great >= 1000 ? { value: current, great, to: i + 1 } : undefined;
}

function decimals(words: Word[], at: number, whole: number): Step | undefined {
  let digits = '';
  let i = at;
  for (let digit = small(words[i]?.word); digit >= 0 && digit < 10; digit = small(words[i]?.word)) {
    digits += digit;
    i++;
  }
  return digits === '' ? undefined : { value: Number(`${whole}.${digits}`), great: 0, to: i };
}

/** “third”, “twenty-seventh”. */
function readOrdinal(words: Word[], at: number): WordNumber | undefined {
  const base = tens(words[at]?.word);
  const i = ORDINALS.indexOf(words[base > 0 ? at + 1 : at]?.word ?? '');
  if (base > 0) return i > 0 && i < 10 ? { value: base + i, unit: 'ordinal', to: at + 2 } : undefined;
  const round = ['thirtieth', 'fortieth', 'fiftieth'].indexOf(words[at]?.word ?? '');
  if (round >= 0) return { value: 30 + round * 10, unit: 'ordinal', to: at + 1 };
  return i > 2 ? { value: i, unit: 'ordinal', to: at + 1 } : undefined;
}
