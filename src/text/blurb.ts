/** Promise P3: every number, date and name of machine text is in the sources that it cites, and every quotation is verbatim. */

import type { Check, QuoteProof, RejectCode, SourceText } from '../types.ts';
import { addressesNotIn } from './blurbAddresses.ts';
import { type FactIndex, factIndex, factsIn, type Span } from './blurbFacts.ts';
import type { DateMention } from './dates.ts';
import { dateSupport, nearestDate } from './datesCheck.ts';
import { failed } from './failed.ts';
import type { NameRun } from './names.ts';
import { judgeName } from './namesCheck.ts';
import { findName, squash } from './namesIndex.ts';
import { oneLine, plain } from './normalize.ts';
import type { NumberMention } from './numbers.ts';
import { nearestNumber, supportOf } from './numbersCheck.ts';
import { verifyQuoteIn } from './quote.ts';

/** One thing that a text says, the verdict on it, and where the sources bear it out (offsets into the index's text; none for a day of publication). */
interface Verdict {
  check: Check;
  said: string;
  places: Span[];
}

/**
 * Checks every quotation, date, number and name of a blurb (Markdown; links count as their words) against its sources: one check for
 * each, `ok` or not, under `quote-not-found`, `date-not-in-source`, `number-not-in-source` and `name-not-in-source`; `link-not-in-source` for
 * an address that the sources do not have. What is said of
 * them (who charges less than whom) is not looked at.
 */
export function checkBlurb(blurb: string, sources: SourceText[]): Check[] {
  const strange = addressesNotIn(plain(blurb), sources).map(({ rule, text }) =>
    failed(rule, `“${text}” is not in the sources.`),
  );
  return [...judge(blurb, factIndex(sources)).map(({ check }) => check), ...strange];
}

/** Where a source bears a blurb out: the places of its quotations, dates, numbers and names in `source.text`, in order, none inside another. */
export function supportFor(blurb: string, source: SourceText): Span[] {
  const { text, publishedAt } = source;
  const verdicts = judge(blurb, factIndex([{ text, ...(publishedAt !== undefined && { publishedAt }) }]));
  const places = verdicts
    .flatMap((verdict) => (verdict.check.ok ? verdict.places : []))
    .filter(({ start }) => start >= 0);
  places.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Span[] = [];
  for (const { start, end } of places) if (start >= (kept.at(-1)?.end ?? 0)) kept.push({ start, end });
  return kept;
}

/** The dates, numbers and names of a text that the sources have not, as it writes them, each once. */
export function factsNotIn(text: string, sources: SourceText[]): string[] {
  const missing = judge(text, factIndex(sources)).filter(({ check }) => !check.ok && check.rule !== 'quote-not-found');
  return [...new Set(missing.map(({ said }) => said))];
}

/** A number, date or name that a text says, and where a source has it: offsets into the source's text; none where its day of publication or the count of sources tells it. */
export interface Fact {
  said: string;
  kind: 'number' | 'date' | 'name';
  ok: boolean;
  places: Span[];
}

/** Each number, date and name of a text (Markdown; links count as their words), in order, held against one source as `checkBlurb` does. */
export function factsFrom(text: string, source: Omit<SourceText, 'title'>): Fact[] {
  const index = factIndex([source]);
  const { dates, numbers, names } = factsIn(text, index.garbled);
  const fact = (said: Span & { text: string }, kind: Fact['kind'], { check, places }: Verdict) => ({
    start: said.start,
    fact: { said: oneLine(said.text), kind, ok: check.ok, places: places.filter(({ start }) => start >= 0) },
  });
  const found = [
    ...dates.map((date) => fact(date, 'date', judgeDate(date, index))),
    ...numbers
      .filter(({ readings }) => readings.length > 0)
      .map((number) => fact(number, 'number', judgeNumber(number, index))),
    ...names.map((name) => fact(name, 'name', judgeRun(name, index))),
  ];
  return found.sort((a, b) => a.start - b.start).map((each) => each.fact);
}

function judge(blurb: string, index: FactIndex): Verdict[] {
  const facts = factsIn(blurb, index.garbled);
  return [
    ...facts.quotations.map(({ text }) => judgeQuotation(text, index)),
    ...facts.dates.map((date) => judgeDate(date, index)),
    ...facts.numbers.filter((number) => number.readings.length > 0).map((number) => judgeNumber(number, index)),
    ...facts.names.map((name) => judgeRun(name, index)),
    ...strangeHosts(blurb, index),
  ];
}

/** What mail clients make a link of, scheme or none. Files and abbreviations have other endings. */
const HOST =
  /(?<![\p{L}\p{N}@./-])(?:[a-z0-9-]{1,63}\.){1,6}(?:com|org|net|io|ai|dev|app|co|me|xyz|info|biz|shop|store|online|site|website|link|click|top|vip|pro|live|news|tech|cloud|space|page|blog|test|example|eu|uk|de|fr|ru|cn|ly|gg|to|tv|us)(?![\p{L}\p{N}-])/giu;

/** An address that the sources do not name is a link that nobody but the model knows of. */
function strangeHosts(blurb: string, index: FactIndex): Verdict[] {
  const said = blurb.replace(/\]\([^\s)]*\)/g, ']').replace(/\\(?=[^\p{L}\p{N}\s])/gu, '');
  const found = [...said.matchAll(HOST)];
  if (found.length === 0) return [];
  // within an address of the source it is no name that the source uses
  const known = new Set([...index.names.text.matchAll(HOST)].map(([host]) => host.toLowerCase()));
  const strange = found.filter(([host]) => !known.has(host.toLowerCase()));
  return strange.map(([host]) =>
    verdict('link-not-in-source', false, shorten(host), 'is no address in the sources.', []),
  );
}

function verdict(rule: RejectCode, ok: boolean, said: string, trouble: string, places: Span[]): Verdict {
  const detail = ok ? `“${said}” is in the sources.` : `“${said}” ${trouble}`;
  return { check: { rule, level: 'error', ok, detail }, said, places };
}

const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 157).trimEnd()}…` : text);

function judgeQuotation(text: string, index: FactIndex): Verdict {
  let nearest: string | undefined;
  for (const source of index.quotes) {
    const proof: QuoteProof = verifyQuoteIn(text, source);
    if (proof.ok)
      return verdict('quote-not-found', true, shorten(oneLine(text)), '', [{ start: proof.start, end: proof.end }]);
    nearest ??= proof.nearest;
  }
  const hint = nearest === undefined ? '.' : `; the nearest passage is “${shorten(nearest)}”.`;
  return verdict('quote-not-found', false, shorten(oneLine(text)), `is not in the sources word for word${hint}`, []);
}

function judgeDate(date: DateMention, index: FactIndex): Verdict {
  const said = oneLine(date.text);
  const found = dateSupport(date, index.dates) ?? yearAsNumber(date, index);
  if (found) return verdict('date-not-in-source', true, said, '', [found]);
  const nearest = nearestDate(date, index.dates);
  const hint =
    nearest === undefined ? 'and they name no date at all.' : `the nearest date there is “${oneLine(nearest)}”.`;
  return verdict('date-not-in-source', false, said, `is not in the sources; ${hint}`, []);
}

/** `2048` may be a number of tokens. */
function yearAsNumber({ year, month, weekday, half }: DateMention, index: FactIndex): Span | undefined {
  if (year === undefined || month !== undefined || weekday !== undefined || half !== undefined) return undefined;
  return index.numbers.byValue.get(String(year))?.find(({ unit }) => unit === '' || unit.startsWith('@'))?.mention;
}

const TWO = /\b(?:both|pair|couple|twice|double|dual|duo|second|twin)\b/i;

function judgeNumber(number: NumberMention, index: FactIndex): Verdict {
  const said = oneLine(number.text);
  const found = supportOf(number, index.numbers);
  if (found) return verdict('number-not-in-source', true, said, '', [found]);
  if (countsTheSources(number, index)) return verdict('number-not-in-source', true, said, '', []);
  const nearest = nearestNumber(number, index.numbers);
  const hint = nearest === undefined ? '.' : `; the nearest is “${oneLine(nearest)}”.`;
  return verdict('number-not-in-source', false, said, `is not in the sources${hint}`, []);
}

/** “Two takes on …” over two sources; “two” of what the source calls both or a pair. */
function countsTheSources(number: NumberMention, index: FactIndex): boolean {
  const value = number.inWords && !number.measured ? Number(number.readings[0]?.value) : 0;
  if (number.readings[0]?.unit !== '' || value < 2) return false;
  return value === index.count || (value === 2 && TWO.test(index.names.text));
}

function judgeRun(run: NameRun, index: FactIndex): Verdict {
  const hasNumber = (text: string): boolean =>
    index.numbers.byValue.has(String(Number(text))) || findName(squash(text), index.names) !== undefined;
  const judged = judgeName(run, index.names, hasNumber);
  if (judged.ok) return verdict('name-not-in-source', true, run.text, '', judged.places);
  return verdict('name-not-in-source', false, judged.missing, 'is not named in the sources.', []);
}
