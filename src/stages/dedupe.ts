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
    groups.set(root, [...(groups.get(root) ?? []), item]);
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
  for (const [i, hashes] of sketches.entries()) {
    for (const hash of hashes.slice(0, 8)) {
      for (const other of holders.get(hash) ?? []) {
        if (group.find(other) !== group.find(i) && alike(hashes, sketches[other] as number[])) group.join(other, i);
      }
      const list = holders.get(hash) ?? [];
      if (list.length < 50) holders.set(hash, [...list, i]);
    }
  }
}

function sketch(text: string): number[] {
  const list = words(text);
  if (list.length < MIN_WORDS) return [];
  const hashes = new Set<number>();
  for (let i = 0; i + SHINGLE <= list.length; i++) hashes.add(hash32(list.slice(i, i + SHINGLE).join(' ')));
  return [...hashes].sort((a, b) => a - b).slice(0, SKETCH);
}

/** FNV-1a, 32 bits. */
function hash32(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}

function alike(a: number[], b: number[]): boolean {
  const union = new Set([...a, ...b].sort((x, y) => x - y).slice(0, SKETCH));
  const inB = new Set(b);
  let both = 0;
  for (const hash of a) if (union.has(hash) && inB.has(hash)) both++;
  return both / union.size >= SAME_TEXT;
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
