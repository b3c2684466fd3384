/** For each document its nearest ones with their similarities, in two arrays for all: those of `doc` from `start[doc]` on, `size[doc]` of them. */
export interface NearLists {
  start: Uint32Array;
  size: Uint32Array;
  docs: Uint32Array;
  similarities: Float64Array;
}

/** Empty lists in which document `doc` has room for its `k(doc)` best. */
export function nearLists(count: number, k: (doc: number) => number): NearLists {
  const start = new Uint32Array(count + 1);
  for (let doc = 0; doc < count; doc++) start[doc + 1] = (start[doc] as number) + k(doc);
  const total = start[count] as number;
  return { start, size: new Uint32Array(count), docs: new Uint32Array(total), similarities: new Float64Array(total) };
}

/** Puts `other` on the list of `doc`, in place of its least where the list is full. Until `sortLists`, a list is a heap with its least on top. */
export function offer(lists: NearLists, doc: number, other: number, similarity: number): void {
  const { start, size, docs, similarities } = lists;
  const from = start[doc] as number;
  const room = (start[doc + 1] as number) - from;
  const held = size[doc] as number;
  if (held === room) {
    if (room === 0 || !isLess(similarities[from] as number, docs[from] as number, similarity, other)) return;
    sink(lists, from, held, similarity, other);
    return;
  }
  size[doc] = held + 1;
  let i = held;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const [above, at] = [similarities[from + parent] as number, docs[from + parent] as number];
    if (!isLess(similarity, other, above, at)) break;
    similarities[from + i] = above;
    docs[from + i] = at;
    i = parent;
  }
  similarities[from + i] = similarity;
  docs[from + i] = other;
}

/** Brings every list into order, the most alike first: the second half of heapsort (Williams 1964). */
export function sortLists(lists: NearLists): void {
  const { start, size, docs, similarities } = lists;
  for (let list = 0; list < size.length; list++) {
    const from = start[list] as number;
    for (let end = (size[list] as number) - 1; end > 0; end--) {
      const [similarity, doc] = [similarities[from + end] as number, docs[from + end] as number];
      similarities[from + end] = similarities[from] as number;
      docs[from + end] = docs[from] as number;
      sink(lists, from, end, similarity, doc);
    }
  }
}

/** Puts a pair where it belongs in a heap of `held` whose top is free. */
function sink({ docs, similarities }: NearLists, from: number, held: number, similarity: number, doc: number): void {
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= held) break;
    const right = from + child + 1;
    if (
      child + 1 < held &&
      isLess(
        similarities[right] as number,
        docs[right] as number,
        similarities[right - 1] as number,
        docs[right - 1] as number,
      )
    )
      child++;
    const [below, at] = [similarities[from + child] as number, docs[from + child] as number];
    if (!isLess(below, at, similarity, doc)) break;
    similarities[from + i] = below;
    docs[from + i] = at;
    i = child;
  }
  similarities[from + i] = similarity;
  docs[from + i] = doc;
}

/** Of two equally alike the later one is the lesser. */
function isLess(similarity: number, doc: number, than: number, other: number): boolean {
  return similarity < than || (similarity === than && doc > other);
}

/** Whether a sorted list would hold such a pair that was offered to it. */
function wouldHold(
  { start, size, docs, similarities }: NearLists,
  list: number,
  doc: number,
  similarity: number,
): boolean {
  const [from, held] = [start[list] as number, size[list] as number];
  if (held === 0) return false;
  const last = from + held - 1;
  return !isLess(similarity, doc, similarities[last] as number, docs[last] as number);
}

/** Pairs of documents with their similarity, `a` < `b`, in three arrays. */
export interface Pairs {
  a: Uint32Array;
  b: Uint32Array;
  similarity: Float64Array;
}

/** Every pair of sorted lists once, though each document may be on the other's list: every pair was offered to both. */
export function pairsOf(lists: NearLists): Pairs {
  const { start, size, docs, similarities } = lists;
  let total = 0;
  for (let list = 0; list < size.length; list++) total += size[list] as number;
  const pairs = { a: new Uint32Array(total), b: new Uint32Array(total), similarity: new Float64Array(total) };
  let count = 0;
  for (let doc = 0; doc < size.length; doc++) {
    const from = start[doc] as number;
    for (let at = from; at < from + (size[doc] as number); at++) {
      const [other, similarity] = [docs[at] as number, similarities[at] as number];
      if (other < doc && wouldHold(lists, other, doc, similarity)) continue;
      pairs.a[count] = Math.min(doc, other);
      pairs.b[count] = Math.max(doc, other);
      pairs.similarity[count++] = similarity;
    }
  }
  return {
    a: pairs.a.subarray(0, count),
    b: pairs.b.subarray(0, count),
    similarity: pairs.similarity.subarray(0, count),
  };
}
