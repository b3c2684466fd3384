/** JSON Feed 1.1 (jsonfeed.org), read leniently. */
import type { FeedEntry, ParsedFeed } from '../types.ts';
import { oneLine } from './feed-content.ts';
import { bothEnds } from './feed-cut.ts';
import { textToHtml, tidyHtml } from './feed-html.ts';
import { given } from './given.ts';
import { shortHash } from './hash.ts';
import { parseDate } from './time.ts';
import { httpUrl } from './url.ts';

type Json = Record<string, unknown>;

/** Whether a JSON value is a JSON Feed: it says so, or has a title or home page and a list of items with addresses or texts. */
export function isJsonFeed(value: unknown): value is Json {
  if (!isObject(value)) return false;
  if (typeof value.version === 'string' && /jsonfeed\.org/.test(value.version)) return true;
  if (!Array.isArray(value.items) || (value.title === undefined && value.home_page_url === undefined)) return false;
  return value.items.every(
    (item) => isObject(item) && (item.url ?? item.content_html ?? item.content_text) !== undefined,
  );
}

/** The feed that a JSON value holds, found at `url`, `most` items at each of its ends. Those that are no objects are left out, with a warning. */
export function readJsonFeed(feed: Json, url: string, most: number): ParsedFeed {
  const homeUrl = address(feed.home_page_url, url);
  const items = Array.isArray(feed.items) ? feed.items : [];
  const author = authorsOf(feed);
  const good = items.filter(isObject);
  const dates = { bad: 0 };
  const kept = bothEnds(good, most);
  const entries = kept.map((item) => entryOf(item, homeUrl ?? url, author, dates));
  const warnings: string[] = [];
  if (!Array.isArray(feed.items)) warnings.push('it has no list of items');
  if (good.length < items.length) warnings.push(`items that are no objects, left out: ${items.length - good.length}`);
  if (dates.bad > 0) warnings.push(`dates that cannot be read: ${dates.bad}`);
  return {
    title: oneLine(text(feed.title) ?? ''),
    ...given({ homeUrl, selfUrl: address(feed.feed_url, url), language: text(feed.language) }),
    entries,
    ...given({ entryCount: kept.length < good.length ? good.length : undefined }),
    warnings,
  };
}

function entryOf(item: Json, base: string, feedAuthor: string | undefined, dates: { bad: number }): FeedEntry {
  const external = address(item.external_url, base);
  const url = address(item.url, base) ?? external ?? '';
  const content = htmlOf(item, url || base);
  const summary = text(item.summary);
  const date = (value: unknown) => {
    const written = text(value);
    const read = written === undefined ? undefined : parseDate(written);
    if (written !== undefined && read === undefined) dates.bad++;
    return read;
  };
  const updated = date(item.date_modified);
  const published = date(item.date_published) ?? updated;
  const files = Array.isArray(item.attachments) ? item.attachments.filter(isObject) : [];
  return {
    id: text(item.id) ?? (url || shortHash(JSON.stringify([text(item.title), published, summary, content]))),
    url,
    title: oneLine(text(item.title) ?? ''),
    ...given({ author: authorsOf(item) ?? feedAuthor }),
    ...given({ publishedAt: published }),
    ...given({ updatedAt: updated }),
    ...given({ summaryHtml: summary === undefined ? undefined : textToHtml(summary, true) }),
    ...given({ contentHtml: content }),
    categories: Array.isArray(item.tags) ? item.tags.flatMap((tag) => text(tag) ?? []).map((tag) => oneLine(tag)) : [],
    enclosures: files.flatMap((file) => enclosureOf(file, base)),
    ...given({ durationSeconds: files.map((file) => Number(file.duration_in_seconds)).find((seconds) => seconds > 0) }),
    transcripts: [],
    ...given({ imageUrl: address(item.image, base) ?? address(item.banner_image, base) }),
  };
}

/** The item's HTML, else its plain text as HTML, a paragraph for each that an empty line parts. */
function htmlOf(item: Json, base: string): string | undefined {
  const html = text(item.content_html);
  if (html !== undefined) return tidyHtml(html, base).trim() || undefined;
  const plain = text(item.content_text);
  if (plain === undefined) return undefined;
  return textToHtml(plain, true);
}

function enclosureOf(file: Json, base: string): FeedEntry['enclosures'] {
  const url = address(file.url, base);
  const length = Number(file.size_in_bytes);
  if (url === undefined) return [];
  return [{ url, ...given({ type: text(file.mime_type), length: length > 0 ? length : undefined }) }];
}

/** `authors` of version 1.1, else `author` of version 1. */
function authorsOf(from: Json): string | undefined {
  const list = Array.isArray(from.authors) ? from.authors : [from.author];
  const found = list.filter(isObject).flatMap((one) => oneLine(text(one.name) ?? '') || []);
  return found.length > 0 ? [...new Set(found)].join(', ') : undefined;
}

function address(value: unknown, base: string): string | undefined {
  const written = text(value);
  return written === undefined ? undefined : httpUrl(written, base);
}

/** Text that is not empty; numbers as text, since ids are often numbers. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
