/** Clean XML for rss-parser: the feed and its entries, as a lenient walk finds their elements. */
import { decode, elementText, oneLine } from './feed-content.ts';
import { addToEnds, bothEnds } from './feed-cut.ts';
import { prefixOf } from './feed-names.ts';
import { hostOf, httpUrl } from './url.ts';

/** Characters of entries that rss-parser is given at once: it makes of them a tree that takes many times their room. */
const LONGEST_PART = 250_000;

/** Attributes as written, entities and all. */
export type Attributes = Record<string, string>;

/** A clean feed under way. Elements go to the open entry, else to the feed. */
export interface Clean {
  /** Where the feed was found. */
  url: string;
  atom: boolean;
  /** Whether anything says that this is a feed. */
  isFeed: boolean;
  /** The feed's home page, once it is known. */
  home: string | undefined;
  feed: string[];
  entry: string[] | undefined;
  /** Those at both ends of the feed; `count` is how many it has in all. */
  entries: string[];
  count: number;
  /** Entries that are kept at each end. */
  most: number;
  /** Elements with a bare `&` or an entity that XML does not know. */
  stray: number;
  badDates: string[];
}

/** An empty feed, found at `url`, of which `most` entries at each end are kept. */
export function newClean(url: string, most: number): Clean {
  const empty = { home: undefined, feed: [], entry: undefined, entries: [], count: 0, stray: 0, badDates: [] };
  return { url, most, atom: false, isFeed: false, ...empty };
}

/** Takes note of the root element, or of the channel in it. */
export function beginFeed(clean: Clean, name: string, attributes: Attributes): void {
  clean.atom ||= name === 'feed';
  // RDF is also what other data is written in: its namespace says that it is RSS, or a channel or an item does
  clean.isFeed ||= name !== 'rdf:rdf' || prefixOf(attributes.xmlns ?? '') === '';
  const language = attributes['xml:lang'];
  if (language !== undefined) add(clean, 'xml:lang', {}, oneLine(language));
}

export function beginEntry(clean: Clean): void {
  clean.isFeed = true;
  clean.entry = [];
}

export function endEntry(clean: Clean): void {
  if (clean.entry === undefined) return;
  clean.count++;
  addToEnds(clean.entries, clean.entry.join(''), clean.most);
  clean.entry = undefined;
}

/** Ends an entry that was cut: it is left out, unless it is the only one. False where it was kept. */
export function endCutEntry(clean: Clean): boolean {
  if (clean.entries.length === 0) {
    endEntry(clean);
    return false;
  }
  clean.entry = undefined;
  return true;
}

/** Hands on one element; its text is CDATA, whatever is in it. */
export function add(clean: Clean, name: string, attributes: Attributes, text: string): void {
  let tag = `<${name}`;
  for (const key in attributes) tag += ` ${key}="${escapeAttribute(attributes[key] ?? '')}"`;
  const content = text === '' ? '' : `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  (clean.entry ?? clean.feed).push(`${tag}>${content}</${name}>`);
}

/** The plain words of an element. */
export function wordsOf(clean: Clean, raw: string): string {
  const { text, stray } = elementText(raw);
  if (stray) clean.stray++;
  return oneLine(text);
}

/** An address, absolute. The links of an RSS feed that is served from another host than its home page belong to the home page. */
export function address(clean: Clean, text: string, base: string | undefined): string | undefined {
  const written = decode(text)
    .trim()
    .replace(/^(?=www\.[^/\s]+\.)/i, 'http://');
  if (written === '') return undefined;
  const elsewhere = !clean.atom && clean.home !== undefined && hostOf(clean.home) !== hostOf(clean.url);
  return httpUrl(written, base ?? (elsewhere ? clean.home : clean.url));
}

/** What the feed says of itself, without entries, in one of the two shapes that rss-parser reads best: Atom 1.0 or RSS 2.0. */
export function headOf(clean: Clean): string {
  return whole(clean, clean.feed.join(''));
}

/** The entries in the same shape, some in each part. */
export function* partsOf(clean: Clean): Generator<string> {
  const entries = bothEnds(clean.entries, clean.most);
  const inner = clean.atom ? 'entry' : 'item';
  for (let at = 0; at < entries.length; ) {
    let content = '';
    while (at < entries.length && content.length < LONGEST_PART) {
      content += `<${inner} n="${at}">${entries[at]}</${inner}>`;
      at++;
    }
    yield whole(clean, content);
  }
}

/** rss-parser takes an element without attributes or children for a string, and fails on one: each has an attribute. */
function whole({ atom }: Clean, content: string): string {
  return atom ? `<feed n="0">${content}</feed>` : `<rss version="2.0"><channel n="0">${content}</channel></rss>`;
}

/** What was wrong in the elements, in words. */
export function faultsOf(clean: Clean): string[] {
  const { stray, badDates } = clean;
  const faults: string[] = [];
  if (stray > 0) faults.push(`elements with a bare & or an entity that XML does not know, read as text: ${stray}`);
  if (badDates.length > 0) faults.push(`dates that cannot be read: ${badDates.length}, such as "${badDates[0]}"`);
  return faults;
}

function escapeAttribute(value: string): string {
  return /[&<>"\n\t]/.test(value)
    ? value.replace(/[&<>"\n\t]/g, (character) => `&#${character.charCodeAt(0)};`)
    : value;
}
