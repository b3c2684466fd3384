/** When a feed wants to be visited, by what it says of itself and by how long its answer stays fresh. */
import type { VisitHints } from '../types.ts';
import { given } from './given.ts';

/** Minutes: nobody needs to wait for less, and nobody is left alone for longer than a week. */
const LEAST = 5;
const MOST = 7 * 1440;
/** Servers give every file of a folder one `max-age`, often a year: it speaks for a day, not for more. */
const MOST_FRESH = 1440;
/** Minutes of each period of the syndication module. */
const PERIODS = new Map([
  ['hourly', 60],
  ['daily', 1440],
  ['weekly', 7 * 1440],
  ['monthly', 30 * 1440],
  ['yearly', 365 * 1440],
]);
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** As many elements are read: there are no more hours or days that a feed could name, each some times over. */
const MOST_NAMED = 100;

/**
 * The hints of a feed, undefined where it gives none that can be followed: RSS 2.0's `ttl` (minutes), `skipHours` (0 to 23; 24 is midnight)
 * and `skipDays` (English names), both in GMT; `sy:updatePeriod` and `sy:updateFrequency` of the RSS 1.0 syndication module, a day and once
 * where one of the two is left out. `said` gives the texts of all elements of a name. Of two waits the longer counts, between five minutes
 * and a week; to skip every hour or every day is no hint.
 */
export function feedHints(said: (name: string) => string[]): VisitHints | undefined {
  const waits = [minutes(said('ttl')[0]), updatesOf(said('sy:updateperiod')[0], said('sy:updatefrequency')[0])];
  const hours = said('hour').slice(0, MOST_NAMED).flatMap(hourOf);
  const days = said('day').slice(0, MOST_NAMED).flatMap(dayOf);
  return hinted({ everyMinutes: longest(waits), skipHours: some(hours, 24), skipDays: some(days, 7) });
}

/** With the minutes for which an answer with these headers stays fresh, a day at most (`max-age`, RFC 9111 §5.2.2.1); its `Age` is not taken off. */
export function withFreshness(hints: VisitHints | undefined, headers: Record<string, string>): VisitHints | undefined {
  const control = (headers['cache-control'] ?? '').slice(0, 1_000);
  // whoever wants no copy kept says nothing of how often to ask
  const kept = !/(^|[\s,])no-(cache|store)\b/i.test(control);
  const seconds = kept ? /(?:^|[\s,])max-age\s*=\s*"?(\d{1,15})/i.exec(control)?.[1] : undefined;
  if (seconds === undefined || Number(seconds) < 60) return hints;
  const fresh = Math.min(Number(seconds) / 60, MOST_FRESH);
  return hinted({ ...hints, everyMinutes: longest([hints?.everyMinutes, fresh]) });
}

function hinted(found: { [K in keyof VisitHints]: VisitHints[K] | undefined }): VisitHints | undefined {
  const hints = given(found);
  return Object.keys(hints).length === 0 ? undefined : hints;
}

/** A number of minutes above 0; zero, a sign and words say nothing. */
function minutes(text = ''): number | undefined {
  const read = /^\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  return read > 0 ? read : undefined;
}

function updatesOf(period: string | undefined, frequency: string | undefined): number | undefined {
  if (period === undefined && frequency === undefined) return undefined;
  const length = PERIODS.get((period ?? 'daily').toLowerCase());
  return length === undefined ? undefined : length / (minutes(frequency) ?? 1);
}

function longest(waits: (number | undefined)[]): number | undefined {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.round(Math.min(Math.max(LEAST, ...known), MOST));
}

function hourOf(text: string): number[] {
  return /^\d{1,2}$/.test(text) && Number(text) <= 24 ? [Number(text) % 24] : [];
}

function dayOf(text: string): number[] {
  const day = /^[a-z]{3,9}$/i.test(text) ? DAYS.indexOf(text.slice(0, 3).toLowerCase()) : -1;
  return day < 0 ? [] : [day];
}

/** Each once, in order; undefined for none, and for all of them. */
function some(found: number[], all: number): number[] | undefined {
  const each = [...new Set(found)].sort((a, b) => a - b);
  return each.length === 0 || each.length === all ? undefined : each;
}
