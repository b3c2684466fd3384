/** Numbers in words, where they stand in a text. */
import {
  mention,
  type NumberMention,
  oftenAsCount,
  parts,
  type Reading,
  reading,
  readingsOf,
} from './numbersMention.ts';
import { currencyBefore, suffixAt, type Unit } from './numbersUnits.ts';
import { readNumber, type Word } from './numbersWords.ts';

const WORDS = /\p{L}+/gu;

/** Every number that a text gives in words, with the currency, magnitude and unit around it. */
export function inWords(text: string): NumberMention[] {
  const words: Word[] = [];
  for (const found of text.matchAll(WORDS)) {
    words.push({ word: found[0].toLowerCase(), start: found.index, end: found.index + found[0].length });
  }
  const mentions: NumberMention[] = [];
  for (const group of adjacent(text, words)) {
    for (let i = 0; i < group.length; i++) {
      const read = readNumber(group, i) ?? oneCoin(group, i);
      if (!read || (read.unit === 'ordinal' && /^part(?:y|ies)$/.test(group[read.to]?.word ?? ''))) continue;
      const first = group[i];
      const last = group[read.to - 1];
      if (first && last) mentions.push(spoken(text, first, last, read, group));
      i = read.to - 1;
    }
  }
  return mentions;
}

/** Words with only a space or a hyphen between them. */
function adjacent(text: string, words: Word[]): Word[][] {
  const groups: Word[][] = [];
  for (const [i, word] of words.entries()) {
    const before = words[i - 1];
    const gap = before ? text.slice(before.end, word.start) : '';
    if (before && /^(?:\s{1,3}|[-‑])$/.test(gap)) groups.at(-1)?.push(word);
    else groups.push([word]);
  }
  return groups;
}

function spoken(
  text: string,
  first: Word,
  last: Word,
  read: NonNullable<ReturnType<typeof readNumber>>,
  group: Word[],
): NumberMention {
  const more = { inWords: true, indefinite: read.indefinite ?? false };
  if (read.unit !== '') {
    const also = read.unit === 'fraction' ? parts(read.value) : [];
    return mention(text, first.start, last.end, [reading(read.value, read.unit)], { ...more, also });
  }
  const currency = currencyBefore(text, first.start);
  const suffix = suffixAt(text, last.end) ?? { magnitude: 1, unit: '', end: last.end };
  const cents = centsAfter(text, suffix.unit, read.value * suffix.magnitude, group, suffix.end);
  if (cents) return mention(text, first.start, cents.end, [reading(cents.value, suffix.unit)], more);
  const readings = readingsOf(read.value * suffix.magnitude, currency?.unit ?? suffix.unit);
  const also = [...oftenAsCount(text, suffix, read.value), ...asSize(text, suffix.end, read.value)];
  const measured = currency !== undefined || suffix.end > last.end;
  return mention(text, currency?.start ?? first.start, suffix.end, readings, { ...more, also, measured });
}

/** “seventy b”, as a machine hears `70B`. */
function asSize(text: string, end: number, value: number): Reading[] {
  return /^ b(?![\p{L}\p{N}'’])/u.test(text.slice(end, end + 3)) ? [reading(value * 1e9, '')] : [];
}

/** “a dollar” where cents follow: “a dollar twenty”. */
function oneCoin(group: Word[], at: number): ReturnType<typeof readNumber> {
  const word = group[at]?.word;
  const coin = /^(?:dollar|euro|pound)$/.test(group[at + 1]?.word ?? '');
  const cents = coin && (word === 'a' || word === 'one') ? readNumber(group, at + 2) : undefined;
  return cents?.unit === '' && cents.value < 100 ? { value: 1, unit: '', to: at + 1 } : undefined;
}

/** “two dollars fifty”. */
function centsAfter(
  text: string,
  unit: Unit,
  whole: number,
  group: Word[],
  at: number,
): { value: number; end: number } | undefined {
  if (!/^(?:\$|€|£)$/.test(unit) || whole >= 1000) return undefined;
  const next = group.findIndex((word) => word.start > at && text.slice(at, word.start).trim() === '');
  const read = next < 0 ? undefined : readNumber(group, next);
  const last = read && group[read.to - 1];
  return read?.unit === '' && read.value >= 1 && read.value < 100 && last
    ? { value: whole + read.value / 100, end: last.end }
    : undefined;
}
