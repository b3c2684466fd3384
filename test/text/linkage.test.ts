import { expect, it } from 'vitest';
import { averageLinkage } from '../../src/text/linkage.ts';
import type { SparseVector } from '../../src/text/nearest.ts';

/** A vector of unit length over the terms 0, 1, 2 … */
function vector(...weights: number[]): SparseVector {
  const length = Math.hypot(...weights);
  const kept = [...weights.entries()].filter(([, weight]) => weight > 0);
  return {
    terms: Uint32Array.from(kept, ([term]) => term),
    weights: Float32Array.from(kept, ([, weight]) => weight / length),
  };
}
const DAY = 86_400_000;
const edge = (a: number, b: number, similarity = 0.5) => ({ a, b, similarity });

it('joins by the mean of all pairs, down to the cut', () => {
  // the third is like the second, but not like the two together
  const vectors = [vector(1, 0, 0), vector(1, 1, 0), vector(0, 1, 1)];
  const edges = [edge(0, 1, 0.71), edge(1, 2, 0.5)];
  expect(averageLinkage(vectors, edges, { cut: 0.4 })).toEqual([[0, 1], [2]]);
  expect(averageLinkage(vectors, edges, { cut: 0.2 })).toEqual([[0, 1, 2]]);
});

it('joins hard edges whatever the cut, and nothing that no edge connects', () => {
  const vectors = [vector(1), vector(1), vector(0, 1), vector(0, 0, 1)];
  expect(averageLinkage(vectors, [{ ...edge(2, 3, 0), hard: true }], { cut: 0.4 })).toEqual([[0], [1], [2, 3]]);
});

it('takes pairs outside of the window for unlike', () => {
  const vectors = [vector(1), vector(1), vector(1)];
  const edges = [edge(0, 1, 1), edge(1, 2, 1)];
  const times = [0, 5 * DAY, 10 * DAY];
  expect(averageLinkage(vectors, edges, { cut: 0.6, times, window: 7 * DAY })).toEqual([[0, 1], [2]]);
  expect(averageLinkage(vectors, edges, { cut: 0.4, times, window: 7 * DAY })).toEqual([[0, 1, 2]]);
});
