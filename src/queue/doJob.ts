/** One job from its fetch to its end. */

import { sayFailure } from '../text/postgres.ts';
import type { JobKind } from '../types.ts';
import { type Attempt, failAttempt, isLast, LostJob } from './attempt.ts';
import type { Boss } from './boss.ts';
import { aboutOf, type Envelope, type Handle, type Results, troubleIn, unpack } from './envelope.ts';
import type { Log, LogEvent } from './log.ts';
import { waited } from './pauses.ts';
import { settleJob } from './settleJob.ts';

/** `again`: it failed, and is tried again; `failed`: for the last time; `lost`: somebody else has it. */
export type HowEnded = 'done' | 'again' | 'failed' | 'lost';

export interface Doing {
  boss: Boss;
  fleet: Results;
  kind: JobKind;
  handle: Handle;
  log: Log;
}

/** A job that does not end when it is lost takes room for so long, in milliseconds. */
const STUBBORN = 10_000;

/** Does one job, and says how it ended; never throws. `signal` tells that it is lost. */
export async function doJob(o: Doing, attempt: Attempt, signal: AbortSignal): Promise<HowEnded> {
  const { boss, fleet, kind, log } = o;
  const began = performance.now();
  let said: Pick<LogEvent, 'newsletter' | 'what'> = {};
  const line = () => ({ kind, ...said, ms: Math.round(performance.now() - began), attempt: attempt.retryCount + 1 });
  try {
    const envelope = unpack(attempt.data);
    said = { newsletter: envelope.newsletter, what: aboutOf(kind, envelope.args) };
    const work = await unlessLost(handleSafely(o, envelope, signal), signal);
    const result = await settleJob({ boss, fleet, kind, attempt, envelope, signal }, work);
    const trouble = troubleIn(result);
    log({ level: 'info', event: 'done', ...line(), ...(trouble ? { error: trouble } : {}) });
    return 'done';
  } catch (error) {
    const lost = signal.aborted || error instanceof LostJob;
    const event = lost ? 'lost' : isLast(attempt) ? 'failed' : 'again';
    const reason = lost ? new LostJob().message : sayFailure(error);
    log({ level: event === 'failed' ? 'error' : 'warn', event, ...line(), error: reason });
    if (lost) return event;
    // where the database is away, the lease runs out by itself
    await failAttempt(boss, kind, attempt, reason).catch(() => undefined);
    return event;
  }
}

/** What throws at once, too, is a promise. */
async function handleSafely({ handle, kind }: Doing, envelope: Envelope, signal: AbortSignal) {
  return handle(kind, envelope, signal);
}

/** What a lost job still does is waited for a little, so that it is not done while others take its room. */
async function unlessLost<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const stubborn = new Promise<never>((_, reject) => {
    const give = () => void waited(STUBBORN, over.signal).then((whole) => whole && reject(new LostJob()));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
  try {
    return await Promise.race([work, stubborn]);
  } finally {
    over.abort();
  }
}
