/**
 * Makes whatever came as a page into a small, well-formed one before a DOM is built from it. One linear walk: what describes the page
 * is put aside, what no reader sees is left out, and length, tags and nesting are capped, so that a hostile page costs no more than a
 * large honest one.
 */
import { htmlToText } from '../text/html.ts';
import { scanMarkup } from '../text/markup.ts';
import { nesting } from '../text/nesting.ts';

const MAX_CHARS = 8_000_000;
const MAX_KEPT_CHARS = 1_000_000;
/** Tags and pieces of text. */
const MAX_NODES = 100_000;
/** Entities and stray `<` part a text in pieces without an element between them, which costs more than elements do. */
const PIECE_COST = 5;
/** Honest pages seldom nest deeper. What stands deeper is read once for every element around it, so the sum of those depths is capped. */
const USUAL_DEPTH = 20;
const MAX_DEEP = 300_000;

const names = (list: string) => new Set(list.split(' '));
/** Elements without words of the page. */
const SKIPPED = names('script style svg iframe object template textarea select canvas noembed noframes noscript title');
/** What a page that shows nothing may still hold its words in. */
const SHOWN_WHEN_LENIENT = names('noscript template');
const SHELL = names('html head body');
const IN_HEAD = names('meta link base');
/** What finding and cleaning an article look at; the rest would only make the DOM large. */
const KEPT_ATTRIBUTES = names(
  'class id href src alt title rel role itemprop hidden aria-hidden aria-modal style data-testid data-component datetime start colspan rowspan lang dir',
);

/** What a page says about itself. Names are in lower case; every value of a name is kept, in order. */
export interface PageHead {
  lang: string;
  title: string;
  base: string;
  metas: Map<string, string[]>;
  /** Dates of `time` elements; those marked as the day of publication first. */
  times: string[];
  jsonLd: string[];
}
export interface PreparedPage {
  head: PageHead;
  /** The start tag of `body`, and the markup that stands in it. */
  bodyTag: string;
  body: string;
}

/** What the content of an element that is left out is still good for. */
type Kept = 'title' | 'jsonLd' | 'markup';
interface Walk {
  head: PageHead;
  body: string[];
  bodyTag: string;
  depth: ReturnType<typeof nesting>;
  /** The element being left out, with how often it stands in itself. */
  skipped: { name: string; depth: number; from: number; kept?: Kept } | undefined;
  at: number;
  kept: number;
  nodes: number;
  deep: number;
}

/** Gives what the page says about itself, and its body. `lenient` keeps the words for readers without scripts. Never throws. */
export function preparePage(input: string, lenient = false): PreparedPage {
  const html = input.slice(0, MAX_CHARS);
  const head: PageHead = { lang: '', title: '', base: '', metas: new Map(), times: [], jsonLd: [] };
  const walk: Walk = {
    head,
    body: [],
    bodyTag: '<body>',
    depth: nesting(),
    skipped: undefined,
    at: 0,
    kept: 0,
    nodes: 0,
    deep: 0,
  };
  const keep = (markup: string) => {
    const pieces = 1 + PIECE_COST * (markup.slice(1).match(/[&<]/g)?.length ?? 0);
    walk.nodes += pieces;
    walk.deep += pieces * Math.max(0, walk.depth.depth() - USUAL_DEPTH);
    walk.kept += markup.length;
    if (walk.nodes < MAX_NODES && walk.deep < MAX_DEEP && walk.kept < MAX_KEPT_CHARS) walk.body.push(markup);
  };
  scanMarkup(html, 'html', {
    open(rawName, rawAttributes, { start, end, empty }) {
      const name = rawName.toLowerCase();
      if (walk.skipped) {
        if (walk.skipped.name === name && !empty) walk.skipped.depth++;
        return;
      }
      keep(html.slice(walk.at, start));
      walk.at = end;
      const attributes = lowerNames(rawAttributes);
      describe(walk.head, name, attributes);
      if (isSkipped(name, attributes, lenient)) {
        const kept = keptOf(name, attributes.type ?? '', lenient);
        if (!empty) walk.skipped = { name, depth: 1, from: end, ...(kept ? { kept } : {}) };
      } else if (name === 'body') walk.bodyTag = startTag(name, attributes);
      else if (!SHELL.has(name) && !IN_HEAD.has(name) && !SKIPPED.has(name) && mayNest(walk, name))
        keep(startTag(name, attributes));
    },
    close(rawName, start) {
      const name = rawName.toLowerCase();
      const end = html.indexOf('>', start) + 1 || html.length;
      if (walk.skipped) {
        if (walk.skipped.name !== name || --walk.skipped.depth > 0) return;
        const content = html.slice(walk.skipped.from, start);
        if (walk.skipped.kept === 'jsonLd') head.jsonLd.push(content);
        if (walk.skipped.kept === 'title') head.title ||= htmlToText(content);
        if (walk.skipped.kept === 'markup') keep(preparePage(content).body);
        walk.skipped = undefined;
      } else {
        keep(html.slice(walk.at, start));
        if (!SHELL.has(name) && walk.depth.closes(name)) keep(`</${name}>`);
      }
      walk.at = end;
    },
  });
  if (!walk.skipped) keep(html.slice(walk.at));
  return { head, bodyTag: walk.bodyTag, body: walk.body.join('') };
}

function lowerNames(attributes: Record<string, string>): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) lower[name.toLowerCase()] ??= value;
  return lower;
}

function startTag(name: string, attributes: Record<string, string>): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (KEPT_ATTRIBUTES.has(key)) tag += ` ${key}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
  }
  return `${tag}>`;
}

function isSkipped(name: string, attributes: Record<string, string>, lenient: boolean): boolean {
  if (!SKIPPED.has(name)) return false;
  // a shadow root is shown
  if (name === 'template' && 'shadowrootmode' in attributes) return false;
  return !(lenient && SHOWN_WHEN_LENIENT.has(name));
}

function keptOf(name: string, type: string, lenient: boolean): Kept | undefined {
  if (name === 'title') return 'title';
  if (name !== 'script') return undefined;
  if (/ld\+json/i.test(type)) return 'jsonLd';
  return lenient && /^text\/((x-)?template|html)$/i.test(type.trim()) ? 'markup' : undefined;
}

/** Whether a start tag is one, and nests no deeper than allowed. */
function mayNest(walk: Walk, name: string): boolean {
  return /^[a-z][\w:-]*$/.test(name) && walk.depth.opens(name);
}

function describe(head: PageHead, name: string, attributes: Record<string, string>): void {
  if (name === 'html') head.lang ||= attributes.lang ?? attributes['xml:lang'] ?? '';
  if (name === 'base') head.base ||= attributes.href ?? '';
  if (name === 'time' && attributes.datetime) {
    const marked = 'pubdate' in attributes || /publish/i.test(`${attributes.itemprop ?? ''} ${attributes.class ?? ''}`);
    if (marked) head.times.unshift(attributes.datetime);
    else head.times.push(attributes.datetime);
  }
  const key = (
    attributes.property ??
    attributes.name ??
    attributes.itemprop ??
    attributes['http-equiv'] ??
    ''
  ).toLowerCase();
  if (name !== 'meta' || key === '' || !attributes.content) return;
  const values = head.metas.get(key);
  if (values) values.push(attributes.content);
  else head.metas.set(key, [attributes.content]);
}
