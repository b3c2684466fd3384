/** A post of X as an entry. */
import type { CrawledEntry, Iso } from '../types.ts';
import { postedAt, postUrl } from './x-address.ts';

const X_HOME = 'https://x.com/';
/** An answer that holds only the beginning of a post is X's own summary of it, not the post. */
const SUMMARIES = 'https://publish.twitter.com/';

const MOST_TEXT = 100_000;
const MOST_LINKS = 400;

/** What is known of a post, whichever way it was read. */
export interface Post {
  id: string;
  /** As the source's answer names it. */
  handle: string;
  text: string;
  /** Only its beginning could be read: it is no whole voice. */
  cut: boolean;
  links: string[];
  about: string[];
  publishedAt?: Iso;
  language?: string;
  counts?: NonNullable<CrawledEntry['counts']>;
}

/** `seen` is the answer that the post was read from. */
export function postEntry(post: Post, seen: { url: string; at: Iso }): CrawledEntry {
  const url = postUrl(post.handle, post.id);
  const date = postedAt(post.id) ?? post.publishedAt;
  const about = [...new Set(post.about)].filter((page) => page !== url);
  const text = post.text.slice(0, MOST_TEXT).toWellFormed();
  return {
    id: url,
    url,
    title: '',
    author: post.handle,
    ...(date === undefined ? {} : { publishedAt: date }),
    ...(post.cut ? { summaryHtml: htmlOf(text), feedHomeUrl: SUMMARIES } : { text, feedHomeUrl: X_HOME }),
    ...(post.language === undefined ? {} : { feedLanguage: post.language }),
    links: [...new Set(post.links)].slice(0, MOST_LINKS),
    ...(about.length === 0 ? {} : { about }),
    ...(post.counts === undefined ? {} : { counts: post.counts }),
    categories: [],
    enclosures: [],
    transcripts: [],
    seenAt: seen.at,
    visit: seen,
  };
}

function htmlOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped.replaceAll('\n', '<br>')}</p>`;
}
