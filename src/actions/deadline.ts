import { SourceError } from '../errors.ts';
import type { Fetch, World } from '../types.ts';

/** The moment after which a crawl asks for nothing more. */
export interface Deadline {
  signal: AbortSignal | undefined;
  over(): boolean;
  /** Why something was not read. */
  reason: string;
}
/** A source's addresses are remembered for recordings up to here. */
const MOST_REQUESTS = 500;

/** A deadline so many minutes from now. A replay has none: it takes the time that it takes. */
export function deadlineIn(minutes: number, world: Pick<World, 'replaying'>): Deadline {
  const signal = world.replaying ? undefined : AbortSignal.timeout(minutes * 60_000);
  const reason = `not read in time: the crawl had ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}; crawl again, or give it more with --deadline`;
  return { signal, over: () => signal?.aborted === true, reason };
}

/**
 * `fetch` that ends with the deadline. `onRequest` is told each address that is asked for, and whether its answer is one that a recording
 * of stored items needs: a GET that is stored, of the first 500.
 */
export function watchedFetch(
  fetch: Fetch,
  deadline: Deadline,
  onRequest: (url: string, kept: boolean) => void = () => {},
): Fetch {
  let count = 0;
  return async (request) => {
    if (deadline.over()) throw new SourceError(`${request.url}: ${deadline.reason}`);
    const { method = 'GET', cache = 'none' } = request;
    const kept = method === 'GET' && cache !== 'none' && count < MOST_REQUESTS;
    if (kept) count++;
    onRequest(request.url, kept);
    return fetch(deadline.signal ? { ...request, signal: deadline.signal } : request);
  };
}
