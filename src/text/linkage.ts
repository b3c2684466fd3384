import { findRoot } from './groups.ts';
import type { Edge, SparseVector } from './vectors.ts';

interface Cluster {
  members: number[];
  /** The sum of the members' vectors: the mean similarity of two clusters is the product of their sums over the product of their sizes. */
  sum: Map<number, number>;
  partners: Set<number>;
}

/**
 * Average linkage on a sparse graph: hard edges are joined first, then again and again the two clusters whose members are most alike on average,
 * down to `cut`. Only clusters that some edge connects are compared. Gives the members of each group, ascending.
 */
export function averageLinkage(vectors: SparseVector[], edges: Edge[], cut: number): number[][] {
  const clusters = vectors.map((vector, i) => clusterOf(vector, i));
  const root = vectors.map((_, i) => i);
  const find = (i: number) => findRoot(root, i);
  const join = (a: number, b: number) => merge(clusters, root, a, b);
  for (const edge of edges) if (edge.hard && find(edge.a) !== find(edge.b)) join(find(edge.a), find(edge.b));
  const queue: Edge[] = [];
  for (const edge of edges) {
    const [a, b] = [find(edge.a), find(edge.b)];
    if (a !== b && edge.similarity >= cut / 2) connect(clusters, queue, a, b, cut);
  }
  while (queue.length) {
    const best = pop(queue);
    const [a, b] = [best.a, best.b];
    if (find(a) !== a || find(b) !== b || !isCurrent(clusters, best)) continue;
    const kept = join(a, b);
    for (const other of partnersOf(clusters, kept, find)) connect(clusters, queue, kept, other, cut);
  }
  return clusters.filter((_, i) => find(i) === i).map((cluster) => cluster.members.sort((x, y) => x - y));
}

function clusterOf(vector: SparseVector, i: number): Cluster {
  const sum = new Map<number, number>();
  for (const [t, term] of vector.terms.entries()) sum.set(term, vector.weights[t] as number);
  return { members: [i], sum, partners: new Set() };
}

/** Joins the smaller cluster into the larger one and gives the index that stands for both. */
function merge(clusters: Cluster[], root: number[], a: number, b: number): number {
  const [keep, gone] = (clusters[a] as Cluster).sum.size >= (clusters[b] as Cluster).sum.size ? [a, b] : [b, a];
  const [into, from] = [clusters[keep] as Cluster, clusters[gone] as Cluster];
  root[gone] = keep;
  into.members.push(...from.members);
  for (const [term, weight] of from.sum) into.sum.set(term, (into.sum.get(term) ?? 0) + weight);
  for (const partner of from.partners) into.partners.add(partner);
  from.sum.clear();
  return keep;
}

function partnersOf(clusters: Cluster[], kept: number, find: (i: number) => number): Set<number> {
  const cluster = clusters[kept] as Cluster;
  const now = new Set([...cluster.partners].map(find));
  now.delete(kept);
  cluster.partners = now;
  return now;
}

function connect(clusters: Cluster[], queue: Edge[], a: number, b: number, cut: number): void {
  (clusters[a] as Cluster).partners.add(b);
  (clusters[b] as Cluster).partners.add(a);
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const similarity = meanSimilarity(clusters[low] as Cluster, clusters[high] as Cluster);
  if (similarity >= cut) push(queue, { a: low, b: high, similarity });
}

function meanSimilarity(a: Cluster, b: Cluster): number {
  const [small, large] = a.sum.size <= b.sum.size ? [a, b] : [b, a];
  let product = 0;
  for (const [term, weight] of small.sum) product += weight * (large.sum.get(term) ?? 0);
  return product / (a.members.length * b.members.length);
}

/** Either cluster may have grown since the pair was queued; then a newer pair is in the queue. */
function isCurrent(clusters: Cluster[], edge: Edge): boolean {
  return meanSimilarity(clusters[edge.a] as Cluster, clusters[edge.b] as Cluster) === edge.similarity;
}

/** Most alike first; ties by index, which is by content. */
function before(x: Edge, y: Edge): boolean {
  return x.similarity !== y.similarity ? x.similarity > y.similarity : x.a !== y.a ? x.a < y.a : x.b < y.b;
}

/** A binary heap (Williams 1964). */
function push(heap: Edge[], edge: Edge): void {
  let i = heap.push(edge) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!before(edge, heap[parent] as Edge)) break;
    heap[i] = heap[parent] as Edge;
    i = parent;
  }
  heap[i] = edge;
}

function pop(heap: Edge[]): Edge {
  const top = heap[0] as Edge;
  const last = heap.pop() as Edge;
  if (heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Edge, heap[child] as Edge)) child++;
    if (!before(heap[child] as Edge, last)) break;
    heap[i] = heap[child] as Edge;
    i = child;
  }
  heap[i] = last;
  return top;
}
