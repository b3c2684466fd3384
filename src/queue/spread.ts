/** A command's jobs, done by whoever has room: put into the queue, and their results taken as they come. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { patiently } from '../text/patience.ts';
import { passes, sayFailure } from '../text/postgres.ts';
import type { Fleet, JobKind, JobOutcome, Spread } from '../types.ts';
import type { Boss } from './boss.ts';
import { type Envelope, WAITED_FOR } from './envelope.ts';
import { insertJobs } from './insert.ts';
import { FAILED } from './queues.ts';

export interface SpreadOptions {
  boss: Boss;
  fleet: Pick<Fleet, 'takeResults' | 'workers'>;
  /** What all jobs of the command share. */
  envelope: Pick<Envelope, 'newsletter' | 'mailto' | 'replay'>;
  /** Starts to do the jobs here; called once, where nobody is there any more who does. */
  takeOver(): Promise<void>;
}
export interface OpenSpread extends Spread {
  /** Takes out of the queue what nobody waits for any more. */
  close(): Promise<void>;
}

/** Milliseconds between two looks for results: shorter while they come. */
const LOOK = 100;
const LONGEST_LOOK = 500;
/** Between two looks whether somebody works, and what failed for good. */
const SLOW_LOOK = 2_000;
/** A job that is neither in the queue nor among the results at so many looks in a row is asked for again. */
const MISSING = 3;
const LONG_AGO = 5_000;
/** How long a database may be away before the command gives up. */
const PATIENCE = 5 * 60_000;

interface Waiting {
  run: string;
  kind: JobKind;
  envelopes: Envelope[];
  ids: string[];
  /** By index; left out until it is there. */
  outcomes: (JobOutcome | undefined)[];
  left: number;
  onDone: ((i: number, outcome: JobOutcome) => void) | undefined;
  missing: Map<number, number>;
}

export function createSpread(o: SpreadOptions): OpenSpread {
  const open = new Set<Waiting>();
  let taken: Promise<void> | undefined;
  let fault: { error: unknown } | undefined;

  async function slowLook(waiting: Waiting, quietMs: number): Promise<void> {
    await takeFailed(o.boss, waiting);
    if (waiting.left === 0) return;
    const workers = await o.fleet.workers();
    if (!workers.some(({ room }) => room[waiting.kind] > 0)) {
      taken ??= o.takeOver().catch((error) => {
        fault = { error };
      });
      await taken;
    }
    if (quietMs > LONG_AGO) await askAgain(o.boss, waiting);
  }
  async function wait(waiting: Waiting): Promise<void> {
    const { run } = waiting;
    let pause = LOOK;
    let slowAt = 0;
    let gotAt = performance.now();
    let answeredAt = gotAt;
    while (waiting.left > 0) {
      if (fault) throw fault.error;
      try {
        const results = await o.fleet.takeResults(run);
        for (const { index, result } of results) end(waiting, index, { ok: true, result });
        const now = performance.now();
        pause = results.length > 0 ? LOOK : Math.min(pause * 1.5, LONGEST_LOOK);
        if (results.length > 0) gotAt = now;
        if (waiting.left > 0 && now > slowAt) {
          slowAt = now + SLOW_LOOK;
          await slowLook(waiting, now - gotAt);
        }
        answeredAt = performance.now();
      } catch (error) {
        // the fleet tells what the database did in words for people
        if (!passes(error) && !(error instanceof UserError)) throw error;
        if (performance.now() - answeredAt > PATIENCE)
          throw new UserError(
            `the database does not answer any more (${sayFailure(error)}): what is done is kept, run it again later`,
          );
        pause = SLOW_LOOK;
      }
      if (waiting.left > 0) await setTimeout(pause);
    }
  }
  return {
    async run(kind, jobs, onDone) {
      const waiting = waitingFor(o.envelope, kind, jobs, onDone);
      open.add(waiting);
      try {
        await enqueue(o.boss, waiting);
        await wait(waiting);
      } finally {
        if (waiting.left === 0) open.delete(waiting);
      }
      return waiting.outcomes as JobOutcome[];
    },
    async close() {
      for (const { kind, ids, outcomes } of open) {
        const left = ids.filter((_, i) => outcomes[i] === undefined);
        await o.boss.pg.cancel(kind, left).catch(() => undefined);
      }
      open.clear();
    },
  };
}

function waitingFor(
  shared: SpreadOptions['envelope'],
  kind: JobKind,
  jobs: unknown[],
  onDone: Waiting['onDone'],
): Waiting {
  const run = randomUUID();
  const envelopes = jobs.map((args, index) => ({ ...shared, run, index, args: args as object }));
  const outcomes = jobs.map(() => undefined);
  return {
    run,
    kind,
    envelopes,
    ids: jobs.map(() => randomUUID()),
    outcomes,
    left: jobs.length,
    onDone,
    missing: new Map(),
  };
}

async function enqueue(boss: Boss, { kind, envelopes, ids }: Waiting): Promise<void> {
  const put = async () => {
    await insertJobs(boss, kind, envelopes, { priority: WAITED_FOR, ids });
    await boss.wake(kind);
  };
  await patiently(put, passes, { ms: PATIENCE, first: LONGEST_LOOK, longest: LONGEST_LOOK });
}

function end(waiting: Waiting, index: number, outcome: JobOutcome): void {
  // done twice where its first result was late
  if (index < 0 || index >= waiting.outcomes.length || waiting.outcomes[index] !== undefined) return;
  waiting.outcomes[index] = outcome;
  waiting.left--;
  waiting.onDone?.(index, outcome);
}

/** What failed again and again waits for somebody to look at it; this command goes on without it. */
async function takeFailed(boss: Boss, waiting: Waiting): Promise<void> {
  const failed = await boss.pg.findJobs<Envelope>(FAILED, { data: { run: waiting.run }, queued: true });
  for (const { data, sourceOutput } of failed)
    end(waiting, data.index ?? -1, { ok: false, error: reasonOf(sourceOutput) });
}

/** Why a job failed, as pg-boss or a worker wrote it down. */
export function reasonOf(output: unknown): string {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } };
  const said = typeof message === 'string' ? message : value?.message;
  if (said === 'job heartbeat timeout') return 'whoever did it died, again and again';
  if (said === 'job timed out') return 'it took too long, again and again';
  return typeof said === 'string' ? said : 'nobody knows why';
}

/** A result that was taken by an answer that never came is lost, its job done: it is asked for again. */
async function askAgain(boss: Boss, waiting: Waiting): Promise<void> {
  const { kind, run, envelopes, outcomes, missing, ids } = waiting;
  const jobs = await boss.pg.findJobs<Envelope>(kind, { data: { run } });
  const there = new Set(
    jobs
      .filter(({ state }) => state === 'created' || state === 'retry' || state === 'active')
      .map(({ data }) => data.index),
  );
  const again: number[] = [];
  for (const index of outcomes.keys()) {
    const looks = outcomes[index] || there.has(index) ? 0 : (missing.get(index) ?? 0) + 1;
    missing.set(index, looks % MISSING);
    if (looks === MISSING) again.push(index);
  }
  if (again.length === 0) return;
  for (const index of again) ids[index] = randomUUID();
  const lost = again.map((index) => envelopes[index] as Envelope);
  await insertJobs(boss, kind, lost, { priority: WAITED_FOR, ids: again.map((index) => ids[index] as string) });
  await boss.wake(kind);
}
