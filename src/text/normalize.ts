/**
 * What does not count when words are compared: Markdown's marks, escapes, invisible characters, ligatures, the shape of quotes and
 * dashes. Everything here keeps offsets: markup is overwritten by ZERO WIDTH SPACE, never removed, so that a place in the plain text
 * is a place in the text as given.
 */
import { isGarbled, ungarbled } from './normalizeGarbled.ts';

/** Stands where a mark was. */
export const BLANK = '\u200b';

/** Characters that are not seen: soft hyphen, zero-width and direction marks, control characters. For a `v` character class. */
export const INVISIBLE =
  '\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufe00-\\ufe0f\\ufeff';
const INVISIBLES = new RegExp(`[${INVISIBLE}]`, 'gv');
const INVISIBLE_ONE = new RegExp(`^[${INVISIBLE}]$`, 'v');
const ASCII = /^[\x20-\x7e]*$/;

/** A link or image: words in brackets, then a target. Lengths are bounded, so that a page of brackets costs no more than its length. */
const LINK =
  /(!?\[)((?:\\.|[^\][\\\n]|\[[^\][\n]{0,80}\]){1,600})(\]\([ ]?<?(?:https?:\/\/|mailto:|[/#])[^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,500}){0,4}>?(?:[ ]"[^"\n]{0,200}")?[ ]?\))/gi;
const AUTOLINK = /<(?=(https?:\/\/[^\s<>]{1,2000})>)|(?<=<https?:\/\/[^\s<>]{1,2000})>/gi;
/** CommonMark: a backslash before ASCII punctuation is not seen. */
const ESCAPE = /\\(?=[!-/:-@[-`{-~])/g;
const MARKS = /[*_`]+/g;
const MARK_RUN = /\*+|_+|`+/g;

const LETTER = /^\p{L}$/u;
const WORD_CHARACTER = /^[\p{L}\p{M}\p{N}]$/u;

/** Whether a character (one UTF-16 unit) belongs to a word. */
export function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && WORD_CHARACTER.test(character);
}

/** Whether a character is not seen. */
export function isInvisible(character: string | undefined): boolean {
  return character !== undefined && INVISIBLE_ONE.test(character);
}

const blank = (text: string): string => BLANK.repeat(text.length);
const isSpace = (character: string | undefined): boolean => character === undefined || /^\s$/.test(character);

/** The first seen character from `at` on, going by `step`; undefined at an end. */
function seenCharacter(text: string, at: number, step: 1 | -1): string | undefined {
  let i = at;
  while (i >= 0 && i < text.length && isInvisible(text[i])) i += step;
  return text[i];
}

/** Whether a run of `*` between two letters closes or opens emphasis inside its word, as in `un*believ*able`; `f***ing` does not. */
function isPairedInWord(text: string, at: number, run: string): boolean {
  for (const step of [1, -1] as const) {
    let i = step === 1 ? at + run.length : at - 1;
    const last = i + step * 40;
    while (i !== last && LETTER.test(text[i] ?? '')) i += step;
    const other = step === 1 ? text.slice(i, i + run.length) : text.slice(Math.max(0, i - run.length + 1), i + 1);
    if (other === run && text[step === 1 ? i + run.length : i - run.length] !== '*') return true;
  }
  return false;
}

/** Whether a run of `*`, `_` or backticks is a mark of emphasis or code, and not a character that was meant. */
function isMark(text: string, at: number, run: string): boolean {
  const before = seenCharacter(text, at - 1, -1);
  const after = seenCharacter(text, at + run.length, 1);
  if (!isWordCharacter(before) || !isWordCharacter(after)) return true;
  if (run[0] !== '*') return run[0] === '`' && run.length > 1;
  return LETTER.test(before ?? '') && LETTER.test(after ?? '') && isPairedInWord(text, at, run);
}

/**
 * The text with Markdown's links (targets, not words), escapes, emphasis and code marks overwritten by `BLANK`, and garbled quotes and
 * dashes made right (`garbled`: also the doubtful ones). Same length, same offsets. Marks at the beginning of lines stay.
 */
export function plain(text: string, garbled = isGarbled(text)): string {
  let out = ungarbled(text, garbled);
  if (out.includes('](')) {
    out = out.replace(LINK, (_, open: string, words: string, target: string) => blank(open) + words + blank(target));
  }
  if (out.includes('<http')) out = out.replace(AUTOLINK, BLANK);
  if (out.includes('\\')) out = out.replace(ESCAPE, BLANK);
  const linked = out;
  return linked.replace(MARKS, (marks, at: number) => {
    if (standsAlone(linked, at, at + marks.length)) return marks;
    return marks.replace(MARK_RUN, (run, offset: number) => (isMark(linked, at + offset, run) ? blank(run) : run));
  });
}

/** Whether what stands between two offsets has white space, or an end of the text, on both sides. */
export function standsAlone(text: string, start: number, end: number): boolean {
  return isSpace(seenCharacter(text, start - 1, -1)) && isSpace(seenCharacter(text, end, 1));
}

/** Ligatures, full-width forms and mathematical letters: the same letters in another type. */
const TYPE_VARIANT = /[\ufb00-\ufb06\uff01-\uff5e]|[\u{1d400}-\u{1d7ff}]/gu;

/**
 * A word as it is compared: composed (NFC), without invisible characters, straight apostrophes, plain forms of ligatures and
 * full-width letters. Case, accents and digits stay; so do superscripts, since `x²` is not `x2`.
 */
export function foldWord(word: string): string {
  if (ASCII.test(word)) return word.replaceAll('`', "'");
  return word
    .replace(INVISIBLES, '')
    .replace(TYPE_VARIANT, (variant) => variant.normalize('NFKC'))
    .replace(/[‘’ʼ´`′＇]/g, "'")
    .normalize('NFC');
}

/** White space as single spaces, invisible characters gone: for showing a passage in a message. */
export function oneLine(text: string): string {
  return text.replace(INVISIBLES, '').replace(/\s+/g, ' ').trim();
}
