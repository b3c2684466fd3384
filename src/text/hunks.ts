/** The difference between two texts by lines, small enough to keep, and applied in either direction. */
import { diff3Merge, diffIndices } from 'node-diff3';

/** At this offset of the old text `cut` stood, and `put` stands in its place. */
export interface Hunk {
  at: number;
  cut: string;
  put: string;
}

/** What made `after` of `before`: hunks in order, none where they are alike. */
export function hunksBetween(before: string, after: string): Hunk[] {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const [old, now] = [before, after].map((text) => linesOf(text.slice(start, text.length - end))) as [
    string[],
    string[],
  ];
  const hunks: Hunk[] = [];
  let at = start;
  let line = 0;
  for (const { buffer1, buffer1Content, buffer2Content } of diffIndices(old, now)) {
    for (; line < buffer1[0]; line++) at += (old[line] as string).length;
    hunks.push({ at, cut: buffer1Content.join(''), put: buffer2Content.join('') });
  }
  return hunks;
}

/** The text after the hunks; undefined where it is not the one that they were made from. */
export function applied(hunks: Hunk[], before: string): string | undefined {
  let text = '';
  let from = 0;
  for (const { at, cut, put } of hunks) {
    if (before.slice(at, at + cut.length) !== cut) return undefined;
    text += before.slice(from, at) + put;
    from = at + cut.length;
  }
  return text + before.slice(from);
}

/** The hunks that take these back. */
export function reversed(hunks: Hunk[]): Hunk[] {
  let moved = 0;
  return hunks.map(({ at, cut, put }) => {
    const hunk = { at: at + moved, cut: put, put: cut };
    moved += put.length - cut.length;
    return hunk;
  });
}

/** Both changes to `base` in one text, by lines (Khanna, Kunal and Pierce, “A Formal Investigation of Diff3”); undefined where they collide. */
export function mergeLines(base: string, ours: string, theirs: string): string | undefined {
  if (ours === base || ours === theirs) return theirs;
  if (theirs === base) return ours;
  const regions = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  if (regions.some(({ conflict }) => conflict)) return undefined;
  return regions.flatMap(({ ok }) => ok ?? []).join('');
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Characters that both begin with, whole lines only. */
function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (at === a.length && at === b.length) return at;
  return at === 0 ? 0 : a.lastIndexOf('\n', at - 1) + 1;
}

/** Characters that both end with after `start`, whole lines only. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  const line = a.indexOf('\n', a.length - count);
  return line < 0 ? 0 : a.length - line - 1;
}
