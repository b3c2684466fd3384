/** The end of a job: what it gave and that it is done are written in one transaction, or neither is. */
import type { CrawlJob, PageJob } from '../actions/jobTypes.ts';
import { passes } from '../text/postgres.ts';
import type { Iso, JobKind, Statements, Store } from '../types.ts';
import { type Affected, type Attempt, LostJob, nameOf } from './attempt.ts';
import type { Boss } from './boss.ts';
import { type Envelope, IN_TIME, type Results, type Work } from './envelope.ts';
import { insertJobs } from './insert.ts';
import { waited } from './pauses.ts';

/** A transaction that had to give way to another one, or met a database that restarts, is tried again: what was fetched is not fetched anew for that. */
const TRIES = 8;
const FIRST_PAUSE = 50;

export interface Ending {
  boss: Boss;
  fleet: Results;
  kind: JobKind;
  attempt: Attempt;
  envelope: Envelope;
  signal: AbortSignal;
}

/**
 * Settles a job that this process did, and gives its result. Throws LostJob where the attempt is not ours any more, and whatever `settle` throws; nothing is
 * written then. The job is completed last: its row is locked for as short as can be, since the supervisor that gives back the jobs of
 * the dead waits for such locks.
 */
export async function settleJob(ending: Ending, { store, settle }: Work): Promise<unknown> {
  const { kind, envelope, boss } = ending;
  for (let tried = 1, pause = FIRST_PAUSE; ; tried++, pause *= 2) {
    if (ending.signal.aborted) throw new LostJob();
    const ended: { as?: unknown } = {};
    try {
      const result = await store.together((locked, statements) =>
        noting(ended, () => end(ending, settle, locked, statements)),
      );
      // its pages
      if (kind === 'crawl' && envelope.run === undefined) boss.wakeHere('page');
      return result;
    } catch (error) {
      if (tried === TRIES || !('as' in ended) || (ended.as !== undefined && !passes(ended.as))) throw error;
      await waited(pause, ending.signal);
    }
  }
}

async function end(ending: Ending, settle: Work['settle'], store: Store, statements: Statements): Promise<unknown> {
  const result = await settle(store);
  await handOn(ending, result, statements);
  await complete(ending, statements);
  return result;
}

/** Notes how the work of a transaction ended, before the store puts it in words for people: with an error, or with none where the commit failed. A transaction that never began was waited for long enough. */
async function noting<T>(ended: { as?: unknown }, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    ended.as = undefined;
    return result;
  } catch (error) {
    ended.as = error;
    throw error;
  }
}

/** To the command that waits; or, where nobody does, to whoever visits the source next and captures its pages. */
async function handOn({ boss, fleet, kind, envelope }: Ending, result: unknown, statements: Statements): Promise<void> {
  const { run, index, newsletter, args } = envelope;
  if (run !== undefined) return fleet.saveResult(statements, run, index ?? 0, result);
  if (kind !== 'crawl') return;
  const { nextAt, pages = [] } = (result ?? {}) as { nextAt?: Iso; pages?: PageJob[] };
  if (nextAt !== undefined) await fleet.setDue(statements, newsletter, (args as CrawlJob).source.id, nextAt);
  const jobs = pages.map((page) => ({ ...envelope, args: page }));
  await insertJobs(boss, 'page', jobs, { priority: IN_TIME, statements });
}

async function complete({ boss, kind, attempt }: Ending, statements: Statements): Promise<void> {
  const { affected } = (await boss.pg.complete(kind, nameOf(attempt), null, { db: statements })) as Affected;
  if (affected !== 1) throw new LostJob();
}
