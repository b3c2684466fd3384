/** Feeds: RSS, RDF, Atom and JSON Feed, by address. */
import { parseFeed } from '../text/feed.ts';
import { readDialect } from '../text/feedDialects.ts';
import { withFreshness } from '../text/feedHints.ts';
import { given } from '../text/given.ts';
import { guardUrl } from '../text/guard.ts';
import { hostOf, httpUrl } from '../text/url.ts';
import type {
  CrawlContext,
  CrawledEntry,
  CrawlResult,
  FetchResponse,
  ParsedFeed,
  SourceBase,
  VisitHints,
} from '../types.ts';
import { listedIn, MOST_ENTRIES, newest } from './entry.ts';
import { readVisits } from './visits.ts';

/** Services that stand between a site and its readers: a feed that names one is better read at its own address. */
const PROXY = /(^|\.)(feedburner\.com|feedblitz\.com|follow\.it)$/;

/** One answer of the feed, read. */
interface Visit {
  entries: CrawledEntry[];
  warnings: string[];
  movedTo: string | undefined;
  hints: VisitHints | undefined;
}

const UNREAD: Visit = { entries: [], warnings: [], movedTo: undefined, hints: undefined };

/**
 * Reads one feed: every visit that a replay has recorded, in order, or the one answer of the network. Entries carry when and in which
 * answer they were seen; one that stands in several visits comes several times, the earliest first. Throws SourceError where no visit
 * gave a feed; where some did, the others are warnings.
 */
export async function crawlFeed(
  source: SourceBase,
  { fetch, known }: Pick<CrawlContext, 'fetch' | 'known'>,
): Promise<CrawlResult> {
  let same = false;
  let at: string | undefined;
  const request = { url: source.url, from: 'operator', cache: 'revalidate' } as const;
  const { visits, warnings, unchanged } = await readVisits(fetch, request, (response) => {
    // who was killed may have stored an answer and none of its items
    same = response.from === 'revalidated' && response.at === known && response.movedTo === undefined;
    at = response.at;
    return same ? UNREAD : readVisit(source, response);
  });
  const { movedTo, hints } = visits.at(-1) ?? {};
  return {
    entries: visits.flatMap((visit) => visit.entries),
    unchanged,
    warnings: [...new Set([...visits.flatMap((visit) => visit.warnings), ...warnings])],
    ...given({ movedTo, visits: hints }),
    ...(same ? { same } : {}),
    ...(visits.length === 1 && at !== undefined ? { readAt: at } : {}),
  };
}

async function readVisit(source: SourceBase, response: FetchResponse): Promise<Visit> {
  const contentType = response.headers['content-type'];
  const parsed = await parseFeed(response.body, {
    url: response.finalUrl,
    ...(contentType === undefined ? {} : { contentType }),
    // an archive is read from its newest end: of entries in order of time the newest are at one of the two
    most: MOST_ENTRIES,
  });
  const feed = readDialect(parsed, source.url);
  const warnings = [...feed.warnings];
  const about = {
    ...given({ feedHomeUrl: feed.homeUrl, feedLanguage: feed.language }),
    ...listedIn(source.url, response),
  };
  const entries: CrawledEntry[] = [];
  for (const entry of feed.entries) {
    const file = entry.enclosures.find((enclosure) => !enclosure.type?.startsWith('image/'));
    const url = entry.url || httpUrl(entry.id) || file?.url;
    if (url !== undefined) entries.push({ ...entry, url, ...about });
  }
  const lost = feed.entries.length - entries.length;
  if (lost > 0) warnings.push(`entries without a link, left out: ${lost}`);
  const most = Math.min(source.maxItems ?? MOST_ENTRIES, MOST_ENTRIES);
  if (source.maxItems === undefined && entries.length > most)
    warnings.push(`${feed.entryCount ?? entries.length} entries, of which the newest ${most} were read`);
  const hints = withFreshness(feed.hints, response.headers);
  return { entries: newest(entries, most), warnings, movedTo: movedTo(source, response, feed), hints };
}

/** A new address to offer to the operator. A feed with a secret in its address, or a private one, offers none: it would be printed. */
function movedTo(source: SourceBase, response: FetchResponse, feed: ParsedFeed): string | undefined {
  if (source.private || source.url.includes('${')) return undefined;
  const offered = offeredAddress(source, response, feed);
  // written into sources.yaml, a placeholder would send the operator's secret there
  return offered?.includes('${') ? undefined : offered;
}

function offeredAddress(source: SourceBase, response: FetchResponse, feed: ParsedFeed): string | undefined {
  const moved = response.movedTo === undefined ? undefined : httpUrl(response.movedTo);
  if (moved !== undefined && moved !== httpUrl(source.url)) return moved;
  const self = feed.selfUrl;
  if (self === undefined || PROXY.test(hostOf(self)) || !guardUrl(self).ok) return undefined;
  return hostOf(self) !== hostOf(source.url) ? self : undefined;
}
