/** Whether sources have a date (promise P3): as they write it, or as the day of publication tells it. */
import type { DateMention } from './dates.ts';

/** The dates of all sources of a blurb. */
export interface DateIndex {
  /** As they are written. */
  mentions: DateMention[];
  /** The days that words such as “yesterday” and “Tuesday” stand for, by the day of publication. */
  meant: DateMention[];
  /** The days of publication; with their weekday where the source names no other, or says “today”. */
  published: DateMention[];
}

/** One source's dates, the words they stand in, and when they were published. */
export interface DatedText {
  text: string;
  mentions: DateMention[];
  publishedAt?: string;
}

const DAY = 86_400_000;
const TODAY = /(?<!\p{L})(?:today|tonight|this (?:morning|afternoon|evening))(?!\p{L})/iu;
const NEAR_DAY = /(?<!\p{L})(?:(?<before>yesterday|last night)|(?<after>tomorrow))(?!\p{L})/giu;
const NEAR_MONTH =
  /(?<!\p{L})(?:(?<before>last|the previous)|(?<now>this|the current)|(?<after>next|the coming)) (?<unit>month|year)(?!\p{L})/giu;

/** The dates in the words of sources, and the days of publication (UTC) with the days, months and years that are told by them. */
export function indexDates(texts: DatedText[]): DateIndex {
  const index: DateIndex = { mentions: [], meant: [], published: [] };
  for (const { text, mentions, publishedAt } of texts) {
    index.mentions.push(...mentions);
    const day = new Date(publishedAt ?? Number.NaN);
    if (!Number.isFinite(day.getTime())) continue;
    index.meant.push(...daysMeant(text, mentions, day));
    const speaksOfIt = TODAY.test(text) || mentions.every(({ weekday }) => weekday === undefined);
    const published = dayOf(day, { start: -1, end: -1, text: day.toISOString().slice(0, 10) });
    index.published.push({ ...published, ...(speaksOfIt && { weekday: day.getUTCDay() }) });
  }
  return index;
}

interface Words {
  start: number;
  end: number;
  text: string;
}

function daysMeant(text: string, mentions: DateMention[], day: Date): DateMention[] {
  const meant: DateMention[] = [];
  for (const mention of mentions) {
    if (mention.weekday === undefined) continue;
    const ahead = /\b(?:next|coming)\s$/i.test(text.slice(Math.max(0, mention.start - 8), mention.start));
    const back = (day.getUTCDay() - mention.weekday + 7) % 7;
    meant.push(dayOf(new Date(day.getTime() + (ahead ? 7 - back : -back) * DAY), { ...mention, start: -1, end: -1 }));
  }
  for (const found of text.matchAll(NEAR_DAY)) {
    const step = found.groups?.before === undefined ? 1 : -1;
    meant.push(dayOf(new Date(day.getTime() + step * DAY), wordsOf(found)));
  }
  for (const found of text.matchAll(NEAR_MONTH)) {
    const { before, after, unit } = found.groups ?? {};
    const step = before === undefined ? (after === undefined ? 0 : 1) : -1;
    const month = unit?.toLowerCase() === 'month' ? day.getUTCMonth() + step : undefined;
    const at = new Date(Date.UTC(day.getUTCFullYear() + (month === undefined ? step : 0), month ?? 0));
    const year = at.getUTCFullYear();
    meant.push({ ...wordsOf(found), year, ...(month !== undefined && { month: at.getUTCMonth() + 1 }) });
  }
  return meant;
}

function wordsOf(found: RegExpExecArray): Words {
  return { start: found.index, end: found.index + found[0].length, text: found[0] };
}

function dayOf(day: Date, { start, end, text }: Words): DateMention {
  return { start, end, text, year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
}

/** The date of a source that bears out what a blurb says: every part that the blurb gives. `start` is -1 for the day of publication. */
export function dateSupport(claim: DateMention, index: DateIndex): DateMention | undefined {
  const { mentions, meant, published } = index;
  const { weekday } = claim;
  if (weekday === undefined) return [...mentions, ...meant, ...published].find((date) => bears(date, claim, index));
  return (
    [...mentions, ...published].find((date) => date.weekday === weekday) ??
    [...mentions, ...meant].find((date) => weekdayOf(date) === weekday && isNear(date, published))
  );
}

function bears(date: DateMention, claim: DateMention, index: DateIndex): boolean {
  if (claim.month !== undefined && date.month !== claim.month) return false;
  if (claim.day !== undefined && date.day !== claim.day) return false;
  if (claim.half !== undefined && date.half !== claim.half) return false;
  if (claim.year === undefined || date.year === claim.year) return true;
  // “January 27” in the source, “January 27, 2025” in the blurb.
  if (claim.month === undefined || date.year !== undefined) return false;
  if (index.published.length === 0) return index.mentions.some((other) => other.year === claim.year);
  return index.published.some((day) => yearsOf(date, day).includes(claim.year ?? 0));
}

/** The years that a date without one may be of: that of publication, or the one before or after if the date is nearer there. */
function yearsOf(date: DateMention, published: DateMention): number[] {
  const year = published.year ?? 0;
  const behind = (published.month ?? 0) * 31 + (published.day ?? 0);
  const ahead = (date.month ?? 0) * 31 + (date.day ?? 31);
  return [year, ahead > behind ? year - 1 : year + 1];
}

/** Nobody calls a day by its weekday that is not in the weeks around the day of publication. */
function isNear({ year, month, day }: DateMention, published: DateMention[]): boolean {
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1);
  const distance = (other: DateMention) =>
    Math.abs(Date.UTC(other.year ?? 0, (other.month ?? 1) - 1, other.day ?? 1) - at);
  return published.length === 0 || published.some((other) => distance(other) <= 14 * DAY);
}

function weekdayOf({ year, month, day }: DateMention): number | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** Dates of the sources that come nearest to one they do not have: same month, then same kind. */
export function nearestDate(claim: DateMention, index: DateIndex): string | undefined {
  const all = [...index.mentions, ...index.meant, ...index.published];
  const alike = (date: DateMention): number =>
    (claim.month !== undefined && date.month === claim.month ? 2 : 0) +
    (claim.year !== undefined && date.year === claim.year ? 1 : 0) +
    (claim.day !== undefined && date.day === claim.day ? 1 : 0) +
    ((claim.weekday === undefined) === (date.weekday === undefined) ? 0.5 : -1);
  let best: DateMention | undefined;
  for (const date of all) if (!best || alike(date) > alike(best)) best = date;
  return best?.text;
}
