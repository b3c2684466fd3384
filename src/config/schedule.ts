/** `schedule:` of newsletter.yaml as moments: which one was due last, which comes next. Pure: the clock is an argument. */
import { Temporal } from 'temporal-polyfill';
import type { Day, Iso } from '../types.ts';

/**
 * A moment at which something is due, and the day of the calendar that it was written for: where a clock change skips the time, or a whole
 * day, the two may differ.
 */
export interface Moment {
  at: Iso;
  day: Day;
}
/** Days between two moments of one rule, and how to tell that a day is one of its days. */
interface Rhythm {
  everyDays: number;
  /** 1 is Monday, 7 is Sunday (ISO 8601); undefined: any day. */
  weekday: number | undefined;
  time: Temporal.PlainTime;
}

const HOUR = 3_600_000;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * The last moment of a rule that is not after `now`. Rules: `hourly` (each full hour of UTC), `daily` (midnight of `timezone`),
 * `daily 06:30`, `sun 18:00`. A time that a clock change skips counts as the same time with the offset before the change, so that 2:30 is
 * 3:30 (Temporal's `compatible`, as RFC 5545 has it); one that is there twice is due once, the first time.
 */
export function lastDue(rule: string, timezone: string, now: Date): Moment {
  if (rule === 'hourly') return hour(Math.floor(now.getTime() / HOUR), timezone);
  const rhythm = rhythmOf(rule);
  let day = lastDay(rhythm, today(timezone, now));
  while (at(day, rhythm, timezone) > now.getTime()) day = day.subtract({ days: rhythm.everyDays });
  return momentOf(day, rhythm, timezone);
}

/** The first moment of a rule after `now`. */
export function nextDue(rule: string, timezone: string, now: Date): Moment {
  if (rule === 'hourly') return hour(Math.floor(now.getTime() / HOUR) + 1, timezone);
  const rhythm = rhythmOf(rule);
  // a skipped day's moment may still lie ahead
  let day = lastDay(rhythm, today(timezone, now)).subtract({ days: rhythm.everyDays });
  while (at(day, rhythm, timezone) <= now.getTime()) day = day.add({ days: rhythm.everyDays });
  return momentOf(day, rhythm, timezone);
}

/** Where the window of an issue that is due on this day ends: it holds the whole day. */
export function endOfIssue({ day }: Pick<Moment, 'day'>): Day {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

/**
 * The due day that an issue counts for, by the end of its window: the one whose end is nearest. What an editor drafts on a Friday is the issue of the coming Sunday, what was
 * caught up on Tuesday that of the last one.
 */
export function dueDayOf(rule: string, until: Day): Day {
  const rhythm = rhythmOf(rule);
  const end = Temporal.PlainDate.from(until);
  const before = lastDay(rhythm, end.subtract({ days: 1 }));
  const late = before.add({ days: 1 }).until(end).days;
  return (late * 2 < rhythm.everyDays ? before : before.add({ days: rhythm.everyDays })).toString();
}

/** The due day whose issue a window that ends so is on its way to: the first that is not over before that. */
export function dueDayFrom(rule: string, until: Day): Day {
  const rhythm = rhythmOf(rule);
  const last = Temporal.PlainDate.from(until).subtract({ days: 1 });
  const day = lastDay(rhythm, last);
  return (day.equals(last) ? day : day.add({ days: rhythm.everyDays })).toString();
}

/** The due day after this one. */
function dueDayAfter(rule: string, day: Day): Day {
  return Temporal.PlainDate.from(day)
    .add({ days: rhythmOf(rule).everyDays })
    .toString();
}

/**
 * The due days that have no issue of their own, where an issue goes on from the end of the last one (`since`) and ends at `until`: nothing ran then, or nothing could be
 * drafted. Oldest first.
 */
export function missedDays(rule: string, window: { since: Day; until: Day }): Day[] {
  const own = lastDay(rhythmOf(rule), Temporal.PlainDate.from(window.until).subtract({ days: 1 })).toString();
  const days: Day[] = [];
  for (let day = dueDayAfter(rule, dueDayOf(rule, window.since)); day < own; day = dueDayAfter(rule, day))
    days.push(day);
  return days;
}

function rhythmOf(rule: string): Rhythm {
  const [name = '', time = '00:00'] = rule.split(' ');
  const weekday = WEEKDAYS.indexOf(name) + 1;
  const clock = Temporal.PlainTime.from(time);
  return weekday === 0
    ? { everyDays: 1, weekday: undefined, time: clock }
    : { everyDays: WEEKDAYS.length, weekday, time: clock };
}

/** The newest of a rhythm's days that is not after `day`. */
function lastDay({ weekday }: Rhythm, day: Temporal.PlainDate): Temporal.PlainDate {
  return weekday === undefined ? day : day.subtract({ days: (day.dayOfWeek - weekday + 7) % 7 });
}

function today(timezone: string, now: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timezone).toPlainDate();
}

/** Milliseconds of the epoch. */
function at(day: Temporal.PlainDate, { time }: Rhythm, timezone: string): number {
  return day.toPlainDateTime(time).toZonedDateTime(timezone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function momentOf(day: Temporal.PlainDate, rhythm: Rhythm, timezone: string): Moment {
  return { at: new Date(at(day, rhythm, timezone)).toISOString(), day: day.toString() };
}

function hour(count: number, timezone: string): Moment {
  const start = new Date(count * HOUR);
  return { at: start.toISOString(), day: today(timezone, start).toString() };
}
