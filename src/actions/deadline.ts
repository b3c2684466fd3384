import { SourceError } from '../errors.ts';
import type { Place } from '../text/room.ts';
import type { Fetch, Iso, World } from '../types.ts';

/** How long a crawl may take, and until when that is: what a job of it is told. */
export interface TimeLimit {
  minutes: number;
  at: Iso;
}
/** The moment after which a crawl asks for nothing more. */
export interface Deadline {
  limit: TimeLimit | undefined;
  signal: AbortSignal | undefined;
  over(): boolean;
  /** Why something was not read. */
  reason: string;
}
/** A source's addresses are remembered for recordings up to here. */
const MOST_REQUESTS = 500;

/** The clock on the wall; a world's stands still. */
const wallClock = () => performance.timeOrigin + performance.now();

/** A deadline so many minutes from now. A replay has none: it takes the time that it takes. */
export function deadlineIn(minutes: number, world: Pick<World, 'replaying'>): Deadline {
  const at = new Date(wallClock() + minutes * 60_000).toISOString();
  return deadlineOf(world.replaying ? undefined : { minutes, at });
}

/** The same deadline in another process; none where there is no limit. */
export function deadlineOf(limit: TimeLimit | undefined): Deadline {
  if (limit === undefined) return { limit, signal: undefined, over: () => false, reason: '' };
  const { minutes, at } = limit;
  const signal = AbortSignal.timeout(Math.max(0, Math.round(Date.parse(at) - wallClock())));
  const reason = `not read in time: the crawl had ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}; crawl again, or give it more with --deadline`;
  return { limit, signal, over: () => signal.aborted, reason };
}

/**
 * `fetch` that ends with the deadline. `onRequest` is told each address that is asked for, and whether its answer is one that a recording
 * of stored items needs: a GET that is stored, of the first 500. A request that waits gives `place` to others.
 */
export function watchedFetch(
  fetch: Fetch,
  deadline: Deadline,
  onRequest: (url: string, kept: boolean) => void = () => {},
  place?: Place,
): Fetch {
  let count = 0;
  return async (request) => {
    if (deadline.over()) throw new SourceError(`${request.url}: ${deadline.reason}`);
    const { method = 'GET', cache = 'none' } = request;
    const kept = method === 'GET' && cache !== 'none' && count < MOST_REQUESTS;
    if (kept) count++;
    onRequest(request.url, kept);
    const { signal } = deadline;
    return fetch({ ...request, ...(signal ? { signal } : {}), ...(place ? { place } : {}) });
  };
}
