/** “Marlo v5.2”, “Marlo 5.2” and “Marlo version 5.2” are one thing. */
import type { NamePart } from './names.ts';
import { findName, type NameIndex, squash } from './namesIndex.ts';

const WITH_V = /^v(?=\d)/i;

/** A version of a name, or one that stands alone with a point in it, however the source writes its `v`. */
export function findVersion(parts: NamePart[], index: NameIndex): { start: number; end: number } | undefined {
  const isVersion = (part: NamePart): boolean => part.kind === 'version' || WITH_V.test(part.text);
  if (!parts.some(isVersion) || (parts.length === 1 && !/\d\.\d/.test(parts[0]?.text ?? ''))) return undefined;
  for (const prefix of ['', 'v', 'version']) {
    const words = parts.map((part) => (isVersion(part) ? prefix + part.text.replace(WITH_V, '') : part.text));
    const found = findName(squash(words.join(' ')), index);
    if (found) return found;
  }
  return undefined;
}
