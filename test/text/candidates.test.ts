import { expect, it } from 'vitest';
import { seeded } from '../../bench/random.ts';
import { type Candidate, candidates } from '../../src/text/candidates.ts';

it('gives the most alike first, ties by index, whatever the order they came in', () => {
  const next = seeded(4);
  const all = Array.from({ length: 3000 }, (_, i) => ({
    ...{ a: Math.floor(next() * 40), b: 40 + i },
    ...{ similarity: Math.floor(next() * 20) / 20, versions: i % 7 },
  }));
  const queue = candidates();
  for (const { a, b, similarity, versions } of all) queue.push(a, b, similarity, versions);
  const out: Candidate[] = [];
  for (let top = queue.pop(); top; top = queue.pop()) out.push(top);
  expect(out).toEqual(all.toSorted((x, y) => y.similarity - x.similarity || x.a - y.a || x.b - y.b));
});
