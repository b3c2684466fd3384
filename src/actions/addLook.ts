/** What is at the address of a find, in a few words for the editor. */
import type { InboxEntry } from '../config/editorFile.ts';
import { inboxSource } from '../config/inboxSource.ts';
import { SourceError } from '../errors.ts';
import { extractArticle, reservesRights } from '../stages/extract.ts';
import { slimVideoPage, type VideoFacts, videoFacts } from '../stages/extract-video.ts';
import { decodeText } from '../text/decode.ts';
import { oneLine } from '../text/feed-content.ts';
import { htmlToText } from '../text/html.ts';
import { sentences } from '../text/sentences.ts';
import { canonicalUrl, hostOf, youtubeId } from '../text/url.ts';
import { voiceOf } from '../text/voice.ts';
import type { CrawledEntry, Crawler, Iso, Source, World } from '../types.ts';
import { isMedia } from './capturePage.ts';
import { lookAround } from './sourcesWindow.ts';

export type FindKind = 'article' | 'paper' | 'post' | 'thread' | 'discussion' | 'video' | 'page';
export interface FoundPage {
  kind: FindKind;
  /** Whether anything of the page was read, or pasted. */
  read: boolean;
  /** Why nothing was. */
  unread?: string;
  title: string;
  author?: string;
  site?: string;
  publishedAt?: Iso;
  /** How many posts a thread has. */
  posts?: number;
  /** How many comments of a discussion were read. */
  comments?: number;
  words: number;
  durationSeconds?: number;
  /** The first sentence of a text, or the whole of a post. */
  excerpt: string;
  /** Its owner reserves the rights to its text: the issue links it and quotes nothing. */
  reserved: boolean;
  warnings: string[];
}
const NOTHING = { title: '', words: 0, excerpt: '', reserved: false, warnings: [] };
const PAPERS =
  /^(arxiv\.org|openreview\.net|aclanthology\.org|doi\.org|biorxiv\.org|medrxiv\.org|papers\.ssrn\.com|proceedings\.mlr\.press|papers\.nips\.cc)$/;
const VIDEOS = /^(youtube\.com|youtu\.be|vimeo\.com)$/;
const LONGEST_POST = 2_000;

/**
 * Reads a find as its crawler or the extractor does, or what was pasted of it; nothing is stored. Never throws for what the world did: a
 * page that can't be read says why in `unread` and how to paste it in `warnings`.
 */
export async function lookAtFind(
  world: World,
  entry: InboxEntry,
  o: { hasTranscript?: boolean } = {},
): Promise<FoundPage> {
  const source = inboxSource(entry);
  const kind = kindOf(source, entry.url);
  if (entry.text !== undefined) return lookAtPasted(entry, entry.text, kind);
  try {
    const found =
      source.kind === 'page' ? await lookAtPage(world, entry.url, kind) : await lookAtPosts(world, source, kind);
    return o.hasTranscript && !found.read ? heard(found) : found;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const found = notRead(entry.url, kind, error.message);
    return o.hasTranscript ? heard(found) : found;
  }
}

/** A recording's words are its transcript's, whatever its page says. */
function heard(found: FoundPage): FoundPage {
  const warning = `its page could not be read: ${found.unread}. Title and length are unknown; its words are the transcript's`;
  return { ...found, warnings: [warning] };
}

function kindOf(source: Source, url: string): FindKind {
  if (source.kind === 'youtube') return 'video';
  if (source.kind === 'hackernews') return 'discussion';
  if (source.kind === 'x' || source.kind === 'bluesky') return 'post';
  const host = hostOf(url);
  if (VIDEOS.test(host)) return 'video';
  if (PAPERS.test(host) || /^\/papers\/\d/.test(new URL(url).pathname)) return 'paper';
  return voiceOf(url) ? 'post' : 'article';
}

function lookAtPasted(entry: InboxEntry, text: string, kind: FindKind): FoundPage {
  const author = voiceOf(entry.url)?.handle ?? entry.author;
  return {
    ...{ ...NOTHING, kind, read: true, words: countWords(text), excerpt: excerptOf(text, kind) },
    ...(author ? { author } : {}),
  };
}

/** A page as the extractor makes it. robots.txt is asked, as for every page. */
async function lookAtPage(world: World, url: string, kind: FindKind): Promise<FoundPage> {
  const response = await world.fetch({ url, from: 'operator', robots: true });
  const type = response.headers['content-type'] ?? '';
  if (response.status >= 400) return notRead(url, kind, `answered ${response.status}`);
  if (isMedia(type)) return notRead(url, kind, `it is no page but a file (${type.split(';')[0]})`);
  const html = decodeText(response.body, type);
  const article = extractArticle(html, { url: response.finalUrl });
  const { siteName, publishedAt, text, wordCount, incomplete } = article;
  const author = voiceOf(url)?.handle ?? article.author;
  const { durationSeconds } = kind === 'video' ? videoFacts(html) : {};
  const reserved = reservesRights(html, response.headers);
  const few = wordCount > 0 ? `only ${wordCount} words could be read, too few to quote from` : 'no words could be read';
  return {
    ...{ kind, read: true, title: oneLine(article.title), words: wordCount, excerpt: excerptOf(text, kind), reserved },
    ...(author ? { author: oneLine(author) } : {}),
    ...(siteName ? { site: oneLine(siteName) } : {}),
    ...(publishedAt ? { publishedAt } : {}),
    ...(durationSeconds ? { durationSeconds } : {}),
    warnings: [
      ...(incomplete && kind !== 'video' ? [`${few}. ${howToPaste(url)}`] : []),
      ...(reserved
        ? ['its owner keeps the text from machines (TDM or noai): the issue links it and quotes nothing']
        : []),
    ],
  };
}

/** Posts, videos and discussions as their crawler reads them. */
async function lookAtPosts(world: World, source: Source, kind: FindKind): Promise<FoundPage> {
  const crawler = world.crawlers[source.kind] as Crawler;
  const { entries, warnings } = await crawler(source, lookAround(world));
  const main = mainEntry(entries, source);
  if (!main) throw new SourceError(warnings[0] ?? 'nothing was found there');
  const own = entries.filter(({ author }) => author === main.author);
  const isThread = kind === 'post' && own.length > 1;
  const text = (isThread ? own : [main]).map(textOf).join('\n\n');
  const facts = kind === 'video' ? await videoAt(world, main.url) : {};
  const { author, publishedAt, durationSeconds } = { ...main, ...facts };
  return {
    ...{ kind: isThread ? 'thread' : kind, read: true, reserved: main.optedOut === true, warnings },
    ...{ title: oneLine(main.title), words: countWords(text) },
    excerpt: excerptOf(textOf(main) || (facts.summary ?? ''), kind),
    ...(author ? { author: oneLine(author) } : {}),
    ...(publishedAt ? { publishedAt } : {}),
    ...(isThread ? { posts: own.length } : {}),
    ...(kind === 'discussion' ? { comments: entries.length - 1 } : {}),
    ...(durationSeconds ? { durationSeconds } : {}),
  };
}

/** A video's length and date stand on its page alone. It is asked as a crawl will ask it; one that does not say them costs nothing. */
async function videoAt(world: World, url: string): Promise<VideoFacts> {
  const strip = youtubeId(url) === undefined ? {} : { strip: slimVideoPage };
  try {
    const response = await world.fetch({ url, from: 'operator', cache: 'keep', robots: true, ...strip });
    return response.status < 400 ? videoFacts(decodeText(response.body, response.headers['content-type'])) : {};
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return {};
  }
}

/** Of a discussion the item that was asked for: the crawler may give its comments first. */
function mainEntry(entries: CrawledEntry[], source: Source): CrawledEntry | undefined {
  if (source.kind !== 'hackernews') return entries[0];
  const asked = canonicalUrl(`https://news.ycombinator.com/item?id=${source.items[0]}`);
  const isAsked = ({ url, commentsUrl = '' }: CrawledEntry) => [url, commentsUrl].map(canonicalUrl).includes(asked);
  return entries.find(isAsked) ?? entries[0];
}

function textOf({ text, contentHtml, summaryHtml }: CrawledEntry): string {
  return text ?? htmlToText(contentHtml ?? summaryHtml ?? '');
}

function excerptOf(text: string, kind: FindKind): string {
  if (kind === 'post' || kind === 'thread') return text.slice(0, LONGEST_POST);
  const [first] = sentences(text);
  return first ? text.slice(first.start, first.end) : '';
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

function notRead(url: string, kind: FindKind, reason: string): FoundPage {
  const unread = reason.replace(`${url}: `, '');
  const hasPage = kind === 'article' || kind === 'paper' || kind === 'video' || kind === 'page';
  const worth = hasPage ? 'The issue can link it, and quote nothing' : 'Without its words it stays out of the issue';
  const warning = `it could not be read: ${unread}. ${worth}. ${howToPaste(url)}`;
  return { ...NOTHING, kind, read: false, unread, warnings: [warning] };
}

function howToPaste(url: string): string {
  return `To quote from it, copy its text and give it: pullquote add '${url.replaceAll("'", '%27')}' --text - < words.txt`;
}
