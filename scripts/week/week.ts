import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { feedExchange } from './feeds.ts';
import { hackerNewsExchanges } from './hackernews.ts';
import { articleHtml, pageHtml } from './pages.ts';
import type { Crawled, Entry, Exchange, Feed, HackerNews, Page, Site, Story, Thread } from './types.ts';
import { oembedExchanges } from './x.ts';

/** The moment at which the whole week is captured: a replay's clock stands here. */
const CAPTURED = '2026-11-15T18:00:00.000Z';
const DAYS = ['09', '10', '11', '12', '13', '14', '15'].map((day) => `2026-11-${day}`);

/** The sample week as a HAR 1.2 recording: sources in the order of their files, then every other page by URL. The same files give the same text. */
export function buildWeek(dir: string): string {
  const pages = new Map(readPages(dir).map((page) => [page.slug, page]));
  const sources = names(dir, 'feeds', '.yaml').flatMap((name) => {
    const crawled = parse(read(dir, 'feeds', name)) as Crawled;
    if (crawled.format === 'hackernews')
      return hackerNewsExchanges(withThreads(dir, crawled, pages), DAYS, minPoints(dir));
    return crawled.format === 'oembed' ? oembedExchanges(crawled) : [feedExchange(withPages(crawled, pages))];
  });
  const rest = [...[...pages.values()].map((page) => pageExchange(page, [...pages.values()])), ...readRaw(dir)];
  return recording([...sources, ...rest.sort((a, b) => (a.url < b.url ? -1 : 1))]);
}

/** The bytes of `week.har.gz`. The header's time is 0 and its system 255 (unknown), so that neither clock nor machine shows (RFC 1952 §2.3.1). */
export function gzip(text: string): Uint8Array {
  const bytes = gzipSync(text, { level: 9 });
  bytes.fill(0, 4, 8);
  bytes[9] = 255;
  return bytes;
}

function readPages(dir: string): Page[] {
  const sites = parse(read(dir, 'sites.yaml')) as Record<string, Site>;
  return names(dir, 'pages', '.md').map((name) => {
    const [, front = '', markdown = ''] = read(dir, 'pages', name).match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/) ?? [];
    const page = parse(front) as Page & { siteName?: string };
    const site = sites[new URL(page.url).host] ?? { name: page.siteName ?? new URL(page.url).host, template: 'plain' };
    return { ...page, slug: name.replace('.md', ''), site, markdown };
  });
}

function pageExchange(page: Page, pages: Page[]): Exchange {
  const others = pages.filter(
    (other) => other.slug !== page.slug && new URL(other.url).host === new URL(page.url).host,
  );
  return {
    url: page.url,
    status: page.status ?? 200,
    mimeType: 'text/html; charset=utf-8',
    text: pageHtml(page, others.slice(0, 4)),
  };
}

/** The stories with what their pages say where the file is silent, and their comments. */
function withThreads(dir: string, { format, stories }: HackerNews, pages: Map<string, Page>): HackerNews {
  const threads = names(dir, 'threads', '.yaml').flatMap(
    (name) => parse(read(dir, 'threads', name)) as Thread | Thread[],
  );
  const comments = new Map(threads.map((thread) => [thread.story, thread.comments]));
  return {
    format,
    stories: stories.map((story): Story => {
      const found = comments.get(story.id);
      if (!found) throw new Error(`there is no thread of story ${story.id} in threads/`);
      const { title, url } = story.page ? pageOf(story.page, pages) : story;
      return { ...(url ? { url } : {}), ...story, title: story.title ?? title, comments: found };
    }),
  };
}

/** The points from which on the workspace asks for stories: they stand in the addresses. */
function minPoints(dir: string): number {
  const sources = parse(read(dir, 'sources.yaml')) as { kind: string; minPoints?: number }[];
  return sources.find(({ kind }) => kind === 'hackernews')?.minPoints ?? 100;
}

function withPages(feed: Feed, pages: Map<string, Page>): Feed {
  const entries = feed.entries.map((entry) => withPage(entry, feed, pages));
  return { ...feed, entries: entries.sort((a, b) => (a.date > b.date ? -1 : 1)) };
}

function pageOf(slug: string, pages: Map<string, Page>): Page {
  const page = pages.get(slug);
  if (!page) throw new Error(`there is no pages/${slug}.md`);
  return page;
}

/** An entry with what its page says where the feed's file is silent. */
function withPage(entry: Entry, feed: Feed, pages: Map<string, Page>): Entry {
  if (entry.post) return { ...entry, title: feed.untitled ? '' : opening(entry.post) };
  if (!entry.page) return entry;
  const page = pageOf(entry.page, pages);
  const { title, url, date, author, summary } = page;
  // A channel's feed gives the words under the video; other feeds give the standfirst.
  const about = feed.format === 'youtube' ? page.markdown.trim() : summary;
  const known = { title, url, date, ...(author ? { author } : {}), ...(about ? { summary: about } : {}) };
  return { ...known, ...(feed.full ? { html: articleHtml(page) } : {}), ...entry };
}

/** The first words of a post, which a bridge gives as its title. */
function opening(post: string): string {
  const words = post.trim().split(/\s+/);
  return words.length > 16 ? `${words.slice(0, 16).join(' ')}…` : words.join(' ');
}

/** What is recorded as it stands, listed with its address in `raw/index.yaml`: transcripts, broken feeds, error pages, the editor's own files. */
function readRaw(dir: string): Exchange[] {
  const list = parse(read(dir, 'raw', 'index.yaml')) as {
    url: string;
    file: string;
    status?: number;
    mimeType: string;
  }[];
  return list.map(({ url, file, status = 200, mimeType }) => ({ url, status, mimeType, text: read(dir, 'raw', file) }));
}

function recording(exchanges: Exchange[]): string {
  const entries = exchanges.map(({ url, status, mimeType, text }) => ({
    startedDateTime: CAPTURED,
    time: 1,
    request: {
      method: 'GET',
      url,
      httpVersion: 'HTTP/1.1',
      headers: [],
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: [{ name: 'content-type', value: mimeType }],
      cookies: [],
      content: { size: Buffer.byteLength(text), mimeType, text },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 1, receive: 0 },
  }));
  const comment = 'An invented week: no company, person, model or paper in it is real.';
  return `${JSON.stringify({ log: { version: '1.2', creator: { name: 'build-week', version: '1' }, comment, entries } })}\n`;
}

function names(dir: string, folder: string, ending: string): string[] {
  return readdirSync(join(dir, folder))
    .filter((name) => name.endsWith(ending))
    .sort();
}
function read(...path: string[]): string {
  return readFileSync(join(...path), 'utf8');
}
