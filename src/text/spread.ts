import type { SparseVector } from './rows.ts';

/** A vector spread out by term, to be multiplied with many others. */
export interface Spread {
  of: Float32Array;
  /** By the low bits of a term, whether the vector has one with them: it stays in the processor's first cache, and tells nearly always that a term is not there (Bloom 1970). */
  held: Uint8Array;
}

const PLACES = 1 << 13;
const MASK = PLACES - 1;

/** One with room for so many different terms. */
export function emptySpread(terms: number): Spread {
  return { of: new Float32Array(terms), held: new Uint8Array(PLACES) };
}

/** Spreads a vector out, in place of what was there. */
export function spreadOut({ of, held }: Spread, { terms, weights }: SparseVector): void {
  for (let t = 0; t < terms.length; t++) {
    const term = terms[t] as number;
    of[term] = weights[t] as number;
    held[term & MASK] = 1;
  }
}

export function gatherIn({ of, held }: Spread, { terms }: SparseVector): void {
  for (let t = 0; t < terms.length; t++) {
    const term = terms[t] as number;
    of[term] = 0;
    held[term & MASK] = 0;
  }
}

/** The product of what is spread out with the part of a sparse vector from `from` to before `to`; less than `least` terms in common give 0. */
export function productWith(
  { of, held }: Spread,
  { terms, weights }: SparseVector,
  from: number,
  to: number,
  least: number,
): number {
  let [sum, common] = [0, 0];
  for (let t = from; t < to; t++) {
    const term = terms[t] as number;
    if (held[term & MASK] === 0) continue;
    const other = of[term] as number;
    if (other === 0) continue;
    sum += (weights[t] as number) * other;
    common++;
  }
  return common < least ? 0 : sum;
}
