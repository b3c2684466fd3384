import type { Blockquote, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { parseMarkdown, plainText } from '../text/markdown-tree.ts';
import { memo } from '../text/memo.ts';
import type { Block } from '../types.ts';
import { safeImageUrl, safeUrl } from './escape.ts';
import { joinLines, linesOf, lineText } from './lines.ts';

/** One thing that a template sets in its own way. Nodes are mdast, so that the same piece becomes HTML and plain text. */
export type Piece =
  | { kind: 'prose' | 'attribution' | 'postscript'; nodes: PhrasingContent[] }
  | { kind: 'voice'; nodes: PhrasingContent[]; url: string; rest: PhrasingContent[] }
  | { kind: 'moment'; label: string; url: string }
  | { kind: 'quote'; nodes: Blockquote['children'] }
  | { kind: 'image'; alt: string; url: string }
  | { kind: 'other'; nodes: RootContent[] };

export interface SetBlock {
  heading?: { level: number; nodes: PhrasingContent[]; length?: string };
  pieces: Piece[];
  /** The editor drew a rule before the block, or after it. */
  ruleBefore: boolean;
  ruleAfter: boolean;
}

/** The letter's pieces. Its first level-1 heading is the title and is left to the masthead. */
export function setLetter(letter: string): { pieces: Piece[]; ruleAfter: boolean } {
  const nodes = parseMarkdown(letter).children;
  const title = nodes.findIndex((node) => node.type === 'heading' && node.depth === 1);
  const pieces = piecesOf(nodes.filter((_, i) => i !== title));
  return { pieces, ruleAfter: nodes.at(-1)?.type === 'thematicBreak' };
}

type Words = Pick<Block, 'markdown' | 'level' | 'length'>;

/** By its words, since a block is plain data that anybody may change. */
const known = memo((words) => setAnew(JSON.parse(words) as Words), 300);

/** A block's heading without its length, its pieces, and the rules around it; not to be changed in place. */
export function setBlock({ markdown, level, length }: Block): SetBlock {
  return known(JSON.stringify({ markdown, level, length }));
}

function setAnew(block: Words): SetBlock {
  const all = parseMarkdown(block.markdown).children;
  const nodes = all.filter((node) => node.type !== 'thematicBreak' && node.type !== 'definition');
  const rules = { ruleBefore: all[0]?.type === 'thematicBreak', ruleAfter: all.at(-1)?.type === 'thematicBreak' };
  const [first, ...rest] = nodes;
  if (first?.type !== 'heading' || block.level === 0) return { pieces: piecesOf(nodes), ...rules };
  const length = block.length?.text.replace(/^\(|\)$/g, '');
  const words = length ? withoutLength(first.children) : first.children;
  const { nodes: heading, pieces } = withoutEcho(words, piecesOf(rest));
  return { heading: { level: first.depth, nodes: heading, ...(length ? { length } : {}) }, pieces, ...rules };
}

/** Where the attribution's link says the heading over again, the heading carries the link and the line keeps the rest of its words. */
function withoutEcho(nodes: PhrasingContent[], pieces: Piece[]): { nodes: PhrasingContent[]; pieces: Piece[] } {
  const [first, ...others] = pieces;
  const link = first?.kind === 'attribution' ? first.nodes[0] : undefined;
  if (first?.kind !== 'attribution' || link?.type !== 'link' || lineText([link]) !== lineText(nodes))
    return { nodes, pieces };
  const [comma, ...rest] = first.nodes.slice(1);
  const line = comma?.type === 'text' ? [{ ...comma, value: comma.value.replace(/^,\s*/, '') }, ...rest] : [];
  return { nodes: [link], pieces: line.length ? [{ ...first, nodes: line }, ...others] : others };
}

/** A heading's words without the `(35 min)` at their end, however deep in emphasis it stands. */
function withoutLength(nodes: PhrasingContent[]): PhrasingContent[] {
  const last = nodes.at(-1);
  if (!last) return nodes;
  if (last.type === 'text') {
    const value = last.value.slice(0, last.value.lastIndexOf('(')).trimEnd();
    return value ? [...nodes.slice(0, -1), { ...last, value }] : nodes.slice(0, -1);
  }
  if (!('children' in last)) return nodes;
  return [...nodes.slice(0, -1), { ...last, children: withoutLength(last.children) } as PhrasingContent];
}

function piecesOf(nodes: RootContent[]): Piece[] {
  const pieces: Piece[] = [];
  for (const node of nodes) {
    if (node.type === 'paragraph') pieces.push(...paragraphPieces(node));
    else if (node.type === 'blockquote') pieces.push({ kind: 'quote', nodes: node.children });
    else if (node.type === 'heading')
      pieces.push({ kind: 'prose', nodes: [{ type: 'strong', children: node.children }] });
    else if (node.type === 'list' || node.type === 'code') pieces.push({ kind: 'other', nodes: [node] });
  }
  return pieces.filter((piece) => !('nodes' in piece) || piece.nodes.length > 0);
}

/** Pictures and seconds of a video stand on lines of their own, within a paragraph too. */
function paragraphPieces(node: Paragraph): Piece[] {
  const pieces: Piece[] = [];
  let open: PhrasingContent[][] = [];
  for (const line of linesOf(node.children)) {
    const apart = linePiece(line);
    if (!apart) {
      open.push(line);
      continue;
    }
    if (open.length) pieces.push(wordsPiece(joinLines(open)));
    pieces.push(apart);
    open = [];
  }
  return open.length ? [...pieces, wordsPiece(joinLines(open))] : pieces;
}

function linePiece([first, second]: PhrasingContent[]): Piece | undefined {
  if (second || !first) return undefined;
  if (first.type === 'image') return imagePiece(first.url, first.alt ?? '');
  if (first.type !== 'link' || !safeUrl(first.url)) return undefined;
  const label = plainText(first);
  return /^\d{1,3}(:\d\d){1,2}$/.test(label) ? { kind: 'moment', label, url: first.url } : undefined;
}

/** A stop behind a word, not behind `N.V.` or `Inc.` */
const SENTENCE_END = /(\p{Ll}{4,}\.|[!?])$/u;

function wordsPiece(nodes: PhrasingContent[]): Piece {
  const [first, second, ...rest] = nodes;
  if (first?.type === 'text' && first.value === '@' && second?.type === 'link' && safeUrl(second.url)) {
    return { kind: 'voice', nodes: second.children, url: second.url, rest };
  }
  // `[Title](url), author, site`: short names, no sentence
  if (
    first?.type === 'link' &&
    /^(, [^,!?\n]{1,60}){0,2}$/.test(lineText(nodes.slice(1))) &&
    !SENTENCE_END.test(lineText(nodes))
  )
    return { kind: 'attribution', nodes };
  return { kind: /^P\. ?S\./.test(lineText(nodes)) ? 'postscript' : 'prose', nodes };
}

/** A picture that may not be shown (no https, no alternative text) is its alternative text alone. */
function imagePiece(url: string, alt: string): Piece {
  const safe = safeImageUrl(url);
  if (safe && alt.trim()) return { kind: 'image', alt: alt.trim(), url: safe };
  return { kind: 'prose', nodes: alt.trim() ? [{ type: 'text', value: alt.trim() }] : [] };
}
