/** A feed for rss-parser, in the shape that its own XML reader (xml2js) would give: its elements, as a lenient walk finds them. */
import { decode, elementText, oneLine } from './feed-content.ts';
import { addToEnds, bothEnds } from './feed-cut.ts';
import { prefixOf } from './feed-names.ts';
import { hostOf, httpUrl } from './url.ts';

/** Attributes as written, entities and all. */
export type Attributes = Record<string, string>;
/** An element as xml2js has it: its text, or its attributes and text. */
type Leaf = string | { $: Attributes; _?: string };
/** The elements of a feed or of an entry, by name, in order. */
type Elements = Record<string, Leaf[]>;
/** The two roots that rss-parser reads best: Atom 1.0 and RSS 2.0. */
export type FeedTree =
  | { feed: Record<string, Leaf[] | Elements[]> }
  | { rss: { $: { version: string }; channel: [Record<string, Leaf[] | Elements[]>] } };

/** A clean feed under way. Elements go to the open entry, else to the feed. */
export interface Clean {
  /** Where the feed was found. */
  url: string;
  atom: boolean;
  /** Whether anything says that this is a feed. */
  isFeed: boolean;
  /** The feed's home page, once it is known. */
  home: string | undefined;
  feed: Elements;
  entry: Elements | undefined;
  /** Those at both ends of the feed; `count` is how many it has in all. */
  entries: Elements[];
  count: number;
  /** Entries that are kept at each end. */
  most: number;
  /** Elements with a bare `&` or an entity that XML does not know. */
  stray: number;
  badDates: string[];
}

/** An empty feed, found at `url`, of which `most` entries at each end are kept. */
export function newClean(url: string, most: number): Clean {
  const empty = { home: undefined, feed: {}, entry: undefined, entries: [], count: 0, stray: 0, badDates: [] };
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
  clean.entry = {};
}

export function endEntry(clean: Clean): void {
  if (clean.entry === undefined) return;
  clean.count++;
  addToEnds(clean.entries, clean.entry, clean.most);
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

/** Hands on one element. */
export function add(clean: Clean, name: string, attributes: Attributes, text: string): void {
  const elements = clean.entry ?? clean.feed;
  elements[name] ??= [];
  elements[name].push(leafOf(attributes, text));
}

function leafOf(attributes: Attributes, text: string): Leaf {
  for (const _ in attributes) return text === '' ? { $: attributes } : { $: attributes, _: text };
  return text;
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

/** The feed, with the entries that are kept of it. */
export function treeOf({ atom, feed, entries, most }: Clean): FeedTree {
  const kept = bothEnds(entries, most);
  return atom
    ? { feed: { ...feed, entry: kept } }
    : { rss: { $: { version: '2.0' }, channel: [{ ...feed, item: kept }] } };
}

/** What was wrong in the elements, in words. */
export function faultsOf(clean: Clean): string[] {
  const { stray, badDates } = clean;
  const faults: string[] = [];
  if (stray > 0) faults.push(`elements with a bare & or an entity that XML does not know, read as text: ${stray}`);
  if (badDates.length > 0) faults.push(`dates that cannot be read: ${badDates.length}, such as "${badDates[0]}"`);
  return faults;
}
