/** Around a visit: the stored answer before it, and after it what is stored and recorded. */
import { SourceError } from '../errors.ts';
import { sha256 } from '../text/hash.ts';
import type { Fetch, FetchRequest, FetchResponse, Recorder, ResponseCache, StoredResponse } from '../types.ts';

export interface Keeping {
  cache?: ResponseCache;
  recorder?: Recorder;
  clock: () => Date;
}
/** Goes to the network; `stored` is what a conditional request would confirm. */
export type Visitor = (request: FetchRequest, stored: StoredResponse | undefined) => Promise<FetchResponse>;

/** A fetch that reads and fills the cache as each request asks, and records every answer and every failure. */
export function withKeeping(o: Keeping, visit: Visitor): Fetch {
  return async (request) => {
    const { cache = 'none' } = request;
    const [method, bodyHash] = [request.method ?? 'GET', request.body ? sha256(request.body) : ''];
    const stored = cache === 'none' ? undefined : await o.cache?.latest(method, request.url, bodyHash);
    if (stored && cache === 'keep') {
      o.recorder?.add(stored);
      return answerOf(stored, 'stored');
    }
    const now = o.clock().toISOString();
    const asked = { method, url: request.url, bodyHash, ...(request.body ? { requestBody: request.body } : {}) };
    try {
      const response = await visit(request, stored);
      if (response.status === 304 && stored) {
        o.recorder?.add({ ...stored, at: now });
        const { movedTo } = response;
        return { ...answerOf(stored, 'revalidated'), ...(movedTo ? { movedTo } : {}) };
      }
      const { finalUrl, status, headers, body, at } = response;
      const whole = { ...asked, finalUrl, status, headers, body, at };
      o.recorder?.add(whole);
      const worth = request.worthKeeping?.(response) ?? status === 200;
      if (cache !== 'none' && worth) await o.cache?.keep(whole);
      return response;
    } catch (error) {
      // a failure is replayed in the same words: status 0 is what a recording calls it
      if (error instanceof SourceError) {
        const failed = { finalUrl: request.url, status: 0, headers: {}, body: Buffer.from(error.message), at: now };
        o.recorder?.add({ ...asked, ...failed });
      }
      throw error;
    }
  };
}

function answerOf(stored: StoredResponse, from: 'revalidated' | 'stored'): FetchResponse {
  const { url, finalUrl, status, headers, body, at } = stored;
  return { url, finalUrl, status, headers, body, at, from };
}
