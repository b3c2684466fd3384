/** Stories out of pieces and verdicts. */
import { findRoot } from '../text/groups.ts';
import { compare } from '../text/order.ts';
import type { EditorDecisions, Original } from '../types.ts';
import { BAND, type Pair, type Piece, partedBy } from './band-pairs.ts';

/** A pair with what is known of it. */
export interface Judged extends Pair {
  same: boolean;
}

/**
 * The stories that the code made of the pieces, but for the verdicts: two pieces that one keeps apart are never in one story, nor two that the editor keeps apart; two
 * that one calls the same bring their stories together where those are alike enough on average. So no number of wrong verdicts makes a heap of what is not alike.
 */
export function joinPieces(
  pieces: Piece[],
  judged: Judged[],
  o: { editor: Pick<EditorDecisions, 'different'>; cut: number },
): Original[][] {
  const root = pieces.map((_, i) => i);
  const members = pieces.map((_, i) => [i]);
  const parted = partedBy(o.editor, pieces);
  const refused = new Set(judged.filter(({ same }) => !same).map(({ one, other }) => keyOf(one, other)));
  const join = ({ one, other }: Pair, floor = 0) => {
    const [a, b] = [findRoot(root, one), findRoot(root, other)].sort((x, y) => x - y) as [number, number];
    const [into, from] = [members[a] as number[], members[b] as number[]];
    if (a === b || into.some((x) => from.some((y) => refused.has(keyOf(x, y)) || parted(x, y)))) return;
    if (floor > 0 && meanSimilarity(pieces, into, from) < floor) return;
    root[b] = a;
    into.push(...from);
  };
  const within = ({ one, other }: Pair) => pieces[one]?.story === pieces[other]?.story;
  const same = judged.filter((pair) => pair.same).sort(bySimilarity);
  for (const pair of same.filter(within)) join(pair);
  for (const pair of sameStory(pieces)) join(pair);
  for (const pair of same.filter((asked) => !within(asked))) join(pair, o.cut * BAND.low);
  const groups = Map.groupBy(pieces.keys(), (i) => findRoot(root, i));
  return [...groups.values()].map((group) =>
    group
      .flatMap((i) => (pieces[i] as Piece).items)
      .sort((a, b) => compare(a.publishedAt, b.publishedAt) || compare(a.id, b.id)),
  );
}

function sameStory(pieces: Piece[]): Pair[] {
  const stories = Map.groupBy(pieces.keys(), (i) => (pieces[i] as Piece).story);
  const pairs = [...stories.values()].flatMap((group) =>
    group.flatMap((one, i) =>
      group.slice(i + 1).map((other) => ({ one, other, similarity: meanSimilarity(pieces, [one], [other]) })),
    ),
  );
  return pairs.sort(bySimilarity);
}

function bySimilarity(a: Pair, b: Pair): number {
  return b.similarity - a.similarity || a.one - b.one || a.other - b.other;
}

function keyOf(one: number, other: number): string {
  return `${Math.min(one, other)} ${Math.max(one, other)}`;
}

/** Over the pages of both sides. */
function meanSimilarity(pieces: Piece[], some: number[], others: number[]): number {
  let [sum, count] = [0, 0];
  for (const i of some) {
    for (const j of others) {
      const [a, b] = [pieces[i] as Piece, pieces[j] as Piece];
      const pairs = a.pages * b.pages;
      sum += pairs * product(a.centre, b.centre);
      count += pairs;
    }
  }
  return count ? sum / count : 0;
}

function product(a: Map<number, number>, b: Map<number, number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0);
  return sum;
}
