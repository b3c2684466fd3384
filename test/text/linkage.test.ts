import { expect, it } from 'vitest';
import { averageLinkage } from '../../src/text/linkage.ts';
import type { Pairs } from '../../src/text/nearLists.ts';
import type { Rows } from '../../src/text/rows.ts';

/** Vectors of unit length over the terms 0, 1, 2 … */
function rowsOf(...vectors: number[][]): Rows {
  const kept = vectors.map((weights) => [...weights.entries()].filter(([, weight]) => weight > 0));
  const start = new Uint32Array(vectors.length + 1);
  for (const [i, terms] of kept.entries()) start[i + 1] = (start[i] as number) + terms.length;
  return {
    start,
    terms: Uint32Array.from(kept.flat(), ([term]) => term),
    weights: Float32Array.from(
      kept.flatMap((terms, i) => terms.map(([, weight]) => weight / Math.hypot(...(vectors[i] as number[])))),
    ),
  };
}
function pairsOf(...pairs: [number, number, number][]): Pairs {
  return {
    a: Uint32Array.from(pairs, ([a]) => a),
    b: Uint32Array.from(pairs, ([, b]) => b),
    similarity: Float64Array.from(pairs, ([, , similarity]) => similarity),
  };
}
const DAY = 86_400_000;

it('joins by the mean of all pairs, down to the cut', () => {
  // the third is like the second, but not like the two together
  const rows = rowsOf([1, 0, 0], [1, 1, 0], [0, 1, 1]);
  const pairs = pairsOf([0, 1, 0.71], [1, 2, 0.5]);
  expect(averageLinkage(rows, pairs, { cut: 0.4 })).toEqual([[0, 1], [2]]);
  expect(averageLinkage(rows, pairs, { cut: 0.2 })).toEqual([[0, 1, 2]]);
});

it('joins hard pairs whatever the cut, and nothing that no pair connects', () => {
  const rows = rowsOf([1], [1], [0, 1], [0, 0, 1]);
  expect(averageLinkage(rows, pairsOf(), { cut: 0.4, hard: [[2, 3]] })).toEqual([[0], [1], [2, 3]]);
});

it('takes pairs outside of the window for unlike', () => {
  const rows = rowsOf([1], [1], [1]);
  const pairs = pairsOf([0, 1, 1], [1, 2, 1]);
  const times = [0, 5 * DAY, 10 * DAY];
  expect(averageLinkage(rows, pairs, { cut: 0.6, times, window: 7 * DAY })).toEqual([[0, 1], [2]]);
  expect(averageLinkage(rows, pairs, { cut: 0.4, times, window: 7 * DAY })).toEqual([[0, 1, 2]]);
});
