/** The numbers of a text (promise P3). */
import {
  canonical,
  countsThings,
  mention,
  type NumberMention,
  oftenAsCount,
  parts,
  type Reading,
  reading,
  readingsOf,
} from './numbersMention.ts';
import { linkRanges } from './numbersRanges.ts';
import { inWords } from './numbersSpoken.ts';
import { currencyBefore, isMeasure, type Suffix, suffixAt } from './numbersUnits.ts';

export type { NumberMention, Reading } from './numbersMention.ts';

const URL = /(?:https?:\/\/|www\.)[^\s<>"“”]+/gi;
const GROUPED = String.raw`\d{1,3}(?:[,\u202f\u2009'’]\d{3})+(?!\d)(?:\.\d+)?`;
/** A number that no letter stands before: those are names, as in `H100`. */
const DIGITS = new RegExp(
  String.raw`(?<![\p{L}\p{N}_]|\d[.,:/]|\p{L}\.)(?:\d{1,4}:\d{2}(?::\d{2})?(?!\d|:\d)|\d+\/\d+(?:th|rd|nd|st)?(?!\d|\/\d)|\d+\.\d+\/[\d./-]*\d|${GROUPED}|\d+,\d+(?![,\d])|\d+(?:\.\d+)*|\.\d+|[½¼¾⅓⅔])`,
  'gu',
);
const PARTS: Record<string, number> = { '½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 1 / 3, '⅔': 2 / 3 };

const AFTER_NAME = /\p{Lu}[\p{L}\p{N}]{1,24} $/u;

/** Every number of a text, in order. Numbers in URLs are kept apart: they are characters, no quantities. */
export function numbersIn(text: string): NumberMention[] {
  const urls = [...text.matchAll(URL)].map((url) => ({ start: url.index, end: url.index + url[0].length }));
  const bare = text.replace(URL, (url) => ' '.repeat(url.length));
  const found = [...inDigits(bare), ...inWords(bare), ...perSo(bare), ...inUrls(text, urls)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  const mentions: NumberMention[] = [];
  for (const mention of found) {
    if (mention.start < (mentions.at(-1)?.end ?? 0)) continue;
    const counts = countsThings(bare, mention.end);
    const named =
      !counts && !mention.measured && AFTER_NAME.test(bare.slice(Math.max(0, mention.start - 30), mention.start));
    mentions.push({ ...mention, ...(counts && { counts }), ...(named && { named }) });
  }
  linkRanges(bare, mentions);
  return mentions;
}

const PER =
  /(?:\bper (?<word>thousand|million|billion)|\/ ?(?<letter>[KMB])(?:(?:illion)? ?tok(?:ens?)?)?)(?![\p{L}\p{N}])/giu;
const PER_LETTERS: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9 };

/** “$0.15 per million tokens”, “$0.15/M tok”: of how many a price is. */
function perSo(text: string): NumberMention[] {
  return [...text.matchAll(PER)].flatMap((found) => {
    const { word, letter } = found.groups ?? {};
    const value = PER_LETTERS[(word ?? letter ?? '').slice(0, 1).toLowerCase().replace('t', 'k')];
    // a rate (`12 GB/m`) is none: what stands before must be a price or a space
    const priced = word !== undefined || /[\d\s]$/.test(text.slice(0, found.index).slice(-1));
    if (value === undefined || !priced) return [];
    return [mention(text, found.index, found.index + found[0].length, [reading(value, '')])];
  });
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

/** `2,5` is two and a half, `2,500` is not. */
function toNumber(raw: string): number {
  const point = /^\d+,(?:\d{1,2}|\d{4,})$/.test(raw) ? raw.replace(',', '.') : raw.replace(/[,\u202f\u2009'’]/g, '');
  return PARTS[raw] ?? Number(point);
}

function quantity(text: string, start: number, raw: string, suffix: Suffix): NumberMention {
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
