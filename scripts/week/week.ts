import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { feedExchange } from './feeds.ts';
import { threadPages } from './hackernews.ts';
import { articleHtml, pageHtml } from './pages.ts';
import type { Entry, Exchange, Feed, Page, Site, Thread } from './types.ts';

/** The moment at which the whole week is captured: a replay's clock stands here. */
const CAPTURED = '2026-11-15T18:00:00.000Z';

/** The sample week as a HAR 1.2 recording: feeds in the order of their files, then every other page by URL. The same files give the same text. */
export function buildWeek(dir: string): string {
  const pages = readPages(dir);
  const bySlug = new Map(pages.map((page) => [page.slug, page]));
  const feeds = names(dir, 'feeds', '.yaml').map((name) => feedExchange(readFeed(join(dir, 'feeds', name), bySlug)));
  const threads = names(dir, 'threads', '.yaml').flatMap((name) =>
    threadPages(parse(read(dir, 'threads', name)) as Thread),
  );
  const rest = [...pages.map((page) => pageExchange(page, pages)), ...threads, ...readRaw(dir)];
  return recording([...feeds, ...rest.sort((a, b) => (a.url < b.url ? -1 : 1))]);
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

function readFeed(path: string, pages: Map<string, Page>): Feed {
  const feed = parse(readFileSync(path, 'utf8')) as Feed;
  const entries = feed.entries.map((entry) => withPage(entry, feed, pages));
  return { ...feed, entries: entries.sort((a, b) => (a.date > b.date ? -1 : 1)) };
}

/** An entry with what its page says where the feed's file is silent. */
function withPage(entry: Entry, feed: Feed, pages: Map<string, Page>): Entry {
  if (entry.post) return { ...entry, title: opening(entry.post) };
  if (!entry.page) return entry;
  const page = pages.get(entry.page);
  if (!page) throw new Error(`${feed.url}: there is no pages/${entry.page}.md`);
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

/** What is recorded as it stands, listed with its address in `raw/index.yaml`: transcripts, broken feeds, error pages. */
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
