/** What a source has at the moment, before it is written down. */
import { mastodonAccount } from '../config/addresses.ts';
import { type SourceLine, sourceOf } from '../config/sourcesFile.ts';
import { SourceError, UserError } from '../errors.ts';
import type { OfferedFeed } from '../text/discover.ts';
import { oneLine } from '../text/feed-content.ts';
import type { CrawledEntry, Crawler, FeedEntry, World } from '../types.ts';
import { fetchFeed, findFeed } from './sourcesFeed.ts';
import { knownSource } from './sourcesKnown.ts';
import { lookAround } from './sourcesWindow.ts';

const NOT_THERE = 3;

/** What a look at a source's entries says. */
export interface Seen {
  entries?: number;
  newest?: { title: string; url: string; publishedAt?: string };
}
/** What an address turned out to be. */
export interface Look {
  line: SourceLine;
  title?: string;
  entries?: (FeedEntry | CrawledEntry)[];
  others: OfferedFeed[];
  notes: string[];
}

/** The feed at an address or behind a page, and what kind of source it is. */
export async function lookFor(world: World, address: string): Promise<Look> {
  if (address.includes('${')) {
    const note = 'its address holds a secret and was not tried; `pullquote sources check` does';
    return { line: { kind: 'feed', url: address }, others: [], notes: [note] };
  }
  const { url, feed, others } = await findFeed(world.fetch, address);
  const line = knownSource(url)?.line ?? { kind: isPodcast(feed.entries) ? 'podcast' : 'feed', url };
  const notes = feed.entries.length === 0 ? ['the feed has no entry yet'] : [];
  return { line: accountLine(url) ?? line, title: feed.title, entries: feed.entries, others, notes };
}

/** Feeds of accounts as Mastodon has them are written as accounts. */
function accountLine(url: string): SourceLine | undefined {
  const account = url.endsWith('.rss') ? mastodonAccount(url) : undefined;
  return account && { kind: 'mastodon', account: `@${account.user}@${account.host}` };
}

/** At least half of the newest entries are recordings. */
function isPodcast(entries: FeedEntry[]): boolean {
  const newest = entries.slice(0, 20);
  const heard = newest.filter(({ enclosures }) =>
    enclosures.some(({ type = '', url }) => /^(audio|video)\//.test(type) || /\.(mp3|m4a|ogg|opus)([?#]|$)/i.test(url)),
  );
  return newest.length > 0 && heard.length * 2 >= newest.length;
}

/**
 * What a known source has at the moment. One that can't be read now is written all the same, since its address says what it is; only one
 * that is not there is refused. X is not asked: its API costs money.
 */
export async function lookAtKnown(world: World, line: SourceLine): Promise<Look> {
  const source = sourceOf(line);
  const nothing = { line, others: [], notes: [] };
  if (source.kind === 'x' && source.posts.length === 0) return nothing;
  try {
    if (source.kind === 'feed' || (source.kind === 'youtube' && source.videos.length === 0)) {
      const { title, entries } = await fetchFeed(world.fetch, source.url);
      return { ...nothing, title, entries };
    }
    const crawler = world.crawlers[source.kind] as Crawler;
    const { entries, warnings } = await crawler(source, lookAround(world));
    return { ...nothing, entries, notes: warnings.slice(0, 3) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    // YouTube's feeds answer 404 now and then, for channels that are there
    const isGone = (error.status === 404 || error.status === 410) && source.kind !== 'youtube';
    if (isGone) throw new UserError(`there is nothing to read: ${error.message}`, NOT_THERE);
    return { ...nothing, notes: [`it could not be read just now: ${error.message}`] };
  }
}

/** How many entries there are, and the newest of them. */
export function seenIn(entries: Look['entries']): Seen {
  if (!entries) return {};
  const byDate = entries.toSorted((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
  const [newest] = byDate;
  if (!newest) return { entries: 0 };
  const { title, url, publishedAt } = newest;
  const words = title || ('text' in newest ? (newest.text ?? '') : '');
  return { entries: entries.length, newest: { title: oneLine(words), url, ...(publishedAt ? { publishedAt } : {}) } };
}
