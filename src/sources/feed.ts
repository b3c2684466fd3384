/** Feeds: RSS, RDF, Atom and JSON Feed, by address. */
import { SourceError } from '../errors.ts';
import { parseFeed } from '../text/feed.ts';
import { hostOf, httpUrl } from '../text/url.ts';
import type { CrawledEntry, CrawlResult, Fetch, FetchResponse, ParsedFeed, Source } from '../types.ts';

/** One answer of the feed, read. */
interface Visit {
  entries: CrawledEntry[];
  warnings: string[];
  movedTo: string | undefined;
}

/**
 * Reads one feed: every visit that a replay has recorded, in order, or the one answer of the network. Entries carry when and in which
 * answer they were seen; one that stands in several visits comes several times, the earliest first. Throws SourceError where no visit
 * gave a feed; where some did, the others are warnings.
 */
export async function crawlFeed(source: Source, fetch: Fetch): Promise<CrawlResult> {
  const visits: Visit[] = [];
  const failures: SourceError[] = [];
  let unchanged = true;
  let more = true;
  while (more) {
    const response = await fetch({ url: source.url, from: 'operator', cache: 'revalidate' });
    more = response.more === true;
    if (response.from === 'network') unchanged = false;
    try {
      visits.push(await readVisit(source, response));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error);
    }
  }
  const [failure] = failures;
  if (visits.length === 0 && failure !== undefined) throw failure;
  const warnings = [...visits.flatMap((visit) => visit.warnings), ...failures.map((error) => error.message)];
  const movedTo = visits.at(-1)?.movedTo;
  return {
    entries: visits.flatMap((visit) => visit.entries),
    unchanged,
    warnings: [...new Set(warnings)],
    ...(movedTo === undefined ? {} : { movedTo }),
  };
}

async function readVisit(source: Source, response: FetchResponse): Promise<Visit> {
  if (response.status >= 400) throw new SourceError(refusal(response.status), response.status);
  const contentType = response.headers['content-type'];
  const feed = await parseFeed(response.body, {
    url: response.finalUrl,
    ...(contentType === undefined ? {} : { contentType }),
  });
  const warnings = [...feed.warnings];
  const about = {
    ...(feed.homeUrl === undefined ? {} : { feedHomeUrl: feed.homeUrl }),
    ...(feed.language === undefined ? {} : { feedLanguage: feed.language }),
    seenAt: response.at,
    visit: { url: source.url, at: response.at },
  };
  const entries: CrawledEntry[] = [];
  for (const entry of feed.entries) {
    const file = entry.enclosures.find((enclosure) => !enclosure.type?.startsWith('image/'));
    const url = entry.url || httpUrl(entry.id) || file?.url;
    if (url !== undefined) entries.push({ ...entry, url, ...about });
  }
  const lost = feed.entries.length - entries.length;
  if (lost > 0) warnings.push(`entries without a link, left out: ${lost}`);
  return { entries: newest(entries, source.maxItems), warnings, movedTo: movedTo(source, response, feed) };
}

/** The newest entries, in the feed's order; an entry without a date is as new as its place says. */
function newest(entries: CrawledEntry[], most: number | undefined): CrawledEntry[] {
  if (most === undefined || entries.length <= most) return entries;
  if (entries.some((entry) => entry.publishedAt === undefined)) return entries.slice(0, most);
  const byDate = entries.toSorted((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
  const kept = new Set(byDate.slice(0, most));
  return entries.filter((entry) => kept.has(entry));
}

/** A new address to offer to the operator. A feed with a secret in its address, or a private one, offers none: it would be printed. */
function movedTo(source: Source, response: FetchResponse, feed: ParsedFeed): string | undefined {
  if (source.private || source.url.includes('${')) return undefined;
  const asked = httpUrl(source.url);
  const final = httpUrl(response.finalUrl);
  if (final !== undefined && final !== asked) return final;
  const self = feed.selfUrl;
  return self !== undefined && hostOf(self) !== hostOf(source.url) ? self : undefined;
}

/** A refused request in a sentence: what was answered, what that means, what to do. */
function refusal(status: number): string {
  if (status === 404 || status === 410)
    return `answered ${status}: the feed is gone or moved; check its address in sources.yaml`;
  if (status === 401 || status === 403)
    return `answered ${status}: the feed may not be read; check its address and token in sources.yaml, or ask its publisher`;
  if (status === 429) return 'answered 429: it is asked too often; crawl it less often';
  if (status >= 500) return `answered ${status}: its server is in trouble; it will be asked again at the next crawl`;
  return `answered ${status}: the request was refused; check its address in sources.yaml`;
}
