/** robots.txt (RFC 9309): asked for once per host, before the first page of it. */
import { SourceError } from '../errors.ts';
import { parseRobots } from '../text/robots.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../types.ts';
import { LONGEST_DELAY_MS } from './hosts.ts';

interface Rules {
  /** A path with its query. */
  allows(path: string): boolean;
  delayMs: number;
}
export interface Robots {
  /** Gives the crawl-delay in milliseconds. Throws SourceError where the page may not be visited; `shown` is the URL for messages. */
  check(url: string, from: FetchRequest['from'], shown: string): Promise<{ delayMs: number }>;
}

/** RFC 9309 §2.5: what is beyond 500 KiB need not be read. */
const MAX_ROBOTS_BYTES = 500 * 1024;
/** What is known of hosts that were asked for longest ago is forgotten. */
const MOST_KNOWN = 500;

const OPEN: Rules = { allows: () => true, delayMs: 0 };

/**
 * `fetch` must not ask for robots.txt itself. `userAgent`'s first word is the name that rules are looked up by. A file that cannot be had
 * is remembered like one that can. `note` is told once of a host whose crawl-delay is not kept whole.
 */
export function createRobots(fetch: Fetch, userAgent: string, note: (message: string) => void = () => {}): Robots {
  const known = new Map<string, Promise<Rules>>();
  return {
    async check(url, from, shown) {
      const { origin, host, pathname, search } = new URL(url);
      if (pathname === '/robots.txt') return OPEN;
      // An operator's inner host is not opened for a crawled link, so the two are asked for apart.
      const key = `${from} ${origin}`;
      let rules = known.get(key);
      if (!rules) {
        // as the operator wrote it, so that a secret in the host stays one
        const site = (from === 'operator' && shown.match(/^https?:\/\/[^/?#]+/i)?.[0]) || origin;
        rules = readRules(fetch, { site, from }, userAgent, note);
        known.set(key, rules);
        const oldest = known.size > MOST_KNOWN ? known.keys().next().value : undefined;
        if (oldest !== undefined) known.delete(oldest);
      }
      const { allows, delayMs } = await rules;
      if (!allows(pathname + search)) throw new SourceError(`robots.txt of ${host} does not allow ${shown}`);
      return { delayMs };
    },
  };
}

async function readRules(
  fetch: Fetch,
  { site, from }: { site: string; from: FetchRequest['from'] },
  userAgent: string,
  note: (message: string) => void,
): Promise<Rules> {
  const url = `${site}/robots.txt`;
  const answer = await askFor(url, fetch, from);
  if (answer.status !== 200) return OPEN;
  const { allows, delaySeconds } = parseRobots(textOf(answer), userAgent);
  const delayMs = Math.max(0, delaySeconds * 1000);
  if (delayMs > LONGEST_DELAY_MS) {
    note(`${url} asks for ${delaySeconds} s between two requests; ${LONGEST_DELAY_MS / 1000} s are kept`);
  }
  return { allows, delayMs };
}

/**
 * RFC 9309 §2.3.1.3 and 4: what a host that fails, or cannot be reached, would say is not known, so its pages are left alone; any other
 * refusal means that there are no rules. 429 is a failure: it asks for fewer requests.
 */
async function askFor(url: string, fetch: Fetch, from: FetchRequest['from']): Promise<FetchResponse> {
  const leftAlone = 'so the pages of that host are left alone';
  try {
    const answer = await fetch({ url, from, cache: 'revalidate', timeoutMs: 15_000, maxBytes: MAX_ROBOTS_BYTES });
    if (answer.status < 500 && answer.status !== 429) return answer;
    throw new SourceError(`${url} answers ${answer.status}, ${leftAlone}`);
  } catch (error) {
    if (!(error instanceof SourceError) || error.message.endsWith(leftAlone)) throw error;
    throw new SourceError(`${error.message}, ${leftAlone}`);
  }
}

/** A line that is cut through might forbid more, or less, than the whole one. */
function textOf({ body }: FetchResponse): string {
  if (body.length < MAX_ROBOTS_BYTES) return new TextDecoder().decode(body);
  const bytes = body.subarray(0, MAX_ROBOTS_BYTES);
  return new TextDecoder().decode(bytes.subarray(0, bytes.lastIndexOf(10) + 1));
}
