import { decodeHTML } from 'entities';
import type { FeedEntry } from '../types.ts';
import { hostOf, httpUrl } from './url.ts';

/** Where Reddit keeps its own pages, pictures and videos: a link there is no page about something. */
const REDDIT = /(^|\.)(reddit\.com|redd\.it)$/;
const LINK = /<a href="([^"]{1,4000})">\[link\]<\/a>/g;
const SELF_TEXT = /^\s*(?:<table>.{0,2000}?<\/td><td>)?\s*<!-- SC_OFF -->(.*)<!-- SC_ON -->/s;

/**
 * An entry of a subreddit's feed. Its link is the discussion; the page it is about stands behind `[link]` at the end of its content.
 * Whoever submitted a page is not its author. Of a post with words of its own, those alone are kept.
 */
export function readRedditPost(entry: FeedEntry): FeedEntry {
  const { author, contentHtml = '', ...post } = entry;
  // whatever stands in the post comes before
  const written = [...contentHtml.matchAll(LINK)].at(-1)?.[1];
  const page = written === undefined ? undefined : httpUrl(decodeHTML(written));
  const words = SELF_TEXT.exec(contentHtml)?.[1]?.trim() ?? '';
  const said = words === '' ? {} : { contentHtml: words };
  if (page !== undefined && !REDDIT.test(hostOf(page))) return { ...post, ...said, url: page, commentsUrl: entry.url };
  return { ...post, ...said, ...(author === undefined ? {} : { author: author.replace(/^\/?u\//, 'u/') }) };
}
