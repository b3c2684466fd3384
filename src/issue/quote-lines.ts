/** The quotes of one block where they stand in its Markdown, with the line above each that says whose or when. */
import type { Paragraph, Root, RootContent } from 'mdast';
import { linkText } from '../text/markdown.ts';
import { linksIn, parseMarkdown, plainText, span, squeeze, walk } from '../text/markdown-tree.ts';
import { pageKey } from '../text/url.ts';
import { readBlock } from './parts.ts';

export interface QuoteLine {
  text: string;
  /** The page that it belongs to. */
  source?: string;
  /** Offsets of the block quote. */
  start: number;
  end: number;
  /** Where its own line begins, a voice's or a moment's, right above it. */
  line?: number;
  /** It stands in a list, where no line can be put above it. */
  inList: boolean;
}

/** A second of a recording, as `12:34` or `1:02:03`. */
const CLOCK = /^\d{1,3}(?::\d\d){1,2}$/;

/** The quotes of a block's own Markdown, in order. */
export function quoteLines(body: string): QuoteLine[] {
  const root = parseMarkdown(body);
  const parts = readBlock(body).parts.flatMap((part) => (part.kind === 'quote' ? [part] : []));
  const nodes = [...walk(root, new Set(['blockquote', 'link', 'heading']))].filter(({ type }) => type === 'blockquote');
  return parts.flatMap(({ text, source }, i) => {
    const node = nodes[i];
    if (!node) return [];
    const [start, end] = span(node);
    const at = root.children.indexOf(node as RootContent);
    const above = at > 0 ? root.children[at - 1] : undefined;
    const line = above && ownLine(above, body) ? { line: span(above)[0] } : {};
    return [{ text, ...(source === undefined ? {} : { source }), start, end, ...line, inList: at < 0 }];
  });
}

/** Whether a paragraph is nothing but `@[handle](url) (where)` or `[12:34](url)`. */
function ownLine(node: RootContent, body: string): boolean {
  if (node.type !== 'paragraph') return false;
  const [first, second] = node.children;
  if (node.children.length === 1 && first?.type === 'link') return CLOCK.test(plainText(first));
  return second?.type === 'link' && body.slice(span(node)[0], span(second)[0]) === '@' && onlyPlace(node, body);
}

function onlyPlace(node: Paragraph, body: string): boolean {
  const rest = body.slice(span(node.children[1] as RootContent)[1], span(node)[1]);
  return /^\s*(?:\\?\([^()\n]*\)\s*)?$/.test(rest);
}

/** The link to which a quote would belong that stood at this offset. */
function anchorAt(body: string, offset: number): string | undefined {
  const quote = readBlock(`${body.slice(0, offset)}\n\n> here`).parts.findLast(({ kind }) => kind === 'quote');
  return quote?.kind === 'quote' ? quote.source : undefined;
}

/** What is to stand: a quote's Markdown, the link line of its page for where none is above it, and its own line. */
export interface NewQuote {
  url: string;
  /** The block quote. */
  quote: string;
  /** `[title](url)`. */
  link: string;
  /** A voice's or a moment's line. */
  own?: string;
  /** The own line is a voice's, which is the link of its page too. */
  voice: boolean;
}

/** The block with another quote in the place of the `index`th one, every other quote under the page that it belongs to; undefined where that can't be. */
export function withQuote(body: string, index: number, wanted: NewQuote, eol: string): string | undefined {
  const lines = quoteLines(body);
  const old = lines[index];
  if (!old) return undefined;
  const from = old.line ?? old.start;
  const chunk = old.inList ? inList(body, old, wanted, eol) : chunkAt(body, from, wanted, eol);
  if (chunk === undefined) return undefined;
  const made = body.slice(0, from) + chunk + body.slice(old.end);
  return reanchored(body, made, lines, index, eol);
}

/** The block with one more quote: behind what belongs to its page last, else at its end. */
export function withNewQuote(body: string, wanted: NewQuote, eol: string): string | undefined {
  const at = placeFor(parseMarkdown(body), body, wanted.url);
  const made = `${body.slice(0, at)}${eol}${eol}${chunkAt(body, at, wanted, eol)}${body.slice(at)}`;
  const [before, after] = [quoteLines(body), quoteLines(made)];
  const fits =
    after.length === before.length + 1 && before.every((each) => after.some((other) => samePlace(each, other)));
  return fits ? made : undefined;
}

function samePlace(a: QuoteLine, b: QuoteLine): boolean {
  return a.text === b.text && pageKey(a.source ?? '') === pageKey(b.source ?? '');
}

function placeFor(root: Root, body: string, url: string): number {
  const words = root.children.filter(({ type }) => type !== 'definition' && type !== 'thematicBreak');
  const last = words.findLast(
    (node) => pageKey(anchorAt(body, span(node)[1]) ?? '') === pageKey(url) && node.type !== 'heading',
  );
  return span(last ?? (words.at(-1) as RootContent))[1];
}

function chunkAt(body: string, at: number, { url, quote, link, own, voice }: NewQuote, eol: string): string {
  const anchor = anchorAt(body, at);
  const linked = anchor !== undefined && pageKey(anchor) === pageKey(url);
  // a voice's line is the link of its page; a second one below it would say nothing
  const lines = voice ? [linked ? undefined : own] : [linked ? undefined : link, own];
  return [...lines.filter((line) => line !== undefined), quote].join(eol + eol);
}

/** In a list only the words can be put in place, under the same page. */
function inList(body: string, old: QuoteLine, { url, quote, own }: NewQuote, eol: string): string | undefined {
  if (own !== undefined || pageKey(old.source ?? '') !== pageKey(url)) return undefined;
  const before = body.slice(body.lastIndexOf('\n', old.start - 1) + 1, old.start);
  return quote.split(eol).join(eol + before.replace(/[^\t]/g, ' '));
}

/** A quote that stood under the line or link of the one that is gone gets it back. */
function reanchored(body: string, made: string, lines: QuoteLine[], index: number, eol: string): string | undefined {
  const wrong = () => {
    const now = quoteLines(made);
    if (now.length !== lines.length) return -2;
    return lines.findIndex((each, i) => i !== index && !samePlace(each, now[i] as QuoteLine));
  };
  const at = wrong();
  if (at === -1) return made;
  const old = lines[index] as QuoteLine;
  const next = at > index ? quoteLines(made)[at] : undefined;
  if (!next || next.inList || !old.source) return undefined;
  const line = old.line === undefined ? linkTo(body, old.source) : body.slice(old.line, old.start).trimEnd();
  const start = next.line ?? next.start;
  made = `${made.slice(0, start)}${line}${eol}${eol}${made.slice(start)}`;
  return wrong() === -1 ? made : undefined;
}

/** The words with which the block links a page, as a line of their own. */
function linkTo(body: string, url: string): string {
  const root = parseMarkdown(body);
  for (const node of walk(root, new Set(['blockquote'])))
    if (node.type === 'link' && node.url === url) return linkText(squeeze(plainText(node)), url);
  return linkText('', linksIn(root).find((link) => pageKey(link) === pageKey(url)) ?? url);
}
