/** What is handed on of one element, by its kind. */
import { decode, elementText, htmlOf, oneLine, type Typed, titleOf } from './feed-content.ts';
import type { Prefixes, Rule } from './feed-names.ts';
import { type Attributes, add, address, type Clean, wordsOf } from './feed-write.ts';
import { parseDate } from './time.ts';

/** An element of the feed as it was found. Its content begins at `start`; `base` is set where an xml:base says so. */
export interface Element {
  name: string;
  attributes: Attributes;
  start: number;
  base: string | undefined;
  prefixes: Prefixes;
  rule: Rule | undefined;
}

/** Attributes that are handed on, and those of them that are addresses. */
const KEPT = new Set(
  'href url rel type length filesize medium duration ispermalink language views start title'.split(' '),
);
/** Descriptions that are plain text by custom, in which a line is a line. */
const LINED = new Set(['media:description', 'itunes:summary']);
const ADDRESSES = new Set(['href', 'url']);

/** Hands on one element; `raw` is the XML between its tags. */
export function addElement(clean: Clean, element: Element, raw: string): void {
  const name = nameOf(element);
  ADDERS[element.rule?.kind ?? '']?.(clean, name, element, raw);
}

type Adder = (clean: Clean, name: string, element: Element, raw: string) => void;
/** How each kind of element is handed on; persons, sources and groups are the walk's. */
const ADDERS: Record<string, Adder> = {
  text: (clean, name, element, raw) => addWords(clean, name, wordsOf(clean, raw), keptAttributes(clean, element)),
  url: (clean, name, { base }, raw) => addWords(clean, name, address(clean, wordsOf(clean, raw), base) ?? ''),
  media: (clean, name, element) => add(clean, name, keptAttributes(clean, element), ''),
  title: addTitle,
  html: addHtml,
  date: addDate,
  link: addLink,
  category: addCategory,
};

/** The name that an element is handed on by. */
export function nameOf(element: Element): string {
  return element.rule?.as ?? element.name;
}

/** A person: the name in it, or what it says: `Ada`, `ada@example.org (Ada)`, `Ada <ada@example.org>`. A mail address is no name. */
export function addPerson(clean: Clean, name: string, found: string, raw: string): void {
  const text = found || (/<(?:\w{1,20}:)?(?:name|email|uri|url)\b/i.test(raw) ? '' : wordsOf(clean, raw));
  const words = text
    .replace(/^\s*(?:mailto:)?[^\s@<>()]{1,80}@[^\s@<>()]{1,120}\s*\(([^()]*)\)\s*$/, '$1')
    .replace(/[<(]?(?:mailto:)?[^\s@<>()]{1,80}@[^\s@<>()]{1,120}\.[a-z]{2,24}[>)]?/gi, '')
    .trim();
  addWords(clean, name, words);
}

function addWords(clean: Clean, name: string, text: string, attributes: Attributes = {}): void {
  if (text !== '') add(clean, name, attributes, text);
}

/** A feed's title that is a picture alone is kept as written: there are no words to show. */
function addTitle(clean: Clean, name: string, element: Element, raw: string): void {
  const title = titleOf(raw, typed(element));
  addWords(clean, name, title || (clean.entry ? '' : elementText(raw).text.trim().slice(0, 200)));
}

function addHtml(clean: Clean, name: string, element: Element, raw: string): void {
  const { html, stray } = htmlOf(raw, typed(element), {
    atom: clean.atom && !element.name.includes(':'),
    lines: LINED.has(element.name),
  });
  if (stray) clean.stray++;
  addWords(clean, name, html, element.base === undefined ? {} : { base: element.base });
}

function addDate(clean: Clean, name: string, _element: Element, raw: string): void {
  const text = wordsOf(clean, raw);
  const date = parseDate(text);
  if (date !== undefined) add(clean, name, {}, date);
  else if (text !== '') clean.badDates.push(text.slice(0, 60));
}

function addLink(clean: Clean, name: string, element: Element, raw: string): void {
  const attributes = keptAttributes(clean, element);
  const href = attributes.href ?? address(clean, wordsOf(clean, raw), element.base);
  if (href === undefined) return;
  const rel = (attributes.rel ?? 'alternate').toLowerCase();
  if (rel === 'alternate' && clean.entry === undefined) clean.home ??= href;
  add(clean, name, { ...attributes, href, rel }, '');
}

function addCategory(clean: Clean, _name: string, element: Element, raw: string): void {
  const { label, term, text } = element.attributes;
  const said = [label, term, text].map((value) => oneLine(decode(value ?? ''))).find((words) => words !== '');
  addWords(clean, 'category', said ?? wordsOf(clean, raw));
}

function typed({ attributes, prefixes }: Element): Typed {
  const { type, mode } = attributes;
  return { type, mode, xhtml: Object.keys(prefixes).filter((prefix) => prefixes[prefix] === 'xhtml') };
}

/** The attributes that we read, decoded, addresses absolute; an address that is none is left out. */
function keptAttributes(clean: Clean, element: Element): Attributes {
  const kept: Attributes = {};
  for (const key in element.attributes) {
    const name = key.toLowerCase();
    if (!KEPT.has(name)) continue;
    const written = element.attributes[key] ?? '';
    const value = ADDRESSES.has(name) ? address(clean, written, element.base) : oneLine(decode(written));
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
