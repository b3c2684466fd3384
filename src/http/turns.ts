/** One hop of a request, as a good guest makes it: after robots.txt, in its host's turn, with patience, on the clock of the whole request. */
import { SourceError } from '../errors.ts';
import { orEnded } from '../text/ended.ts';
import type { FetchRequest, HostTurns } from '../types.ts';
import { isSilence, isTimeout } from './failures.ts';
import type { Send, Step } from './follow.ts';
import { type Hosts, LONGEST_DELAY_MS, type Wait } from './hosts.ts';
import { withRetries } from './retry.ts';
import type { Robots } from './robots.ts';
import { inSharedTurn } from './shared.ts';
import type { Hop, HopAnswer, Wire } from './wire.ts';

/** What the requests of a door share. */
export interface Guests {
  wire: Wire;
  hosts: Hosts;
  /** Shared with other processes, where there are any. */
  turns?: HostTurns | undefined;
  clock: () => Date;
  wait: Wait;
}
/** What is one request's own. */
export interface Trip {
  /** Time on the wire, over all hops and tries; waiting for a turn costs none of it. */
  timeoutMs: number;
  /** Ends it from outside. */
  signal?: AbortSignal | undefined;
  /** Where robots.txt is asked first. */
  robots?: Robots | undefined;
  /** Repeats after 429 and 503, where who asks says how many. */
  retries?: number | undefined;
  /** Of whoever asks, given to others while it waits. */
  place?: FetchRequest['place'];
}

/** What follows redirects sends with: each hop waits for its own host, and holds no other host's place meanwhile. */
export function sendInTurn(guests: Guests, trip: Trip): Send {
  const { hosts, turns, clock, wait } = guests;
  const { signal, robots, place } = trip;
  const spend = createAllowance(trip.timeoutMs);
  return async (step) => {
    signal?.throwIfAborted();
    const { host } = step.url;
    const rules = robots && (await orEnded(robots.check(step.url.href, step.policy, step.shown), signal));
    const delayMs = rules?.delayMs ?? 0;
    const safe = step.method === 'GET';
    const most = trip.retries ?? hosts.retries(host);
    const pause = (ms: number) => awayFrom(place, () => wait(ms, signal));
    const plan = { url: step.url.href, safe, most, least: delayMs, now: clock, wait: pause };
    const once = (check?: () => void) => spend((own) => wired(guests, { ...step, check }, own, signal));
    const tries = async (check?: () => void) => {
      await place?.enter();
      return withRetries(plan, async () => {
        check?.();
        return once(check);
      });
    };
    // what is sent, rather than read, is limited by its sender
    if (!safe) return tries();
    const turn = () =>
      hosts.run(host, { delayMs, signal }, async () => {
        if (hosts.isSilent(host)) {
          throw new SourceError(`${step.shown}: ${host} was silent too often and is not asked again`);
        }
        const wanted = { host, delayMs: Math.min(delayMs, LONGEST_DELAY_MS), signal, shown: step.shown };
        const answer = await (turns ? inSharedTurn(turns, wanted, tries) : tries());
        if (answer.status === 429 || answer.status === 503) hosts.stayedBusy(host);
        return answer;
      });
    return awayFrom(place, turn);
  };
}

/** Waits for something without keeping a place from others; has one again in the end, however that went. */
async function awayFrom<T>(place: FetchRequest['place'], wait: () => Promise<T>): Promise<T> {
  place?.leave();
  try {
    return await wait();
  } finally {
    await place?.enter();
  }
}

/** Over the wire; a host that says nothing is remembered. */
async function wired(
  guests: Guests,
  step: Step & Pick<Hop, 'check'>,
  own: Own,
  ended: AbortSignal | undefined,
): Promise<HopAnswer> {
  const signal = ended ? AbortSignal.any([own.signal, ended]) : own.signal;
  try {
    return await guests.wire.send({ ...step, signal });
  } catch (error) {
    // nor is a host blamed for the time that those before it took
    const its = isSilence(error) && (own.fresh || !isTimeout(error));
    if (its && !ended?.aborted) guests.hosts.wasSilent(step.url.host);
    throw error;
  }
}

/** The share of one try: `signal` fires when the time is used up; `fresh` where at least half of it was left. */
interface Own {
  signal: AbortSignal;
  fresh: boolean;
}

/** Counts the time that work takes, over several pieces of it. */
function createAllowance(ms: number): <T>(work: (own: Own) => Promise<T>) => Promise<T> {
  let left = ms;
  return async (work) => {
    const start = performance.now();
    try {
      return await work({ signal: AbortSignal.timeout(Math.max(0, Math.ceil(left))), fresh: left >= ms / 2 });
    } finally {
      left -= performance.now() - start;
    }
  };
}
