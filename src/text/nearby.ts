/** What of a source a model must see to judge words about it: not the page, the sentences around what bears the words out. */
import type { SourceText } from '../types.ts';
import { supportFor } from './blurb.ts';
import { type Span, sentences } from './sentences.ts';
import { stemmedWords } from './tokens.ts';

/** Nobody sets a full stop in a raw transcript: what goes on for longer is cut between words. */
const LONGEST_PIECE = 400;
/** What bears a number or name out counts as so many shared words. */
const BORNE_OUT = 3;
const GAP = ' […] ';

/** About how many tokens a text takes, rather too many: three letters of English each, and every character of scripts that have no room in a vocabulary. */
export function roughTokens(text: string): number {
  const others = text.match(/[^\p{ASCII}’“”–—…]/gu)?.length ?? 0;
  return Math.ceil((text.length - others) / 3.2 + others * 1.3);
}

/**
 * The sentences of a source nearest to what is said of it, each with its neighbours (a “not” may stand there), in their order with `[…]` between what is apart; `most` tokens at most. Empty
 * for a source without words.
 */
export function nearbySentences(said: string, source: SourceText, most: number): string {
  const pieces = piecesOf(source.text);
  const scores = scoresOf(said, source, pieces);
  const order = pieces.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const taken = new Set<number>();
  let left = most;
  for (const i of order) {
    for (const near of [i, i - 1, i + 1]) {
      const piece = pieces[near];
      if (!piece || taken.has(near)) continue;
      const cost = roughTokens(source.text.slice(piece.start, piece.end) + GAP);
      if (cost > left) return joined(source.text, pieces, taken);
      taken.add(near);
      left -= cost;
    }
  }
  return joined(source.text, pieces, taken);
}

function piecesOf(text: string): Span[] {
  const pieces: Span[] = [];
  for (const { start, end } of sentences(text)) {
    let from = start;
    while (end - from > LONGEST_PIECE) {
      const space = text.lastIndexOf(' ', from + LONGEST_PIECE);
      const to = space > from ? space : from + LONGEST_PIECE;
      pieces.push({ start: from, end: to });
      from = to;
    }
    pieces.push({ start: from, end });
  }
  return pieces;
}

function scoresOf(said: string, source: SourceText, pieces: Span[]): number[] {
  const wanted = new Set(stemmedWords(said).filter((stem) => stem !== undefined));
  const support = supportFor(said, source);
  return pieces.map(({ start, end }) => {
    const stems = new Set(stemmedWords(source.text.slice(start, end)));
    const shared = [...wanted].filter((stem) => stems.has(stem)).length;
    return shared + BORNE_OUT * support.filter((span) => span.start < end && start < span.end).length;
  });
}

function joined(text: string, pieces: Span[], taken: Set<number>): string {
  let out = '';
  let last = -1;
  for (const i of [...taken].sort((a, b) => a - b)) {
    const piece = pieces[i] as Span;
    out += (out === '' ? '' : i === last + 1 ? ' ' : GAP) + text.slice(piece.start, piece.end);
    last = i;
  }
  return out;
}
