import { findRoot } from './groups.ts';
import { pop, push } from './heap.ts';
import type { SparseVector } from './nearest.ts';
import type { Edge } from './vectors.ts';

/** Clusters by the index that stands for each. */
interface Clusters {
  members: number[][];
  /** The sums of the members' vectors: the mean similarity of two clusters is the product of their sums over the product of their sizes. */
  sums: SparseVector[];
  partners: number[][];
  root: number[];
  /** Counts up as a cluster grows: what was queued before is out of date. */
  version: Uint32Array;
  /** When the members were published, ascending; undated ones are in none. */
  times: number[][];
}
interface Candidate extends Edge {
  versions: number;
}

export interface LinkageOptions {
  /** Down to which mean similarity clusters are joined. */
  cut: number;
  /** When each was published, in milliseconds, and how far apart two may be to be alike at all. */
  times?: (number | undefined)[];
  window?: number;
}

/**
 * Average linkage (Sokal and Michener 1958) on a sparse graph: hard edges are joined first, then again and again the two clusters whose members are most alike on
 * average, down to `cut`. Two members further apart than the window are not alike. Only clusters that some edge connects are compared. Gives the members of
 * each group, ascending.
 */
export function averageLinkage(vectors: SparseVector[], edges: Edge[], o: LinkageOptions): number[][] {
  const clusters = single(vectors, o);
  const find = (i: number) => findRoot(clusters.root, i);
  for (const { a, b, hard } of edges) if (hard && find(a) !== find(b)) merge(clusters, find(a), find(b));
  const queue: Candidate[] = [];
  const consider = (a: number, b: number) => {
    const similarity = meanSimilarity(clusters, a, b, o.window);
    const versions = (clusters.version[a] as number) + (clusters.version[b] as number);
    if (similarity >= o.cut) push(queue, { a: Math.min(a, b), b: Math.max(a, b), similarity, versions }, before);
  };
  for (const edge of edges) {
    const [a, b] = [find(edge.a), find(edge.b)];
    if (a === b || edge.similarity < o.cut / 2) continue;
    (clusters.partners[a] as number[]).push(b);
    (clusters.partners[b] as number[]).push(a);
    consider(a, b);
  }
  for (let best = pop(queue, before); best; best = pop(queue, before)) {
    const { a, b, versions } = best;
    if (find(a) !== a || find(b) !== b) continue;
    if ((clusters.version[a] as number) + (clusters.version[b] as number) !== versions) continue;
    const kept = merge(clusters, a, b);
    for (const other of partnersOf(clusters, kept, find)) consider(kept, other);
  }
  return clusters.members.filter((_, i) => find(i) === i).map((members) => members.sort((x, y) => x - y));
}

function single(vectors: SparseVector[], { times }: LinkageOptions): Clusters {
  return {
    members: vectors.map((_, i) => [i]),
    sums: [...vectors],
    partners: vectors.map(() => []),
    root: vectors.map((_, i) => i),
    version: new Uint32Array(vectors.length),
    times: vectors.map((_, i) => (times?.[i] === undefined ? [] : [times[i]])),
  };
}

/** Joins the smaller cluster into the larger one and gives the index that stands for both. */
function merge(clusters: Clusters, a: number, b: number): number {
  const { members, sums, partners, times, version, root } = clusters;
  const [into, from] = [members[a] as number[], members[b] as number[]];
  const [keep, gone] = into.length >= from.length ? [a, b] : [b, a];
  root[gone] = keep;
  version[keep] = (version[a] as number) + (version[b] as number) + 1;
  for (const list of [members, partners]) {
    for (const each of list[gone] as number[]) (list[keep] as number[]).push(each);
    list[gone] = [];
  }
  times[keep] = [...(times[a] as number[]), ...(times[b] as number[])].sort((x, y) => x - y);
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

function partnersOf({ partners }: Clusters, kept: number, find: (i: number) => number): number[] {
  const now = new Set((partners[kept] as number[]).map(find));
  now.delete(kept);
  partners[kept] = [...now];
  return partners[kept] as number[];
}

function meanSimilarity({ members, sums, times }: Clusters, a: number, b: number, window: number | undefined): number {
  const pairs = (members[a] as number[]).length * (members[b] as number[]).length;
  const mean = product(sums[a] as SparseVector, sums[b] as SparseVector) / pairs;
  if (window === undefined || mean === 0) return mean;
  return (mean * (pairs - apart(times[a] as number[], times[b] as number[], window))) / pairs;
}

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

/** Most alike first; ties by index, which is by content. */
function before(x: Edge, y: Edge): boolean {
  return x.similarity !== y.similarity ? x.similarity > y.similarity : x.a !== y.a ? x.a < y.a : x.b < y.b;
}
