/** A recording in the place of the network. */
import { SourceError } from '../errors.ts';
import type { Recording } from '../text/har.ts';
import { sha256 } from '../text/hash.ts';
import type { Fetch, FetchRequest, FetchResponse, Iso, StoredResponse } from '../types.ts';
import { isLasting } from './follow.ts';
import { createRobots } from './robots.ts';
import { isWorkspaceUrl, noFile, workspacePath } from './workspace.ts';

/** The answers to one request, in order, and how many were given. */
interface Visits {
  answers: StoredResponse[];
  given: number;
}

const MOST_REDIRECTS = 5;

/**
 * Answers from the recording alone. Several answers to one request come in order, `more` while further ones wait; the last repeats.
 * `now` is where the clock stands. What was not recorded rejects with SourceError that names the URL and `file`; robots.txt, tdmrep.json
 * and files of the workspace that were not recorded do not exist. Where a run met its deadline is recorded, so a replay has none.
 */
export function createReplay(
  recording: Recording,
  o: { file: string; userAgent?: string },
): { fetch: Fetch; now: Iso } {
  const exact = new Map<string, Visits>();
  const loose = new Map<string, Visits>();
  for (const answer of recording.responses) {
    add(exact, keyOf(answer.method, answer.url, answer.bodyHash), answer);
    add(loose, keyOf(answer.method, looseUrl(answer.url), answer.bodyHash), answer);
  }
  const visitsOf = (method: string, url: string, hash: string) =>
    exact.get(keyOf(method, url, hash)) ?? loose.get(keyOf(method, looseUrl(url), hash));

  const answer: Fetch = async (request) => {
    const method = request.method ?? 'GET';
    const hash = request.body ? sha256(request.body) : '';
    let url = request.url;
    let lasting = true;
    for (let hops = 0; ; hops++) {
      const visits = visitsOf(method, url, hash);
      if (!visits) return unrecorded(request, url, o.file, recording.now);
      const before = visits.given;
      const stored = visits.answers[Math.min(before, visits.answers.length - 1)] as StoredResponse;
      visits.given++;
      if (stored.status === 0) throw new SourceError(new TextDecoder().decode(stored.body));
      // our recordings hold where a redirect ended, browsers' hold each hop
      const next = redirect(stored);
      if (next === undefined || hops >= MOST_REDIRECTS) {
        const waiting = visits.given < visits.answers.length;
        const again = before >= visits.answers.length;
        const response = given(request, stored, hops, again, recording.now);
        const moved = hops > 0 && lasting && method === 'GET' && stored.status >= 200 && stored.status < 300;
        return { ...response, ...(moved ? { movedTo: response.finalUrl } : {}), ...(waiting ? { more: true } : {}) };
      }
      lasting &&= isLasting(stored.status);
      url = next;
    }
  };
  const robots = createRobots(answer, o.userAgent ?? 'pullquote');
  const fetch: Fetch = async (request) => {
    if (isWorkspaceUrl(request.url)) workspacePath(request);
    else if (request.robots && URL.canParse(request.url)) await robots.check(request.url, request.from, request.url);
    return answer(request);
  };
  return { fetch, now: recording.now };
}

function given(request: FetchRequest, stored: StoredResponse, hops: number, again: boolean, now: Iso): FetchResponse {
  const { finalUrl, status, headers, body, at } = stored;
  // what the run took from its cache is older than the run, or was already given in it
  const fromCache = request.cache === 'keep' && (at < now || again);
  return {
    url: request.url,
    finalUrl: hops === 0 && finalUrl === stored.url ? request.url : finalUrl,
    status,
    headers,
    body: request.strip?.(body) ?? body,
    at,
    from: fromCache ? 'stored' : 'network',
  };
}

function unrecorded(request: FetchRequest, url: string, file: string, now: Iso): FetchResponse {
  if (isWorkspaceUrl(url)) return noFile(url, now);
  if (!/^https?:\/\/[^/]+\/(robots\.txt|\.well-known\/tdmrep\.json)$/i.test(url)) {
    throw new SourceError(`${url} is not in the recording ${file}`);
  }
  const none = { status: 404, headers: {}, body: new Uint8Array() };
  return { url: request.url, finalUrl: request.url, ...none, at: now, from: 'network' };
}

function redirect({ status, headers, url }: StoredResponse): string | undefined {
  const { location } = headers;
  if (!location || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  return URL.canParse(location, url) ? new URL(location, url).href : undefined;
}

function add(index: Map<string, Visits>, key: string, answer: StoredResponse): void {
  const visits = index.get(key) ?? { answers: [], given: 0 };
  visits.answers.push(answer);
  index.set(key, visits);
}

function keyOf(method: string, url: string, bodyHash: string): string {
  return `${method} ${url} ${bodyHash}`;
}

/** The URL as a browser writes it, without its fragment. */
function looseUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.href;
}
