import { Temporal } from 'temporal-polyfill';
import { UserError } from '../errors.ts';
import type { Day, Iso } from '../types.ts';
import { isDay } from './fields.ts';

/** The time that an issue tells of: since ≤ date < until. */
export interface Window {
  since: Day;
  until: Day;
  /** The same two midnights as moments. */
  sinceAt: Iso;
  untilAt: Iso;
}

/** Days that an issue tells of where there is none before it. */
const WEEK = 7;

/**
 * The window of an issue, cut at midnight in `timezone`. By default from the last issue's `until` (else a week before) to now; since an
 * issue tells of whole days, "now" is the midnight at the end of today, so that what came out today is in it. Throws UserError where a
 * day is none, or nothing lies between the two.
 */
export function windowOf(o: {
  since?: Day | undefined;
  until?: Day | undefined;
  lastUntil?: Day | undefined;
  now: Date;
  timezone: string;
}): Window {
  const today = Temporal.Instant.fromEpochMilliseconds(o.now.getTime()).toZonedDateTimeISO(o.timezone).toPlainDate();
  const until = o.until === undefined ? today.add({ days: 1 }) : parseDay(o.until, 'until');
  const since =
    o.since === undefined ? defaultSince(until, o.lastUntil, o.until !== undefined) : parseDay(o.since, 'since');
  if (Temporal.PlainDate.compare(since, until) >= 0)
    throw new UserError(emptyWindow(since, until, o.since === undefined));
  return {
    since: since.toString(),
    until: until.toString(),
    sinceAt: startOf(since, o.timezone),
    untilAt: startOf(until, o.timezone),
  };
}

/** The last issue's end; for an end that the editor chose before it, a week. */
function defaultSince(
  until: Temporal.PlainDate,
  lastUntil: Day | undefined,
  untilIsChosen: boolean,
): Temporal.PlainDate {
  const weekBefore = until.subtract({ days: WEEK });
  if (lastUntil === undefined) return weekBefore;
  const last = parseDay(lastUntil, "the last issue's until");
  return untilIsChosen && Temporal.PlainDate.compare(last, until) >= 0 ? weekBefore : last;
}

function emptyWindow(since: Temporal.PlainDate, until: Temporal.PlainDate, isDefault: boolean): string {
  if (isDefault)
    return `the last issue runs until ${since}, so nothing is new before ${until}: wait a day, or choose the days with --since and --until`;
  return `since ${since} is not before until ${until}; the window is since ≤ date < until`;
}

function parseDay(text: string, what: string): Temporal.PlainDate {
  if (!isDay(text)) throw new UserError(`${what} ${JSON.stringify(text)} is not a day; write it as 2026-11-22`);
  return Temporal.PlainDate.from(text);
}

/** Midnight, or where a clock change skips it the first moment of the day. */
function startOf(day: Temporal.PlainDate, timezone: string): Iso {
  return new Date(day.toZonedDateTime(timezone).epochMilliseconds).toISOString();
}
