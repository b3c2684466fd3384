/** Promise P1: every quote is verbatim. */
import type { QuoteProof } from '../types.ts';
import { BLANK, oneLine, plain } from './normalize.ts';
import { isGarbled } from './normalizeGarbled.ts';
import { type Piece, type Place, pieceOf, placesOf, type SourceIndex, tailLength } from './quoteMatch.ts';
import { nearestPassage } from './quoteNearest.ts';
import { remember } from './quoteRecent.ts';
import { isRawTranscript, loosened, type Token, tokenize } from './quoteTokens.ts';

export type { SourceIndex } from './quoteMatch.ts';

/** `[…]` or `[...]`, escaped or not, with or without spaces inside: the only mark of a cut. */
const CUT = new RegExp(`\\[[ ${BLANK}]*(?:…|\\.{3}|\\. \\. \\.)[ ${BLANK}]*\\]`, 'g');
/** Places of one piece that are looked at where a quote has cuts. */
const MOST_PLACES = 500;
const recent: { characters: number; index: SourceIndex }[] = [];

/** Makes a source ready for many quotes; the newest ones are remembered. Linear in its length. */
export function indexSource(source: string): SourceIndex {
  const known = recent.find(({ index }) => index.source === source);
  const entry = known ?? { characters: source.length, index: buildIndex(source) };
  remember(recent, entry);
  return entry.index;
}

function buildIndex(source: string): SourceIndex {
  const garbled = isGarbled(source);
  const flat = plain(source, garbled);
  const all = tokenize(flat);
  const loose = isRawTranscript(source, all);
  const tokens = loose ? loosened(all) : all;
  const positions = new Map<string, number[]>();
  for (const [i, token] of tokens.entries()) {
    const list = positions.get(token.key);
    if (list) list.push(i);
    else positions.set(token.key, [i]);
  }
  return { source, flat, tokens, garbled, loose, positions };
}

/**
 * Whether a quote stands verbatim in a source. Letters, digits, case, accents, currency and per cent signs, decimal points, punctuation
 * between words and the order of words count; the shape of quotes, dashes and spaces, Markdown, list marks and the punctuation at
 * either end do not. Words are whole. `[…]` marks a cut, and what stands around it must follow in order. In a raw transcript (fewer
 * than one sentence end per 100 words) case and punctuation do not count. Offsets are UTF-16 units of `source` as given.
 */
export function verifyQuote(quote: string, source: string): QuoteProof {
  return verifyQuoteIn(quote, indexSource(source));
}

/** As `verifyQuote`, with a source that `indexSource` made ready. */
export function verifyQuoteIn(quote: string, index: SourceIndex): QuoteProof {
  const flat = plain(quote, index.garbled);
  const all = tokenize(flat);
  const tokens = index.loose ? loosened(all) : all;
  const parts = divideAtCuts(tokens, flat);
  // A source may itself hold `[…]`: then the whole is verbatim as it stands, and nothing was cut.
  const whole = parts.length > 1 ? proveWhole(tokens, index) : undefined;
  if (whole) return whole;
  const pieces: Piece[] = [];
  for (const part of parts) {
    const piece = pieceOf(part);
    if (piece) pieces.push(piece);
  }
  if (pieces.length === 0) return { ok: false };
  const places = placesInOrder(pieces, index);
  if (places) return proof(pieces, places, index);
  const nearest = nearestPassage(tokens, index);
  return nearest === undefined ? { ok: false } : { ok: false, nearest: oneLine(nearest) };
}

/** The quote's tokens between its cuts; the marks themselves are left out. */
function divideAtCuts(tokens: Token[], flat: string): Token[][] {
  const parts: Token[][] = [[]];
  let next = 0;
  for (const cut of flat.matchAll(CUT)) {
    while ((tokens[next]?.start ?? Infinity) < cut.index) parts.at(-1)?.push(tokens[next++] as Token);
    while ((tokens[next]?.start ?? Infinity) < cut.index + cut[0].length) next++;
    parts.push([]);
  }
  parts.at(-1)?.push(...tokens.slice(next));
  return parts;
}

function proveWhole(tokens: Token[], index: SourceIndex): QuoteProof | undefined {
  const piece = pieceOf(tokens);
  const place = piece ? placesOf(piece, index, 1)[0] : undefined;
  return piece && place ? proof([piece], [place], index) : undefined;
}

/**
 * A place for each piece, one after another. The earliest that fits comes first; then each is moved as near to the next as it can
 * be, so that the proof spans no more than it must.
 */
function placesInOrder(pieces: Piece[], index: SourceIndex): Place[] | undefined {
  const limit = pieces.length === 1 ? 1 : MOST_PLACES;
  const options: Place[][] = [];
  const chosen: Place[] = [];
  let from = 0;
  for (const piece of pieces) {
    const places = placesOf(piece, index, limit);
    const place = places.find((option) => option.start >= from);
    if (!place) return undefined;
    options.push(places);
    chosen.push(place);
    from = place.end;
  }
  for (let i = pieces.length - 2; i >= 0; i--) {
    const next = chosen[i + 1]?.start ?? 0;
    const nearest = options[i]?.findLast((option) => option.end <= next);
    if (nearest) chosen[i] = nearest;
  }
  return chosen;
}

function proof(pieces: Piece[], places: Place[], index: SourceIndex): QuoteProof {
  const lastPiece = pieces.at(-1);
  const lastPlace = places.at(-1);
  const first = index.tokens[places[0]?.start ?? 0];
  const end = (lastPlace?.end ?? 0) + (lastPiece ? tailLength(lastPiece, index, lastPlace?.end ?? 0) : 0);
  const last = index.tokens[end - 1];
  let cuts = 0;
  for (let i = 1; i < places.length; i++) {
    if (!isOwnCut(index, places[i - 1]?.end ?? 0, places[i]?.start ?? 0)) cuts++;
  }
  return { ok: true, start: first?.start ?? 0, end: last?.end ?? 0, cuts };
}

/** Whether nothing but the source's own `[…]` stands between two tokens. */
function isOwnCut(index: SourceIndex, from: number, to: number): boolean {
  const between = index.tokens.slice(from, Math.min(to, from + 12)).map((token) => token.key);
  return to - from < 12 && /^[^\p{L}\p{N}]*\[…\][^\p{L}\p{N}]*$/u.test(between.join(''));
}
