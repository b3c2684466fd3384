/** What readers did with a story: a point on Hacker News, a like and a view are not the same. */
import type { Item, Original, Reason } from '../types.ts';
import { type Draft, sightings } from './rank-draft.ts';

/** Each kind's count that is worth one, where the week has too few to compare with. */
const SCALE = { points: 60, comments: 40, likes: 500, views: 50_000 } as const;
type Kind = keyof typeof SCALE;
const KINDS = Object.keys(SCALE) as Kind[];
/** Doublings of a scale beyond which more says no more. */
const DOUBLINGS = 6;
/** So many counts of a kind weigh as much as its fixed scale. */
const ENOUGH = 20;
const MOST = 2.1;

/** The counts of a week, each kind ascending. */
export type Counts = Record<Kind, number[]>;

/** Every count in the week's items, against which those of a story are held. */
export function countsOf(groups: Original[][]): Counts {
  const counts: Counts = { points: [], comments: [], likes: [], views: [] };
  for (const item of groups.flat().flatMap((one) => [one, ...one.copies])) {
    for (const kind of KINDS) if (item.counts?.[kind]) counts[kind].push(item.counts[kind]);
  }
  for (const kind of KINDS) counts[kind].sort((a, b) => a - b);
  return counts;
}

/** The story's best count: on the fixed scale of its kind, and the more counts of the kind the week has, by how many of them it passes. */
export function buzz(story: Draft, counts: Counts): Reason {
  let best = { value: 0, detail: '' };
  for (const item of sightings(story)) {
    for (const kind of KINDS) {
      const value = worthOf(item, kind, counts[kind]);
      if (value > best.value) best = { value, detail: `${item.counts?.[kind]} ${kind}` };
    }
  }
  return { term: 'buzz', value: MOST * best.value, detail: best.detail };
}

/** 0 to 1. */
function worthOf(item: Item, kind: Kind, week: number[]): number {
  const count = item.counts?.[kind] ?? 0;
  if (count <= 0) return 0;
  const fixed = Math.min(Math.log2(1 + count / SCALE[kind]), DOUBLINGS) / DOUBLINGS;
  const share = (below(week, count) + 0.5) / Math.max(1, week.length);
  const trust = week.length / (week.length + ENOUGH);
  return (1 - trust) * fixed + trust * Math.min(1, share);
}

/** How many of an ascending list are smaller. */
function below(list: number[], value: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
