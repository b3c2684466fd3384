/** When items were first seen, as an entry of a recording: an entry of a feed may be older than every answer that is recorded. */
import type { Iso, StoredResponse } from '../types.ts';

/** The address under which a recording holds it. Nobody can be asked for it over a network. */
export const FIRST_SEEN = 'pullquote:first-seen';

/** The moments by item id, as an answer. */
export function firstSeenAnswer(seen: Map<string, Iso>, at: Iso): StoredResponse {
  return {
    method: 'GET',
    url: FIRST_SEEN,
    bodyHash: '',
    finalUrl: FIRST_SEEN,
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(Object.fromEntries(seen))),
    at,
  };
}

/** The moments from the body of such an answer; what is none is left out. */
export function readFirstSeen(body: Uint8Array): Map<string, Iso> {
  const seen = new Map<string, Iso>();
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return seen;
  }
  if (typeof json !== 'object' || json === null) return seen;
  for (const [id, at] of Object.entries(json))
    if (typeof at === 'string' && !Number.isNaN(Date.parse(at))) seen.set(id, new Date(at).toISOString());
  return seen;
}
