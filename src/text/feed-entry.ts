/** From what rss-parser read to entries: which of several elements of one meaning is taken. */
import type { Chapter, FeedEntry } from '../types.ts';
import { chapter } from './chapters.ts';
import { runningTime } from './duration.ts';
import { tidyHtml } from './feed-html.ts';
import { ENTRY_ELEMENTS, FEED_ELEMENTS } from './feed-names.ts';
import { given } from './given.ts';
import { shortHash } from './hash.ts';
import { httpUrl } from './url.ts';

const MOST_CHAPTERS = 500;

/** An element as rss-parser hands it on: its text, or its text and attributes. */
export type Value = string | { _?: string; $?: Record<string, string> };
/** Every element of a feed or entry, by `all:` and its name. */
export type Values = Record<string, unknown>;

/** rss-parser's `customFields`: each element that we read, all of them in order. */
export function customFields() {
  const names = (rules: Record<string, { as?: string }>) =>
    new Set(Object.entries(rules).map(([name, rule]) => rule.as ?? name));
  const all = (list: string[]) =>
    list.map((name): (string | { keepArray: boolean })[] => [name, `all:${name}`, { keepArray: true }]);
  // its types allow a feed plain names alone, its code the same as an item
  const feed = all([...names(FEED_ELEMENTS), 'xml:lang']) as unknown as string[];
  return { feed, item: all([...names(ENTRY_ELEMENTS), 'source:author']) };
}

/** The texts of all elements of the given names: those of the first name that has any. */
export function texts(from: Values, ...names: string[]): string[] {
  for (const name of names) {
    const found = all(from, name)
      .map((value) => (typeof value === 'string' ? value : (value._ ?? '')).trim())
      .filter((text) => text !== '');
    if (found.length > 0) return found;
  }
  return [];
}

/** The attributes of all elements of one name. */
export function attributesOf(from: Values, name: string): Record<string, string>[] {
  return all(from, name).map((value) => (typeof value === 'string' ? {} : (value.$ ?? {})));
}

function all(from: Values, name: string): Value[] {
  const found = from[`all:${name}`];
  return Array.isArray(found) ? (found as Value[]) : [];
}

/** What an entry takes from its feed. */
export interface FeedContext {
  url: string;
  author?: string;
}

/** One entry. A field that the feed does not give is left out; `url` and `title` are then ''. */
export function entryOf(item: Values, feed: FeedContext): FeedEntry {
  const url = linkOf(item);
  const media = mediaOf(item);
  const html = htmlsOf(item, url || feed.url);
  const title = texts(item, 'title', 'itunes:title', 'dc:title', 'media:title')[0] ?? '';
  const published = texts(
    item,
    'pubDate',
    'published',
    'issued',
    'dcterms:issued',
    'dc:date',
    'created',
    'dcterms:created',
  )[0];
  const updated = texts(item, 'updated', 'modified', 'dcterms:modified')[0];
  return {
    id: texts(item, 'guid', 'id', 'dc:identifier')[0] ?? (url || shortHash(JSON.stringify([title, published, html]))),
    url,
    title,
    ...given({ author: authorOf(item) ?? feed.author, publishedAt: published ?? updated, updatedAt: updated }),
    ...html,
    categories: categoriesOf(item),
    enclosures: media.enclosures,
    ...given({ durationSeconds: durationOf(item) }),
    transcripts: transcriptsOf(item),
    ...given({ chaptersUrl: attributesOf(item, 'podcast:chapters').find(({ url }) => url)?.url }),
    ...given({ chapters: chaptersOf(item), counts: countsOf(item) }),
    ...given({ commentsUrl: commentsOf(item), imageUrl: media.image }),
  };
}

/** The page that a feed or an entry stands for: its alternate link, one of HTML before others. */
export function pageLink(from: Values): string | undefined {
  const links = attributesOf(from, 'link').filter((link) => link.rel === 'alternate');
  return (links.find((link) => link.type === undefined || /html/.test(link.type)) ?? links[0])?.href;
}

/** The page that an entry is about: what FeedBurner hid, else the alternate link, else a guid that is an address. */
function linkOf(item: Values): string {
  const hidden = texts(item, 'feedburner:origlink')[0];
  if (hidden !== undefined) return hidden;
  const page = pageLink(item);
  if (page !== undefined) return page;
  const guid = texts(item, 'guid')[0] ?? '';
  const permanent = attributesOf(item, 'guid')[0]?.ispermalink?.toLowerCase() !== 'false';
  return (permanent && /^https?:/i.test(guid) && httpUrl(guid)) || '';
}

/** Content and summary; one text is never given twice. */
function htmlsOf(item: Values, base: string): { summaryHtml?: string; contentHtml?: string } {
  const content = fragment(item, base, ['html:encoded', 'html:content', 'html:body']);
  const shorter = ['html:summary', 'html:description', 'html:dc', 'html:media', 'html:itunes', 'html:subtitle'];
  const summary = fragment(item, base, shorter);
  if (content === undefined) return given({ summaryHtml: summary });
  return { ...given({ summaryHtml: summary === content ? undefined : summary }), contentHtml: content };
}

function fragment(item: Values, base: string, names: string[]): string | undefined {
  for (const name of names) {
    const own = attributesOf(item, name)[0]?.base;
    const html = tidyHtml(texts(item, name)[0] ?? '', own ?? base).trim();
    if (html !== '') return html;
  }
  return undefined;
}

function authorOf(item: Values): string | undefined {
  const found = texts(item, 'author', 'dc:creator', 'itunes:author', 'source:author');
  const names = [...new Set(found)];
  if (names.length > 20) return `${names.slice(0, 20).join(', ')} and ${names.length - 20} others`;
  return names.join(', ') || undefined;
}

function categoriesOf(item: Values): string[] {
  const keywords = texts(item, 'itunes:keywords', 'media:keywords').flatMap((text) => text.split(','));
  const found = [...texts(item, 'category'), ...keywords.map((word) => word.trim())];
  return [...new Set(found.filter((name) => name !== ''))].slice(0, 100);
}

/** Sound and video that an entry carries, and its picture. */
function mediaOf(item: Values): { enclosures: FeedEntry['enclosures']; image: string | undefined } {
  const links = attributesOf(item, 'link').filter((link) => link.rel === 'enclosure');
  const carried = [...attributesOf(item, 'enclosure'), ...links];
  const enclosures = new Map<string, FeedEntry['enclosures'][number]>();
  const images = [...attributesOf(item, 'media:thumbnail'), ...attributesOf(item, 'itunes:image')];
  for (const media of attributesOf(item, 'media:content')) {
    if (isPicture(media)) images.push(media);
    // an old Flash player is no file that anybody can hear or see
    else if (!/shockwave/.test(media.type ?? '')) carried.push(media);
  }
  for (const media of carried) {
    const url = media.url ?? media.href;
    if (url === undefined || enclosures.has(url)) continue;
    if (isPicture(media)) images.push({ url });
    const length = Number(media.length ?? media.filesize);
    enclosures.set(url, {
      url,
      ...given({ type: media.type || undefined }),
      ...given({ length: Number.isSafeInteger(length) && length > 0 ? length : undefined }),
    });
  }
  const image = images.map((one) => one.url ?? one.href).find((url) => url !== undefined);
  return { enclosures: [...enclosures.values()], image };
}

function isPicture({ medium, type, url }: Record<string, string>): boolean {
  const kind = medium ?? type ?? '';
  return /^image/.test(kind) || (kind === '' && /\.(png|jpe?g|gif|webp|avif)$/i.test(url ?? ''));
}

/** What the episode says, else what a media element does. */
function durationOf(item: Values): number | undefined {
  const said =
    texts(item, 'itunes:duration')[0] ?? attributesOf(item, 'media:content').find((one) => one.duration)?.duration;
  return said === undefined ? undefined : runningTime(said);
}

function transcriptsOf(item: Values): FeedEntry['transcripts'] {
  return attributesOf(item, 'podcast:transcript').flatMap(({ url, type, language }) =>
    url ? [{ url, ...given({ type: type || undefined, language: language || undefined }) }] : [],
  );
}

function commentsOf(item: Values): string | undefined {
  const replies = attributesOf(item, 'link').find((link) => link.rel === 'replies' && /html|^$/.test(link.type ?? ''));
  return texts(item, 'comments')[0] ?? replies?.href;
}

/** Podlove Simple Chapters, in order of time. */
function chaptersOf(item: Values): Chapter[] | undefined {
  const found = attributesOf(item, 'psc:chapter').flatMap(({ start, title }) => chapter(start, title));
  return found.length > 0 ? found.slice(0, MOST_CHAPTERS).sort((a, b) => a.seconds - b.seconds) : undefined;
}

/** How often a video was seen (`media:community`, Media RSS 1.5). */
function countsOf(item: Values): FeedEntry['counts'] {
  const views = attributesOf(item, 'media:statistics').map((one) => Number(one.views))[0];
  return views !== undefined && Number.isSafeInteger(views) && views >= 0 ? { views } : undefined;
}
