/** Which words of a listing are a title, and which a date. */
import { parseDate } from '../text/time.ts';
import type { Iso } from '../types.ts';

const LONGEST_TITLE = 300;
const LONGEST_DATE = 60;

/** What links are called that lead to the page whose title stands elsewhere. */
const GENERIC = [
  /^(here|click here|more|details|link|permalink|open|comments?|share|next|previous|older|newer|image|photo|article|post)$/,
  /^(read|see|view|learn|find out|discover|explore|continue|keep|show|watch|listen)( (more|on|now|all|here|reading|it))*$/,
  /^(read|see|view|watch|open|get|download|listen to|continue reading|continue to)( (the|this|our|full|whole|entire))* (article|post|blog|blog post|story|episode|details|announcement|release|press release|paper|report|video|podcast|docs|publication|case study)$/,
];
/** What stands before a title in the labels of links. */
const LEAD = /^((read|learn|see|find out) more (about|on)|(perma|permanent )?link to)\s*:?\s+(?=\S)/i;

/** What labels put after a title. */
const TAIL = /\s*[([,–-]?\s*opens? in (a )?new (tab|window)[)\]]?$/i;

/**
 * The title among lines, bounded, without what labels put before it; '' where there is none, as in "Read more →". A link around a whole
 * card has its category, title and date on lines of their own: the first that is no label is taken.
 */
export function titleIn(lines: string[]): string {
  const titles = lines.map(titleOf).filter((title) => title !== '');
  return titles.find((title) => title.split(' ').length > 2) ?? titles[0] ?? '';
}

function titleOf(line: string): string {
  const plain = line.replace(/\s+/g, ' ').trim().replace(TAIL, '');
  const letters = plain
    .slice(0, 80)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    .trim();
  if (letters === '' || GENERIC.some((generic) => generic.test(letters)) || isDate(plain)) return '';
  const title = plain.replace(LEAD, '');
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE).replace(/\s+\S*$/, '')}…` : title;
}

/** A line that is a date and little else. */
export function isDate(line: string): boolean {
  return line.length <= 40 && dateIn(line) !== undefined;
}

const DAY = 86_400_000;
/** A month and a day without a year, in either order. */
const WITHOUT_YEAR = /^(\p{L}{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?$|^(\d{1,2})(?:st|nd|rd|th|\.)?\s(\p{L}{3,9})\.?$/u;

/**
 * The moment that a short text beside a link names. It must name a day: a listing's "2026" or "November 2026" says too little. A day
 * without a year is the last one before `seenAt`. "3 days ago" is none, since it would be another moment at each visit.
 */
export function dateIn(text: string, seenAt?: Iso): Iso | undefined {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length > LONGEST_DATE) return undefined;
  const numbers = plain.match(/\d+/g)?.length ?? 0;
  if (numbers >= 3 || (numbers >= 2 && /\p{L}{3}/u.test(plain))) return parseDate(plain);
  const day = WITHOUT_YEAR.exec(plain);
  return day === null ? undefined : lastOf(`${day[2] ?? day[3]} ${day[1] ?? day[4]}`, seenAt ?? '2000-12-31');
}

function lastOf(day: string, seenAt: Iso): Iso | undefined {
  const year = Number(seenAt.slice(0, 4));
  const date = parseDate(`${day} ${year}`);
  const isAhead = date !== undefined && Date.parse(date) > Date.parse(seenAt) + DAY;
  return isAhead ? parseDate(`${day} ${year - 1}`) : date;
}
