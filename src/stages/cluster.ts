import { hardJoins } from '../text/joins.ts';
import { averageLinkage, type LinkageOptions, leastPair } from '../text/linkage.ts';
import { nearest } from '../text/nearest.ts';
import { pairsOf } from '../text/nearLists.ts';
import { compare } from '../text/order.ts';
import { smooth } from '../text/smooth.ts';
import { canonicalUrl, pageKey } from '../text/url.ts';
import { vectorsOf } from '../text/vectors.ts';
import type { ClusterInput, EditorDecisions, Original } from '../types.ts';

/** The mean similarity down to which stories are joined. Measured: see docs/decisions.md. */
export const CUT = 0.42;
const NEIGHBOURS = 40;
const DAY = 86_400_000;
/**
 * Groups items about one event or one work; every id exactly once, whatever the order of the input. Items that share a page or a rare link are joined
 * first; then TF-IDF over title and lead text, short texts smoothed by their nearest, neighbours by an inverted index within a window of days, and average
 * linkage cut at a fixed similarity. Items of the same words are compared once.
 */
export function clusterItems(items: ClusterInput[], o: { windowDays?: number; cut?: number } = {}): string[][] {
  const sorted = items.toSorted(byContent);
  const window = (o.windowDays ?? 7) * DAY;
  const { firsts, standIn } = withoutRepeats(sorted, window);
  const hard = hardJoins(sorted).map(([a, b]) => [standIn[a] as number, standIn[b] as number] as const);
  const cut = o.cut ?? CUT;
  const groups = grouped(firsts, { hard, cut, times: firsts.map(timeOf), window });
  const groupOf = new Map(groups.flatMap((group, at) => group.map((i) => [i, at] as const)));
  const ids: string[][] = groups.map(() => []);
  for (const [i, { id }] of sorted.entries()) ids[groupOf.get(standIn[i] as number) as number]?.push(id);
  return ids;
}

/** The places of what belongs together: by what near pairs of smoothed vectors have in common. */
function grouped(items: ClusterInput[], o: LinkageOptions & { times: (number | undefined)[]; window: number }) {
  const near = (a: number, b: number) => {
    const [x, y] = [o.times[a], o.times[b]];
    return x === undefined || y === undefined || Math.abs(x - y) <= o.window;
  };
  const rows = smooth(vectorsOf(items), near);
  const lists = nearest(rows, { k: () => NEIGHBOURS, near, least: CUT / 3, floor: leastPair(o.cut) });
  return averageLinkage(rows, pairsOf(lists), o);
}

function timeOf({ publishedAt }: ClusterInput): number | undefined {
  return publishedAt ? Date.parse(publishedAt) : undefined;
}

/** The first of each run of items with the same words within a window, and for every item the place of its first among those. An item without words is like none. */
function withoutRepeats(sorted: ClusterInput[], window: number): { firsts: ClusterInput[]; standIn: number[] } {
  const firsts: ClusterInput[] = [];
  const seen = new Map<string, number>();
  // a text's number in place of the text: the keys would be a copy of all that the items say
  const texts = new Map<string, number>();
  const standIn = sorted.map((item) => {
    const text = texts.get(item.text) ?? texts.size;
    texts.set(item.text, text);
    const words = `${text} ${item.title}`;
    const earlier = item.title.trim() || item.text.trim() ? seen.get(words) : undefined;
    const [then, now] = [timeOf(firsts[earlier ?? -1] ?? item) ?? 0, timeOf(item) ?? 0];
    if (earlier !== undefined && now - then <= window) return earlier;
    seen.set(words, firsts.length);
    return firsts.push(item) - 1;
  });
  return { firsts, standIn };
}

/**
 * The week's originals as stories' items, earliest first in each; what the editor said is the same or is not wins over any likeness. A comment or post on a page of
 * the week belongs to its story, whatever its words: it is not compared with anything. A higher `cut` joins only what is surely one story: the grey band's questions
 * are about its pieces.
 */
export function cluster(
  originals: Original[],
  editor: Pick<EditorDecisions, 'same' | 'different'>,
  o: { cut?: number } = {},
): Original[][] {
  const byId = new Map(originals.map((item) => [item.id, item]));
  const remarks = remarksOn(originals);
  const groups = clusterItems(
    originals
      .filter(({ id }) => !remarks.has(id))
      .map(({ id, title, text, summary, publishedAt, url, links }) => ({
        id,
        // a page that nobody could read is called by its address, and addresses are alike
        title: /^https?:\/\/\S+$/.test(title) ? '' : title,
        text: text || summary,
        publishedAt,
        url,
        links,
      })),
    o,
  );
  const told = new Map<string, string[]>();
  for (const [id, about] of remarks) told.set(about, [...(told.get(about) ?? []), id]);
  const stories = groups.map((ids) =>
    ids.flatMap((id) => [id, ...(told.get(id) ?? [])]).map((id) => byId.get(id) as Original),
  );
  return decided(stories, editor).map((items) =>
    items.toSorted((a, b) => compare(a.publishedAt, b.publishedAt) || compare(a.id, b.id)),
  );
}

/** Comments and posts by id, with the id of the page that each is about, where that is among the items. */
function remarksOn(originals: Original[]): Map<string, string> {
  const places = new Map<string, Original>();
  for (const item of originals) {
    for (const { url, discussionUrl } of [item, ...item.copies]) {
      for (const place of [url, discussionUrl]) {
        if (place && !places.has(canonicalUrl(place))) places.set(canonicalUrl(place), item);
      }
    }
  }
  const remarks = new Map<string, string>();
  for (const item of originals) {
    const page = pageOf(item, places);
    if (page !== item) remarks.set(item.id, page.id);
  }
  return remarks;
}

/** The page at the end of a chain of answers to answers; an item that is about none of the week's, or goes in a circle, is its own. */
function pageOf(item: Original, places: Map<string, Original>): Original {
  const seen = new Set<Original>();
  let at = item;
  while (!seen.has(at)) {
    seen.add(at);
    const next = (at.about ?? []).map((url) => places.get(canonicalUrl(url))).find(Boolean);
    if (!next) return at;
    at = next;
  }
  return item;
}

function decided(
  stories: Original[][],
  { same, different }: Pick<EditorDecisions, 'same' | 'different'>,
): Original[][] {
  const holding = (urls: string[]) => {
    const keys = new Set(urls.map(pageKey));
    return (item: Original) => [item, ...item.copies].some(({ url }) => keys.has(pageKey(url)));
  };
  let groups = stories;
  for (const urls of same) {
    const together = groups.filter((group) => group.some(holding(urls)));
    if (together.length > 1) groups = [...groups.filter((group) => !together.includes(group)), together.flat()];
  }
  for (const [first, second] of different) {
    if (first === undefined || second === undefined) continue;
    const [one, other] = [holding([first]), holding([second])];
    groups = groups.flatMap((group) =>
      group.some(one) && group.some(other) ? [group.filter((item) => !other(item)), group.filter(other)] : [group],
    );
  }
  return groups.filter((group) => group.length > 0);
}

function byContent(a: ClusterInput, b: ClusterInput): number {
  return (
    compare(a.publishedAt ?? '', b.publishedAt ?? '') ||
    compare(a.title, b.title) ||
    compare(a.text, b.text) ||
    compare(a.url ?? '', b.url ?? '') ||
    compare(a.id, b.id)
  );
}
