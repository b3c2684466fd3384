/** Captions that show again what the one before them showed: live ones that grow word by word, windows that slide over the speech. */
import type { TimedText } from './transcript-piece.ts';

/** So many pairs are looked at to see whether the captions overlap; so many of them must. */
const LOOKED_AT = 300;
const SHARE = 0.4;
/** Two words that come twice may be how somebody speaks; so long an overlap at most is looked for. */
const LEAST = 2;
const MOST = 40;

/** Every word once, at the moment it was first shown. Captions that do not overlap throughout come back as they are. */
export function withoutOverlap(pieces: TimedText[]): TimedText[] {
  const words = pieces.map((piece) => piece.words.split(/\s+/).filter(Boolean));
  const pairs = Math.min(pieces.length - 1, LOOKED_AT);
  let overlapping = 0;
  for (let i = 1; i <= pairs; i++) {
    const shown = overlap(words[i - 1] ?? [], words[i] ?? []);
    // a line that is only said again shows nothing new
    if (shown > 0 && shown < (words[i]?.length ?? 0)) overlapping++;
  }
  if (pairs < 3 || overlapping < pairs * SHARE) return pieces;
  return pieces.map((piece, i) => {
    const own = words[i] ?? [];
    return { ...piece, words: own.slice(overlap(words[i - 1] ?? [], own)).join(' ') };
  });
}

/** How many words at the end of one caption the next begins with. */
function overlap(before: string[], after: string[]): number {
  for (let count = Math.min(before.length, after.length, MOST); count > 0; count--) {
    if (count < LEAST && count < before.length) return 0;
    const from = before.length - count;
    if (after.slice(0, count).every((word, i) => word === before[from + i])) return count;
  }
  return 0;
}
