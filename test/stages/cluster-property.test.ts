import { describe, expect, it } from 'vitest';
import { seeded } from '../../bench/random.ts';
import { clusterItems } from '../../src/stages/cluster.ts';
import { nearest } from '../../src/text/nearest.ts';
import { vectorsOf } from '../../src/text/vectors.ts';
import type { ClusterInput } from '../../src/types.ts';

const SYLLABLES = ['ka', 'lo', 'mi', 'ren', 'su', 'tav', 'ul', 'wex', 'yor', 'zim'];
const word = (next: () => number) =>
  Array.from({ length: 3 }, () => SYLLABLES[Math.floor(next() * SYLLABLES.length)]).join('');
const wordsOf = (count: number, next: () => number) => Array.from({ length: count }, () => word(next)).join(' ');

/** So many events of three items each, of invented words. */
function events(count: number, seed: number): ClusterInput[] {
  const next = seeded(seed);
  return Array.from({ length: count }, (_, event) => {
    const told = wordsOf(30, next).split(' ');
    return [0, 1, 2].map((i) => ({
      id: `e${event}-${i}`,
      title: told.filter(() => next() < 0.3).join(' '),
      text: told.filter(() => next() < 0.6).join(' '),
      publishedAt: `2026-11-${10 + Math.floor(next() * 9)}T00:00:00.000Z`,
    }));
  }).flat();
}
const shuffled = <T>(list: T[], next: () => number) =>
  list
    .map((value) => ({ value, place: next() }))
    .sort((x, y) => x.place - y.place)
    .map(({ value }) => value);
const asSets = (groups: string[][]) => groups.map((ids) => ids.toSorted().join(' ')).toSorted();

describe('clusterItems, whatever comes', () => {
  it('gives the same groups in every order, every id once', () => {
    const items = events(25, 7);
    const groups = asSets(clusterItems(items));
    expect(groups.some((ids) => ids.includes(' '))).toBe(true);
    for (const seed of [1, 2, 3, 4, 5]) {
      const other = clusterItems(shuffled(items, seeded(seed)));
      expect(other.flat().toSorted()).toEqual(items.map(({ id }) => id).toSorted());
      expect(asSets(other)).toEqual(groups);
    }
  });

  it('makes one story of equal items, apart from those a window away, and none of empty ones', () => {
    const equal = Array.from({ length: 3000 }, (_, i) => ({
      id: `i${i}`,
      title: 'Kites at dawn',
      text: 'The very same words.',
      publishedAt: i < 2000 ? '2026-11-02T00:00:00.000Z' : '2026-11-20T00:00:00.000Z',
    }));
    expect(
      clusterItems(equal)
        .map((ids) => ids.length)
        .toSorted(),
    ).toEqual([1000, 2000]);
    const empty = Array.from({ length: 50 }, (_, i) => ({ id: `i${i}`, title: i % 2 ? ' ' : '', text: '' }));
    expect(clusterItems(empty)).toHaveLength(50);
  });

  it('leaves what is all different alone', () => {
    const items = Array.from({ length: 200 }, (_, i) => ({
      id: `i${i}`,
      title: `only${i} here${i}`,
      text: `word${i}`,
    }));
    expect(clusterItems(items)).toHaveLength(200);
  });

  it('takes one item of 50,000 words, ten languages, and equal titles over different texts', () => {
    const next = seeded(11);
    const items: ClusterInput[] = [
      { id: 'long', title: 'A long one', text: wordsOf(50_000, next) },
      ...[
        'Hyvää huomenta',
        '早上好',
        'Доброе утро',
        'صباح الخير',
        'Καλημέρα',
        'おはよう',
        '안녕',
        'शुभ प्रभात',
        'Günaydın',
        'בוקר טוב',
      ].map((title, i) => ({ id: `tongue${i}`, title, text: `${title} ${word(next)}` })),
      ...Array.from({ length: 20 }, (_, i) => ({ id: `weekly${i}`, title: 'Weekly thread', text: wordsOf(80, next) })),
    ];
    const groups = clusterItems(items);
    expect(groups.flat().toSorted()).toEqual(items.map(({ id }) => id).toSorted());
    expect(groups.find((ids) => ids.includes('long'))).toEqual(['long']);
    expect(groups.filter((ids) => ids.some((id) => id.startsWith('tongue')))).toHaveLength(10);
  });

  it('joins headlines of one story that share no word but have neighbours in common', () => {
    const headlines = [
      'Norrland opens Fjord weights',
      'Norrland opens Fjord model weights',
      'Fjord model weights read phones',
      'Fjord model read by phones',
      'Model read by small phones',
    ];
    const others = Array.from({ length: 30 }, (_, i) => `subject${i} gear${i} number${i}`);
    const groups = clusterItems([...headlines, ...others].map((title, i) => ({ id: `h${i}`, title, text: '' })));
    const story = groups.find((ids) => ids.includes('h0'));
    expect(story).toContain('h4');
    expect(groups.filter((ids) => ids.length > 1)).toHaveLength(1);
  });
});

describe('the work of finding neighbours', () => {
  const asked = (count: number) => {
    const next = seeded(3);
    const few = wordsOf(10, next).split(' ');
    const any = () => few[Math.floor(next() * few.length)];
    const texts = Array.from({ length: count }, () => ({ title: `${any()} ${any()}`, text: '' }));
    const { rows } = vectorsOf(texts);
    let questions = 0;
    nearest(rows, { k: () => 5, near: () => ++questions > 0, least: 0.05 });
    return questions;
  };

  it('grows with the documents, not with their square', () => {
    expect(asked(6000) / asked(3000)).toBeLessThan(3);
  });
});
