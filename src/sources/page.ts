/** Pages without a feed: the links of a listing page, or single pages that the editor named. */
import { given } from '../text/given.ts';
import { httpUrl } from '../text/url.ts';
import type { CrawlContext, CrawledEntry, CrawlResult, FetchResponse, Iso, PageSource } from '../types.ts';
import { entryAt, listedIn, newest } from './entry.ts';
import { type Listing, readListing } from './page-listing.ts';
import { readVisits } from './visits.ts';

/** More pages than anybody names by hand. */
const MOST_PAGES = 1000;
/** A listing page shows years of links; an issue needs those of some days. */
const MOST_ENTRIES = 100;
/**
 * A link without a date is dated by when it was first seen, so that the whole of a listing would look new at the first visit. The first
 * links of a listing are its newest, as a rule; these many are taken.
 */
const MOST_UNDATED = 15;

/**
 * Reads a listing page by its selector, or gives the pages that the source names; those are asked for nothing here, since they are
 * captured as every page is. Throws SourceError where the listing could not be read, is no page, or has no link that the selector finds.
 */
export async function crawlPage(source: PageSource, context: CrawlContext): Promise<CrawlResult> {
  const { selector } = source;
  if (selector === undefined) {
    const entries = source.pages.slice(0, MOST_PAGES).map((page) => namedPage(page, context.now));
    return { entries, unchanged: true, warnings: [] };
  }
  // cheerio takes longer to load than most commands run
  const { load } = await import('cheerio/slim');
  const request = { url: source.url, from: 'operator', cache: 'revalidate', robots: true } as const;
  const { visits, warnings, unchanged } = await readVisits(context.fetch, request, (response) => {
    const listing = readListing(response, selector, load);
    const cut = cutListing(listing, source.maxItems);
    return { ...cut, movedTo: movedTo(source, response), entries: entriesOf(cut, listing, source, response) };
  });
  const moved = visits.at(-1)?.movedTo;
  return {
    entries: visits.flatMap((visit) => visit.entries),
    unchanged,
    warnings: [...new Set([...visits.flatMap((visit) => visit.warnings), ...warnings])],
    ...(moved === undefined ? {} : { movedTo: moved }),
  };
}

/** A page that the editor named. Its title and date are the page's to say; words that were pasted stand for what can't be read. */
function namedPage(page: PageSource['pages'][number], at: Iso): CrawledEntry {
  const { url, ...pasted } = typeof page === 'string' ? { url: page } : page;
  return { ...entryAt(url, { url, at }), ...pasted, feedHomeUrl: url };
}

interface Cut {
  pages: Listing['pages'];
  warnings: string[];
}

/** The newest of a listing, in its order; of the links without a date the first ones. */
function cutListing({ pages, warnings }: Listing, maxItems: number | undefined): Cut {
  const most = Math.min(maxItems ?? MOST_ENTRIES, MOST_ENTRIES);
  const mostUndated = maxItems ?? MOST_UNDATED;
  let undated = 0;
  const fresh = pages.filter(({ publishedAt }) => publishedAt !== undefined || ++undated <= mostUndated);
  const said = `${undated} links without a date, of which the first ${mostUndated} were taken; \`maxItems\` sets how many`;
  return {
    pages: newest(fresh, most),
    warnings: maxItems === undefined && undated > mostUndated ? [...warnings, said] : warnings,
  };
}

function entriesOf(cut: Cut, listing: Listing, source: PageSource, response: FetchResponse): CrawledEntry[] {
  const about = {
    feedHomeUrl: response.finalUrl,
    ...given({ feedLanguage: listing.language }),
    ...listedIn(source.url, response),
    ...(listing.reserved ? { optedOut: true } : {}),
  };
  return cut.pages.map((page) => ({ ...entryAt(page.url, response), ...page, ...about }));
}

/** The address that a lasting redirect led to; none where it would tell a secret. */
function movedTo(source: PageSource, { movedTo: moved }: FetchResponse): string | undefined {
  if (moved === undefined || source.private || source.url.includes('${')) return undefined;
  return httpUrl(moved) === httpUrl(source.url) ? undefined : httpUrl(moved);
}
