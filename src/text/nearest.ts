/** A sparse vector of unit length or less: term ids ascending, with their weights. */
export interface SparseVector {
  terms: Uint32Array;
  weights: Float32Array;
}
/** Whether two documents may be compared, by their places in the list. */
export type MayCompare = (a: number, b: number) => boolean;

/** A document's nearest ones, the most alike first. */
export interface Near {
  docs: number[];
  similarities: number[];
}

/** So many of a document's heaviest terms find whom it may be like; the similarity is of all terms. */
const HEAVY = 32;
/** Of a term that many have, so many documents that come just before are looked at: in a stream, the nearest in time. */
const REACH = 500;
/** How many of the best by the heavy terms alone are compared in full. */
const COMPARED = 120;

/**
 * For each document its `k` nearest by cosine that `near` allows, of those whose heavy terms give `least`. By an inverted index in the order of the documents, in which each asks only those before it and
 * both keep the pair, so that a pair is compared once and the work grows with the documents, not with their square.
 */
export function nearest(list: SparseVector[], k: (doc: number) => number, near: MayCompare, least: number): Near[] {
  const heavy = list.map(heaviest);
  const index = indexFor(heavy, list);
  const found: Near[] = list.map(() => ({ docs: [], similarities: [] }));
  const spread = new Float32Array(index.filled.length);
  const scores = new Float32Array(list.length);
  for (const [a, vector] of list.entries()) {
    const touched = score(vector, heavy[a] as number[], index, scores);
    const candidates = touched.filter((b) => (scores[b] as number) >= least && near(b, a));
    if (candidates.length > COMPARED) shorten(candidates, scores);
    for (const b of touched) scores[b] = 0;
    for (const [t, term] of vector.terms.entries()) spread[term] = vector.weights[t] as number;
    for (const b of candidates) {
      const similarity = product(list[b] as SparseVector, spread);
      keep(found[a] as Near, b, similarity, k(a));
      keep(found[b] as Near, a, similarity, k(b));
    }
    for (const term of vector.terms) spread[term] = 0;
    add(index, vector, heavy[a] as number[], a);
  }
  for (const [doc, each] of found.entries()) prune(each, k(doc));
  return found;
}

/** The places of a vector's heaviest terms. */
function heaviest({ terms, weights }: SparseVector): number[] {
  const places = Array.from(terms.keys());
  if (places.length <= HEAVY) return places;
  return places.sort((x, y) => (weights[y] as number) - (weights[x] as number) || x - y).slice(0, HEAVY);
}

/** Who has each term, and how much: one array for all terms, filled up in the order of the documents. */
interface Index {
  start: Uint32Array;
  filled: Uint32Array;
  docs: Uint32Array;
  weights: Float32Array;
}

function indexFor(heavy: number[][], list: SparseVector[]): Index {
  let terms = 0;
  for (const vector of list) terms = Math.max(terms, (vector.terms.at(-1) ?? -1) + 1);
  const start = new Uint32Array(terms + 1);
  for (const [doc, places] of heavy.entries()) {
    for (const place of places) {
      const term = (list[doc] as SparseVector).terms[place] as number;
      start[term + 1] = (start[term + 1] as number) + 1;
    }
  }
  for (let term = 0; term < terms; term++) start[term + 1] = (start[term + 1] as number) + (start[term] as number);
  const total = start[terms] as number;
  return { start, filled: new Uint32Array(terms), docs: new Uint32Array(total), weights: new Float32Array(total) };
}

function add(index: Index, vector: SparseVector, places: number[], doc: number): void {
  for (const place of places) {
    const term = vector.terms[place] as number;
    const at = (index.start[term] as number) + (index.filled[term] as number);
    index.docs[at] = doc;
    index.weights[at] = vector.weights[place] as number;
    index.filled[term] = (index.filled[term] as number) + 1;
  }
}

/** Adds up what each document has in common with a vector's heavy terms, and gives those that have any. */
function score(vector: SparseVector, places: number[], index: Index, scores: Float32Array): number[] {
  const touched: number[] = [];
  for (const place of places) {
    const term = vector.terms[place] as number;
    const weight = vector.weights[place] as number;
    const from = index.start[term] as number;
    const to = from + (index.filled[term] as number);
    for (let at = Math.max(from, to - REACH); at < to; at++) {
      const b = index.docs[at] as number;
      if (scores[b] === 0) touched.push(b);
      scores[b] = (scores[b] as number) + weight * (index.weights[at] as number);
    }
  }
  return touched;
}

function shorten(candidates: number[], scores: Float32Array): void {
  candidates.sort((x, y) => (scores[y] as number) - (scores[x] as number) || x - y);
  candidates.length = COMPARED;
}

/** The cosine of two documents; one word in common, as a column's name or a common verb, is no likeness. */
function product({ terms, weights }: SparseVector, spread: Float32Array): number {
  let [sum, common] = [0, 0];
  for (let t = 0; t < terms.length; t++) {
    const other = spread[terms[t] as number] as number;
    if (other === 0) continue;
    sum += (weights[t] as number) * other;
    common++;
  }
  return common > 1 ? sum : 0;
}

/** Twice as many as wanted are kept before the lesser half goes: sorting at each would cost more. */
function keep(near: Near, doc: number, similarity: number, k: number): void {
  near.docs.push(doc);
  near.similarities.push(similarity);
  if (near.docs.length >= 2 * k + 16) prune(near, k);
}

function prune(near: Near, k: number): void {
  const { docs, similarities } = near;
  const best = Array.from(docs.keys())
    .sort(
      (x, y) => (similarities[y] as number) - (similarities[x] as number) || (docs[x] as number) - (docs[y] as number),
    )
    .slice(0, k);
  near.docs = best.map((i) => docs[i] as number);
  near.similarities = best.map((i) => similarities[i] as number);
}
