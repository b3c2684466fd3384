/** What every crawler does with an answer. */
import { SourceError } from '../errors.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../types.ts';

/** The visits of one URL that could be read. */
export interface Visits<T> {
  visits: T[];
  /** Why the other visits could not be read. */
  warnings: string[];
  /** True where every answer was a 304 or stored. */
  unchanged: boolean;
}

/**
 * Asks for a URL and reads what comes: one answer of the network, or every visit that a replay has recorded, in order. `read` throws
 * SourceError where an answer is not what it should be. Throws SourceError where no visit could be read, an HTTP error status among the
 * reasons.
 */
export async function readVisits<T>(
  fetch: Fetch,
  request: FetchRequest,
  read: (response: FetchResponse) => T | Promise<T>,
): Promise<Visits<T>> {
  const visits: T[] = [];
  const failures: SourceError[] = [];
  let unchanged = true;
  let more = true;
  while (more) {
    // a replay that fails at one visit has no way on to the next
    more = false;
    try {
      const response = await fetch(request);
      more = response.more === true;
      if (response.from === 'network') unchanged = false;
      if (response.status >= 300) throw new SourceError(refusal(response.status), response.status);
      visits.push(await read(response));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error);
    }
  }
  const [failure] = failures;
  if (visits.length === 0 && failure !== undefined) throw failure;
  return { visits, warnings: [...new Set(failures.map((error) => error.message))], unchanged };
}

/** A refused request in a sentence: what was answered, what that means, what to do. */
function refusal(status: number): string {
  if (status === 304) return 'answered 304, as if it had been read before, and gave nothing to read';
  if (status < 400) return `answered ${status}, a redirect that leads nowhere; check its address in sources.yaml`;
  if (status === 404 || status === 410)
    return `answered ${status}: the source is gone or moved; check its address in sources.yaml`;
  if (status === 401 || status === 403)
    return `answered ${status}: the source may not be read; check its address and token in sources.yaml, or ask its publisher`;
  if (status === 429) return 'answered 429: it is asked too often; crawl it less often';
  if (status >= 500) return `answered ${status}: its server is in trouble; it will be asked again at the next crawl`;
  return `answered ${status}: the request was refused; check its address in sources.yaml`;
}
