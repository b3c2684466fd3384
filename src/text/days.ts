import type { Day, Iso } from '../types.ts';

const DAY = 86_400_000;
/** A window of a year is a mistake or a back catalogue; request URLs are made for the newest days of it. */
const MOST_DAYS = 62;

/**
 * The UTC days that a window touches, oldest first, without those that begin after `now`. Requests that ask by day are the same whichever
 * end the window has, so that a stored answer serves the next crawl and a replay.
 */
export function utcDays(window: { sinceAt: Iso; untilAt: Iso }, now: Iso): Day[] {
  const last = Math.min(Date.parse(window.untilAt) - 1, Date.parse(now));
  const days: Day[] = [];
  for (let at = Date.parse(window.sinceAt.slice(0, 10)); at <= last; at += DAY) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days.slice(-MOST_DAYS);
}

/** The first moment of a UTC day and of the one after it. */
export function dayBounds(day: Day): { startsAt: Iso; endsAt: Iso } {
  const at = Date.parse(day);
  return { startsAt: new Date(at).toISOString(), endsAt: new Date(at + DAY).toISOString() };
}
