/** Where the words of one piece of a quote stand in a source. */
import { isInvisible, isWordCharacter } from './normalize.ts';
import type { Token } from './quoteTokens.ts';

/** A source made ready for many quotes. */
export interface SourceIndex {
  source: string;
  /** The source without Markdown's marks, same offsets. */
  flat: string;
  tokens: Token[];
  /** Its quotes and dashes were decoded with a false charset; so may be those of its quotes. */
  garbled: boolean;
  /** Case and punctuation do not count. */
  loose: boolean;
  /** Where each key stands, in order. */
  positions: Map<string, number[]>;
}

/** A piece of a quote, between cuts: its tokens without the punctuation at either end. */
export interface Piece {
  /** The number of a list item that the piece begins with, its point, and the punctuation between it and the words; or nothing. */
  number: Token[];
  body: Token[];
  /** The punctuation after the last word, as it stood in the quote. */
  tail: Token[];
}

/** Token numbers: from `start` up to, not including, `end`. */
export interface Place {
  start: number;
  end: number;
}

/** Steps that one search may take: ordinary quotes need thousands. Ends what a page built to be slow would not. */
const BUDGET = 5_000_000;

/** Divides a piece's tokens; undefined where it has no words. */
export function pieceOf(tokens: Token[]): Piece | undefined {
  let first = 0;
  let number: Token[] = [];
  for (let token = tokens[first]; token && first < tokens.length; token = tokens[first]) {
    const sign =
      token.key === '-' && tokens[first + 1]?.start === token.end && /^\d/.test(tokens[first + 1]?.key ?? '');
    if (token.mark === 'ordered' && number.length === 0) number = tokens.slice(first, first + 2);
    else if (token.mark === undefined && (token.kind !== 'punctuation' || sign)) break;
    first += token.mark === 'ordered' ? 2 : 1;
  }
  let last = tokens.length;
  while (last > first && tokens[last - 1]?.kind === 'punctuation') last--;
  const body = tokens.slice(first, last);
  if (number.length > 0) number = tokens.slice(tokens.indexOf(number[0] as Token), first);
  if (!body.some((token) => token.kind === 'word')) return undefined;
  return { number, body, tail: tokens.slice(last) };
}

/** Where a comparison stands after a list mark was passed over, or undefined where none may be. */
function passMark(piece: Token[], j: number, source: Token[], s: number): [number, number] | undefined {
  const ours = piece[j];
  const theirs = source[s];
  if (!ours) return undefined;
  if (ours.mark === 'ordered' && theirs?.mark === 'ordered')
    return isPoint(ours) && isPoint(theirs) ? [j + 1, s + 1] : undefined;
  if (theirs?.mark && ours.beginsLine) return [j, s + 1];
  if (ours.mark === 'plain') return [j + 1, s];
  if (ours.mark === 'ordered' && beginsUnnumbered(source, s)) return [j + 2, s];
  return undefined;
}

/** What stands after a list item's number. */
function isPoint(token: Token | undefined): boolean {
  return token?.key === '.' || token?.key === ')';
}

/** Whether a line of the source begins here and neither a list's number nor any other number stands before it. */
function beginsUnnumbered(source: Token[], s: number): boolean {
  if (!source[s]?.beginsLine || source[s - 1]?.mark === 'ordered') return false;
  return !/^\d/.test(source[s - 1]?.key ?? '') && !/^\d/.test(source[s - 2]?.key ?? '');
}

/** Compares the piece from token `j` with the source from token `s`: the end in the source, or -1. */
function compare(piece: Token[], from: number, source: Token[], at: number, spent: { steps: number }): number {
  let j = from;
  let s = at;
  while (j < piece.length) {
    spent.steps++;
    if (piece[j]?.key === source[s]?.key) {
      j++;
      s++;
      continue;
    }
    const passed = passMark(piece, j, source, s);
    if (!passed) return -1;
    [j, s] = passed;
  }
  return s;
}

/** All places of a piece in the source, in order; at most `limit`. */
export function placesOf(piece: Piece, index: SourceIndex, limit: number): Place[] {
  const { body } = piece;
  const anchor = body.findIndex((token) => token.kind === 'word');
  const places: Place[] = [];
  const spent = { steps: 0 };
  // A word that the source has not settles most altered quotes at once.
  if (body.some((token) => token.mark === undefined && !index.positions.has(token.key))) return places;
  for (const position of index.positions.get(body[anchor]?.key ?? '') ?? []) {
    const start = position - anchor;
    if (start < 0 || compare(body.slice(0, anchor), 0, index.tokens, start, spent) < 0) continue;
    const end = compare(body, anchor, index.tokens, position, spent);
    const begin = end > 0 && isWhole(piece, index, start, end) ? withNumber(piece, index, start) : undefined;
    if (begin !== undefined) places.push({ start: begin, end });
    if (places.length >= limit || spent.steps > BUDGET) break;
  }
  return places;
}

/** Where the match begins once the number of the piece's list item is looked at; undefined where the source has another one. */
function withNumber(piece: Piece, { tokens }: SourceIndex, start: number): number | undefined {
  const number = piece.number[0];
  if (!number) return start;
  const begin = start - piece.number.length;
  if (piece.number.every((token, i) => tokens[begin + i]?.key === token.key)) return begin;
  if (tokens[start - 2]?.key === number.key && isPoint(tokens[start - 1])) return start - 2;
  return beginsUnnumbered(tokens, start) ? start : undefined;
}

/** Words are whole at both ends: nothing that belongs to the first or the last one was left out. */
function isWhole(piece: Piece, index: SourceIndex, start: number, end: number): boolean {
  const first = index.tokens[start];
  const last = index.tokens[end - 1];
  if (!first || !last) return false;
  const afterMark = index.tokens[start - 1]?.mark !== undefined;
  if (!afterMark && isClippedBefore(first, seen(index.flat, first.start - 1, -1))) return false;
  return !isClippedAfter(last, seen(index.flat, last.end, 1)) && !isClippedInTail(piece, index, end);
}

/** The next two characters that are seen, going by `step`; spaces beyond an end. */
function seen(text: string, at: number, step: 1 | -1): [string, string] {
  const out: string[] = [];
  for (let i = at; out.length < 2 && i >= 0 && i < text.length; i += step) {
    if (!isInvisible(text[i])) out.push(text[i] ?? '');
  }
  return [out[0] ?? ' ', out[1] ?? ' '];
}

const HYPHEN = /^[-\u2010\u2011]$/;
const RANGE_DASH = /^[-\u2010-\u2013\u2212]$/;
const isDigit = (character: string | undefined): boolean => character !== undefined && /^\p{Nd}$/u.test(character);
const isUpper = (character: string | undefined): boolean => character !== undefined && /^\p{Lu}$/u.test(character);

function isClippedBefore(first: Token, [near, far]: [string, string]): boolean {
  const begins = first.key[0];
  // Maximal runs are words; only scripts without spaces put a word character beside one, and there no space shows where words end.
  if (first.kind === 'word' && isWordCharacter(near)) return true;
  if (first.kind === 'symbol') return /^[\p{Sc}%‰°]$/u.test(first.key) && isWordCharacter(near);
  if (isDigit(begins)) {
    if (/^[\p{Sc}~≈±<>≤≥+]$/u.test(near)) return true;
    if (RANGE_DASH.test(near) && (isDigit(far) || !isWordCharacter(far))) return !/^[-\u2010-\u2015]$/.test(far);
  }
  if (!isWordCharacter(far)) return false;
  if (near === '.') return !isUpper(begins) || isUpper(far);
  return HYPHEN.test(near) || /^[/&@_+*'’]$/.test(near);
}

function isClippedAfter(last: Token, [near, far]: [string, string]): boolean {
  const ends = last.key.at(-1);
  if (last.kind === 'symbol') {
    return /^\p{Sc}$/u.test(last.key) ? isDigit(near) : /^[&#@=<>~≈±≤≥]$/u.test(last.key) && isWordCharacter(near);
  }
  if (isWordCharacter(near) || /^[%‰°+]$/u.test(near)) return true;
  if (/^\p{Sc}$/u.test(near)) return isDigit(ends) || isDigit(far);
  if (near === '#') return true;
  if (!isWordCharacter(far)) return false;
  if (near === '.') return !isUpper(far) || isUpper(ends);
  if (RANGE_DASH.test(near) && isDigit(ends) && isDigit(far)) return true;
  return HYPHEN.test(near) || /^[/&@_*]$/.test(near);
}

/**
 * Whether the quote breaks off within what the source writes as one word: the quote's last punctuation is the source's, and the
 * source goes on without a space. A full stop before a capital is the end of a sentence whose space was lost, and is none.
 */
function isClippedInTail(piece: Piece, index: SourceIndex, end: number): boolean {
  let at = end;
  for (const token of piece.tail) {
    if (index.tokens[at]?.key !== token.key) return false;
    at++;
  }
  const last = index.tokens[at - 1];
  const next = index.tokens[at];
  if (at === end || !last || !next || next.start !== last.end || next.kind !== 'word') return false;
  return !(piece.tail.some((token) => /^[.!?]$/.test(token.key)) && isUpper(next.key[0]));
}

/** How many of the source's tokens after `end` are the quote's own closing punctuation, and may be taken in. */
export function tailLength(piece: Piece, index: SourceIndex, end: number): number {
  let taken = 0;
  while (taken < piece.tail.length && index.tokens[end + taken]?.key === piece.tail[taken]?.key) taken++;
  return taken;
}
