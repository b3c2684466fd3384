/** What an answer is that is no feed, in words for whoever wrote its address down. */
import { oneLine } from './feed-content.ts';
import { scanMarkup } from './markup.ts';
import { httpUrl } from './url.ts';

const LONGEST_LOOK = 200_000;

/** What the text is, and where that is known what to do: `an HTML page ("Not found"), not a feed; the page names its feed: …`. */
export function whatItIs(body: Uint8Array, text: string, url: string, json: unknown): string {
  if (body.subarray(0, 1_000).some((byte) => byte < 9) && !text.trimStart().startsWith('<'))
    return 'binary data, not a feed';
  const start = text.trimStart().slice(0, LONGEST_LOOK);
  if (start === '') return 'an empty answer, not a feed';
  if (json !== undefined) return `JSON, not a feed${quoted(jsonMessage(json))}`;
  if (/^[{[]/.test(start)) return 'broken JSON, not a feed';
  const page = look(start, url);
  if (page.isHtml) {
    const hint = page.feedUrl === undefined ? '' : `; the page names its feed: ${page.feedUrl}`;
    return `an HTML page${quoted(page.title)}, not a feed${hint}`;
  }
  if (page.root === 'opml') return 'a list of feeds (OPML), not a feed; import it with `pullquote sources import`';
  if (start.startsWith('<') && page.root !== '') return `an XML document <${page.root}>, not a feed`;
  return `plain text${quoted(start)}, not a feed`;
}

function look(
  text: string,
  url: string,
): { isHtml: boolean; root: string; title: string; feedUrl: string | undefined } {
  let root = '';
  let title = '';
  let inTitle = false;
  let feedUrl: string | undefined;
  scanMarkup(text, 'html', {
    open(rawName, attributes) {
      const name = rawName.toLowerCase();
      root ||= name;
      inTitle = name === 'title' && title === '';
      const offers = /alternate/i.test(attributes.rel ?? '') && /(rss|atom|feed)\+?/i.test(attributes.type ?? '');
      if (name === 'link' && offers && attributes.href !== undefined) feedUrl ??= httpUrl(attributes.href, url);
    },
    close: () => {
      inTitle = false;
    },
    text: (value) => {
      if (inTitle && title.length < 200) title += value;
    },
  });
  const isHtml = /^<!doctype html/i.test(text) || /^(html|head|body|title|meta|div|p|h1|script|center)$/.test(root);
  return { isHtml, root: root.slice(0, 40), title, feedUrl };
}

/** The message of a JSON error, where it has one of the usual shapes: it stands in the value, or in `error`. */
function jsonMessage(json: unknown): string {
  const { error } = fieldsOf(json);
  for (const { message, detail, error: words, title } of [fieldsOf(json), fieldsOf(error)])
    for (const value of [message, detail, words, title]) if (typeof value === 'string') return value;
  return '';
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function quoted(text: string): string {
  const words = oneLine(text.slice(0, 400));
  if (words === '') return '';
  return ` ("${words.length > 80 ? `${words.slice(0, 79)}…` : words}")`;
}
