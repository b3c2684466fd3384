/** A request with its redirects, followed by hand: every hop after the first is a crawled address, whoever wrote the first. */
import { SourceError } from '../errors.ts';
import type { Gate, Policy } from './allow.ts';
import { WireError } from './failures.ts';
import type { HopAnswer, Wire } from './wire.ts';

/** The first hop, secrets filled in, and what messages call it. */
export interface Journey {
  url: URL;
  /** The URL as written. */
  shown: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  policy: Policy;
  maxBytes: number;
  signal: AbortSignal;
  /** Hides secrets in addresses. */
  hide: (text: string) => string;
  /** Asked before each hop after the first; throws where it may not be visited. */
  onHop?: (url: string) => Promise<void>;
}
export interface Arrival extends HopAnswer {
  /** Undefined where nothing was redirected. */
  finalUrl?: string;
}

const MOST_REDIRECTS = 5;
/** All that another site is told: no key, no cookie, no header that the operator wrote for the first one. */
const FOR_ANYBODY = new Set(['accept', 'accept-language', 'user-agent']);

/** Follows up to five redirects. Throws SourceError for an address that may not be opened, WireError for a loop. */
export async function follow(journey: Journey, wire: Wire, gate: Gate): Promise<Arrival> {
  const { shown, hide, maxBytes, signal } = journey;
  let { url, method, headers, body, policy } = journey;
  const seen = new Set<string>();
  for (;;) {
    gate.enter(url, policy, seen.size === 0 ? shown : `${shown}: it redirects to ${hide(url.href)}, which`);
    seen.add(url.href);
    const hop = { url: withoutUser(url), method, headers, policy, maxBytes, signal };
    const answer = await wire.send(body === undefined ? hop : { ...hop, body });
    if (answer.location === undefined) return seen.size === 1 ? answer : { ...answer, finalUrl: hide(url.href) };

    const next = nextUrl(answer.location, url);
    if (seen.has(next.href)) throw new WireError(`it redirects in a circle, back to ${hide(next.href)}`);
    if (seen.size > MOST_REDIRECTS) throw new WireError(`it redirects more than ${MOST_REDIRECTS} times`);
    // RFC 9110 §15.4: 303 asks for a GET; so, by habit, do 301 and 302 after a POST
    if (answer.status === 303 || (method === 'POST' && answer.status < 303)) [method, body] = ['GET', undefined];
    if (next.origin !== url.origin) {
      if (body !== undefined) {
        throw new SourceError(
          `${shown}: it redirects to ${hide(next.origin)}; what is sent there is not handed on to another host`,
        );
      }
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => FOR_ANYBODY.has(name)));
    }
    policy = 'crawled';
    url = next;
    await journey.onHop?.(url.href);
  }
}

function nextUrl(location: string, base: URL): URL {
  try {
    const next = new URL(location, base);
    next.hash = '';
    return next;
  } catch {
    throw new WireError(`it redirects to "${location.slice(0, 100)}", which is no address`);
  }
}

/** `fetch` refuses user names in URLs; the operator's own go into a header before this. */
function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}
