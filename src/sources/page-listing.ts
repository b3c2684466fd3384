/** A listing page to the pages that it lists. */
import { SourceError } from '../errors.ts';
import { decodeText } from '../text/decode.ts';
import { scanMarkup } from '../text/markup.ts';
import { isReserved } from '../text/rights.ts';
import { looksBinary } from '../text/unseen.ts';
import type { FetchResponse } from '../types.ts';
import { gatherCards, type ListedPage, readCard } from './page-cards.ts';
import { buildPage, type Element, type ListingPage, type Load } from './page-tree.ts';
import { titleIn } from './page-words.ts';

/** A listing as its page shows it. */
export interface Listing {
  /** In the order of the page, each page once. */
  pages: ListedPage[];
  warnings: string[];
  language?: string;
  /** The page asks that machines leave its words alone. */
  reserved: boolean;
}

/** Selectors of siblings take a time that grows with the square of a page. */
const MOST_ELEMENTS = 10_000;
const MOST_CHARS = 4_000_000;
const MOST_FOUND = 1_000;

/**
 * Reads one answer of a listing page. `selector` names links, or elements that hold them or stand in them. Throws SourceError where the
 * answer is no page, the selector is none, or it finds no link; then it says what the page has.
 */
export function readListing(response: FetchResponse, selector: string, load: Load): Listing {
  const html = htmlOf(response);
  const { end, warnings } = fairPart(html);
  const page = buildPage(html.slice(0, end), response, load);
  const found = select(page, selector);
  if (found.length > MOST_FOUND)
    warnings.push(`\`${selector}\` finds ${found.length} elements, of which the first ${MOST_FOUND} were read`);
  const cards = gatherCards(page, found.slice(0, MOST_FOUND));
  const pages = cards.map((card) => readCard(page, card));
  if (pages.length === 0) throw new SourceError(nothingFound(page, selector, found.length));
  const language = page.$('html').attr('lang')?.trim() ?? '';
  return {
    ...{ pages, warnings, reserved: isReservedBy(page) },
    ...(/^[a-z]{2,8}([-_][a-z0-9]{1,8})*$/i.test(language) ? { language } : {}),
  };
}

function htmlOf({ body, headers }: FetchResponse): string {
  const type = headers['content-type'] ?? '';
  if (/json/i.test(type)) throw new SourceError('answered with JSON, not with a page: use `kind: json`');
  if (type !== '' && !/html|xml|text\/plain/i.test(type))
    throw new SourceError(`answered with ${type.slice(0, 60)}, not with a page`);
  const html = decodeText(body, type);
  const hasControls = body.subarray(0, 1_000).some((byte) => byte < 9) && !html.trimStart().startsWith('<');
  if (hasControls || looksBinary(html)) throw new SourceError('answered with binary data, not with a page');
  if (html.trim() === '') throw new SourceError('answered with nothing, not with a page');
  if (/^\s{0,99}(<\?xml[^>]{0,200}\?>\s{0,99})?<(rss|feed|rdf:RDF)[\s>]/i.test(html.slice(0, 1_000)))
    throw new SourceError('answered with a feed, not with a page: use `kind: feed`');
  return html;
}

/** How much of a page is read. */
function fairPart(html: string): { end: number; warnings: string[] } {
  let count = 0;
  let end = Math.min(html.length, MOST_CHARS);
  scanMarkup(html.slice(0, end), 'html', {
    open(_name, _attributes, { start }) {
      if (++count === MOST_ELEMENTS) end = start;
    },
    close() {},
  });
  const cut = end < html.length;
  return { end, warnings: cut ? ['the page is endless: its first elements were read'] : [] };
}

function select(page: ListingPage, selector: string): Element[] {
  try {
    return page.all(selector);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : '';
    throw new SourceError(`\`${selector}\` is no CSS selector (${reason?.slice(0, 200)}): mend it in sources.yaml`);
  }
}

function isReservedBy(page: ListingPage): boolean {
  return page.all('meta[name], meta[http-equiv]').some(({ attribs }) => {
    const key = (attribs.name ?? attribs['http-equiv'] ?? '').trim().toLowerCase();
    return isReserved(key === 'x-robots-tag' ? 'robots' : key, attribs.content);
  });
}

function nothingFound(page: ListingPage, selector: string, found: number): string {
  const what = found === 0 ? 'finds nothing on the page' : `finds no link to another page (elements found: ${found})`;
  return `\`${selector}\` ${what}; ${whatIsOffered(page)}`;
}

/** Where listings have their links, closest first. */
const USUAL = ['article a', 'h2 a', 'h3 a', 'main li a', 'main a', 'li a', 'td a'];
const MOST_SHOWN = 3;

/** In words: how many links the page has, selectors that would find some, and the feed that it names. */
function whatIsOffered(page: ListingPage): string {
  const count = (selector: string) =>
    page.all(selector).filter((link) => page.target(link.attribs.href) && titleIn(page.lines(link)) !== '').length;
  const all = count('a[href]');
  const feed = page
    .all('link[rel~="alternate" i][href]')
    .find(({ attribs }) => /(rss|atom|feed)\+/i.test(attribs.type ?? ''));
  const feedUrl = page.address(feed?.attribs.href);
  const hint = feedUrl === undefined ? '' : `; it names a feed: ${feedUrl.slice(0, 300)}`;
  if (all === 0) return `it has no links with words: scripts may make its list${hint}`;
  const usual = USUAL.map((selector) => ({ selector, count: count(selector) })).filter((one) => one.count > 0);
  const shown = usual.slice(0, MOST_SHOWN).map((one) => `\`${one.selector}\` finds ${one.count}`);
  return `links on it: ${all}${shown.length > 0 ? `, of which ${shown.join(', ')}` : ''}${hint}`;
}
