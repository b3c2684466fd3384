import { findRoot } from './groups.ts';
import type { Pairs } from './nearLists.ts';

/** With whom each cluster has a pair. */
export interface Partners {
  /** Those of a cluster by who stands for them now, each once. */
  of(cluster: number, root: number[]): ArrayLike<number> & Iterable<number>;
  /** Those of a cluster that is gone become another's. */
  join(keep: number, gone: number): void;
}

/** The partners of documents that are clusters of one, by the pairs that are so much alike at `least`: at first in one array for all, as most never merge with any. */
export function partnersFor(count: number, { a, b, similarity }: Pairs, least: number): Partners {
  const start = new Uint32Array(count + 1);
  for (let pair = 0; pair < a.length; pair++) {
    if ((similarity[pair] as number) < least) continue;
    for (const next of [(a[pair] as number) + 1, (b[pair] as number) + 1]) start[next] = (start[next] as number) + 1;
  }
  for (let i = 0; i < count; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const list = new Uint32Array(start[count] as number);
  const end = start.slice();
  const add = (one: number, other: number) => {
    list[end[one] as number] = other;
    end[one] = (end[one] as number) + 1;
  };
  for (let pair = 0; pair < a.length; pair++) {
    if ((similarity[pair] as number) < least) continue;
    add(a[pair] as number, b[pair] as number);
    add(b[pair] as number, a[pair] as number);
  }
  return partnersIn((i) => list.subarray(start[i], start[i + 1]), count);
}

function partnersIn(first: (i: number) => Uint32Array, count: number): Partners {
  const merged = new Map<number, number[]>();
  const current = (i: number) => merged.get(i) ?? first(i);
  const seenFor = new Uint32Array(count);
  let asked = 0;
  return {
    of(cluster, root) {
      asked++;
      seenFor[cluster] = asked;
      const now: number[] = [];
      for (const partner of current(cluster)) {
        const other = findRoot(root, partner);
        if (seenFor[other] === asked) continue;
        seenFor[other] = asked;
        now.push(other);
      }
      merged.set(cluster, now);
      return now;
    },
    join(keep, gone) {
      merged.set(keep, [...current(keep), ...current(gone)]);
      merged.delete(gone);
    },
  };
}

/** Two ascending lists as one. */
export function mergeSorted(a: number[], b: number[]): number[] {
  const merged: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
    merged.push(Math.min(x, y));
    if (x <= y) i++;
    else j++;
  }
  return merged;
}
