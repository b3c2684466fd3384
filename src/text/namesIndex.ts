/** The words of the sources of a blurb, run together so that `DeepSeek`, “deep seek” and `Deep-Seek` are one name. */

import { fold } from './namesFold.ts';
import { type HeardWord, heardWords } from './namesSpoken.ts';

export { squash } from './namesFold.ts';

export interface NameIndex {
  /** Letters and digits in small letters without accents, points inside numbers kept; `\n` where a name cannot go on. */
  letters: string;
  /** 1 where a word begins, and where the one before it ends. One longer than `letters`. */
  begins: Uint8Array;
  ends: Uint8Array;
  /** For each letter its offset in the text that was given. */
  offsets: Int32Array;
  text: string;
  /** The words of those sources that are raw transcripts, made when they are asked for first. */
  heard: () => HeardWord[];
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** What may stand within a name: anything else parts two names. */
const WITHIN = /^[\s.'’‘\-‐‑–_/&*+\u200b\\]*$/;

/** Makes a text ready for looking up names. Linear. `raw` are the stretches of it that are raw transcripts. */
export function indexNames(text: string, raw: { start: number; end: number }[] = []): NameIndex {
  const letters: string[] = [];
  const offsets: number[] = [];
  const begins: number[] = [];
  const ends: number[] = [];
  let lastAt = -1;
  let previous = '';
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (LETTER_OR_DIGIT.test(character)) {
      const gap = lastAt < 0 ? '\n' : text.slice(lastAt, at);
      const inNumber = isNumberPoint(gap, previous, character);
      if (inNumber && gap === '.') push(letters, offsets, '.', lastAt);
      if (gap !== '' && !inNumber) {
        ends.push(letters.length);
        if (!WITHIN.test(gap)) push(letters, offsets, '\n', lastAt);
        begins.push(letters.length);
      } else if (gap === '' && partsInside(previous, character, text[at + 1])) {
        begins.push(letters.length);
        ends.push(letters.length);
      }
      for (const letter of fold(character)) push(letters, offsets, letter, at);
      lastAt = at + character.length;
      previous = character;
    }
    at += character.length;
  }
  ends.push(letters.length);
  return {
    letters: letters.join(''),
    begins: flags(begins, letters.length),
    ends: flags(ends, letters.length),
    offsets: Int32Array.from(offsets),
    text,
    heard: once(() => raw.flatMap(({ start, end }) => heardWords(text.slice(start, end), start))),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function push(letters: string[], offsets: number[], letter: string, at: number): void {
  letters.push(letter);
  offsets.push(at);
}

function flags(places: number[], length: number): Uint8Array {
  const out = new Uint8Array(length + 1);
  for (const place of places) out[place] = 1;
  return out;
}

function isNumberPoint(gap: string, before: string, after: string): boolean {
  return (gap === '.' || gap === ',') && /\p{Nd}/u.test(before) && /\p{Nd}/u.test(after);
}

/** `DeepSeekR1`, `GPT4`, `2025Halcyon`: a capital after a small letter, a digit after a letter and a word after a digit begin a part. */
function partsInside(before: string, character: string, after: string | undefined): boolean {
  if (/\p{Lu}/u.test(character))
    return /\p{Ll}/u.test(before) || (/\p{Nd}/u.test(before) && /\p{Ll}/u.test(after ?? ''));
  return /\p{L}/u.test(before) && /\p{Nd}/u.test(character);
}

/**
 * Where a name stands whole: the offset of its first letter and the one behind its last, or undefined. With `oneWord` it must not be
 * put together from several words: “Theo” is not in “the o”.
 */
export function findName(
  squashed: string,
  index: NameIndex,
  oneWord = false,
): { start: number; end: number } | undefined {
  if (squashed === '') return undefined;
  const { letters, begins, ends, offsets, text } = index;
  for (let at = letters.indexOf(squashed); at >= 0; at = letters.indexOf(squashed, at + 1)) {
    const behind = at + squashed.length;
    if (!begins[at] || !ends[behind]) continue;
    const place = { start: offsets[at] ?? 0, end: (offsets[behind - 1] ?? 0) + 1 };
    if (!oneWord || !/\s/.test(text.slice(place.start, place.end))) return place;
  }
  return undefined;
}

/** As `findName`, in the singular and the plural. */
export function findForm(
  squashed: string,
  index: NameIndex,
  oneWord = false,
): { start: number; end: number } | undefined {
  const found = findName(squashed, index, oneWord) ?? findName(`${squashed}s`, index, oneWord);
  if (found || squashed.length < 3) return found;
  return squashed.endsWith('s') ? findName(squashed.slice(0, -1), index, oneWord) : undefined;
}
