/** What failed is tried again, less and less often, and told again only where there is news. */
import type { Iso, Run } from '../types.ts';

/** What is done again and again. */
export type StepName = 'crawl' | 'draft' | 'prune';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Minutes after the first failure, the second, …; the last for good. */
const WAITS = [15, 30, 60, 120, 240];
/** A crawl is tried each hour at least: a feed holds only its last entries. */
const CRAWL_WAIT = 60;
/** A job is not started at the same second every time: without this much slack a wait of an hour would be one of two. */
const SLACK = 2;

/** The failures of a command since it last ended well, newest first. What was killed has no outcome and counts for nothing. */
export function streakOf(runs: Run[], command: string): Run[] {
  const failures: Run[] = [];
  for (const run of runs) {
    if (run.command !== command) continue;
    if (run.outcome === 'done') break;
    if (run.outcome === 'failed') failures.push(run);
  }
  return failures;
}

/** When a step with these failures, newest first, is tried again; undefined: nothing failed. */
export function retryAt(failures: Run[], step: StepName): Iso | undefined {
  const last = failures[0];
  if (last === undefined) return undefined;
  const wait = WAITS[Math.min(failures.length, WAITS.length) - 1] as number;
  const minutes = (step === 'crawl' ? Math.min(wait, CRAWL_WAIT) : wait) - SLACK;
  return new Date(Date.parse(last.startedAt) + minutes * MINUTE).toISOString();
}

/** Whether a failure is told, after these, newest first: the first one is, one in other words, and the same once a day. */
export function isNews(failures: Run[], failure: Pick<Run, 'startedAt' | 'detail'>): boolean {
  let told: Pick<Run, 'startedAt' | 'detail'> | undefined;
  let news = true;
  for (const each of [...failures.toReversed(), failure]) {
    news =
      !told ||
      told.detail !== each.detail ||
      Date.parse(each.startedAt) - Date.parse(told.startedAt) >= DAY - SLACK * MINUTE;
    if (news) told = each;
  }
  return news;
}
