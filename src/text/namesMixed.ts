/** Two names of a source made into one (promise P3). */
import type { NamePart } from './names.ts';
import { isCommonWord } from './namesCommon.ts';
import { findName, type NameIndex, squash } from './namesIndex.ts';

/** Words that say what kind of body a name is of. */
const KINDS = new Set(
  'ai academy agency bank capital center centre college commission committee company corporation council department foundation fund group holdings institute intelligence journal labs laboratories media ministry networks partners post press research robotics school semiconductor semiconductors semi software systems technologies times university ventures'.split(
    ' ',
  ),
);

/** “Brightwater Capital”, where the source has Brightwater Research alone: another body. */
function isOtherKind(first: NamePart, kind: NamePart, index: NameIndex): boolean {
  if (!/^\p{Lu}[\p{L}\p{N}]+$/u.test(first.text) || findName(squash(first.text + kind.text), index)) return false;
  const kinds = companions(new RegExp(`(?<!\\p{L})${first.text}[ \\n](\\p{Lu}[\\p{L}'’-]*)`, 'gu'), index.text, true);
  return [...kinds].some((word) => KINDS.has(word.toLowerCase()));
}

/** “Sam Hassabis”, where the source has only Sam Altman and Demis Hassabis: two names made into one. */
export function isMixedName(parts: NamePart[], index: NameIndex): boolean {
  const [first, last] = parts;
  if (parts.length !== 2 || !first || !last) return false;
  if (KINDS.has(last.text.toLowerCase())) return isOtherKind(first, last, index);
  if (![first, last].every((part) => /^\p{Lu}\p{Ll}+$/u.test(part.text) && !isCommonWord(part.text.toLowerCase())))
    return false;
  if (findName(squash(first.text + last.text), index)) return false;
  const word = "(\\p{Lu}\\p{Ll}[\\p{L}'’-]*)";
  const surnames = companions(new RegExp(`(?<!\\p{L})${first.text}[ \\n]${word}`, 'gu'), index.text);
  const firstNames = companions(new RegExp(`${word}[ \\n]${last.text}(?!\\p{L})`, 'gu'), index.text);
  return surnames.size === 1 && firstNames.size === 1;
}

/** The names that stand beside one: a person's has one companion, a company's several. */
function companions(beside: RegExp, text: string, commonToo = false): Set<string> {
  const found = new Set<string>();
  for (const match of text.matchAll(beside)) {
    const name = (match[1] ?? '').replace(/['’]s$/, '');
    if (commonToo || !isCommonWord(name.toLowerCase())) found.add(name);
  }
  return found;
}
