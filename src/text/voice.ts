import type { Item } from '../types.ts';
import { hostOf } from './url.ts';

/** Sites whose posts are quoted whole, with how their links name the author and how the site is called beside a handle. */
const SITES: {
  hosts: RegExp;
  where: string;
  handle: (path: string, author: string | undefined) => string | undefined;
}[] = [
  {
    hosts: /^((mobile|m)\.)?(x|twitter)\.com$/,
    where: 'X',
    handle: (path) => path.match(/^\/(?!i\/)(\w{1,15})\/status(?:es)?\/\d+/)?.[1],
  },
  { hosts: /^bsky\.app$/, where: 'Bluesky', handle: (path) => path.match(/^\/profile\/([\w.-]+)\/post\//)?.[1] },
  { hosts: /^news\.ycombinator\.com$/, where: 'HN', handle: (path, author) => (path === '/item' ? author : undefined) },
];
const MASTODON = /^\/@([\w.-]+)(?:@[\w.-]+)?\/\d+\/?$/;
const REDDIT_THREAD = /^https?:\/\/(?:\w+\.)?reddit\.com\/(?:r|user)\/[\w.-]+\/comments\//i;

/** Whose post a link is: the handle in the link, or for Hacker News, whose links have none, the captured author. */
export function voiceOf(url: string, author?: string): { handle: string; where: string } | undefined {
  let path: string;
  try {
    path = new URL(url).pathname;
  } catch {
    return undefined;
  }
  const site = SITES.find(({ hosts }) => hosts.test(hostOf(url)));
  if (site) {
    const handle = site.handle(path, author?.replace(/^@/, ''));
    return handle ? { handle, where: site.where } : undefined;
  }
  const handle = path.match(MASTODON)?.[1];
  return handle ? { handle, where: 'Mastodon' } : undefined;
}

/**
 * Whether a page is a post or a thread, where several people talk: nobody can tell whose the words on it are, so that a post's words are
 * those alone that its site or its feed gives for it.
 */
export function isTalk(url: string): boolean {
  return voiceOf(url, 'somebody') !== undefined || REDDIT_THREAD.test(url);
}

/**
 * What an item is called where nobody is quoted. A post is called by whose it is, since the title that stands in for one is its own first
 * words; a page by what it calls itself, since whoever passed it on may have called it otherwise (P2).
 */
export function nameOf({ title, voice, pageSays }: Pick<Item, 'title' | 'voice' | 'pageSays'>): string {
  return voice ? `${voice.handle} on ${voice.where}` : (pageSays?.title ?? title);
}

/** When an item's page was written; undefined where only who passed it on gives a date. */
export function writtenAt({ own, media, publishedAt, pageSays }: Item): string | undefined {
  return own || media ? publishedAt : pageSays?.publishedAt;
}

/** Sites on which an address of one step is a person or a project, not a page about something. */
const ACCOUNTS =
  /^(x|twitter|github|gitlab|linkedin|instagram|threads|facebook|youtube|medium|tiktok|bsky|reddit|huggingface)\.(com|net|app|co)$/;

/** Whether a link is somebody's account: many stories carry it, and none is about it. */
export function isAccount(url: string): boolean {
  if (!ACCOUNTS.test(hostOf(url))) return false;
  const steps = new URL(url).pathname.split('/').filter(Boolean);
  return (
    steps.length < 2 || (steps.length === 2 && /^(in|u|user|r|profile|channel|c|company)$/.test(steps[0] as string))
  );
}
