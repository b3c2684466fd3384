/** The passage of a source that comes closest to a quote that it does not hold: for the message to the editor. */
import type { SourceIndex } from './quoteMatch.ts';
import type { Token } from './quoteTokens.ts';

/** Words of the quote that are looked up, and places of one word that are counted: what bounds the work. */
const MOST_WORDS = 80;
const MOST_PLACES = 400;
/** How far words may have moved and still speak for the same passage. */
const DRIFT = 6;
const LONGEST = 400;

/** Each word of the quote votes for the places where the quote would begin; the place with most votes within `DRIFT` wins. */
export function nearestPassage(quote: Token[], index: SourceIndex): string | undefined {
  const words = quote.filter((token) => token.kind === 'word').slice(0, MOST_WORDS);
  const votes: number[] = [];
  for (const [i, token] of quote.entries()) {
    if (token.kind !== 'word' || i > MOST_WORDS * 2) continue;
    const places = index.positions.get(token.key) ?? [];
    if (places.length <= MOST_PLACES) for (const place of places) votes.push(place - i);
  }
  votes.sort((a, b) => a - b);
  let best = { count: 0, from: 0, to: 0 };
  for (let from = 0, to = 0; from < votes.length; from++) {
    while (to < votes.length && (votes[to] ?? 0) - (votes[from] ?? 0) <= DRIFT) to++;
    if (to - from > best.count) best = { count: to - from, from: votes[from] ?? 0, to: votes[to - 1] ?? 0 };
  }
  if (best.count < Math.max(2, words.length * 0.4)) return undefined;
  const first = index.tokens[Math.max(0, best.from)];
  const last = index.tokens[Math.min(index.tokens.length, best.to + quote.length) - 1];
  if (!first || !last) return undefined;
  return index.source.slice(first.start, Math.min(last.end, first.start + LONGEST));
}
