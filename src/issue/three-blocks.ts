/** The blocks of two versions of an issue put together. */
import { mergeLines } from '../text/hunks.ts';
import type { Issue } from '../types.ts';
import { eolOf } from './front.ts';
import { matchTraces, traceOf } from './match.ts';
import { betweenBlocks, type Piece, piecesOf } from './pieces.ts';

/** Both changed the same words in different ways. */
export interface Collision {
  ok: false;
  piece: 'front' | 'letter' | 'block';
  /** What stands there on our side; '' where we deleted it. */
  yours: string;
  /** What stands there on theirs; undefined where they deleted it. */
  theirs?: string;
  /** Of the block in their file. */
  index?: number;
  detail: string;
}

/** A block of the outcome, and where it stands on either side. */
interface Merged {
  body: string;
  mine?: number;
  theirs?: number;
}

/** The pieces of both sides in their order, with our moves and additions in it; or the first block that both changed. */
export function mergeBodies(base: Issue, ours: Issue, theirs: Issue): Piece[] | Collision {
  const [was, mine, now] = [base, ours, theirs].map(piecesOf) as [Piece[], Piece[], Piece[]];
  if (alike(was, mine)) return now;
  if (alike(was, now)) return mine;
  const fromMine = aligned(was, mine);
  const fromNow = aligned(was, now);
  const outcome: Merged[] = [];
  const byBase = new Map<number, Merged>();
  for (const [at, { body }] of now.entries()) {
    const old = fromNow[at] ?? -1;
    const kept = old < 0 ? { body, theirs: at } : together(old, was, mine, now, fromMine.indexOf(old), at);
    if (kept === undefined) continue;
    if ('ok' in kept) return kept;
    outcome.push(kept);
    if (old >= 0) byBase.set(old, kept);
  }
  for (const [at, old] of fromMine.entries()) {
    const { body } = mine[at] as Piece;
    if (old < 0 || fromNow.includes(old) || body === was[old]?.body) continue;
    return { ok: false, piece: 'block', yours: body, detail: 'this block was deleted elsewhere' };
  }
  return withTails(withOurs(outcome, byBase, mine, fromMine), mine, now, theirs);
}

function alike(a: Piece[], b: Piece[]): boolean {
  return a.length === b.length && a.every(({ body, tail }, i) => body === b[i]?.body && tail === b[i]?.tail);
}

/** A block that they still have: merged, undefined where we deleted it, or the collision. */
function together(
  old: number,
  was: Piece[],
  mine: Piece[],
  now: Piece[],
  at: number,
  index: number,
): Merged | Collision | undefined {
  const [base, theirs] = [was[old] as Piece, now[index] as Piece];
  const ours = mine[at];
  if (!ours && theirs.body === base.body) return undefined;
  const body = ours && mergeLines(base.body, ours.body, theirs.body);
  if (body !== undefined) return { body, mine: at, theirs: index };
  const detail = ours
    ? 'this block was changed elsewhere too'
    : 'this block would go, but was changed elsewhere meanwhile';
  return { ok: false, piece: 'block', yours: ours?.body ?? '', theirs: theirs.body, index, detail };
}

/** Our additions and moves put where they stand on our side: behind the same block. */
function withOurs(theirs: Merged[], byBase: Map<number, Merged>, mine: Piece[], fromMine: number[]): Merged[] {
  const still = rising(fromMine.filter((old) => old >= 0));
  const moved = new Set(fromMine.filter((old) => old >= 0 && !still.has(old)).map((old) => byBase.get(old)));
  const outcome = theirs.filter((each) => !moved.has(each));
  let before: Merged | undefined;
  for (const [at, old] of fromMine.entries()) {
    const { body } = mine[at] as Piece;
    const known = old < 0 ? undefined : byBase.get(old);
    if (old >= 0 && !known) continue;
    if (!known && outcome.some((each) => each.mine === undefined && each.body === body)) continue;
    const each = known ?? { body, mine: at };
    if (!known || moved.has(known)) outcome.splice(before ? outcome.indexOf(before) + 1 : 0, 0, each);
    before = each;
  }
  return outcome;
}

/** Tails belong to places: between two blocks what stood there on either side, at the end what stands at theirs. */
function withTails(merged: Merged[], mine: Piece[], now: Piece[], theirs: Issue): Piece[] {
  const between = betweenBlocks(theirs);
  const end = now.at(-1)?.tail ?? mine.at(-1)?.tail ?? eolOf(theirs.front);
  return merged.map(({ body, mine: a, theirs: b }, i) => {
    if (i === merged.length - 1) return { body, tail: end };
    const kept = [now[b ?? -1], mine[a ?? -1]].find((piece) => piece && piece !== now.at(-1) && piece !== mine.at(-1));
    return { body, tail: kept?.tail ?? between };
  });
}

/** For each block of `side` the one of `base` that it is, or -1: the same bytes first, then by links and heading, then what stands between the same two. */
function aligned(base: Piece[], side: Piece[]): number[] {
  const found = side.map(() => -1);
  const free = new Set(base.keys());
  const pair = (at: number, old: number | undefined) => {
    if (old === undefined || !free.delete(old)) return;
    found[at] = old;
  };
  for (const [at, { body }] of side.entries())
    pair(
      at,
      [...free].find((old) => base[old]?.body === body),
    );
  const left = [...side.keys()].filter((at) => (found[at] ?? -1) < 0);
  const rest = [...free];
  const traces = (pieces: Piece[], indexes: number[]) => indexes.map((i) => traceOf((pieces[i] as Piece).body));
  const matches = matchTraces(traces(side, left), traces(base, rest), rest.map(String));
  for (const [i, match] of matches.entries()) if (match !== undefined) pair(left[i] as number, rest[match]);
  for (const [at, old] of found.entries()) {
    const between = (found[at - 1] ?? -1) + 1;
    const next = found[at + 1] ?? base.length;
    if (old < 0 && next === between + 1) pair(at, between);
  }
  return found;
}

/** The longest part of some numbers that only rises: those that were not moved. */
function rising(numbers: number[]): Set<number> {
  const best: { length: number; before: number }[] = [];
  for (const [i, number] of numbers.entries()) {
    let [length, before] = [1, -1];
    for (let j = 0; j < i; j++) {
      const { length: so } = best[j] as { length: number };
      if ((numbers[j] as number) < number && so + 1 > length) [length, before] = [so + 1, j];
    }
    best.push({ length, before });
  }
  const kept = new Set<number>();
  let at = best.reduce((top, { length }, i) => (length > (best[top]?.length ?? 0) ? i : top), 0);
  for (; at >= 0 && numbers[at] !== undefined; at = best[at]?.before ?? -1) kept.add(numbers[at] as number);
  return kept;
}
