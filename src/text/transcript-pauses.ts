/** Where somebody paused: all that shows where a thought ends in a transcript without punctuation. */
import type { Cue } from '../types.ts';
import type { Span } from './sentences.ts';
import type { TimedText } from './transcript-piece.ts';

/** What is looked at of a piece. */
type Timed = Pick<TimedText, 'words' | 'start' | 'end'>;

/** From here on a silence is a pause. */
const PAUSE_SECONDS = 1.5;
/** How much slower than usual words may be said before it is a silence. */
const SLOWER = 1.3;
/** With fewer words nothing can be told by counting sentence ends; with fewer than one in a hundred words there are no sentences. */
const FEW_WORDS = 100;

/** Whether the pieces have no sentences: fewer than one end in 100 words, as `verifyQuote` takes it. */
export function isUnpunctuated(pieces: TimedText[]): boolean {
  let words = 0;
  let ends = 0;
  for (const piece of pieces) {
    words += piece.words.split(/\s+/).length;
    ends += piece.words.match(/[.!?…]["'”’»)\]]*(?=\s|$)|[。！？｡]/g)?.length ?? 0;
  }
  return words >= FEW_WORDS && ends * 100 < words;
}

/**
 * The pieces before which there was a silence. Where captions stand until the next ones come, the silence shows in how long they stand
 * for their words, measured by the speaker's own pace.
 */
export function afterPauses<T extends Timed>(pieces: T[]): Set<T> {
  const pace = paceOf(pieces);
  const found = new Set<T>();
  for (const [i, piece] of pieces.entries()) {
    const before = pieces[i - 1];
    if (before?.start === undefined || piece.start === undefined) continue;
    const spoken = before.start + countWords(before) * pace * SLOWER;
    const quietFrom = Math.min(before.end ?? spoken, spoken);
    if (piece.start - quietFrom >= PAUSE_SECONDS) found.add(piece);
  }
  return found;
}

/** What was said between two pauses of a transcript, in order; the pauses are found by the times of its cues. */
export function runsBetweenPauses(text: string, cues: Cue[]): Span[] {
  const pieces = cues.map(({ at, seconds }, i) => {
    const words = text.slice(at, cues[i + 1]?.at ?? text.length).trim();
    return { words, start: seconds, end: undefined, at };
  });
  const pauses = afterPauses(pieces);
  const runs: Span[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    const end = piece.at + piece.words.length;
    if (last && !pauses.has(piece)) last.end = end;
    else runs.push({ start: piece.at, end });
  }
  return runs;
}

/** Seconds a word, of the piece in the middle. */
function paceOf(pieces: Timed[]): number {
  const paces: number[] = [];
  for (const [i, piece] of pieces.entries()) {
    const next = pieces[i + 1]?.start;
    if (piece.start !== undefined && next !== undefined && next > piece.start)
      paces.push((next - piece.start) / countWords(piece));
  }
  return paces.sort((a, b) => a - b)[paces.length >> 1] ?? 0;
}

function countWords({ words }: Timed): number {
  return words.split(/\s+/).length;
}
