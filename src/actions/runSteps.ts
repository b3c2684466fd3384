/** One step of a run, its failure as data. */
import { SourceError, UserError } from '../errors.ts';
import type { Iso, World } from '../types.ts';
import type { CrawlReport } from './crawl.ts';
import { wasOffline } from './offline.ts';
import { isNews, type StepName, streakOf } from './retries.ts';

/** More runs than a job of every five minutes makes in a day. */
const RUNS = 1000;
/** Nothing could be crawled; a fault of Pullquote itself. */
const EXIT = { nothing: 3, fault: 70 };
/** As many failures as say what is wrong. */
const MOST_REASONS = 10;

/** What failed and why; `plan`: it could not be told what is due. */
export interface Failure {
  step: StepName | 'plan';
  message: string;
  exitCode: number;
}

/**
 * Does the work and notes in the store how it ended. What the world did wrong is a failure; whether it is news depends on the failures before it. That nothing could be planned is noted only when it is
 * told: it may go on for days, every five minutes.
 */
export async function attempt<T>(
  world: World,
  step: Failure['step'],
  work: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; failure: Failure; isNews: boolean }> {
  const startedAt = world.clock().toISOString();
  const began = performance.now();
  const endedAt = (): Iso => new Date(Date.parse(startedAt) + performance.now() - began).toISOString();
  const id = step === 'plan' ? undefined : await world.store.startRun({ command: step, startedAt });
  try {
    const value = await work();
    if (id !== undefined) await world.store.endRun(id, 'done', endedAt());
    return { ok: true, value };
  } catch (error) {
    const failure = failureOf(step, error);
    if (failure.exitCode === EXIT.fault) world.report.info((error as Error).stack ?? failure.message);
    const detail = failure.message.split('\n')[0] as string;
    const before = streakOf(await world.store.runs(RUNS), step);
    const isTold = isNews(before, { startedAt, detail });
    if (id !== undefined) await world.store.endRun(id, 'failed', endedAt(), detail);
    else if (isTold)
      await world.store.startRun({ command: step, startedAt, endedAt: endedAt(), outcome: 'failed', detail });
    return { ok: false, failure, isNews: isTold };
  }
}

function failureOf(step: Failure['step'], error: unknown): Failure {
  if (error instanceof UserError) return { step, message: error.message, exitCode: error.exitCode };
  if (error instanceof SourceError) return { step, message: error.message, exitCode: EXIT.nothing };
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { step, message: `a fault in Pullquote itself: ${message}; please report it`, exitCode: EXIT.fault };
}

/** Throws UserError (exit 3) where no source answered. */
export function refuseNothing(report: CrawlReport): void {
  const { sources } = report;
  if (sources.length === 0 || sources.some(({ error, skipped }) => error === undefined && !skipped)) return;
  const why = wasOffline(report) ? ': no host of theirs can be found. Is this machine online?' : '.';
  const reasons = sources.flatMap(({ name, error, skipped }) => [`  ${name}: ${error ?? skipped?.lastError ?? ''}`]);
  throw new UserError([`no source could be crawled${why}`, ...reasons.slice(0, MOST_REASONS)].join('\n'), EXIT.nothing);
}
