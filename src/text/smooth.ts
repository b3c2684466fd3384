import { type MayCompare, type Near, nearest, type SparseVector } from './nearest.ts';
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
export function smooth({ list, lengths }: Vectors, near: MayCompare): SparseVector[] {
  const wanted = (doc: number) => neighboursOf(lengths[doc] as number);
  return nearest(list, wanted, near, LEAST).map((each, doc) => blend(list, doc, each));
}

function neighboursOf(terms: number): number {
  return Math.round(Math.max(FEWEST, MOST * Math.min(1, HEADLINE_TERMS / Math.max(1, terms)) ** FALL));
}

function blend(list: SparseVector[], doc: number, { docs, similarities }: Near): SparseVector {
  const own = list[doc] as SparseVector;
  const sums = new Map<number, number>();
  // what the hapaxes took of the vector's length stays taken
  const missing = 1 - addTo(sums, own, 1);
  for (const [i, other] of docs.entries()) {
    const similarity = similarities[i] as number;
    if (similarity > LEAST) addTo(sums, list[other] as SparseVector, SHARE * similarity ** 2);
  }
  if (sums.size === own.terms.length && docs.length === 0) return own;
  let norm = missing;
  for (const weight of sums.values()) norm += weight ** 2;
  return heaviestOf(sums, Math.max(KEPT, own.terms.length), Math.sqrt(norm) || 1);
}

/** Gives the square of the vector's length. */
function addTo(sums: Map<number, number>, { terms, weights }: SparseVector, times: number): number {
  let norm = 0;
  for (let t = 0; t < terms.length; t++) {
    const [term, weight] = [terms[t] as number, weights[t] as number];
    norm += weight ** 2;
    sums.set(term, (sums.get(term) ?? 0) + times * weight);
  }
  return norm;
}

function heaviestOf(sums: Map<number, number>, most: number, length: number): SparseVector {
  let kept = [...sums];
  if (kept.length > most) kept = kept.sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, most);
  kept.sort((x, y) => x[0] - y[0]);
  return {
    terms: Uint32Array.from(kept, ([term]) => term),
    weights: Float32Array.from(kept, ([, weight]) => weight / length),
  };
}
