/** When a source is visited next: often where much is new, seldom where little is, and never more often than it wants. */
import { sha256 } from '../text/hash.ts';
import type { Iso, SourceHealth, VisitHints } from '../types.ts';
import { patience } from './health.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** The wait of a source that brings one entry a week. It falls with the square root of the rate: an hour at a hundred a week. */
const AT_ONE_A_WEEK = 10 * HOUR;
const SHORTEST = 15 * MINUTE;
const LONGEST = DAY;
/** The first wait of a source whose entries bear no dates, or were chosen one by one. */
const UNKNOWN = 6 * HOUR;
/** After each of its first failures in a row; then its waits are those of `patience`. */
const AFTER_FAILURE = [HOUR, 2 * HOUR, 4 * HOUR];
/** Sources of one rate come apart by so much of their wait. */
const APART = 0.1;

/** What is known once a source has been visited, whether it answered or not. */
export interface Visited {
  /** When the visit was. */
  now: Iso;
  /** After this visit. */
  health: SourceHealth;
  /** Before it; left out at the first. */
  before?: SourceHealth;
  /** Every answer was a 304, or stored. */
  unchanged?: boolean;
  /** The newest success of any source before this visit; left out where nothing has worked yet. */
  workedAt?: Iso;
  /** What tells this source from all others. */
  key: string;
}

/**
 * When a source is visited next: always after `now`.
 *
 * The wait is 10 hours over the square root of the entries a week, between a quarter of an hour and a day: with so many visits to give away,
 * entries wait least on average where visits go by the square root of the rate (K. C. Sia, J. Cho, H.-K. Cho, "Efficient Monitoring
 * Algorithm for Fast News Alerts", IEEE TKDE 19, 2007). A silent source is visited once a week; one of unknown rate after six hours, and
 * after twice its last wait, up to a day, each time that it has not changed. One that fails waits 1, 2 and 4 hours, then as `patience` says,
 * but no more than 4 hours where nothing else has worked since its last try: the network may be down.
 *
 * Never is it visited more often than the feed wants (`everyMinutes`), as RFC 9111 and RSS 2.0 mean it, nor in the hours and days (UTC) that
 * it names (`health.visits`): the visit moves to the first hour that it leaves free and keeps its minute. A tenth of the wait, or less, is added or taken off
 * by a hash of `key`, always the same, so that many sources do not come at one moment; to a wait that may not be shorter it is added.
 */
export function nextVisit(visited: Visited): Iso {
  const { now, health, key } = visited;
  const { visits = {} } = health;
  // 0 to 1
  const share = Number.parseInt(sha256(key).slice(0, 8), 16) / 0xffffffff;
  const failed = health.failuresInARow > 0;
  const least = Math.max((visits.everyMinutes ?? 0) * MINUTE, failed ? failedWait(visited) : SHORTEST);
  const usual = failed ? 0 : usualWait(visited) * (1 - APART + 2 * APART * share);
  const wait = Math.max(usual, least * (1 + APART * share));
  return new Date(Math.round(wantedFrom(Date.parse(now) + wait, visits))).toISOString();
}

function usualWait({ now, health, before, unchanged }: Visited): number {
  const { itemsAWeek, silentSince } = health;
  if (silentSince !== undefined) return WEEK;
  if (itemsAWeek !== undefined) return between(SHORTEST, AT_ONE_A_WEEK / Math.sqrt(Math.max(0, itemsAWeek)), LONGEST);
  const last = unchanged && before ? Date.parse(now) - Date.parse(before.lastTriedAt) : 0;
  return between(UNKNOWN, 2 * last, LONGEST);
}

function failedWait({ health: { failuresInARow }, before, workedAt = '' }: Visited): number {
  const alone = before !== undefined && !(before.lastTriedAt <= workedAt);
  const long = alone ? undefined : patience(failuresInARow);
  return long ?? (AFTER_FAILURE[Math.min(failuresInARow, AFTER_FAILURE.length) - 1] as number);
}

/** The first moment, whole hours after `at`, in an hour and on a day that are not skipped; `at` itself where all are. */
function wantedFrom(at: number, { skipHours = [], skipDays = [] }: VisitHints): number {
  for (let time = at; time <= at + WEEK; time += HOUR) {
    const date = new Date(time);
    if (!skipHours.includes(date.getUTCHours()) && !skipDays.includes(date.getUTCDay())) return time;
  }
  return at;
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(least, value), most);
}
