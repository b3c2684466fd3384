/** Sources that read the same. */
import type { Source } from '../types.ts';
import type { Without } from './draft.ts';

/**
 * What a source reads, as a key: two sources with one key are twins. Presets are what they resolve to, so that a subreddit's feed and
 * `kind: reddit` are the same. How much of it is read (points, comments, budget) does not count.
 */
export function sourceKey(source: Without<Source, 'id'>): string {
  // a feed read as a podcast too is read twice
  const oneFeed = /^(feed|podcast)$/.test(source.kind) || (source.kind === 'youtube' && source.videos.length === 0);
  if (oneFeed) return addressKey(source.url);
  return JSON.stringify([source.kind, ...whatIsRead(source)]);
}

/** One feed, however it is written: scheme, `www.`, a last slash and a fragment aside. Unlike a page's key, every parameter counts. */
export function addressKey(address: string): string {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (!parsed) return address.trim();
  return `${parsed.host.replace(/^www\./, '')}${parsed.pathname.replace(/\/+$/, '')}${parsed.search}`;
}

function whatIsRead(source: Without<Source, 'id'>): unknown[] {
  switch (source.kind) {
    case 'youtube':
      return [inOrder(source.videos)];
    case 'hackernews':
      return [words(source.query), source.frontPage, inOrder(source.items.map(String))];
    case 'x': {
      const users = source.users.map((user) => user.toLowerCase());
      const posts = source.posts.map((post) => addressOf(post).toLowerCase());
      return [inOrder(users), source.list, words(source.search), source.conversation, inOrder(posts)];
    }
    case 'bluesky':
      return [source.handle?.toLowerCase(), inOrder(source.posts)];
    case 'page':
      return [addressKey(source.url), source.selector, inOrder(source.pages.map(addressOf).map(addressKey))];
    case 'json':
      return [addressKey(source.url), source.items];
    default:
      return [source.url];
  }
}

function addressOf(post: string | { url: string }): string {
  return typeof post === 'string' ? post : post.url;
}

function words(text: string | undefined): string | undefined {
  return text?.toLowerCase().replace(/\s+/g, ' ');
}

/** A list whose order does not count. */
function inOrder(values: string[]): string[] {
  return [...values].sort();
}
