/** How sources fare: when a failing one is asked again, how much a well one brings, and whether it has fallen silent. */
import { SourceError, UserError } from '../errors.ts';
import type { CrawledEntry, CrawlResult, Iso, Source, SourceHealth } from '../types.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** From this many failures in a row on a source is sick. */
export const SICK = 3;
/** From this many on it is asked less often: hours after its last try, the last of them for good. */
const PATIENT = 4;
const WAITS = [6, 12, 24, 48, 72];
/** A daily job is not started at the same second every day: without this much slack a wait of a day would be one of two. */
const SLACK = HOUR;

/** A source is silent after so long, and so many of its usual gaps, without an entry. */
const SILENT = 4 * WEEK;
const SILENT_GAPS = 6;
/** The usual gap is that of so many last entries; fewer than the least say nothing. */
const LAST_ENTRIES = 20;
const LEAST_ENTRIES = 5;

/**
 * When a source that failed for long is asked again, where that is after `now`. `workedAt` is the newest success of any source: where
 * nothing has worked since the source failed, the network may have been down, and it is asked. So is one that asks for something else
 * than it did (`asked`).
 */
export function dueAt(
  health: SourceHealth | undefined,
  workedAt: Iso | undefined,
  now: Iso,
  asked?: string,
): Iso | undefined {
  const wait = health && patience(health.failuresInARow);
  if (!health || wait === undefined || wasMended(health, asked)) return undefined;
  const [tried, at, worked] = [Date.parse(health.lastTriedAt), Date.parse(now), Date.parse(workedAt ?? '')];
  // a try in the future was made by a clock that has been set back since
  if (!(tried <= at && tried <= worked)) return undefined;
  const due = tried + wait - SLACK;
  return due > at ? new Date(due).toISOString() : undefined;
}

/** Milliseconds from its last try until a source that failed so often in a row is asked again; undefined while it may be asked any time. */
export function patience(failuresInARow: number): number | undefined {
  if (failuresInARow < PATIENT) return undefined;
  return (WAITS[Math.min(failuresInARow - PATIENT, WAITS.length - 1)] as number) * HOUR;
}

/** The newest success of any source. */
export function lastSuccess(all: Iterable<SourceHealth>): Iso | undefined {
  let newest: Iso | undefined;
  for (const { lastSuccessAt } of all) if (lastSuccessAt && lastSuccessAt > (newest ?? '')) newest = lastSuccessAt;
  return newest;
}

/**
 * Health after a source answered: what a success of long ago said is replaced. `requests` are the addresses that were asked for, where
 * what was read is stored; without them those of `before` stay. So does when it wanted to be visited, where an answer that has not changed
 * does not say it again.
 */
export function afterSuccess(
  source: Source,
  result: Pick<CrawlResult, 'entries' | 'movedTo' | 'visits'> & {
    unchanged?: boolean;
    requests?: string[];
    asked?: string;
  },
  now: Iso,
  before?: SourceHealth,
): SourceHealth {
  const dates = isHandPicked(source) ? undefined : datesOf(result.entries, now);
  const itemsAWeek = dates && weekly(dates, result.entries.length, now);
  const silentSince = dates && silence(dates, now);
  const visits = result.visits ?? (result.unchanged ? before?.visits : undefined);
  const read = result.requests ? { requests: result.requests, requestsAt: now } : before;
  return {
    sourceId: source.id,
    lastTriedAt: now,
    lastSuccessAt: now,
    failuresInARow: 0,
    ...(itemsAWeek === undefined ? {} : { itemsAWeek }),
    ...(silentSince === undefined ? {} : { silentSince }),
    ...(result.movedTo === undefined ? {} : { movedTo: result.movedTo }),
    ...(read?.requests && read.requestsAt ? { requests: read.requests, requestsAt: read.requestsAt } : {}),
    ...(result.asked === undefined ? {} : { asked: result.asked }),
    ...(visits === undefined ? {} : { visits }),
  };
}

/** Health after an answer that has not changed since it was read, with the dates of the source's items: only time has passed. */
export function afterSame(
  source: Source,
  { asked, requests }: { asked: string; requests: string[] },
  dates: Iso[],
  now: Iso,
  before: SourceHealth,
): SourceHealth {
  const { itemsAWeek: rate, silentSince: _, ...health } = before;
  const known = dates.map((date) => Date.parse(date)).filter((date) => date <= Date.parse(now) + DAY);
  const counts = !isHandPicked(source) && rate !== undefined;
  const itemsAWeek = counts ? weekly(known, health.reading?.items ?? 0, now) : undefined;
  const silentSince = counts ? silence(known, now) : undefined;
  return {
    ...health,
    ...{ lastTriedAt: now, lastSuccessAt: now, failuresInARow: 0, asked, requests, requestsAt: now },
    ...(itemsAWeek === undefined ? {} : { itemsAWeek }),
    ...(silentSince === undefined ? {} : { silentSince }),
  };
}

/** Health after a source failed: what the last success said stays, and failures of what was asked before do not count. */
export function afterFailure(
  source: Source,
  before: SourceHealth | undefined,
  lastError: string,
  now: Iso,
  asked?: string,
): SourceHealth {
  const failuresInARow = (before && !wasMended(before, asked) ? before.failuresInARow : 0) + 1;
  const more = asked === undefined ? {} : { asked };
  return { ...before, sourceId: source.id, lastTriedAt: now, failuresInARow, lastError, ...more };
}

function wasMended(health: SourceHealth, asked: string | undefined): boolean {
  return health.asked !== undefined && asked !== undefined && health.asked !== asked;
}

/** Why a source failed, in a sentence: whatever a crawler stumbles over is that source's failure, never the run's (P7). */
export function failureOf(error: unknown, onFault: (stack: string) => void): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof SourceError || error instanceof UserError) return message;
  onFault(stack ?? message);
  return `a fault in Pullquote itself: ${message}; please report it`;
}

/** Whether the operator chose every item, so that there is no rate, and no item is too old to be wanted. */
export function isHandPicked(source: Source): boolean {
  if (source.kind === 'youtube') return source.videos.length > 0;
  if (source.kind === 'page') return source.pages.length > 0;
  if (source.kind === 'bluesky') return source.handle === undefined;
  if (source.kind === 'hackernews') return source.items.length > 0 && !source.frontPage && source.query === undefined;
  if (source.kind !== 'x') return false;
  return source.users.length === 0 && !source.list && !source.search && !source.conversation;
}

/** The dates of the entries in milliseconds, newest first, each entry once; one from the future is a mistake. */
function datesOf(entries: CrawledEntry[], now: Iso): number[] {
  const dates = new Map<string, number>();
  for (const { id, url, publishedAt } of entries) {
    const date = Date.parse(publishedAt ?? '');
    if (date <= Date.parse(now) + DAY) dates.set(`${id} ${url}`, date);
  }
  return [...dates.values()].sort((a, b) => b - a);
}

/** Entries a week, to a tenth: those of the last seven days, or as many as a feed that does not reach back so far would have. */
function weekly(dates: number[], entries: number, now: Iso): number | undefined {
  const oldest = dates.at(-1);
  if (oldest === undefined) return entries === 0 ? 0 : undefined;
  const span = Date.parse(now) - oldest;
  if (span >= WEEK || dates.length === 1) return dates.filter((date) => Date.parse(now) - date < WEEK).length;
  return Math.round((dates.length * WEEK * 10) / Math.max(span, DAY)) / 10;
}

/** The date of the newest entry, where the next one is long overdue. */
function silence(dates: number[], now: Iso): Iso | undefined {
  const last = dates.slice(0, LAST_ENTRIES);
  const [newest, oldest] = [last[0], last.at(-1)];
  if (newest === undefined || oldest === undefined || last.length < LEAST_ENTRIES) return undefined;
  const gap = (newest - oldest) / (last.length - 1);
  return Date.parse(now) - newest >= Math.max(SILENT, SILENT_GAPS * gap) ? new Date(newest).toISOString() : undefined;
}
