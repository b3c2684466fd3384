import { kthLargest } from './heaviest.ts';
import { type MayCompare, nearest } from './nearest.ts';
import type { NearLists } from './nearLists.ts';
import { grown, type Rows, rowCount, termCountOf } from './rows.ts';
import type { Vectors } from './vectors.ts';

/** A document with so many terms, a headline, takes after MOST others; one with more after fewer, by the cube of the ratio, and a full text after FEWEST. */
const HEADLINE_TERMS = 20;
const MOST = 100;
const FEWEST = 2;
const FALL = 3;
/** What the nearest add to a vector: this much times the square of their similarity. */
const SHARE = 3;
/** Whom chance makes alike is no help. */
const LEAST = 0.05;
/** A vector's heaviest terms that are kept, where it had fewer of its own. */
const KEPT = 120;

/**
 * Each vector with the words of those nearest to it: v + a·Σ s²·v_j, of unit length or less as before. Relevance feedback (Rocchio 1971) where the nearest stand for
 * what was found relevant. Two headlines of one story may share no word, but they share neighbours (Jarvis and Patrick 1973), and so come near each other; where few are
 * near, little changes. A full text says enough by itself.
 */
export function smooth({ rows, lengths }: Vectors, near: MayCompare): Rows {
  const k = (doc: number) => neighboursOf(lengths[doc] as number);
  const lists = nearest(rows, { k, near, least: LEAST, floor: LEAST });
  const count = rowCount(rows);
  const sum = noSum(termCountOf(rows));
  const smoothed = new Uint32Array(count + 1);
  let out = {
    start: smoothed,
    terms: new Uint32Array(rows.terms.length),
    weights: new Float32Array(rows.terms.length),
  };
  for (let doc = 0; doc < count; doc++) {
    const norm = blend(rows, doc, lists, sum);
    const own = (rows.start[doc + 1] as number) - (rows.start[doc] as number);
    const kept = keepHeaviest(sum, Math.max(KEPT, own));
    const from = smoothed[doc] as number;
    const [terms, weights] = [grown(out.terms, from + kept), grown(out.weights, from + kept)];
    out = { start: smoothed, terms, weights };
    smoothed[doc + 1] = from + kept;
    for (let t = 0; t < kept; t++) {
      const term = sum.terms[t] as number;
      terms[from + t] = term;
      weights[from + t] = (sum.of[term] as number) / norm;
    }
    clear(sum);
  }
  const total = smoothed[count] as number;
  return { start: smoothed, terms: out.terms.subarray(0, total), weights: out.weights.subarray(0, total) };
}

function neighboursOf(terms: number): number {
  return Math.round(Math.max(FEWEST, MOST * Math.min(1, HEADLINE_TERMS / Math.max(1, terms)) ** FALL));
}

/** A sum of vectors, spread out by term, beside the `count` terms that it has: a map of numbers would take several times as long. */
interface Sum {
  of: Float64Array;
  terms: Uint32Array;
  count: number;
  scratch: Float64Array;
}

function noSum(terms: number): Sum {
  return { of: new Float64Array(terms), terms: new Uint32Array(terms), count: 0, scratch: new Float64Array(terms) };
}

function clear(sum: Sum): void {
  for (let t = 0; t < sum.count; t++) sum.of[sum.terms[t] as number] = 0;
  sum.count = 0;
}

/** Sums up a document and its nearest; gives the length of the sum. */
function blend(rows: Rows, doc: number, { start, size, docs, similarities }: NearLists, sum: Sum): number {
  // what the hapaxes took of the vector's length stays taken
  const missing = 1 - addTo(sum, rows, doc, 1);
  const from = start[doc] as number;
  for (let at = from; at < from + (size[doc] as number); at++)
    addTo(sum, rows, docs[at] as number, SHARE * (similarities[at] as number) ** 2);
  if (size[doc] === 0) return 1;
  let norm = missing;
  for (let t = 0; t < sum.count; t++) norm += (sum.of[sum.terms[t] as number] as number) ** 2;
  return Math.sqrt(norm) || 1;
}

/** Gives the square of the vector's length. */
function addTo(sum: Sum, { start, terms, weights }: Rows, row: number, times: number): number {
  let norm = 0;
  const to = start[row + 1] as number;
  for (let t = start[row] as number; t < to; t++) {
    const [term, weight] = [terms[t] as number, weights[t] as number];
    const before = sum.of[term] as number;
    norm += weight * weight;
    if (before === 0) sum.terms[sum.count++] = term;
    sum.of[term] = before + times * weight;
  }
  return norm;
}

/** Brings the sum's `most` heaviest terms to the front of its terms, ascending, of equally heavy ones the first; gives how many they are. */
function keepHeaviest(sum: Sum, most: number): number {
  const { of, terms, count, scratch } = sum;
  if (count > most) {
    for (let t = 0; t < count; t++) scratch[t] = of[terms[t] as number] as number;
    const least = kthLargest(scratch, count, most);
    const heavier = toFront(sum, 0, (weight) => weight > least);
    const equal = toFront(sum, heavier, (weight) => weight === least);
    terms.subarray(heavier, equal).sort();
  }
  const kept = Math.min(count, most);
  terms.subarray(0, kept).sort();
  return kept;
}

/** Brings the terms from `from` on whose weight passes before the others; gives where those others begin. */
function toFront({ of, terms, count }: Sum, from: number, passes: (weight: number) => boolean): number {
  let end = from;
  for (let t = from; t < count; t++) {
    const term = terms[t] as number;
    if (!passes(of[term] as number)) continue;
    terms[t] = terms[end] as number;
    terms[end++] = term;
  }
  return end;
}
