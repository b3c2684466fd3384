/** How alike a few short texts are: for what must not be told twice, where `vectors` is for sorting a whole week. */
import type { Said } from './news.ts';
import { firstWords, termCounts } from './tokens.ts';

const TITLE = 3;
const LEAD_WORDS = 80;
const PAIR = 0.5;

/** The cosine of two of the given texts, by their places: 0 (nothing in common) to 1. TF-IDF over titles and first words, sublinear (Salton and Buckley 1988). */
export function likenessAmong(texts: Said[]): (a: number, b: number) => number {
  const counted = texts.map(({ title, text }) => {
    const counts = termCounts(title, TITLE, PAIR);
    for (const [term, n] of termCounts(firstWords(text, LEAD_WORDS), 1, PAIR))
      counts.set(term, (counts.get(term) ?? 0) + n);
    return counts;
  });
  const frequency = new Map<string, number>();
  for (const counts of counted) for (const term of counts.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const vectors = counted.map((counts) => {
    const vector = new Map<string, number>();
    for (const [term, n] of counts) {
      vector.set(term, Math.log(1 + n) * Math.log((texts.length + 1) / (frequency.get(term) ?? 1)));
    }
    return vector;
  });
  const lengths = vectors.map((vector) => Math.hypot(...vector.values()));
  return (a, b) => {
    const [x, y] = [vectors[a], vectors[b]];
    if (!x || !y) return 0;
    let dot = 0;
    for (const [term, weight] of x) dot += weight * (y.get(term) ?? 0);
    return dot === 0 ? 0 : dot / ((lengths[a] as number) * (lengths[b] as number));
  };
}
