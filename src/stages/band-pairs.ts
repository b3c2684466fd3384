/** Which pairs of a week's pieces are too close to call, and of which the answer matters most. */
import { compare } from '../text/order.ts';
import { rowOf, type SparseVector } from '../text/rows.ts';
import { smooth } from '../text/smooth.ts';
import { pageKey } from '../text/url.ts';
import { vectorsOf } from '../text/vectors.ts';
import type { EditorDecisions, Original, Story } from '../types.ts';

/**
 * Where likeness alone can't say whether two groups are one story: mean similarities around the cut of the clustering, as parts of it. Measured with answers that are
 * always right (docs/decisions.md).
 */
export const BAND = { low: 0.6, high: 1.5 };
/** Stories that may come into the issue: what is further down is not asked about. */
const STORIES = 60;
const WINDOW = 7 * 86_400_000;

/** Items that are surely one story, and what stands for them in a question. */
export interface Piece {
  items: Original[];
  /** The place in the ranking of the story that the code makes it part of. */
  story: number;
  /** Undefined where every item is private: nothing is asked about it. */
  speaker: Original | undefined;
  /** The mean of its pages' vectors. */
  centre: Map<number, number>;
  pages: number;
}
/** Two pieces, by their places in the list, and how alike they are on average. */
export interface Pair {
  one: number;
  other: number;
  similarity: number;
}

/** The pieces of ranked stories: what the surer clustering `groups` holds together within each. In an order that depends on what they are alone. */
export function piecesOf(stories: Story[], groups: Original[][]): Piece[] {
  const groupOf = new Map(groups.flatMap((items, group) => items.map(({ id }) => [id, group] as const)));
  const pieces = stories.flatMap((story, place) => {
    const parts = Map.groupBy(story.items, ({ id }) => groupOf.get(id));
    return [...parts.values()].map((items) => ({ items, story: place, speaker: speakerOf(items, story) }));
  });
  const sorted = pieces.toSorted((a, b) => compare(a.items[0]?.id ?? '', b.items[0]?.id ?? ''));
  const vectors = vectorsFor(sorted);
  return sorted.map((piece) => {
    const pages = pagesOf(piece.items);
    const centre = new Map<number, number>();
    for (const page of pages) {
      const { terms, weights } = vectors.get(page) as SparseVector;
      for (const [t, term] of terms.entries())
        centre.set(term, (centre.get(term) ?? 0) + (weights[t] as number) / pages.length);
    }
    return { ...piece, centre, pages: pages.length };
  });
}

/** What the clustering compares. */
function vectorsFor(pieces: { items: Original[] }[]): Map<Original, SparseVector> {
  const pages = pieces
    .flatMap(({ items }) => pagesOf(items))
    .sort((a, b) => compare(a.publishedAt, b.publishedAt) || compare(a.id, b.id));
  const times = pages.map(({ publishedAt }) => Date.parse(publishedAt));
  const near = (a: number, b: number) => Math.abs((times[a] as number) - (times[b] as number)) <= WINDOW;
  const documents = pages.map(({ title, text, summary }) => ({
    // a page that nobody could read is called by its address
    title: /^https?:\/\/\S+$/.test(title) ? '' : title,
    text: text || summary,
  }));
  const rows = smooth(vectorsOf(documents), near);
  return new Map(pages.map((page, i) => [page, rowOf(rows, i)]));
}

/** A remark belongs to its page's story whatever its words. */
function pagesOf(items: Original[]): Original[] {
  const pages = items.filter(({ about }) => about === undefined);
  return pages.length ? pages : items;
}

function speakerOf(items: Original[], { lead }: Story): Original | undefined {
  const open = items.filter((item) => !item.private);
  return open.find((item) => item === lead) ?? open.find(({ voice, text }) => !voice && text) ?? open[0];
}

/** The pairs too close to call or more alike than that, those of the stories that rank highest first. */
export function closePairs(
  pieces: Piece[],
  stories: Story[],
  o: { editor: Pick<EditorDecisions, 'different'>; cut: number },
): Pair[] {
  const wanted = new Set(
    [...stories.entries()]
      .filter(([, { onTopic }]) => onTopic)
      .slice(0, STORIES)
      .map(([at]) => at),
  );
  const apart = partedBy(o.editor, pieces);
  const places = ({ one, other }: Pair) => [one, other].map((i) => (pieces[i] as Piece).story).sort((a, b) => a - b);
  return alike(pieces, wanted, o.cut * BAND.low)
    .filter((pair) => mayAsk(pieces[pair.one] as Piece, pieces[pair.other] as Piece) && !apart(pair.one, pair.other))
    .map((pair) => ({ pair, places: places(pair).map((place) => (wanted.has(place) ? place : stories.length)) }))
    .sort(
      (x, y) =>
        Math.min(...x.places) - Math.min(...y.places) ||
        y.pair.similarity - x.pair.similarity ||
        x.pair.one - y.pair.one ||
        x.pair.other - y.pair.other,
    )
    .map(({ pair }) => pair);
}

function mayAsk({ speaker: one }: Piece, { speaker: other }: Piece): boolean {
  if (!one || !other) return false;
  return Math.abs(Date.parse(one.publishedAt) - Date.parse(other.publishedAt)) <= WINDOW;
}

/** Pairs of which one is part of a wanted story, by an inverted index of the wanted pieces. */
function alike(pieces: Piece[], wanted: Set<number>, least: number): Pair[] {
  const holders = new Map<number, { piece: number; weight: number }[]>();
  for (const [piece, { centre, story }] of pieces.entries()) {
    if (!wanted.has(story)) continue;
    for (const [term, weight] of centre) {
      const list = holders.get(term);
      if (list) list.push({ piece, weight });
      else holders.set(term, [{ piece, weight }]);
    }
  }
  const pairs: Pair[] = [];
  for (const [other, { centre, story }] of pieces.entries()) {
    const sums = new Map<number, number>();
    for (const [term, weight] of centre)
      for (const held of holders.get(term) ?? [])
        sums.set(held.piece, (sums.get(held.piece) ?? 0) + weight * held.weight);
    for (const [one, similarity] of sums) {
      // a pair of two wanted pieces comes up from both sides
      if (one === other || (wanted.has(story) && one > other) || similarity < least) continue;
      pairs.push({ one, other, similarity });
    }
  }
  return pairs;
}

/** Whether the editor said that two pieces are not the same story. */
export function partedBy(
  { different }: Pick<EditorDecisions, 'different'>,
  pieces: Piece[],
): (one: number, other: number) => boolean {
  const holding = (url: string) => {
    const key = pageKey(url);
    const has = (item: Original) => [item, ...item.copies].some((sight) => pageKey(sight.url) === key);
    return new Set(pieces.flatMap(({ items }, at) => (items.some(has) ? [at] : [])));
  };
  const sides = different.map((urls) => urls.slice(0, 2).map(holding));
  return (one, other) =>
    sides.some(([a, b]) => a && b && ((a.has(one) && b.has(other)) || (a.has(other) && b.has(one))));
}

/** Every page of a piece by which a verdict may know it, those aside that must not be named. */
export function keysOf({ items }: Piece): string[] {
  return items.filter((item) => !item.private).map(({ canonicalUrl }) => canonicalUrl);
}
