import { expect, it } from 'vitest';
import { seeded } from '../../bench/random.ts';
import { nearLists, offer, pairsOf, sortLists } from '../../src/text/nearLists.ts';

it('keeps the best of what was offered, the most alike first, of equals the earlier one', () => {
  const next = seeded(5);
  const offers = Array.from({ length: 400 }, (_, doc) => ({ doc, similarity: Math.floor(next() * 50) / 50 }));
  const best = offers.toSorted((x, y) => y.similarity - x.similarity || x.doc - y.doc).slice(0, 30);
  for (const order of [offers, offers.toReversed()]) {
    const lists = nearLists(2, (list) => [0, 30][list] ?? 0);
    for (const { doc, similarity } of order) for (const list of [0, 1]) offer(lists, list, doc, similarity);
    sortLists(lists);
    expect([...lists.size]).toEqual([0, 30]);
    expect([...lists.docs]).toEqual(best.map(({ doc }) => doc));
    expect([...lists.similarities]).toEqual(best.map(({ similarity }) => similarity));
  }
});

it('gives every pair once, whether one or both have the other on their list', () => {
  const lists = nearLists(4, (doc) => (doc === 0 ? 1 : 3));
  const offered: [number, number, number][] = [
    [0, 1, 0.5],
    [0, 2, 0.9],
    [1, 2, 0.3],
    [0, 3, 0.9],
  ];
  for (const [a, b, similarity] of offered) {
    offer(lists, a, b, similarity);
    offer(lists, b, a, similarity);
  }
  sortLists(lists);
  const { a, b, similarity } = pairsOf(lists);
  const pairs = [...a].map((one, i) => [one, b[i], similarity[i]]).toSorted();
  expect(pairs).toEqual(offered.toSorted());
});
