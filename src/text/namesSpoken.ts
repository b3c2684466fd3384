/**
 * Names as a machine heard them. Raw transcripts spell versions out (“quill four”, “a one hundred”) and misspell what is no word (“kubernetties”). Only names in raw transcripts are
 * compared so: whoever writes a name wrong in print has written another name.
 */
import { editDistance } from './editDistance.ts';
import { isCommonWord } from './namesCommon.ts';
import { squash } from './namesFold.ts';

/** A word of a raw transcript, and where it stands in the text of the sources. */
export interface HeardWord {
  word: string;
  sound: string;
  start: number;
  end: number;
}

const WORDS = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu;

/** The words of a raw transcript that begins at `offset` in the sources' text. */
export function heardWords(text: string, offset: number): HeardWord[] {
  return [...text.matchAll(WORDS)].map((found) => {
    const start = offset + found.index;
    const word = squash(found[0]);
    return { word, sound: soundOf(word), start, end: start + found[0].length };
  });
}

/** Shorter names sound like too much else. */
const LEAST_LETTERS = 5;
/** Of the letters, how many a machine may have got wrong. */
const MOST_WRONG = 0.34;

/** Where a name was heard that is spelled otherwise: same sound, nearly the same letters, and no ordinary words alone. `name` is squashed. */
export function findHeard(name: string, heard: HeardWord[]): { start: number; end: number } | undefined {
  if (!/^\p{L}+$/u.test(name) || name.length < LEAST_LETTERS || isCommonWord(name)) return undefined;
  const sound = soundOf(name);
  for (const [i, first] of heard.entries()) {
    // most words are done with at their first sound
    if (first.sound[0] !== sound[0]) continue;
    for (let many = 1; many <= 3; many++) {
      const words = heard.slice(i, i + many);
      const last = words.at(-1) ?? first;
      const said = words.map(({ word }) => word).join('');
      if (said.length > name.length + 3) break;
      const near =
        soundOf(said) === sound && editDistance(said, name) <= MOST_WRONG * Math.max(name.length, said.length);
      if (near && words.some(({ word }) => !isCommonWord(word))) return { start: first.start, end: last.end };
    }
  }
  return undefined;
}

const SOUNDS: [RegExp, string][] = [
  [/ph/g, 'f'],
  [/gh(?=[^aeiou]|$)/g, ''],
  [/sch|sh|ch|tch/g, 'x'],
  [/c(?=[eiy])/g, 's'],
  [/[cq]|ck|kh/g, 'k'],
  [/x/g, 'x'],
  [/dg|j/g, 'g'],
  [/z/g, 's'],
  [/[vw](?=[aeiouy]|$)/g, 'f'],
  [/th/g, 't'],
  [/d/g, 't'],
];

/** The consonants of a name, those that sound alike as one: enough to know “halvorsen” in “halverson”. A vowel counts at the beginning alone. */
export function soundOf(word: string): string {
  let sound = word.toLowerCase();
  for (const [spelled, heard] of SOUNDS) sound = sound.replace(spelled, heard);
  const first = /^[aeiouy]/.test(sound) ? 'a' : '';
  return first + sound.replace(/[aeiouyhw]/g, '').replace(/(.)\1+/g, '$1');
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** How a squashed name with figures is said: `quill4` is “quillfour”, `a100` “aonehundred”, `4.1` “fourpointone”. Nothing where it has no figure. */
export function spokenForms(name: string): string[] {
  if (!/\d/.test(name) || /\d{4}/.test(name)) return [];
  const point = name.replace(/\d+(?:\.\d+)*/g, (figures) => figures.split('.').map(said).join('point'));
  const plain = point.replaceAll('point', '');
  return point.includes('onehundred') ? [point, point.replace('onehundred', 'ahundred')] : [...new Set([point, plain])];
}

function said(figures: string): string {
  const value = Number(figures);
  if (value < 20) return SMALL[value] ?? figures;
  if (value < 100) return `${TENS[Math.floor(value / 10) - 2]}${value % 10 ? SMALL[value % 10] : ''}`;
  const rest = value % 100;
  return `${SMALL[Math.floor(value / 100)]}hundred${rest ? said(String(rest)) : ''}`;
}
