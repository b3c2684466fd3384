/** Whether sources have a name (promise P3). */
import type { NamePart, NameRun } from './names.ts';
import { findAlias, findCapitals, findInitials, findInitialsOf } from './namesAliases.ts';
import { isCommonWord } from './namesCommon.ts';
import { findForm, findName, type NameIndex, squash } from './namesIndex.ts';
import { isMixedName } from './namesMixed.ts';
import { findHeard, spokenForms } from './namesSpoken.ts';
import { findVersion } from './namesVersions.ts';

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
      (some.length > 1 ? findInitialsOf(words, index) : findInitials(words[0] ?? '', index)) ??
      findVersion(some, index) ??
      findSpoken(some, name, index);
    if (place && isCapitalWhereNeeded(some, place, index) && !isOtherPerson(some, name, place, index))
      return { to, place };
  }
  return undefined;
}

/** In a raw transcript: its version spelled out, or its letters as a machine heard them. What no transcript has is found nowhere. */
function findSpoken(parts: NamePart[], name: string, index: NameIndex): { start: number; end: number } | undefined {
  const heard = index.heard();
  if (heard.length === 0) return undefined;
  for (const form of spokenForms(name)) {
    const found = findName(form, index);
    if (found) return found;
  }
  return parts.every(({ text }) => /^\p{Lu}/u.test(text)) ? findHeard(name, heard) : undefined;
}

/** “Theo”, but not `OpenAI`, which transcripts write as two words; nor a long name such as “Deepseek”. */
function isPlainWord(parts: NamePart[]): boolean {
  return parts.length === 1 && /^\p{Lu}?\p{Ll}{1,6}$/u.test(parts[0]?.text ?? '');
}

/** A version or a single letter says nothing without the word that it belongs to; `X` and `C` on their own are names. */
function isAttached(part: NamePart, name: string): boolean {
  return part.kind === 'version' || (name.length < 2 && part.text.length < 2);
}

/** “Demi” is no singular of “Demis”. */
function isOtherPerson(
  parts: NamePart[],
  name: string,
  place: { start: number; end: number },
  index: NameIndex,
): boolean {
  const found = index.text.slice(place.start, place.end);
  return (
    parts.length === 1 &&
    /^\p{Lu}\p{Ll}+$/u.test(parts[0]?.text ?? '') &&
    /^\p{Lu}/u.test(found) &&
    squash(found) === `${name}s`
  );
}

/** “Meta” in a sentence is not borne out by “meta-learning”. A transcript without capitals has only small letters to offer. */
function isCapitalWhereNeeded(parts: NamePart[], place: { start: number; end: number }, index: NameIndex): boolean {
  const [part] = parts;
  if (parts.length !== 1 || !part || !needsCapital(part)) return true;
  if (/\p{Lu}/u.test(index.text[place.start] ?? '') || !/\p{Lu}\p{Ll}/u.test(index.text)) return true;
  return findCapitals(part.text.replaceAll('.', ''), index) !== undefined;
}

/** A name that is also a word: “Meta” within a sentence, and `US` and `WHO` anywhere. */
function needsCapital(part: NamePart): boolean {
  const text = part.text.replaceAll('.', '');
  const low = text.toLowerCase();
  return (!part.initial && ALSO_WORDS.has(low)) || (/^\p{Lu}{2,4}$/u.test(text) && isCommonWord(low));
}

/** Parts that need not be in a source: ordinary words at the beginning of a sentence, `AI`, numbers that are no versions. */
function isForgiven(parts: NamePart[], at: number, index: NameIndex, hasNumber: (text: string) => boolean): boolean {
  const part = parts[at];
  if (!part) return true;
  const low = part.text.toLowerCase();
  if (part.loose) return !hasNumber(part.text) || !hasOtherVersion(parts[at - 1]?.text ?? '', index);
  if (part.kind === 'version') return !/\./.test(part.text) && Number(part.text) >= 20 && hasNumber(part.text);
  if (part.kind === 'small' && (isCommonWord(low) || findForm(squash(low), index))) return true;
  if (ALWAYS.test(low.replaceAll('.', ''))) return true;
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
