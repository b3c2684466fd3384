/** What a text states: its quotations, dates, numbers and names; and the sources made ready to look them up. */
import type { SourceText } from '../types.ts';
import { type DateMention, datesIn } from './dates.ts';
import { type DatedText, type DateIndex, indexDates } from './datesCheck.ts';
import { type NameRun, namesIn } from './names.ts';
import { indexNames, type NameIndex } from './namesIndex.ts';
import { plain } from './normalize.ts';
import { isGarbled } from './normalizeGarbled.ts';
import { type NumberMention, numbersIn } from './numbers.ts';
import { indexNumbers, type NumberIndex } from './numbersCheck.ts';
import { indexSource, type SourceIndex } from './quote.ts';
import { remember } from './quoteRecent.ts';

export interface Span {
  start: number;
  end: number;
}

export interface Facts {
  /** The words between quotation marks. */
  quotations: (Span & { text: string })[];
  dates: DateMention[];
  numbers: NumberMention[];
  names: NameRun[];
}

const OPENS = '“„«「『"';
const CLOSERS: Record<string, string> = { '“': '”', '„': '“”', '«': '»', '「': '」', '『': '』', '"': '"' };
/** A quotation longer than this is no quotation, but a mark that was never closed. */
const LONGEST = 1500;

/** What stands between double quotation marks, in order. A straight mark opens after a space and closes after a character. */
export function quotationsIn(text: string): Facts['quotations'] {
  const found: Facts['quotations'] = [];
  for (let at = 0; at < text.length; at++) {
    const open = text[at] ?? '';
    if (!OPENS.includes(open) || (open === '"' && /[\p{L}\p{N}]/u.test(text[at - 1] ?? ' '))) continue;
    const end = closing(text, at, CLOSERS[open] ?? '');
    if (end < 0) continue;
    const inside = text.slice(at + 1, end);
    if (/[\p{L}\p{N}]/u.test(inside)) found.push({ start: at + 1, end, text: inside });
    at = end;
  }
  return [...found, ...singleQuotations(text, found)].sort((a, b) => a.start - b.start);
}

/** ‘Words’ in single marks are a quotation from three words on; fewer are a term, and a mark after a letter is an apostrophe. Straight marks count likewise. */
const SINGLE =
  /(?<![\p{L}\p{N}])(?:‘|')(?=[\p{L}\p{N}])([^‘'’\n]{0,300}(?:['’](?=\p{L})[^‘'’\n]{0,300}){0,20})['’](?![\p{L}\p{N}])/gu;

function singleQuotations(text: string, others: Span[]): Facts['quotations'] {
  if (!/[‘']/.test(text)) return [];
  return [...text.matchAll(SINGLE)].flatMap(({ index, 1: inside = '' }) => {
    const span = { start: index + 1, end: index + 1 + inside.length, text: inside };
    const within = others.some(({ start, end }) => span.start < end && start < span.end);
    return within || inside.length > LONGEST || inside.trim().split(/\s+/).length < 3 ? [] : [span];
  });
}

function closing(text: string, open: number, closers: string): number {
  const last = Math.min(text.length, open + LONGEST);
  for (let i = open + 2; i < last; i++) {
    if (text[i] === '\n' && text[i + 1] === '\n') return -1;
    if (closers.includes(text[i] ?? '\n') && !(closers === '"' && /\s/.test(text[i - 1] ?? ''))) return i;
  }
  return -1;
}

/** The text with some stretches made spaces: same length. */
function without(text: string, spans: Span[]): string {
  let out = '';
  let at = 0;
  for (const { start, end } of spans) {
    if (start < at) continue;
    out += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
  }
  return out + text.slice(at);
}

const LIST_NUMBER = /^[ \t]*\d{1,3}[.)](?=\s)/gm;

/** The facts of a text. Offsets are into it as given; links count as their words. `garbled`: its sources were read with a false charset. */
export function factsIn(markdown: string, garbled: boolean): Facts {
  const text = plain(markdown, garbled);
  const quotations = quotationsIn(text);
  const own = without(text, quotations).replace(LIST_NUMBER, (mark) => ' '.repeat(mark.length));
  const dates = datesIn(own);
  const undated = without(own, dates);
  const numbers = numbersIn(undated);
  const isQuantity = (start: number, end: number): boolean =>
    numbers.some((number) => {
      const overlaps = number.readings.length > 0 && number.start < end && start < number.end;
      return overlaps && (number.measured || number.inWords || number.end - number.start !== end - start);
    });
  const names = namesIn(undated, isQuantity);
  const versions = names.flatMap((name) => name.parts.filter((part) => part.kind === 'version' && !part.loose));
  const counted = numbers.filter(
    (number) => !versions.some((part) => part.start < number.end && number.start < part.end),
  );
  return { quotations, dates, numbers: counted, names };
}

/** The sources of one blurb, ready for any number of look-ups. */
export interface FactIndex {
  numbers: NumberIndex;
  dates: DateIndex;
  names: NameIndex;
  quotes: SourceIndex[];
  /** Quotes and dashes of a source were decoded with a false charset. */
  garbled: boolean;
  /** How many sources there are: “two essays” may count them. */
  count: number;
}

const recent: { characters: number; sources: SourceText[]; index: FactIndex }[] = [];

/** Makes sources ready; the newest ones are remembered. Linear in their length. Titles and days of publication count. */
export function factIndex(sources: SourceText[]): FactIndex {
  const known = recent.find((entry) => sameSources(entry.sources, sources));
  const characters = sources.reduce((sum, { text }) => sum + text.length, 0);
  const entry = known ?? { characters, sources: sources.map((source) => ({ ...source })), index: buildIndex(sources) };
  remember(recent, entry);
  return entry.index;
}

function sameSources(a: SourceText[], b: SourceText[]): boolean {
  const same = (one: SourceText, other: SourceText | undefined): boolean =>
    one.text === other?.text && one.title === other.title && one.publishedAt === other.publishedAt;
  return a.length === b.length && a.every((source, i) => same(source, b[i]));
}

function buildIndex(sources: SourceText[]): FactIndex {
  const texts = sources.map(({ title, text }) => plain(title === undefined ? text : `${title}\n\n${text}`));
  const numbers: NumberMention[] = [];
  const dated: DatedText[] = [];
  for (const [i, text] of texts.entries()) {
    const mentions = datesIn(text);
    const publishedAt = sources[i]?.publishedAt;
    dated.push({ text, mentions, ...(publishedAt !== undefined && { publishedAt }) });
    numbers.push(...numbersIn(without(text, mentions)), ...mentions.flatMap(numbersOfDate));
  }
  const quotes = sources
    .flatMap(({ title, text }) => (title === undefined ? [text] : [text, title]))
    .map((text) => indexSource(text));
  return {
    numbers: indexNumbers(numbers),
    dates: indexDates(dated),
    names: indexNames(texts.join(BETWEEN), rawStretches(sources, texts)),
    quotes,
    garbled: sources.some(({ text }) => isGarbled(text)),
    count: sources.length,
  };
}

const BETWEEN = '\n\n;\n\n';

/** Where, in the sources run together, the words of raw transcripts stand; their titles were written by people. */
function rawStretches(sources: SourceText[], texts: string[]): Span[] {
  let at = 0;
  return sources.flatMap(({ text }, i) => {
    const end = at + (texts[i]?.length ?? 0);
    at = end + BETWEEN.length;
    return indexSource(text).loose ? [{ start: end - text.length, end }] : [];
  });
}

/** `2048` may be a year or a number of tokens, and “the 27th” the day of a date. */
function numbersOfDate({ start, end, text, year, month, day }: DateMention): NumberMention[] {
  const readings = [];
  if (year !== undefined && month === undefined) readings.push({ value: String(year), unit: '' });
  if (day !== undefined) readings.push({ value: String(day), unit: 'ordinal' });
  return readings.length === 0
    ? []
    : [{ start, end, text, readings, also: [], indefinite: false, inWords: false, measured: true }];
}
