import { firstWords, termCounts } from './tokens.ts';

/** A sparse vector of unit length or less: term ids ascending, with their weights. */
export interface SparseVector {
  terms: Uint32Array;
  weights: Float64Array;
}
/** Two documents and their similarity; a hard one is joined whatever the similarity. `a` < `b`. */
export interface Edge {
  a: number;
  b: number;
  similarity: number;
  hard?: boolean;
}

export interface Vectors {
  list: SparseVector[];
  /** For each document its `k` nearest ones that `near` allows, as pairs with their cosine. */
  neighbours(k: number, near: (a: number, b: number) => boolean): Edge[];
}

const TITLE_WEIGHT = 4;
const LEAD_WORDS = 400;
const PAIR_WEIGHT = 0.25;
/** What of a hapax's weight stays in the norm: a text full of words that nobody else uses is not like the others. */
const HAPAX_IN_NORM = 0.7;

/** TF-IDF (Salton and Buckley 1988) with sublinear term frequency, over the title four times and the first 400 words. */
export function vectorsOf(documents: { title: string; text: string }[]): Vectors {
  const counted = documents.map(countTerms);
  const frequency = new Map<string, number>();
  for (const counts of counted) for (const term of counts.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const tooCommon = Math.max(30, documents.length * 0.25);
  const ids = new Map<string, number>();
  for (const [term, df] of frequency) if (df > 1 && df <= tooCommon) ids.set(term, ids.size);
  const list = counted.map((counts) => weigh(counts, frequency, ids, documents.length, tooCommon));
  return { list, neighbours: (k, near) => neighbours(list, ids.size, k, near) };
}

function countTerms(document: { title: string; text: string }): Map<string, number> {
  const counts = termCounts(document.title, TITLE_WEIGHT, PAIR_WEIGHT);
  for (const [term, n] of termCounts(firstWords(document.text, LEAD_WORDS), 1, PAIR_WEIGHT)) {
    counts.set(term, (counts.get(term) ?? 0) + n);
  }
  return counts;
}

function weigh(
  counts: Map<string, number>,
  frequency: Map<string, number>,
  ids: Map<string, number>,
  documents: number,
  tooCommon: number,
): SparseVector {
  const kept: [number, number][] = [];
  let norm = 0;
  for (const [term, tf] of counts) {
    const df = frequency.get(term) ?? 1;
    if (df > tooCommon) continue;
    const pair = term.includes(' ') ? PAIR_WEIGHT : 1;
    const weight = pair * (1 + Math.log(tf)) * rarity(df, documents);
    const id = ids.get(term);
    if (id === undefined) norm += (HAPAX_IN_NORM * weight) ** 2;
    else {
      norm += weight ** 2;
      kept.push([id, weight]);
    }
  }
  kept.sort((x, y) => x[0] - y[0]);
  const length = Math.sqrt(norm) || 1;
  return {
    terms: Uint32Array.from(kept, ([id]) => id),
    weights: Float64Array.from(kept, ([, weight]) => weight / length),
  };
}

/** In a handful of texts every word looks rare: what fewer than so many say is scaled up to them. */
const FEW = 40;
function rarity(df: number, documents: number): number {
  const scale = Math.max(1, FEW / documents);
  return Math.log((documents * scale + 1) / (df * scale));
}

function neighbours(list: SparseVector[], terms: number, k: number, near: (a: number, b: number) => boolean): Edge[] {
  const postings = invert(list, terms);
  const edges = new Map<number, Edge>();
  const scores = new Float64Array(list.length);
  for (const [a, vector] of list.entries()) {
    const touched: number[] = [];
    for (const [t, term] of vector.terms.entries()) {
      const weight = vector.weights[t] as number;
      for (const { doc, weight: other } of postings[term] as Posting[]) {
        if (doc === a) continue;
        if (scores[doc] === 0) touched.push(doc);
        scores[doc] = (scores[doc] as number) + weight * other;
      }
    }
    const best = touched
      .filter((b) => near(a, b))
      .sort((x, y) => (scores[y] as number) - (scores[x] as number) || x - y);
    for (const b of best.slice(0, k)) {
      const key = Math.min(a, b) * list.length + Math.max(a, b);
      edges.set(key, { a: Math.min(a, b), b: Math.max(a, b), similarity: scores[b] as number });
    }
    for (const doc of touched) scores[doc] = 0;
  }
  return [...edges.values()];
}

interface Posting {
  doc: number;
  weight: number;
}
function invert(list: SparseVector[], terms: number): Posting[][] {
  const postings: Posting[][] = Array.from({ length: terms }, () => []);
  for (const [doc, vector] of list.entries()) {
    for (const [t, term] of vector.terms.entries())
      (postings[term] as Posting[]).push({ doc, weight: vector.weights[t] as number });
  }
  return postings;
}
