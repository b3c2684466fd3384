import { expect, it } from 'vitest';
import { seeded } from '../../bench/random.ts';
import { kthLargest } from '../../src/text/heaviest.ts';

it('finds the kth largest of the first values, whatever their order', () => {
  const next = seeded(9);
  const random = Array.from({ length: 97 }, () => Math.floor(next() * 40));
  for (const values of [random, random.toSorted((x, y) => x - y), random.map(() => 3), [7], [1, 2]]) {
    const sorted = values.toSorted((x, y) => y - x);
    for (const k of sorted.keys())
      expect(kthLargest(Float64Array.from([...values, 1000]), values.length, k + 1)).toBe(sorted[k]);
  }
});
