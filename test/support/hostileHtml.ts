/** What the sites of a hostile week answer with: pages, feeds, embedded posts. */
import { decodeHTML } from 'entities';
import { escaped } from './hostileWords.ts';
import type { Recorded } from './recording.ts';

/** Who wrote a post, by the recording itself, and its words. */
export interface Posted {
  author: string;
  said: string;
}
/** One source of a hostile week, with what is true of it. */
export interface HostilePart {
  /** Lines of sources.yaml. */
  sources: string[];
  answers: Recorded[];
  /** By permalink. */
  posts: [url: string, posted: Posted][];
  /** The words of articles and recordings, by address. */
  pages: [url: string, words: string][];
  /** Posts and pages that the editor wants as blocks of their own. */
  pins: string[];
}

export function part(changes: Partial<HostilePart>): HostilePart {
  return { sources: [], answers: [], posts: [], pages: [], pins: [], ...changes };
}

/** The words of HTML that a reader sees. */
export function wordsIn(html: string): string {
  return decodeHTML(html.replace(/<span style="display:none">.*?<\/span>|<!--.*?-->|<[^>]*>/gs, ' '));
}

export interface FeedItem {
  link: string;
  title?: string;
  by?: string;
  guid?: string;
  html?: string;
  date?: string;
  more?: string;
}

export function feed(home: string, items: FeedItem[]): string {
  const listed = items.map(({ link, title, by, guid = link, html, date = '2026-11-12T08:00:00Z', more = '' }) => {
    const named = title === undefined ? '' : `<title>${escaped(title)}</title>`;
    const said = html === undefined ? '' : `<description>${escaped(html)}</description>`;
    const who = by === undefined ? '' : `<dc:creator>${escaped(by)}</dc:creator>`;
    return `<item>${named}<link>${escaped(link)}</link><guid isPermaLink="false">${escaped(guid)}</guid><pubDate>${new Date(date).toUTCString()}</pubDate>${who}${said}${more}</item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>A feed</title><link>${home}</link><description>x</description>${listed.join('')}</channel></rss>`;
}

export function feedAnswer(url: string, home: string, items: FeedItem[]): Recorded {
  return { url, body: feed(home, items), type: 'application/rss+xml; charset=utf-8' };
}

export function page(o: { title: string; site?: string; author?: string; head?: string; html: string }): string {
  const meta = (name: string, content: string | undefined) =>
    content === undefined ? '' : `<meta property="${name}" content="${escaped(content)}">`;
  return `<!doctype html><html lang="en"><head><title>${escaped(o.title)}</title>${meta('og:site_name', o.site)}${meta('article:author', o.author)}${o.head ?? ''}</head><body><article><h1>${escaped(o.title)}</h1>${o.html}</article></body></html>`;
}

/** X's answer about one post to a site that wants to show it. */
export function embed(id: string, asked: string, author: string, html: string): Recorded {
  const url = `https://twitter.com/${author}/status/${id}`;
  const shown = `<blockquote class="twitter-tweet"><p lang="en" dir="ltr">${html}</p>&mdash; Somebody else (@${author}) <a href="${url}">November 12, 2026</a></blockquote>`;
  return {
    url: `https://publish.twitter.com/oembed?url=${encodeURIComponent(`https://x.com/${asked}/status/${id}`)}&omit_script=1&hide_thread=1&dnt=true&lang=en`,
    body: { url, author_name: 'Somebody else', author_url: `https://twitter.com/${author}`, html: shown, type: 'rich' },
  };
}

/** A JSON string is a YAML string too. */
export function source(fields: Record<string, unknown>): string {
  return `- ${JSON.stringify(fields)}\n`;
}
