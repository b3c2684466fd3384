/** What one piece of an issue says: its heading, prose, voices, quotes and pictures, each as it stands in the Markdown. */
import type { Blockquote, Heading, Image, Link, Nodes, Paragraph, RootContent } from 'mdast';
import { linksIn, parseMarkdown, plainOf, plainText, span, walk } from '../text/markdown-tree.ts';
import type { Block, Part } from '../types.ts';

/** Everything of a block that is derived from its Markdown. */
export type BlockView = Omit<Block, 'markdown'>;

/** Reads a block's own Markdown. A quote belongs to the last link above it in prose or in a voice line. */
export function readBlock(markdown: string): BlockView {
  const root = parseMarkdown(markdown);
  const [first, ...rest] = root.children;
  const links = linksIn(root);
  if (first?.type !== 'heading' || first.depth === 1)
    return { heading: '', level: 0, parts: partsOf(root.children, markdown), links };
  return { ...readHeading(first, markdown), parts: partsOf(rest, markdown), links };
}

const LENGTH = /\s*\\?\(\s?(?:(\d{1,2})\s?h(?:\s?(\d{1,2})\s?m(?:in)?)?|(\d{1,3})\s?min)\\?\)([*_]*)\s*$/;

/** `## The film (1h 5m)`: inline marks are kept, the length stands apart. */
function readHeading(node: Heading, source: string): Pick<Block, 'heading' | 'level' | 'length'> {
  const level = node.depth as 2 | 3 | 4 | 5 | 6;
  const [from, to] = [node.children[0], node.children.at(-1)];
  if (!from || !to) return { heading: '', level };
  const raw = source.slice(span(from)[0], span(to)[1]);
  const match = LENGTH.exec(raw);
  const minutes = match ? Number(match[1] ?? 0) * 60 + Number(match[2] ?? match[3] ?? 0) : 0;
  if (!match || minutes === 0) return { heading: raw, level };
  const text = match[0].replace(/[\\()*_]/g, '').trim();
  return { heading: raw.slice(0, match.index) + match[4], level, length: { text, minutes } };
}

/** Collects parts in document order and remembers the link that a quote below would belong to. */
interface Reader {
  source: string;
  parts: Part[];
  anchor: string | undefined;
}

/** The parts of nodes that stand in `source`. Headings are prose here, rules and definitions nothing. */
export function partsOf(nodes: RootContent[], source: string): Part[] {
  const reader: Reader = { source, parts: [], anchor: undefined };
  for (const node of nodes) {
    if (node.type === 'thematicBreak' || node.type === 'definition') continue;
    if (node.type === 'blockquote') reader.parts.push(readQuote(node, reader));
    else if (node.type === 'paragraph' && isVoice(node, source)) readVoice(node, reader);
    else readProse(node, reader);
  }
  return reader.parts;
}

/** Prose, less the quotes that stand in its lists and the pictures that stand on lines of their own. */
function readProse(node: RootContent, reader: Reader): void {
  let from = span(node)[0];
  for (const inner of walk(node, new Set(['blockquote', 'link', 'heading']))) {
    if (inner.type === 'link') reader.anchor = anchorOf(inner) ?? reader.anchor;
    const apart = inner.type === 'blockquote' || (inner.type === 'image' && ownLine(inner, node, reader.source));
    if (!apart || span(inner)[0] < from) continue;
    addProse(from, span(inner)[0], reader);
    reader.parts.push(inner.type === 'blockquote' ? readQuote(inner, reader) : readImage(inner));
    from = span(inner)[1];
  }
  addProse(from, span(node)[1], reader);
}

function addProse(from: number, to: number, { source, parts }: Reader): void {
  const markdown = source.slice(from, to).trim();
  // what is left of a list item whose quote was taken out is its mark alone
  if (markdown !== '' && !/^(?:[-+*]|\d{1,9}[.)])$/.test(markdown)) parts.push({ kind: 'prose', markdown });
}

/** The page that a quote below a link belongs to: not where the link has no words, or is none of the web. */
function anchorOf(link: Link): string | undefined {
  return isWeb(link.url) && plainText(link) !== '' ? link.url : undefined;
}

function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

function readImage(node: Image): Part {
  return { kind: 'image', alt: node.alt ?? '', url: node.url };
}

function ownLine(image: Image, paragraph: RootContent, source: string): boolean {
  if (paragraph.type !== 'paragraph' || !isWeb(image.url) || !paragraph.children.includes(image)) return false;
  const [start, end] = span(image);
  return /(?:^|\n)[ \t]*$/.test(source.slice(0, start)) && /^[ \t]*(?:\\?\r?\n|$)/.test(source.slice(end));
}

/** A paragraph that begins `@[handle](url)`. */
function isVoice(node: Paragraph, source: string): boolean {
  const [at, link] = node.children;
  return at?.type === 'text' && link?.type === 'link' && source.slice(span(at)[0], span(link)[0]) === '@';
}

function readVoice(node: Paragraph, reader: Reader): void {
  const link = node.children[1];
  if (link?.type !== 'link') return;
  const { inside, end } = bracketed(reader.source.slice(span(link)[1], span(node)[1]));
  const where = inside === undefined ? '' : plainOf(inside);
  reader.parts.push({ kind: 'voice', handle: plainText(link), url: link.url, ...(where ? { where } : {}) });
  reader.anchor = anchorOf(link) ?? reader.anchor;
  const rest = span(link)[1] + end;
  for (const each of node.children)
    if (each.type === 'link' && span(each)[0] >= rest) reader.anchor = anchorOf(each) ?? reader.anchor;
  addProse(rest, span(node)[1], reader);
}

/** What stands between the parentheses, escaped or not, with which a text begins; `end` is where they close. */
function bracketed(text: string): { inside?: string; end: number } {
  const open = /^[ \t]*\\?\(/.exec(text)?.[0];
  if (!open) return { end: 0 };
  let depth = 1;
  for (let i = open.length; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0)
      return { inside: text.slice(open.length, i).replace(/\\$/, ''), end: i + 1 };
  }
  return { end: 0 };
}

/** A block quote: its words, the page it belongs to, and who said it, where its last line is `— Name`. */
function readQuote(node: Blockquote, { anchor }: Reader): Part {
  const lines = plainText(node).split('\n');
  const by = /^[—–―]\s*(\S.*)$/.exec(lines.at(-1) ?? '')?.[1];
  const spoken = by === undefined ? '' : lines.slice(0, -1).join('\n').trim();
  const words = spoken === '' ? { text: lines.join('\n') } : { text: spoken, by: (by as string).trim() };
  return { kind: 'quote', ...words, ...(anchor === undefined ? {} : { source: anchor }) };
}

/** The links of a piece that do not stand in a quote. */
export function linksOutsideQuotes(node: Nodes): string[] {
  return linksIn(node, new Set(['blockquote']));
}
