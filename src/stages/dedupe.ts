import { findRoot } from '../text/groups.ts';
import { compare } from '../text/order.ts';
import { isLinkList } from '../text/roundup.ts';
import { words } from '../text/tokens.ts';
import type { Item, Original } from '../types.ts';

const SHINGLE = 6;
const SKETCH = 64;
/** Below this a text is too short to be recognised by its words. */
const MIN_WORDS = 60;
const SAME_TEXT = 0.7;
/** A source most of whose recent items are link lists is a digest: its quiet days are digests too. */
const DIGEST_SHARE = 0.5;

/**
 * One original a page: items of the same canonical URL, the same guid, or nearly the same text are led by the one from the page's own site, else the earliest;
 * the others become its copies. Link lists are marked as round-ups. In order of date, then id.
 */
export function dedupe(items: Item[]): Original[] {
  const sorted = items.toSorted((a, b) => compare(a.publishedAt, b.publishedAt) || compare(a.id, b.id));
  const group = unionFind(sorted.length);
  joinEqual(sorted, group, (item) => item.canonicalUrl);
  joinEqual(sorted, group, (item) => (/^(https?:|tag:|urn:)/.test(item.guid) ? item.guid : undefined));
  joinSameText(sorted, group);
  const groups = new Map<number, Item[]>();
  for (const [i, item] of sorted.entries()) {
    const root = group.find(i);
    const members = groups.get(root);
    if (members) members.push(item);
    else groups.set(root, [item]);
  }
  const digests = digestSources(items);
  return [...groups.values()].map((members) => original(members, digests));
}

function unionFind(size: number) {
  const root = Array.from({ length: size }, (_, i) => i);
  const find = (i: number) => findRoot(root, i);
  const join = (a: number, b: number) => {
    const [x, y] = [find(a), find(b)];
    if (x !== y) root[Math.max(x, y)] = Math.min(x, y);
  };
  return { find, join };
}

function joinEqual(items: Item[], group: ReturnType<typeof unionFind>, key: (item: Item) => string | undefined): void {
  const first = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const value = key(item);
    if (value === undefined) continue;
    const seen = first.get(value);
    if (seen === undefined) first.set(value, i);
    else group.join(seen, i);
  }
}

/** Syndication: sketches of the smallest shingle hashes (Broder 1997), compared where they share one. */
function joinSameText(items: Item[], group: ReturnType<typeof unionFind>): void {
  const sketches = items.map((item) => sketch(item.text));
  const holders = new Map<number, number[]>();
  const comparedWith = new Int32Array(items.length).fill(-1);
  for (const [i, hashes] of sketches.entries()) {
    for (const hash of hashes.subarray(0, 8)) {
      const list = holders.get(hash);
      if (list === undefined) {
        holders.set(hash, [i]);
        continue;
      }
      for (const other of list) {
        if (comparedWith[other] === i) continue;
        comparedWith[other] = i;
        if (group.find(other) !== group.find(i) && alike(hashes, sketches[other] as Uint32Array)) group.join(other, i);
      }
      if (list.length < 50) list.push(i);
    }
  }
}

/** The smallest hashes of a text's shingles, ascending, each once. */
function sketch(text: string): Uint32Array {
  const list = words(text);
  if (list.length < MIN_WORDS) return new Uint32Array(0);
  const all = new Uint32Array(list.length - SHINGLE + 1);
  for (let i = 0; i < all.length; i++) all[i] = shingleHash(list, i);
  all.sort();
  const hashes: number[] = [];
  for (const hash of all) {
    if (hashes.length === SKETCH) break;
    if (hash !== hashes.at(-1)) hashes.push(hash);
  }
  return Uint32Array.from(hashes);
}

/** FNV-1a, 32 bits, of some neighbouring words with a space between them. */
function shingleHash(list: string[], from: number): number {
  let hash = 2166136261;
  for (let k = from; k < from + SHINGLE; k++) {
    const word = list[k] as string;
    if (k > from) hash = Math.imul(hash ^ 32, 16777619);
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 16777619);
  }
  return hash >>> 0;
}

/** Whether enough of the smallest hashes of two sketches, merged, stand in both. */
function alike(a: Uint32Array, b: Uint32Array): boolean {
  let i = 0;
  let j = 0;
  let both = 0;
  let alone = 0;
  const most = Math.min(SKETCH, a.length + b.length);
  // a hash that stands in both takes two places of the merge
  while (i + j < most) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    if (x === y) both++;
    else alone++;
    if (x <= y) i++;
    if (y <= x) j++;
    if (alone > most * (1 - SAME_TEXT)) return false;
  }
  return both / (both + alone) >= SAME_TEXT;
}

function digestSources(items: Item[]): Set<string> {
  const counts = new Map<string, { all: number; lists: number }>();
  for (const item of items) {
    if (!item.own) continue;
    const count = counts.get(item.sourceId) ?? { all: 0, lists: 0 };
    count.all++;
    if (isLinkList(item)) count.lists++;
    counts.set(item.sourceId, count);
  }
  return new Set([...counts].filter(([, { all, lists }]) => lists / all > DIGEST_SHARE).map(([id]) => id));
}

function original(members: Item[], digests: Set<string>): Original {
  // what may be told leads: the page may be public though one of its feeds is private
  const open = members.filter((item) => !item.linkOnly);
  const from = open.length > 0 ? open : members;
  const lead = from.find((item) => item.own && item.text) ?? from.find((item) => item.own) ?? (from[0] as Item);
  const copies = members.filter((item) => item !== lead);
  const captured = lead.text
    ? lead
    : (copies.find((item) => item.canonicalUrl === lead.canonicalUrl && item.text) ?? lead);
  const { text, textFrom, capturedAt, incomplete, minutes } = captured;
  const about = lead.about ?? (lead.voice ? members.find((item) => item.about)?.about : undefined);
  const roundup = (lead.own && digests.has(lead.sourceId)) || isLinkList(lead);
  return { ...lead, text, textFrom, capturedAt, incomplete, minutes, ...(about ? { about } : {}), copies, roundup };
}
