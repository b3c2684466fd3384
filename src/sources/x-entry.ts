/** A post of X: its address, the moment that its id tells, and the entry that it becomes. */
import { given } from '../text/given.ts';
import { hostOf } from '../text/url.ts';
import type { CrawledEntry, Iso } from '../types.ts';
import { entryAt, MOST_LINKS, type Seen } from './entry.ts';

/** Milliseconds at which X's ids begin to count. */
const EPOCH = 1_288_834_974_657n;
/** The first id that holds a moment (4 November 2010); those before it were merely counted up. */
const FIRST_TIMED_ID = 29_700_859_248n;
const LAST_ID = 2n ** 63n;

const HANDLE = /^\w{1,15}$/;

/** A post as an address names it. The handle is whatever somebody typed: X itself looks at the id alone. */
export interface PostAddress {
  id: string;
  handle?: string;
}

/** The post that an address of X names, at its own hosts alone; undefined where it names none. */
export function postAddress(url: string): PostAddress | undefined {
  if (!URL.canParse(url) || !/^((mobile|m)\.)?(x|twitter)\.com$/.test(hostOf(url))) return undefined;
  const [, handle, id] =
    /^\/(?:i(?:\/web)?|(\w{1,15}))\/status(?:es)?\/(\d{1,19})(?:\/|$)/.exec(new URL(url).pathname) ?? [];
  if (id === undefined) return undefined;
  return { id, ...(handle === undefined ? {} : { handle }) };
}

/** Where a post is, by the handle that its source gives. */
export function postUrl(handle: string, id: string): string {
  return `https://x.com/${handle}/status/${id}`;
}

export function isHandle(text: string): boolean {
  return HANDLE.test(text);
}

/** When a post was made, which its id tells to the millisecond; undefined for ids older than that scheme. */
export function postedAt(id: string): Iso | undefined {
  if (!/^\d{1,19}$/.test(id)) return undefined;
  const number = BigInt(id);
  if (number < FIRST_TIMED_ID || number >= LAST_ID) return undefined;
  return new Date(Number((number >> 22n) + EPOCH)).toISOString();
}

/** What one way of reading X gave. */
export interface Part {
  entries: CrawledEntry[];
  /** What failed or was left out, beside what worked. */
  warnings: string[];
  /** At least one answer could be read. */
  worked: boolean;
  unchanged: boolean;
  /** US dollars. */
  dollars: number;
}

const X_HOME = 'https://x.com/';
/** An answer that holds only the beginning of a post is X's own summary of it, not the post. */
const SUMMARIES = 'https://publish.twitter.com/';

const MOST_TEXT = 100_000;

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
export function postEntry(post: Post, seen: Seen): CrawledEntry {
  const url = postUrl(post.handle, post.id);
  const about = [...new Set(post.about)].filter((page) => page !== url);
  const text = post.text.slice(0, MOST_TEXT).toWellFormed();
  return {
    ...entryAt(url, seen),
    author: post.handle,
    ...given({ publishedAt: postedAt(post.id) ?? post.publishedAt, feedLanguage: post.language, counts: post.counts }),
    ...(post.cut ? { summaryHtml: htmlOf(text), feedHomeUrl: SUMMARIES } : { text, feedHomeUrl: X_HOME }),
    links: [...new Set(post.links)].slice(0, MOST_LINKS),
    ...(about.length === 0 ? {} : { about }),
  };
}

function htmlOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped.replaceAll('\n', '<br>')}</p>`;
}
