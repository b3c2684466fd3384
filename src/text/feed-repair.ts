/**
 * Feeds as they are found, made well formed for rss-parser: a lenient walk hands on the elements that we read, and no others. What
 * rss-parser gets wrong is put right on the way: namespaces, inline XHTML, xml:base, dates, stray `&`, missing end tags, junk before the
 * feed, bodies that were cut. Entities of a DOCTYPE are never expanded and nothing external is read, so XML bombs do nothing.
 */
import { addElement, addPerson, type Element, nameOf } from './feed-element.ts';
import { knownName, prefixesOf, ruleFor } from './feed-names.ts';
import { findRoot } from './feed-root.ts';
import {
  type Attributes,
  address,
  beginEntry,
  beginFeed,
  type Clean,
  endCutEntry,
  endEntry,
  type FeedTree,
  faultsOf,
  newClean,
  treeOf,
  wordsOf,
} from './feed-write.ts';
import { scanMarkup } from './markup.ts';

/** Deeper than the elements that we read ever stand; what is deeper is passed over. */
const DEEPEST = 32;

/** The feed for rss-parser, and what was repaired. */
export interface RepairedFeed {
  tree: FeedTree;
  /** How many entries it has in all. */
  count: number;
  warnings: string[];
}

/** An open element whose children are looked at. */
interface Frame {
  tag: string;
  kind: 'feed' | 'entry' | 'person' | 'source' | 'image' | 'group';
  element: Element;
  /** Of a person: the name found so far. */
  found: string;
}
interface Walk {
  source: string;
  clean: Clean;
  frames: Frame[];
  /** An open element whose content is taken as it is, and how many of its name are open in it. */
  leaf: { tag: string; depth: number; element: Element } | undefined;
  begun: boolean;
  unclosed: number;
}
interface Place {
  start: number;
  end: number;
  empty: boolean;
}

/**
 * Reads a feed's XML, found at `url`, leniently, and keeps `most` entries at each of its ends. Undefined where there is no feed in it.
 * Never throws; linear in its input.
 */
export function repairFeed(text: string, url: string, most: number): RepairedFeed | undefined {
  const root = findRoot(text);
  if (root === undefined) return undefined;
  const source = text.slice(root.at);
  const walk: Walk = { source, clean: newClean(url, most), frames: [], leaf: undefined, begun: false, unclosed: 0 };
  scanMarkup(source, 'xml', {
    open: (tag, attributes, place) => open(walk, tag.toLowerCase(), attributes, place),
    close: (tag, start) => close(walk, tag.toLowerCase(), start),
  });
  const warnings = [...root.warnings, ...endOfBody(walk)];
  if (walk.unclosed > 0) warnings.push(`elements without an end tag, closed: ${walk.unclosed}`);
  const { clean } = walk;
  if (!clean.isFeed) return undefined;
  return { tree: treeOf(clean), count: clean.count, warnings: [...warnings, ...faultsOf(clean)] };
}

function open(walk: Walk, tag: string, attributes: Attributes, place: Place): void {
  if (walk.leaf && !endsLeaf(walk, tag)) {
    if (tag === walk.leaf.tag && !place.empty) walk.leaf.depth++;
    return;
  }
  if (walk.leaf) {
    // an element that was never closed has run into the next one
    walk.unclosed++;
    endLeaf(walk, place.start);
  }
  const prefixes = prefixesOf(walk.frames.at(-1)?.element.prefixes, attributes);
  const name = knownName(tag, prefixes);
  const base = baseOf(walk, attributes);
  const element: Element = { name, attributes, start: place.end, base, prefixes, rule: undefined };
  const kind = begin(walk, element, place);
  if (kind === 'leaf' && !place.empty) walk.leaf = { tag, depth: 1, element };
  if (kind === undefined || kind === 'leaf' || place.empty || walk.frames.length >= DEEPEST) return;
  walk.frames.push({ tag, kind, element, found: '' });
}

/** Hands on what a start tag says, and tells what its content is. */
function begin(walk: Walk, element: Element, { start, empty }: Place): Frame['kind'] | 'leaf' | undefined {
  const { clean, frames } = walk;
  const { name, attributes } = element;
  const parent = frames.at(-1);
  if (parent === undefined || (name === 'channel' && parent.kind === 'feed')) {
    // what stands after the root element is not the feed's
    if (parent === undefined && walk.begun) return undefined;
    walk.begun = true;
    beginFeed(clean, name, attributes);
    return 'feed';
  }
  if (isEntry(name)) {
    while (frames.at(-1)?.kind !== 'feed') endFrame(walk, start);
    beginEntry(clean);
    if (empty) endEntry(clean);
    return 'entry';
  }
  element.rule = ruleFor(parent.kind, clean.entry !== undefined, name);
  const kind = element.rule?.kind;
  if (kind === 'person' || kind === 'source' || kind === 'image' || kind === 'group') return kind;
  // what says all in its attributes may have further elements in it
  const outer = kind === 'media' || (kind === 'category' && attributes.text !== undefined);
  if (outer || ((kind === 'link' || kind === 'category') && empty)) addElement(clean, element, '');
  return outer ? 'group' : 'leaf';
}

/** Whether a start tag shows that the open leaf lost its end tag: an entry does, and in what holds no markup any element that we read. */
function endsLeaf(walk: Walk, tag: string): boolean {
  const { leaf, frames, clean } = walk;
  const parent = frames.at(-1);
  if (leaf === undefined || parent === undefined) return false;
  if (isEntry(tag)) return !/[/+]xml/.test(leaf.element.attributes.type ?? '');
  const kind = leaf.element.rule?.kind;
  if (kind === undefined || kind === 'html' || tag === leaf.tag) return false;
  return ruleFor(parent.kind, clean.entry !== undefined, knownName(tag, parent.element.prefixes)) !== undefined;
}

function isEntry(name: string): boolean {
  return name === 'item' || name === 'entry';
}

function close(walk: Walk, tag: string, start: number): void {
  const { frames, leaf } = walk;
  const own = tag === leaf?.tag;
  if (leaf && own && --leaf.depth > 0) return;
  const index = own ? frames.length : frames.findLastIndex((frame) => frame.tag === tag);
  if (index < 0) return;
  const lost = frames.length - index - 1 + (leaf ? 1 : 0);
  walk.unclosed += Math.max(0, lost);
  if (leaf) endLeaf(walk, start);
  while (frames.length > index) endFrame(walk, start);
}

function endLeaf(walk: Walk, end: number): void {
  const element = walk.leaf?.element;
  walk.leaf = undefined;
  if (element?.rule === undefined) return;
  const raw = walk.source.slice(element.start, end);
  const parent = walk.frames.at(-1);
  if (parent?.kind === 'person') parent.found = wordsOf(walk.clean, raw);
  else addElement(walk.clean, element, raw);
}

function endFrame(walk: Walk, end: number): void {
  const frame = walk.frames.pop();
  if (frame?.kind === 'entry') endEntry(walk.clean);
  if (frame?.kind !== 'person') return;
  const inSource = walk.frames.at(-1)?.kind === 'source';
  const raw = walk.source.slice(frame.element.start, end);
  addPerson(walk.clean, inSource ? 'source:author' : nameOf(frame.element), frame.found, raw);
}

/** A body that ends before its feed does was cut: an entry that is not whole goes, unless it is the only one. */
function endOfBody(walk: Walk): string[] {
  if (walk.frames.length === 0) return [];
  const cut = walk.frames.some((frame) => frame.kind === 'entry');
  if (!cut) return ['the feed is cut off, or lacks its end tag'];
  if (endCutEntry(walk.clean)) return ['the feed is cut off: its last entry was left out'];
  return ['the feed is cut off in its first entry: what there is of it was kept'];
}

/** The xml:base in force on an element (RFC 3986, XML Base), if any says so. */
function baseOf(walk: Walk, attributes: Attributes): string | undefined {
  const outer = walk.frames.at(-1)?.element.base;
  const own = attributes['xml:base'];
  return own === undefined ? outer : (address(walk.clean, own, outer ?? walk.clean.url) ?? outer);
}
