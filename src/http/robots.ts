/** robots.txt (RFC 9309): asked for once per host, before the first page of it. */
import robotsModule from 'robots-parser';
import { SourceError } from '../errors.ts';
import type { Fetch, FetchRequest } from '../types.ts';

interface Rules {
  allows(url: string): boolean;
  delayMs: number;
}
export interface Robots {
  /** Gives the crawl-delay in milliseconds. Throws SourceError where the page may not be visited; `shown` is the URL for messages. */
  check(url: string, from: FetchRequest['from'], shown: string): Promise<{ delayMs: number }>;
}

/** CommonJS whose types promise `default`; what Node gives is the function itself. */
const robotsParser = robotsModule as unknown as typeof robotsModule.default;

const OPEN: Rules = { allows: () => true, delayMs: 0 };

/** `fetch` must not ask for robots.txt itself. `userAgent`'s first word is the name that rules are looked up by. */
export function createRobots(fetch: Fetch, userAgent: string): Robots {
  const known = new Map<string, Promise<Rules>>();
  return {
    async check(url, from, shown) {
      const { origin, host, pathname } = new URL(url);
      if (pathname === '/robots.txt') return OPEN;
      // An operator's inner host is not opened for a crawled link, so the two are asked for apart.
      const key = `${from} ${origin}`;
      let rules = known.get(key);
      if (!rules) {
        // as the operator wrote it, so that a secret in the host stays one
        const site = (from === 'operator' && shown.match(/^https?:\/\/[^/?#]+/i)?.[0]) || origin;
        rules = readRules(fetch, { site, origin, from }, userAgent);
        known.set(key, rules);
      }
      const { allows, delayMs } = await rules;
      if (!allows(url)) throw new SourceError(`robots.txt of ${host} does not allow ${shown}`);
      return { delayMs };
    },
  };
}

async function readRules(
  fetch: Fetch,
  { site, origin, from }: { site: string; origin: string; from: FetchRequest['from'] },
  userAgent: string,
): Promise<Rules> {
  const url = `${site}/robots.txt`;
  const answer = await fetch({ url, from, cache: 'revalidate', timeoutMs: 15_000, maxBytes: 1_000_000 });
  // RFC 9309 §2.3.1.4: what a failing server would say is not known, so its pages are left alone.
  if (answer.status >= 500) {
    throw new SourceError(`${url} answers ${answer.status}, so the pages of that host are left alone`);
  }
  if (answer.status !== 200) return OPEN;
  const robots = robotsParser(`${origin}/robots.txt`, new TextDecoder().decode(answer.body));
  const delay = robots.getCrawlDelay(userAgent);
  return {
    allows: (page) => robots.isAllowed(page, userAgent) !== false,
    delayMs: delay !== undefined && delay > 0 ? delay * 1000 : 0,
  };
}
