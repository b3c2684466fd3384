import { kthLargest } from './heaviest.ts';
import { type NearLists, nearLists, offer, sortLists } from './nearLists.ts';
import { type Rows, rowCount, rowOf, termCountOf } from './rows.ts';
import { emptySpread, gatherIn, productWith, spreadOut } from './spread.ts';

/** Whether two documents may be compared, by their places in the list. */
export type MayCompare = (a: number, b: number) => boolean;

export interface NearestOptions {
  /** How many are wanted for a document. */
  k: (doc: number) => number;
  near: MayCompare;
  /** Whom their heavy terms make less alike than this is not looked at further. */
  least: number;
  /** Who is less alike than this by all terms is not among the nearest. */
  floor?: number;
}

/** So many of a document's heaviest terms find whom it may be like; the similarity is of all terms. */
const HEAVY = 32;
/** Of a term that many have, so many documents that come just before are looked at: in a stream, the nearest in time. */
const REACH = 500;
/** How many of the best by the heavy terms alone are compared in full. */
const COMPARED = 120;
/** One word in common, as a column's name or a common verb, is no likeness. */
const LEAST_COMMON = 2;

/**
 * For each document its `k` nearest by cosine that `near` allows, of those whose heavy terms give `least`, the most alike first. By an inverted index in the order of the
 * documents, in which each asks only those before it and both keep the pair, so that a pair is compared once and the work grows with the documents, not with their square.
 */
export function nearest(rows: Rows, { k, near, least, floor = 0 }: NearestOptions): NearLists {
  const count = rowCount(rows);
  const index = indexFor(rows);
  const found = nearLists(count, k);
  const spread = emptySpread(index.filled.length);
  const scores = new Float32Array(count);
  const touched = new Uint32Array(count);
  const scratch = new Float64Array(count);
  for (let a = 0; a < count; a++) {
    const reached = score(index, a, scores, touched);
    let candidates: number[] = [];
    for (let i = 0; i < reached; i++) {
      const b = touched[i] as number;
      if ((scores[b] as number) >= least && near(b, a)) candidates.push(b);
    }
    if (candidates.length > COMPARED) candidates = best(candidates, scores, scratch);
    for (let i = 0; i < reached; i++) scores[touched[i] as number] = 0;
    const vector = rowOf(rows, a);
    spreadOut(spread, vector);
    for (const b of candidates) {
      const [from, to] = [rows.start[b] as number, rows.start[b + 1] as number];
      const similarity = productWith(spread, rows, from, to, LEAST_COMMON);
      if (similarity < floor) continue;
      offer(found, a, b, similarity);
      offer(found, b, a, similarity);
    }
    gatherIn(spread, vector);
    add(index, a);
  }
  sortLists(found);
  return found;
}

/** Who has each term, and how much: one array for all terms, filled up in the order of the documents. Beside it the heavy terms of each document. */
interface Index {
  start: Uint32Array;
  filled: Uint32Array;
  docs: Uint32Array;
  weights: Float32Array;
  heavy: Rows;
}

function indexFor(rows: Rows): Index {
  const heavy = heavyTerms(rows);
  const terms = termCountOf(rows);
  const start = new Uint32Array(terms + 1);
  for (let at = 0; at < heavy.terms.length; at++) {
    const next = (heavy.terms[at] as number) + 1;
    start[next] = (start[next] as number) + 1;
  }
  for (let term = 0; term < terms; term++) start[term + 1] = (start[term + 1] as number) + (start[term] as number);
  const total = start[terms] as number;
  const [docs, weights] = [new Uint32Array(total), new Float32Array(total)];
  return { start, filled: new Uint32Array(terms), docs, weights, heavy };
}

/** Each row's heaviest terms, of equally heavy ones the first. */
function heavyTerms({ start, terms, weights }: Rows): Rows {
  const count = start.length - 1;
  const heavy: Rows = { start: new Uint32Array(count + 1), terms: new Uint32Array(0), weights: new Float32Array(0) };
  let [total, longest] = [0, 0];
  for (let row = 0; row < count; row++) {
    const length = (start[row + 1] as number) - (start[row] as number);
    longest = Math.max(longest, length);
    total += Math.min(HEAVY, length);
  }
  heavy.terms = new Uint32Array(total);
  heavy.weights = new Float32Array(total);
  const scratch = new Float64Array(longest);
  let end = 0;
  for (let row = 0; row < count; row++) {
    const [from, to] = [start[row] as number, start[row + 1] as number];
    let least = 0;
    let ties = HEAVY;
    if (to - from > HEAVY) {
      for (let t = from; t < to; t++) scratch[t - from] = weights[t] as number;
      least = kthLargest(scratch, to - from, HEAVY);
      for (let t = from; t < to; t++) if ((weights[t] as number) > least) ties--;
    }
    for (let t = from; t < to; t++) {
      const weight = weights[t] as number;
      if (weight < least || (weight === least && ties-- <= 0)) continue;
      heavy.terms[end] = terms[t] as number;
      heavy.weights[end++] = weight;
    }
    heavy.start[row + 1] = end;
  }
  return heavy;
}

function add({ start, filled, docs, weights, heavy }: Index, doc: number): void {
  const to = heavy.start[doc + 1] as number;
  for (let t = heavy.start[doc] as number; t < to; t++) {
    const term = heavy.terms[t] as number;
    const at = (start[term] as number) + (filled[term] as number);
    docs[at] = doc;
    weights[at] = heavy.weights[t] as number;
    filled[term] = (filled[term] as number) + 1;
  }
}

/** Adds up what each document has in common with another's heavy terms, writes those that have any to `touched`, and gives how many they are. */
function score(
  { start, filled, docs, weights, heavy }: Index,
  doc: number,
  scores: Float32Array,
  touched: Uint32Array,
): number {
  let reached = 0;
  const last = heavy.start[doc + 1] as number;
  for (let t = heavy.start[doc] as number; t < last; t++) {
    const term = heavy.terms[t] as number;
    const weight = heavy.weights[t] as number;
    const from = start[term] as number;
    const to = from + (filled[term] as number);
    for (let at = Math.max(from, to - REACH); at < to; at++) {
      const b = docs[at] as number;
      const sum = scores[b] as number;
      if (sum === 0) touched[reached++] = b;
      scores[b] = sum + weight * (weights[at] as number);
    }
  }
  return reached;
}

/** Those whose heavy terms have most in common, of equals the earlier ones. */
function best(candidates: number[], scores: Float32Array, scratch: Float64Array): number[] {
  for (const [i, b] of candidates.entries()) scratch[i] = scores[b] as number;
  const least = kthLargest(scratch, candidates.length, COMPARED);
  const better = candidates.filter((b) => (scores[b] as number) > least);
  const equal = candidates.filter((b) => scores[b] === least).sort((x, y) => x - y);
  return [...better, ...equal.slice(0, COMPARED - better.length)];
}
