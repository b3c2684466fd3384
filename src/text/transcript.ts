/** Transcripts as podcasts and video sites publish them, to running words with a second for every piece. */
import type { Cue } from '../types.ts';
import { parseCaptions } from './transcript-captions.ts';
import { parseJsonTranscript } from './transcript-json.ts';
import { withoutOverlap } from './transcript-overlap.ts';
import { afterPauses, isUnpunctuated } from './transcript-pauses.ts';
import type { TimedText } from './transcript-piece.ts';
import { parseProse } from './transcript-prose.ts';
import { looksBinary, withoutUnseen } from './unseen.ts';

const MAX_CHARS = 6_000_000;
const MAX_PIECES = 200_000;
/** A silence this long, after a sentence, begins a paragraph. */
const PAUSE_SECONDS = 2;
/** A paragraph ends with the first sentence beyond this length; without sentences, at the second. */
const LONG_PARAGRAPH = 700;
const LONGEST_PARAGRAPH = 1500;
/** Sounds that captions describe, and signs of a new speaker: nobody says them. */
const NOT_SAID =
  /\[\s*(music|applause|laughter|laughs?|cheering|silence|inaudible|crosstalk|blank_audio|foreign|sighs?|coughs?|intro|outro)[^\]]{0,20}\]|[♪♫]+|(^|\s)(>>+|&gt;&gt;)(?=\s|$)/gi;

/**
 * Reads WebVTT, SubRip, podcast JSON (Podcasting 2.0), YouTube's json3 and caption lists, HTML and plain transcripts, known by their
 * content, else by `type` or the ending of `url`. `text` is paragraphs of running words without speakers' names and sound descriptions;
 * a caption that repeats the one before, as YouTube's rolling ones do, is told once. Without punctuation a paragraph is what was said
 * between two pauses. Each cue says at which second the words at its offset of `text` begin. Undefined where there are no words, or a page
 * of HTML stands where captions or JSON should. Never throws.
 */
export function parseTranscript(
  body: string,
  type: string | undefined,
  url: string,
): { text: string; cues: Cue[] } | undefined {
  const source = body
    .slice(0, MAX_CHARS)
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
  const pieces = read(source, `${type ?? ''} ${url.replace(/[?#].*$/, '')}`.toLowerCase());
  const joined = join(said(withoutOverlap(pieces.slice(0, MAX_PIECES))));
  return joined.text === '' ? undefined : joined;
}

function read(source: string, hints: string): TimedText[] {
  const start = source.trimStart();
  if (looksBinary(start)) return [];
  const isPage = /^<(!doctype|[a-z])/i.test(start);
  if (isPage && /json|vtt|srt|subrip/.test(hints) && !/html/.test(hints)) return [];
  if (/^[[{]/.test(start)) {
    const pieces = parseJsonTranscript(start);
    if (pieces || /json/.test(hints)) return pieces ?? [];
  }
  if (start.startsWith('WEBVTT') || /^[^\n]*\d\s*-->\s*\d/m.test(start.slice(0, 5000))) return parseCaptions(start);
  return parseProse(source, /html/.test(hints) || isPage);
}

/** The pieces in which somebody speaks, their words on one line. */
function said(pieces: TimedText[]): TimedText[] {
  return pieces.flatMap((piece) => {
    const words = withoutUnseen(piece.words).replace(NOT_SAID, ' ').replace(/\s+/g, ' ').trim();
    return words === '' ? [] : [{ ...piece, words }];
  });
}

/** Joins pieces to paragraphs, and notes where in them each timed one begins. */
function join(pieces: TimedText[]): { text: string; cues: Cue[] } {
  const out: string[] = [];
  const cues: Cue[] = [];
  let length = 0;
  let paragraph = 0;
  let before: TimedText | undefined;
  const pauses = isUnpunctuated(pieces) ? afterPauses(pieces) : new Set();
  for (const piece of pieces) {
    const { words } = piece;
    const breaks = before !== undefined && (pauses.has(piece) || beginsParagraph(before, piece, paragraph));
    const gap = before === undefined ? '' : breaks ? '\n\n' : ' ';
    out.push(gap, words);
    length += gap.length;
    if (piece.start !== undefined && piece.start !== cues.at(-1)?.seconds)
      cues.push({ at: length, seconds: piece.start });
    length += words.length;
    paragraph = breaks || before === undefined ? words.length : paragraph + words.length + 1;
    before = piece;
  }
  return { text: out.join(''), cues };
}

function beginsParagraph(before: TimedText, piece: TimedText, length: number): boolean {
  if (piece.paragraph || (piece.speaker !== undefined && piece.speaker !== before.speaker)) return true;
  if (length > LONGEST_PARAGRAPH) return true;
  const sentenceEnded = /[.!?…]["'”’)]*$/.test(before.words);
  const pause = piece.start !== undefined && before.end !== undefined && piece.start - before.end >= PAUSE_SECONDS;
  return sentenceEnded && (pause || length > LONG_PARAGRAPH);
}

/** When the words at `offset` were said: the second of the last cue at or before it. Undefined before the first cue. */
export function secondsAt(cues: Cue[], offset: number): number | undefined {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cues[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return cues[low - 1]?.seconds;
}
