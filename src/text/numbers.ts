/** The numbers of a text, and whether a source has them (promise P3). */
import { currencyBefore, isMeasure, suffixAt, type Unit } from './numbersUnits.ts';
import { readNumber, type Word } from './numbersWords.ts';

/** One way to read a number: its value in full (“2.4 million” is 2400000), or the characters themselves where it is no quantity. */
export interface Reading {
  value: string;
  unit: Unit;
}

export interface NumberMention {
  start: number;
  end: number;
  /** As it is written, with its unit. */
  text: string;
  /** What is said; any one of them must be in a source. */
  readings: Reading[];
  /** What it may also be taken for when it stands in a source. */
  also: Reading[];
  /** “Millions”: any such number bears it out. */
  indefinite: boolean;
  /** Written in words. */
  inWords: boolean;
  /** Has a unit or magnitude, so it is no version of the name before it. */
  measured: boolean;
}

const URL = /(?:https?:\/\/|www\.)[^\s<>"“”]+/gi;
const GROUPED = String.raw`\d{1,3}(?:[,\u202f\u2009'’]\d{3})+(?!\d)(?:\.\d+)?`;
/** A number that no letter stands before: those are names, as in `H100`. */
const DIGITS = new RegExp(
  String.raw`(?<![\p{L}\p{N}_]|\d[.,:/]|\p{L}\.)(?:\d{1,4}:\d{2}(?::\d{2})?(?!\d|:\d)|\d+\/\d+(?:th|rd|nd|st)?(?!\d|\/\d)|${GROUPED}|\d+(?:\.\d+)*|\.\d+|[½¼¾⅓⅔])`,
  'gu',
);
const WORDS = /\p{L}+/gu;
const PARTS: Record<string, number> = { '½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 1 / 3, '⅔': 2 / 3 };

/** A value as it is compared: twelve digits are more than any text means. */
const canonical = (value: number): string => String(Number(value.toPrecision(12)));

/** Every number of a text, in order. Numbers in URLs are kept apart: they are characters, no quantities. */
export function numbersIn(text: string): NumberMention[] {
  const urls = [...text.matchAll(URL)].map((url) => ({ start: url.index, end: url.index + url[0].length }));
  const bare = text.replace(URL, (url) => ' '.repeat(url.length));
  const found = [...inDigits(bare), ...inWords(bare), ...inUrls(text, urls)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  const mentions: NumberMention[] = [];
  for (const mention of found) if (mention.start >= (mentions.at(-1)?.end ?? 0)) mentions.push(mention);
  linkRanges(bare, mentions);
  return mentions;
}

function inUrls(text: string, urls: { start: number; end: number }[]): NumberMention[] {
  const mentions: NumberMention[] = [];
  for (const { start, end } of urls) {
    for (const run of text.slice(start, end).matchAll(/\d+/g)) {
      const at = start + run.index;
      mentions.push(mention(text, at, at + run[0].length, [{ value: run[0], unit: 'url' }]));
    }
  }
  return mentions;
}

function mention(
  text: string,
  start: number,
  end: number,
  readings: Reading[],
  more: Partial<NumberMention> = {},
): NumberMention {
  const base = {
    start,
    end,
    text: text.slice(start, end),
    readings,
    also: [],
    indefinite: false,
    inWords: false,
    measured: true,
  };
  return { ...base, ...more };
}

function inDigits(text: string): NumberMention[] {
  const mentions: NumberMention[] = [];
  for (const found of text.matchAll(DIGITS)) {
    const raw = found[0];
    const end = found.index + raw.length;
    if (/[:/]/.test(raw) || raw.split('.').length > 2) {
      mentions.push(literal(text, found.index, end, raw));
      continue;
    }
    const suffix = suffixAt(text, end);
    if (suffix) mentions.push(ofName(text, found.index, quantity(text, found.index, raw, suffix)));
    else if (/^s(?![\p{L}\p{N}])/u.test(text.slice(end, end + 2)) && !/^\d{4}$/.test(raw)) {
      mentions.push(mention(text, found.index, end + 1, [reading(toNumber(raw), '@second')], { also: [decade(raw)] }));
    } else if (/^(?:1[5-9]|20)\d0$/.test(raw) && /^s(?![\p{L}\p{N}])/u.test(text.slice(end, end + 2))) {
      mentions.push(mention(text, found.index, end + 1, [decade(raw)]));
    } else mentions.push(glued(text, found.index, raw));
  }
  return mentions;
}

/** “The 1990s”, “the 90s”. */
const decade = (raw: string): Reading => ({ value: `${raw.slice(-2)}s`, unit: 'literal' });

/** `GPT-4`, `Larkspur-70B`: a part of a name, which is judged as one; yet it bears out “70B” and “70 billion”. */
function ofName(text: string, start: number, number: NumberMention): NumberMention {
  if (!/\p{Lu}[\p{L}\p{N}.]{0,30}[-‑]$/u.test(text.slice(Math.max(0, start - 33), start))) return number;
  const also = number.measured ? [...number.readings, ...number.also] : [];
  return { ...number, readings: [], also };
}

/** Digits with letters behind them that are no unit: in a source they may be a lost space, in a blurb a name says what they are. */
function glued(text: string, start: number, raw: string): NumberMention {
  return mention(text, start, start + raw.length, [], { also: [{ value: canonical(toNumber(raw)), unit: '' }] });
}

/** A time, a score, a fraction or a version with several points. */
function literal(text: string, start: number, end: number, raw: string): NumberMention {
  const [above, below] = raw.split('/').map((part) => Number.parseInt(part, 10));
  if (above !== undefined && below) {
    return mention(text, start, end, [{ value: `${above}/${below}`, unit: 'literal' }], { also: parts(above / below) });
  }
  const suffix = raw.includes(':') ? suffixAt(text, end) : undefined;
  const time = suffix && isMeasure(suffix.unit) ? suffix.end : end;
  return mention(text, start, time, [{ value: raw, unit: 'literal' }], { measured: raw.includes(':') });
}

function parts(value: number): Reading[] {
  return [
    { value: canonical(value), unit: 'fraction' },
    { value: canonical(value * 100), unit: '%' },
  ];
}

const toNumber = (raw: string): number => PARTS[raw] ?? Number(raw.replace(/[,\u202f\u2009'’]/g, ''));

function quantity(
  text: string,
  start: number,
  raw: string,
  suffix: NonNullable<ReturnType<typeof suffixAt>>,
): NumberMention {
  const currency = currencyBefore(text, start);
  const begin = currency?.start ?? start;
  // `08` is no eight: what begins with a nought is compared as it is written.
  if (/^0\d/.test(raw)) return mention(text, begin, suffix.end, [{ value: raw, unit: 'literal' }], { measured: false });
  const value = toNumber(raw);
  const readings = readingsOf(value * suffix.magnitude, currency?.unit ?? suffix.unit);
  if (suffix.other && !currency) readings.push(reading(value * suffix.other.magnitude, suffix.other.unit));
  const numbered = /(?:\bno\. ?|\bnumber |#)$/i.test(text.slice(Math.max(0, start - 8), start));
  const also = numbered ? [reading(value, 'ordinal')] : PARTS[raw] ? parts(value) : oftenAsCount(text, suffix, value);
  const measured = currency !== undefined || suffix.end > start + raw.length;
  return mention(text, begin, suffix.end, readings, { also, measured });
}

/** “Ten times” may be a number of times, and bears out “10 runs”. */
function oftenAsCount(text: string, { unit, end }: { unit: Unit; end: number }, value: number): Reading[] {
  return unit === 'times' && text.slice(end - 5, end) === 'times' ? [reading(value, '')] : [];
}

function reading(value: number, unit: Unit): Reading {
  return { value: canonical(value), unit };
}

/** Cents are parts of a dollar or of a euro. */
function readingsOf(value: number, unit: Unit): Reading[] {
  return unit === '@cent' ? [reading(value / 100, '$'), reading(value / 100, '€')] : [reading(value, unit)];
}

function inWords(text: string): NumberMention[] {
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
  const also = oftenAsCount(text, suffix, read.value);
  const measured = currency !== undefined || suffix.end > last.end;
  return mention(text, currency?.start ?? first.start, suffix.end, readings, { ...more, also, measured });
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

/** “10 to 20 million”, “$5-10bn”: the first number has the second one's magnitude and unit, the second the first one's currency. */
function linkRanges(text: string, mentions: NumberMention[]): void {
  for (const [i, first] of mentions.entries()) {
    const second = mentions[i + 1];
    if (!second || second.start - first.end > 6) continue;
    const link = /^\s?(-|–|—|to|and|or)\s?\p{Sc}?$/u.exec(text.slice(first.end, second.start))?.[1];
    if (link) linkPair(first, second, link === 'and' || link === 'or');
  }
}

function linkPair(first: NumberMention, second: NumberMention, loosely: boolean): void {
  const a = first.readings[0];
  const b = second.readings[0];
  if (!a || !b || first.indefinite) return;
  if (a.unit !== '' && b.unit === '' && /\p{Sc}/u.test(a.unit)) {
    second.also.push(b);
    second.readings = second.readings.map((own) => ({ ...own, unit: a.unit }));
  }
  const unit = a.unit === '' ? (second.readings[0]?.unit ?? '') : a.unit;
  const scale = magnitudeOf(second);
  if (unit === 'ordinal' || unit === 'url' || unit === 'literal' || (unit === a.unit && scale === 1)) return;
  const value = Number(a.value) < 1000 ? Number(a.value) * scale : Number(a.value);
  first.also.push(a);
  first.readings = loosely ? [a, reading(value, unit)] : [reading(value, unit)];
}

function magnitudeOf(mention: NumberMention): number {
  const said = /\d[\d.,]*/
    .exec(mention.text)?.[0]
    .replace(/,(?=\d{3})/g, '')
    .replace(/[.,]$/, '');
  const value = Number(mention.readings[0]?.value);
  if (said === undefined) return value >= 1e6 && value % 1e6 === 0 ? (value % 1e9 === 0 ? 1e9 : 1e6) : 1;
  const scale = value / Number(said);
  return Number.isFinite(scale) && scale >= 100 ? Number(scale.toPrecision(6)) : 1;
}
