import { candidates } from './candidates.ts';
import { findRoot } from './groups.ts';
import { mergeSorted, type Partners, partnersFor } from './linkageLists.ts';
import type { Pairs } from './nearLists.ts';
import { type Rows, rowCount, rowOf, type SparseVector, termCountOf } from './rows.ts';
import { emptySpread, gatherIn, productWith, type Spread, spreadOut } from './spread.ts';

/** Clusters by the index that stands for each. */
interface Clusters {
  members: number[][];
  /** The sums of the members' vectors: the mean similarity of two clusters is the product of their sums over the product of their sizes. */
  sums: SparseVector[];
  partners: Partners;
  root: number[];
  /** Counts up as a cluster grows: what was queued before is out of date. */
  version: Uint32Array;
  /** When the members were published, ascending; undated ones are in none. */
  times: number[][];
}

export interface LinkageOptions {
  /** Down to which mean similarity clusters are joined. */
  cut: number;
  /** Pairs that are joined whatever their similarity. */
  hard?: readonly (readonly [number, number])[];
  /** When each was published, in milliseconds, and how far apart two may be to be alike at all. */
  times?: (number | undefined)[];
  window?: number;
}

/**
 * Average linkage (Sokal and Michener 1958) on a sparse graph: hard pairs are joined first, then again and again the two clusters whose members are most alike on
 * average, down to `cut`. Two members further apart than the window are not alike. Only clusters that some pair connects are compared: `pairs` holds documents within
 * the window of each other, with their cosine. Gives the members of each group, ascending.
 */
export function averageLinkage(rows: Rows, pairs: Pairs, o: LinkageOptions): number[][] {
  const clusters = single(rows, pairs, o);
  const { root, version, partners, sums } = clusters;
  for (const [one, other] of o.hard ?? []) {
    const [a, b] = [findRoot(root, one), findRoot(root, other)];
    if (a !== b) merge(clusters, a, b);
  }
  const least = leastPair(o.cut);
  const { window } = o;
  const queue = candidates();
  const spread = emptySpread(termCountOf(rows));
  const consider = (a: number, b: number, similarity: number) => {
    const versions = (version[a] as number) + (version[b] as number);
    if (similarity >= o.cut) queue.push(Math.min(a, b), Math.max(a, b), similarity, versions);
  };
  for (let pair = 0; pair < pairs.a.length; pair++) {
    const similarity = pairs.similarity[pair] as number;
    const [a, b] = [findRoot(root, pairs.a[pair] as number), findRoot(root, pairs.b[pair] as number)];
    if (a === b || similarity < least) continue;
    const alone = version[a] === 0 && version[b] === 0;
    consider(a, b, alone ? similarity : meanSimilarity(clusters, a, b, { window }));
  }
  for (let best = queue.pop(); best; best = queue.pop()) {
    const { a, b, versions } = best;
    if (root[a] !== a || root[b] !== b) continue;
    if ((version[a] as number) + (version[b] as number) !== versions) continue;
    const kept = merge(clusters, a, b);
    spreadOut(spread, sums[kept] as SparseVector);
    for (const other of partners.of(kept, root))
      consider(kept, other, meanSimilarity(clusters, kept, other, { window, spread }));
    gatherIn(spread, sums[kept] as SparseVector);
  }
  return clusters.members.filter((_, i) => root[i] === i).map((members) => members.sort((x, y) => x - y));
}

/** A pair less alike than this connects nothing at such a cut. */
export function leastPair(cut: number): number {
  return cut / 2;
}

function single(rows: Rows, pairs: Pairs, { times, cut }: LinkageOptions): Clusters {
  const all = Array.from({ length: rowCount(rows) }, (_, i) => i);
  return {
    members: all.map((i) => [i]),
    sums: all.map((i) => rowOf(rows, i)),
    partners: partnersFor(all.length, pairs, leastPair(cut)),
    root: all,
    version: new Uint32Array(all.length),
    times: all.map((i) => (times?.[i] === undefined ? [] : [times[i]])),
  };
}

/** Joins the smaller cluster into the larger one and gives the index that stands for both. */
function merge(clusters: Clusters, a: number, b: number): number {
  const { members, sums, partners, times, version, root } = clusters;
  const [into, from] = [members[a] as number[], members[b] as number[]];
  const [keep, gone] = into.length >= from.length ? [a, b] : [b, a];
  root[gone] = keep;
  version[keep] = (version[a] as number) + (version[b] as number) + 1;
  for (const each of members[gone] as number[]) (members[keep] as number[]).push(each);
  members[gone] = [];
  partners.join(keep, gone);
  times[keep] = mergeSorted(times[a] as number[], times[b] as number[]);
  times[gone] = [];
  sums[keep] = plus(sums[a] as SparseVector, sums[b] as SparseVector);
  sums[gone] = NOTHING;
  return keep;
}

const NOTHING: SparseVector = { terms: new Uint32Array(), weights: new Float32Array() };

function plus(a: SparseVector, b: SparseVector): SparseVector {
  const terms = new Uint32Array(a.terms.length + b.terms.length);
  const weights = new Float32Array(terms.length);
  let [i, j, size] = [0, 0, 0];
  while (i < a.terms.length || j < b.terms.length) {
    const x = a.terms[i] ?? Number.POSITIVE_INFINITY;
    const y = b.terms[j] ?? Number.POSITIVE_INFINITY;
    terms[size] = Math.min(x, y);
    weights[size] = (x <= y ? (a.weights[i++] as number) : 0) + (y <= x ? (b.weights[j++] as number) : 0);
    size++;
  }
  return { terms: terms.slice(0, size), weights: weights.slice(0, size) };
}

/** `spread` is the sum of `a` spread out, where that is at hand. */
function meanSimilarity(
  { members, sums, times }: Clusters,
  a: number,
  b: number,
  o: { window: number | undefined; spread?: Spread },
): number {
  const pairs = (members[a] as number[]).length * (members[b] as number[]).length;
  const [one, other] = [sums[a] as SparseVector, sums[b] as SparseVector];
  const whole = o.spread && other.terms.length <= MUCH_LONGER * one.terms.length;
  const mean = (whole ? productWith(o.spread as Spread, other, 0, other.terms.length, 1) : product(one, other)) / pairs;
  if (o.window === undefined || mean === 0) return mean;
  return (mean * (pairs - apart(times[a] as number[], times[b] as number[], o.window))) / pairs;
}

/** In a vector so many times longer than another the other's terms are looked up one by one. */
const MUCH_LONGER = 8;

function product(a: SparseVector, b: SparseVector): number {
  const [small, large] = a.terms.length <= b.terms.length ? [a, b] : [b, a];
  let sum = 0;
  let j = 0;
  for (let i = 0; i < small.terms.length; i++) {
    const term = small.terms[i] as number;
    j = seek(large.terms, term, j);
    if (large.terms[j] === term) sum += (small.weights[i] as number) * (large.weights[j] as number);
  }
  return sum;
}

/** The first place from `from` on that holds `term` or a later one, in steps that double (Bentley and Yao 1976). */
function seek(terms: Uint32Array, term: number, from: number): number {
  let [low, step] = [from, 1];
  while (low + step < terms.length && (terms[low + step] as number) < term) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, terms.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((terms[middle] as number) < term) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many pairs lie further apart than the window. */
function apart(a: number[], b: number[], window: number): number {
  let count = 0;
  let [low, high] = [0, 0];
  for (const time of a) {
    while (low < b.length && (b[low] as number) < time - window) low++;
    while (high < b.length && (b[high] as number) <= time + window) high++;
    count += b.length - (high - low);
  }
  return count;
}
