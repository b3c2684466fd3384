/** The names of a text, and whether a source has them (promise P3). */
import { findAlias, findInitials, findInitialsOf } from './namesAliases.ts';
import { isCommonWord } from './namesCommon.ts';
import { findForm, findName, type NameIndex, squash } from './namesIndex.ts';

/** A part of a name: a word, or a version such as 4.1. */
export interface NamePart {
  text: string;
  start: number;
  end: number;
  kind: 'name' | 'version' | 'small';
  /** At the beginning of a sentence, or in a heading in title case: its capital says nothing. */
  initial: boolean;
  /** A number after an ordinary word at the beginning of a sentence, as in “Only 16”: most likely no version. */
  loose?: boolean;
}

/** Words that follow one another and each may be a name: “Halcyon Labs”, “Claude 3.5 Sonnet”, “SWE-bench”. */
export interface NameRun {
  start: number;
  end: number;
  text: string;
  parts: NamePart[];
}

const WORD =
  /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:(?:['’.&+_]|(?<=\p{L})[*](?=\p{L}))(?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*\+*/gu;
/** Names that are also words: a capital within a sentence must be a capital in the source. */
const ALSO_WORDS = new Set(
  'meta apple amazon oracle intel gemini cursor perplexity windows alphabet android chrome uber visa stripe slack zoom discord reddit claude copilot notion shell target signal character together runway scale'.split(
    ' ',
  ),
);
/** Of these, the ones that seldom begin a sentence as words. */
const SELDOM_WORDS =
  /^(?:meta|apple|amazon|oracle|intel|gemini|perplexity|alphabet|android|uber|visa|reddit|claude|copilot|cursor)$/;
/** What a digest about AI may say of any source. */
const ALWAYS = /^(?:i|ai|api|apis|ok|pdf|url|faq|qa|tv|pc|tldr|ps|mr|mrs|ms|dr|prof|st|am|pm|i['’](?:m|ve|d|ll))$/;

/** Whether a word may be a name: a capital somewhere, or letters with digits. */
function looksLikeName(word: string): boolean {
  return /\p{Lu}/u.test(word) || (/\p{L}/u.test(word) && /\p{N}/u.test(word));
}

/**
 * The runs of words that may be names. `isNumber` says where a number with a unit stands (“70B”, “40%”): those are no parts of names.
 * Without `[words](url)` markup; the text is `plain` already.
 */
export function namesIn(text: string, isNumber: (start: number, end: number) => boolean): NameRun[] {
  const title = isTitleCase(text);
  const runs: NamePart[][] = [];
  let open: NamePart[] | undefined;
  let lastEnd = 0;
  for (const found of text.matchAll(WORD)) {
    const word = found[0].replace(/['’](?:s|re|ve|ll|d|m)$/i, '');
    const part = { text: word, start: found.index, end: found.index + word.length };
    const gap = text.slice(lastEnd, found.index);
    const joined = open !== undefined && /^(?:[ \u00a0\u200b]{1,3}|[-‐‑/]\u200b{0,2})$/.test(gap);
    lastEnd = found.index + found[0].length;
    const kind = kindOf(part, gap, joined, isNumber);
    if (!kind) {
      open = undefined;
      continue;
    }
    if (!joined || !open) {
      open = [];
      runs.push(open);
    }
    const last = open.at(-1);
    const loose = kind === 'version' && last !== undefined && last.initial && isCommonWord(last.text.toLowerCase());
    open.push({ ...part, kind, initial: title || beginsSentence(text, found.index), ...(loose && { loose }) });
    if (word.length < found[0].length) open = undefined;
  }
  return runs
    .map(trimRun)
    .filter((parts) => parts.length > 0)
    .map((parts) => toRun(text, parts));
}

function kindOf(
  part: { text: string; start: number; end: number },
  gap: string,
  joined: boolean,
  isNumber: (start: number, end: number) => boolean,
): NamePart['kind'] | undefined {
  if (isNumber(part.start, part.end)) return undefined;
  if (/^\p{N}[\p{N}.]*$/u.test(part.text)) return joined ? 'version' : undefined;
  if (looksLikeName(part.text)) return 'name';
  return joined && /^[-‐‑/]/.test(gap) ? 'small' : undefined;
}

/** A run ends with a name or a version, and does not end with small words: “Berlin-based”. */
function trimRun(parts: NamePart[]): NamePart[] {
  const last = parts.findLastIndex((part) => part.kind !== 'small');
  return parts.slice(0, last + 1);
}

function toRun(text: string, parts: NamePart[]): NameRun {
  const start = parts[0]?.start ?? 0;
  const end = parts.at(-1)?.end ?? start;
  return { start, end, text: text.slice(start, end).replaceAll('\u200b', ''), parts };
}

/** Whether a word begins a sentence, a line, a quotation or what follows a colon or dash. */
function beginsSentence(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && /[\s"'“”‘’«»„([*_#>\u200b]/.test(text[i] ?? '')) {
    if (/[\n"“‘«„([]/.test(text[i] ?? '')) return true;
    i--;
  }
  return i < 0 || /[.!?:;…—–|•-]/.test(text[i] ?? '');
}

/** A heading in title case: most of its longer words have capitals. */
function isTitleCase(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}'’-]{3,}/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return (
    words.length >= 3 && words.length <= 16 && capitals * 10 >= words.length * 8 && !/[.!?](?:\s|$)/.test(text.trim())
  );
}

/** The verdict on a run: where it stands in the source, or which words of it do not. */
export type NameVerdict = { ok: true; places: { start: number; end: number }[] } | { ok: false; missing: string };

/** Whether the sources have a name: whole, under another name, or part by part, where versions stay with what they are versions of. */
export function judgeName(run: NameRun, index: NameIndex, hasNumber: (text: string) => boolean): NameVerdict {
  const { parts } = run;
  const places: { start: number; end: number }[] = [];
  for (let from = 0; from < parts.length; ) {
    const found = longestFrom(parts, from, index);
    if (found) {
      if (found.place) places.push(found.place);
      from = found.to;
      continue;
    }
    if (!isForgiven(parts, from, index, hasNumber)) return { ok: false, missing: missingText(run, from) };
    from++;
  }
  const chimera = isMixedName(parts, index);
  return chimera ? { ok: false, missing: run.text } : { ok: true, places };
}

/** No name has more parts. */
const MOST_PARTS = 8;

/** The longest stretch of parts from `from` on that the source has. */
function longestFrom(
  parts: NamePart[],
  from: number,
  index: NameIndex,
): { to: number; place?: { start: number; end: number } } | undefined {
  for (let to = Math.min(parts.length, from + MOST_PARTS); to > from; to--) {
    const some = parts.slice(from, to);
    const name = squash(some.map((part) => part.text).join(' '));
    if (some.length === 1 && isAttached(some[0] as NamePart, name)) break;
    const words = some.map((part) => part.text);
    const place =
      findForm(name, index, isPlainWord(some)) ??
      findAlias(name, index) ??
      (some.length > 1 ? findInitialsOf(words, index) : findInitials(words[0] ?? '', index));
    if (place && isCapitalWhereNeeded(some, place, index)) return { to, place };
  }
  return undefined;
}

/** “Theo”, but not `OpenAI`, which transcripts write as two words; nor a long name such as “Deepseek”. */
function isPlainWord(parts: NamePart[]): boolean {
  return parts.length === 1 && /^\p{Lu}?\p{Ll}{1,6}$/u.test(parts[0]?.text ?? '');
}

/** A version or a single letter says nothing without the word that it belongs to; `X` and `C` on their own are names. */
function isAttached(part: NamePart, name: string): boolean {
  return part.kind === 'version' || (name.length < 2 && part.text.length < 2);
}

/** “Meta” in a sentence is not borne out by “meta-learning”. A transcript without capitals has only small letters to offer. */
function isCapitalWhereNeeded(parts: NamePart[], place: { start: number; end: number }, index: NameIndex): boolean {
  const [part] = parts;
  if (parts.length !== 1 || !part || part.initial || !ALSO_WORDS.has(part.text.toLowerCase())) return true;
  if (/\p{Lu}/u.test(index.text[place.start] ?? '') || !/\p{Lu}\p{Ll}/u.test(index.text)) return true;
  return new RegExp(`(?<![\\p{L}\\p{N}])${part.text}(?![\\p{L}\\p{N}])`, 'u').test(index.text);
}

/** Parts that need not be in a source: ordinary words at the beginning of a sentence, `AI`, numbers that are no versions. */
function isForgiven(parts: NamePart[], at: number, index: NameIndex, hasNumber: (text: string) => boolean): boolean {
  const part = parts[at];
  if (!part) return true;
  const low = part.text.toLowerCase();
  if (part.loose) return !hasNumber(part.text) || !hasOtherVersion(parts[at - 1]?.text ?? '', index);
  if (part.kind === 'version') return !/\./.test(part.text) && Number(part.text) >= 20 && hasNumber(part.text);
  if (part.kind === 'small' || ALWAYS.test(low.replaceAll('.', ''))) return true;
  if (part.text.length === 1)
    return /^[aA]$/.test(part.text)
      ? part.initial || parts.length === 1
      : findName(low, index) !== undefined && parts.length === 1;
  if (/\p{N}/u.test(part.text)) return false;
  const plainCapital = /^\p{Lu}?[\p{Ll}'’]+$/u.test(part.text);
  return part.initial && plainCapital && !SELDOM_WORDS.test(low) && isCommonWord(low);
}

/** Words that are followed by a number and are no names of versions. */
const COUNTED =
  /^(?:episode|part|chapter|issue|section|table|figure|page|day|week|month|year|volume|season|step|top|only|over|about|nearly|all|just)$/i;

/** Whether the source gives a word a number, as in “Tide 3”: then “Tide 4” is another thing. */
function hasOtherVersion(word: string, index: NameIndex): boolean {
  return (
    /^\p{L}+$/u.test(word) &&
    !COUNTED.test(word) &&
    new RegExp(`(?<![\\p{L}\\p{N}])${word}[ -]?\\d`, 'iu').test(index.text)
  );
}

function missingText(run: NameRun, at: number): string {
  const part = run.parts[at];
  // A version is told with its name.
  if (part?.kind === 'version' || (part && part.text.length === 1)) return run.text;
  return part?.text ?? run.text;
}

/** “Sam Hassabis”, where the source has only Sam Altman and Demis Hassabis: two names made into one. */
function isMixedName(parts: NamePart[], index: NameIndex): boolean {
  const [first, last] = parts;
  if (parts.length !== 2 || !first || !last) return false;
  if (![first, last].every((part) => /^\p{Lu}\p{Ll}+$/u.test(part.text) && !isCommonWord(part.text.toLowerCase())))
    return false;
  if (findName(squash(first.text + last.text), index)) return false;
  const word = "(\\p{Lu}\\p{Ll}[\\p{L}'’-]*)";
  const surnames = companions(new RegExp(`(?<!\\p{L})${first.text}[ \\n]${word}`, 'gu'), index.text);
  const firstNames = companions(new RegExp(`${word}[ \\n]${last.text}(?!\\p{L})`, 'gu'), index.text);
  return surnames.size === 1 && firstNames.size === 1;
}

/** The names that stand beside one: a person's has one companion, a company's several. */
function companions(beside: RegExp, text: string): Set<string> {
  const found = new Set<string>();
  for (const match of text.matchAll(beside)) {
    const name = (match[1] ?? '').replace(/['’]s$/, '');
    if (!isCommonWord(name.toLowerCase())) found.add(name);
  }
  return found;
}
