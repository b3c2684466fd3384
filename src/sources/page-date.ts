/** Dates as listings show them beside a link. */
import { parseDate } from '../text/time.ts';
import type { Iso } from '../types.ts';

const LONGEST = 60;
const DAY = 86_400_000;
/** A month and a day without a year, in either order. */
const WITHOUT_YEAR = /^(\p{L}{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?$|^(\d{1,2})(?:st|nd|rd|th|\.)?\s(\p{L}{3,9})\.?$/u;

/**
 * The moment that a short text beside a link names. It must name a day: a listing's "2026" or "November 2026" says too little. A day
 * without a year is the last one before `seenAt`. "3 days ago" is none, since it would be another moment at each visit.
 */
export function dateIn(text: string, seenAt?: Iso): Iso | undefined {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length > LONGEST) return undefined;
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
