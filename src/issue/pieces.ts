/** An issue taken apart into blocks' own words and what stands behind them, so that words can be changed, moved and taken out while everything else keeps its bytes. */
import { shortHash } from '../text/hash.ts';
import { endsWithRule, letterSpan, missingFence, parseMarkdown, span } from '../text/markdown-tree.ts';
import { memo } from '../text/memo.ts';
import type { Block, Issue } from '../types.ts';
import { formatIssue, gap, RULE, ruled } from './format.ts';
import { eolOf } from './front.ts';
import { withEol } from './merge-blocks.ts';
import { parseBlock, parseIssue } from './parse.ts';

export interface Piece {
  /** The block's own words, link definitions among them. */
  body: string;
  /** Rules and blanks up to the next block. They belong to the place, not to the block. */
  tail: string;
}

/** Reads an issue, or gives it as it was read before: nobody changes what was read. */
export const readIssueText: (markdown: string) => Issue = memo(parseIssue, 8);

const endOfBody = memo((markdown) => {
  const last = parseMarkdown(markdown).children.findLast(({ type }) => type !== 'thematicBreak');
  return last ? span(last)[1] : 0;
}, 2000);

/** Parts a block's words from the rule behind it. */
export function pieceOf({ markdown }: Pick<Block, 'markdown'>): Piece {
  const end = endOfBody(markdown);
  return { body: markdown.slice(0, end), tail: markdown.slice(end) };
}

/** The pieces of all blocks. */
export function piecesOf(issue: Issue): Piece[] {
  return issue.blocks.map(pieceOf);
}

/** The name of some words: whoever changed one byte of them made others. */
export function revOf(words: string): string {
  return shortHash(words);
}

/** Words as a person typed them, fit to stand in the file: its line ends, no blank lines around, no code left open. */
export function asBody(typed: string, issue: Issue): string {
  const eol = eolOf(issue.front);
  const words = typed
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  const fence = missingFence(words);
  return withEol(fence === undefined ? words : `${words}\n${fence}`, eol);
}

/** What parts a new block from the next one: a rule, unless this issue has blocks and none of them is parted so. */
export function betweenBlocks(issue: Issue): string {
  const eol = eolOf(issue.front);
  const inner = piecesOf(issue).slice(0, -1);
  const unruled = inner.length > 0 && !inner.some(({ tail }) => endsWithRule(tail));
  return unruled ? eol + eol : `${eol}${eol}${RULE}${eol}${eol}`;
}

/** A block's words put in before the block at `at`, or after the last one. */
export function inserted(issue: Issue, at: number, body: string): Piece[] {
  const pieces = piecesOf(issue);
  const last = pieces.at(-1);
  if (at < pieces.length || !last) {
    pieces.splice(at, 0, { body, tail: last ? betweenBlocks(issue) : eolOf(issue.front) });
    return pieces;
  }
  pieces[pieces.length - 1] = { body: last.body, tail: betweenBlocks(issue) };
  return [
    ...pieces,
    { body, tail: /[\r\n]/.test(last.tail) && !endsWithRule(last.tail) ? last.tail : eolOf(issue.front) },
  ];
}

/** The block at `at` taken out, with the rule that parted it from the next one; of the last block with the one before it. */
export function without(issue: Issue, at: number): Piece[] {
  const pieces = piecesOf(issue);
  const [gone] = pieces.splice(at, 1);
  const last = pieces.at(-1);
  if (gone && last && at === pieces.length) pieces[at - 1] = { body: last.body, tail: gone.tail };
  return pieces;
}

/**
 * The issue with these pieces as its blocks, read again. `at` is where something new stands, `count` how many pieces of it: every other one must come out as it went in, and where it
 * would not, rules are put around what is new. Undefined where that does not help either.
 */
export function rebuilt(issue: Issue, pieces: Piece[], at: number, count: number): Issue | undefined {
  const plain = assembled(issue, pieces);
  if (stands(plain, pieces, at, count)) return plain;
  const eol = eolOf(issue.front);
  const apart = pieces.map(({ body, tail }, i) => {
    const near = i >= at - 1 && i < at + count && i < pieces.length - 1;
    return near ? { body, tail: ruled(body + tail, eol).slice(body.length) } : { body, tail };
  });
  const parted = assembled(at === 0 ? { ...issue, letter: ruledLetter(issue) } : issue, apart);
  return stands(parted, pieces, at, count) ? parted : undefined;
}

function ruledLetter({ letter, front }: Issue): string {
  return letter.trim() === '' ? letter : ruled(letter, eolOf(front));
}

function assembled(issue: Issue, pieces: Piece[]): Issue {
  const known = new Map(issue.blocks.map((block) => [block.markdown, block]));
  const blocks = pieces.map(({ body, tail }) => known.get(body + tail) ?? parseBlock(body + tail));
  return readIssueText(formatIssue({ ...issue, blocks }));
}

/** Whether letter and blocks around the new ones are what they were. */
function stands(made: Issue, pieces: Piece[], at: number, count: number): boolean {
  const found = piecesOf(made);
  const behind = pieces.length - at - count;
  if (found.length < at + behind) return false;
  const same = (piece: Piece | undefined, wanted: Piece | undefined) => piece?.body === wanted?.body;
  for (let i = 0; i < at; i++) if (!same(found[i], pieces[i])) return false;
  for (let i = 1; i <= behind; i++) if (!same(found.at(-i), pieces.at(-i))) return false;
  return true;
}

/** The issue with another letter, read again; its title and its rule stay. Undefined where the letter would swallow a block. */
export function withLetter(issue: Issue, body: string): Issue | undefined {
  const { letter, front } = issue;
  const eol = eolOf(front);
  const [start, end] = letterSpan(letter);
  const before = letter.slice(0, start) + (end > start ? '' : gap(letter.slice(0, start), eol));
  const after = end > start ? letter.slice(end) : `${eol}${eol}${letter.slice(end).trimStart()}`;
  const bodies = piecesOf(issue).map((piece) => piece.body);
  const plain = before + body + after;
  for (const text of [plain, ruled(plain, eol)]) {
    const made = readIssueText(formatIssue({ ...issue, letter: text }));
    const found = piecesOf(made).map((piece) => piece.body);
    if (bodies.length === 0 || found.slice(-bodies.length).join('\0') === bodies.join('\0')) return made;
  }
  return undefined;
}
