/** Finds the feed at an address, or behind a page. */
import { SourceError, UserError } from '../errors.ts';
import { decodeText } from '../text/decode.ts';
import { discoverFeeds, isCommentsFeed, type OfferedFeed, usualFeedUrls, youtubeChannelId } from '../text/discover.ts';
import { parseFeed } from '../text/feed.ts';
import { guardUrl } from '../text/guard.ts';
import { hostOf, httpUrl } from '../text/url.ts';
import type { Fetch, FetchResponse, ParsedFeed } from '../types.ts';

export interface FoundFeed {
  /** The feed's own address: where it moved for good, if it did. */
  url: string;
  feed: ParsedFeed;
  /** Further feeds that the page offers. */
  others: OfferedFeed[];
}
/** Offered feeds that are looked at until one is good. */
const MOST_LOOKS = 6;
/** Milliseconds for one of them. */
const PATIENCE = 15_000;
const ERROR_CODE = 3;

/**
 * The feed at `address`: itself, else the best that its page offers, else one at the usual places. Each is fetched and read before it is
 * given. What a page links to counts as crawled; the usual places on the operator's own host as the operator's. Throws UserError with all
 * that was tried, SourceError where the address itself does not answer.
 */
export async function findFeed(fetch: Fetch, address: string): Promise<FoundFeed> {
  const page = await fetch({ url: address, from: 'operator' });
  const own = page.status < 400 ? await readFeed(page) : `answered ${page.status}`;
  if (typeof own !== 'string') return { url: lastingUrl(page, address), feed: own, others: [] };
  if (page.status === 404 || page.status === 410)
    throw new SourceError(`${address} ${own}: there is nothing at this address`);
  const search = createSearch(fetch);
  search.tried.push(`${address}: ${own}`);
  const { offered, passedOver } = page.status < 400 ? offersOf(page) : { offered: [], passedOver: [] };
  for (const url of passedOver) search.tried.push(`${url}: a feed of comments`);
  for (const { url } of offered.slice(0, MOST_LOOKS)) await search.look(url, 'crawled');
  // a page that was redirected to another site has not been written by the operator
  const from = siteOf(page.finalUrl) === siteOf(address) ? 'operator' : 'crawled';
  const places = isYoutube(page.finalUrl) ? [] : [...accountFeed(page.finalUrl), ...usualFeedUrls(page.finalUrl)];
  for (const url of places) if (!search.found()) await search.look(url, from, true);
  const best = search.found() ?? search.empty();
  if (!best) throw new UserError(nothingFound(address, search.tried), ERROR_CODE);
  return { ...best, others: offered.filter(({ url }) => url !== best.url && !search.refused.has(url)) };
}

/** Reads one feed at an address that is known to be one. Throws SourceError where there is none. */
export async function fetchFeed(fetch: Fetch, url: string): Promise<ParsedFeed> {
  const response = await fetch({ url, from: 'operator' });
  if (response.status >= 400) throw new SourceError(`${url} answered ${response.status}`, response.status);
  const feed = await readFeed(response);
  if (typeof feed === 'string') throw new SourceError(`${url}: ${feed}`);
  return feed;
}

/** Looks at one candidate after the other until one is a feed with entries; keeps why the others are none. */
function createSearch(fetch: Fetch) {
  const tried: string[] = [];
  const refused = new Set<string>();
  let found: { url: string; feed: ParsedFeed } | undefined;
  let empty: { url: string; feed: ParsedFeed } | undefined;
  async function look(url: string, from: 'operator' | 'crawled', robots = false): Promise<void> {
    if (found) return;
    const result = await tryFeed(fetch, url, from, robots);
    if (typeof result === 'string') {
      tried.push(`${url}: ${result}`);
      refused.add(url);
    } else if (result.feed.entries.length > 0) found = result;
    else empty ??= result;
  }
  return { tried, refused, look, found: () => found, empty: () => empty };
}

/** A feed, or why there is none. */
async function tryFeed(
  fetch: Fetch,
  url: string,
  from: 'operator' | 'crawled',
  robots: boolean,
): Promise<{ url: string; feed: ParsedFeed } | string> {
  const guard = guardUrl(url);
  if (from === 'crawled' && !guard.ok) return `not opened: ${guard.reason}`;
  try {
    const response = await fetch({ url, from, robots, timeoutMs: PATIENCE });
    if (response.status >= 400) return `answered ${response.status}`;
    const feed = await readFeed(response);
    if (typeof feed === 'string') return feed;
    return isCommentsFeed(url, feed.title) ? 'a feed of comments' : { url: lastingUrl(response, url), feed };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return error.message.replace(`${url}: `, '');
  }
}

async function readFeed(response: FetchResponse): Promise<ParsedFeed | string> {
  const contentType = response.headers['content-type'];
  try {
    return await parseFeed(response.body, { url: response.finalUrl, ...(contentType ? { contentType } : {}) });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return error.message;
  }
}

function offersOf(page: FetchResponse): { offered: OfferedFeed[]; passedOver: string[] } {
  const html = decodeText(page.body, page.headers['content-type']);
  const { feeds, passedOver } = discoverFeeds(html, page.finalUrl);
  const channel = isYoutube(page.finalUrl) ? youtubeChannelId(html) : undefined;
  if (channel === undefined) return { offered: feeds, passedOver };
  const url = `https://www.youtube.com/feeds/videos.xml?channel_id=${channel}`;
  return { offered: [{ url, title: '', by: 'link' }], passedOver };
}

function isYoutube(url: string): boolean {
  return /(^|\.)youtube\.com$/.test(hostOf(url));
}

/** Host and port, `www.` aside. */
function siteOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}

/** The feed of an account as Mastodon and its kin have it. */
function accountFeed(pageUrl: string): string[] {
  const { origin, pathname } = new URL(pageUrl);
  return /^\/@[\w.-]{1,64}\/?$/.test(pathname) ? [`${origin}${pathname.replace(/\/$/, '')}.rss`] : [];
}

/** Where the answer says that the feed moved for good; never to an inner address or one that would have a secret filled in. */
function lastingUrl({ movedTo }: FetchResponse, url: string): string {
  const moved = movedTo === undefined ? undefined : httpUrl(movedTo);
  return moved !== undefined && !moved.includes('${') && guardUrl(moved).ok ? moved : url;
}

function nothingFound(address: string, tried: string[]): string {
  return [
    `no feed was found at ${address}. Tried:`,
    ...tried.map((line) => `  ${line}`),
    'If you know the address of its feed, add that. A page without a feed is read with a line in sources.yaml such as:',
    `  - { kind: page, url: ${JSON.stringify(address)}, selector: "h2 a" }`,
  ].join('\n');
}
