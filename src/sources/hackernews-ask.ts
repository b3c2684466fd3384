/** Asking the two APIs of Hacker News: what fails is data, since the next answer may still be there. */
import { SourceError } from '../errors.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../types.ts';
import type { Seen } from './entry.ts';
import { jsonOf, readVisits } from './visits.ts';

/** What was read, with the answers that it was read from, oldest first. */
export interface Asked<T> {
  visits: { read: T; seen: Seen; from: FetchResponse['from'] }[];
  /** Why nothing, or not everything, could be read. */
  failures: { url: string; error: SourceError }[];
  unchanged: boolean;
}

/** Threads of thousands of comments are long. */
const MAX_BYTES = 20_000_000;

/** An address, and what is read of its answer. */
export interface Question<T> {
  url: string;
  /** Throws SourceError where the answer is not what it should be. */
  read: (json: unknown) => T;
  /** What of the answer is stored. */
  strip?: (body: Uint8Array) => Uint8Array;
}

/**
 * Asks, and reads every visit. `keep` is for answers that are known to be the same still: a stored one serves without asking. An
 * answer that cannot be read is not stored. Never rejects for a source's sake.
 */
export async function ask<T>(fetch: Fetch, question: Question<T>, cache: 'revalidate' | 'keep'): Promise<Asked<T>> {
  const { url, read, strip } = question;
  const worthKeeping = (response: FetchResponse) => response.status === 200 && canRead(response, read);
  const shared = { url, from: 'operator', cache, maxBytes: MAX_BYTES, worthKeeping } as const;
  const request: FetchRequest = { ...shared, ...(strip ? { strip } : {}) };
  try {
    const { visits, warnings, unchanged } = await readVisits(fetch, request, (response) => ({
      read: read(jsonOf(response)),
      seen: { url, at: response.at },
      from: response.from,
    }));
    return { visits, failures: warnings.map((reason) => ({ url, error: new SourceError(reason) })), unchanged };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { visits: [], failures: [{ url, error }], unchanged: false };
  }
}

/**
 * As `ask`, where a stored answer serves as long as it is `good`; else it is asked for again, and what was stored comes first, as in a
 * replay, where the answers of both visits are recorded.
 */
export async function askUnless<T>(
  fetch: Fetch,
  question: Question<T>,
  good: (last: Asked<T>['visits'][number]) => boolean,
): Promise<Asked<T>> {
  const stored = await ask(fetch, question, 'keep');
  const last = stored.visits.at(-1);
  if (!last || last.from === 'network' || good(last)) return stored;
  const fresh = await ask(fetch, question, 'revalidate');
  const before = stored.visits.filter(({ seen }) => fresh.visits.every((visit) => visit.seen.at !== seen.at));
  return fresh.visits.length === 0 ? fresh : { ...fresh, visits: [...before, ...fresh.visits] };
}

function canRead(response: FetchResponse, read: (json: unknown) => unknown): boolean {
  try {
    read(jsonOf(response));
    return true;
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}

/** One line a reason, with the first address that it befell. */
export function warningsOf(failures: Asked<unknown>['failures']): string[] {
  const byReason = new Map<string, string[]>();
  for (const { url, error } of failures) {
    // the door begins its messages with the address
    const reason = error.message.replaceAll(url, '').replace(/^[:\s]+/, '');
    byReason.set(reason, [...(byReason.get(reason) ?? []), url]);
  }
  return [...byReason].map(([reason, [url, ...more]]) => {
    const others = more.length === 0 ? '' : ` (and ${more.length} more ${more.length === 1 ? 'address' : 'addresses'})`;
    return `${url}${others}: ${reason}`;
  });
}
