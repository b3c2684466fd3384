/** One element of a JSON list as an entry. */
import { oneLine } from '../text/feed-content.ts';
import { textToHtml, tidyHtml } from '../text/feed-html.ts';
import { type JsonTemplate, valuesAt } from '../text/jsonPath.ts';
import { parseDate } from '../text/time.ts';
import { httpUrl } from '../text/url.ts';
import type { FeedEntry, Iso, Item, JsonField } from '../types.ts';

export type FieldMap = Partial<Record<JsonField, JsonTemplate>>;

const MOST_JOINED = 20;
const LONGEST_TEXT = 100_000;
const LONGEST_URL = 2_000;
const HTML =
  /<\/?(?:a|b|blockquote|br|code|div|em|h[1-6]|i|img|li|ol|p|pre|span|strong|table|ul)(?:\s[^<>]{0,2000})?\/?>|&(?:#x?[0-9a-f]{1,6}|[a-z]{2,16});/i;

/** The entry, or undefined where it has no address, or neither a title nor content. Addresses are resolved against `base`, that of the answer. */
export function readEntry(element: unknown, map: FieldMap, base: string): FeedEntry | undefined {
  const text = (field: JsonField) => textOf(element, map[field]);
  const address = (field: JsonField) => {
    const written = text(field);
    return written === '' || written.length > LONGEST_URL ? undefined : httpUrl(written, base);
  };
  const url = address('url');
  const title = oneLine(text('title'));
  const written = text('content');
  if (url === undefined || (title === '' && written === '')) return undefined;
  const author = oneLine(text('author'));
  const publishedAt = dateOf(text('publishedAt'));
  const summary = htmlOf(text('summary'), url, false);
  const content = htmlOf(written, url, true);
  const imageUrl = address('image');
  const commentsUrl = address('discussion');
  const counts = countsOf(text);
  return {
    ...{ id: text('id') || url, url, title, categories: [], enclosures: [], transcripts: [] },
    ...(author === '' ? {} : { author }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(summary === '' ? {} : { summaryHtml: summary }),
    ...(content === '' ? {} : { contentHtml: content }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
    ...(commentsUrl === undefined ? {} : { commentsUrl }),
    ...(counts === undefined ? {} : { counts }),
  };
}

/** What a template comes to; '' where one of its paths leads to nothing that can be written. */
function textOf(element: unknown, template: JsonTemplate | undefined): string {
  let text = '';
  for (const piece of template ?? []) {
    const written = typeof piece === 'string' ? piece : joined(valuesAt(element, piece, MOST_JOINED));
    if (written === '') return '';
    text += written;
  }
  return text.slice(0, LONGEST_TEXT).trim();
}

function joined(values: unknown[]): string {
  const flat = values.flatMap((value) => (Array.isArray(value) ? value.slice(0, MOST_JOINED) : [value]));
  return flat.flatMap((value) => scalar(value) || []).join(', ');
}

/** Text and numbers; `true` and `null` are no words of anybody. */
function scalar(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT).trim();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** A date as text, or Unix time in seconds, milliseconds, microseconds or nanoseconds, by its size. */
function dateOf(text: string): Iso | undefined {
  if (!/^\d{9,19}(\.\d+)?$/.test(text)) return parseDate(text);
  let milliseconds = Number(text) * 1000;
  while (milliseconds > 1e14) milliseconds /= 1000;
  return parseDate(new Date(milliseconds).toISOString());
}

function htmlOf(text: string, base: string, lines: boolean): string {
  return HTML.test(text) ? tidyHtml(text, base).trim() : textToHtml(text, lines);
}

function countsOf(text: (field: JsonField) => string): Item['counts'] {
  const counts: NonNullable<Item['counts']> = {};
  for (const field of ['points', 'comments', 'likes', 'views'] as const) {
    const count = countOf(text(field));
    if (count !== undefined) counts[field] = count;
  }
  return Object.keys(counts).length > 0 ? counts : undefined;
}

/** `1234`, `1,234`, `1.2k`, `3M`. */
function countOf(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,9})?|\d{1,3}(?:,\d{3}){1,4})\s?([km])?$/i.exec(text);
  if (match === null) return undefined;
  const factor = { k: 1_000, m: 1_000_000 }[match[2]?.toLowerCase() ?? ''] ?? 1;
  return Math.round(Number((match[1] ?? '').replaceAll(',', '')) * factor);
}
