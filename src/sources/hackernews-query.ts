/** The words that a title is searched for. */
import { SourceError } from '../errors.ts';
import { words } from '../text/tokens.ts';

/** Letters with points between them, as newspapers write `A.I.`. */
const POINTED = /(?<![\p{L}\p{N}])(?:\p{L}\.){2,8}(?=\P{L}|$)/gu;

/**
 * A test for titles. A query is alternatives parted by ` OR `; of each, every word must be in the title, and what stands in quotation
 * marks or is joined by a hyphen, one behind the other. Case, a plural's `s` and the points of `A.I.` do not count; words are whole, so
 * `AI` is not in `OpenAI`. Throws SourceError where a query has no words.
 */
export function titleTest(query: string | undefined): (title: string) => boolean {
  if (query === undefined) return () => true;
  const alternatives: string[][] = [];
  for (const written of query.split(/\s+OR\s+/)) {
    const part = written.trim();
    const pieces = /^["“].*["”]$/.test(part) ? [part] : part.split(/\s+/);
    const phrases = pieces.map(termsOf).filter((terms) => terms.trim() !== '');
    if (phrases.length > 0) alternatives.push(phrases);
  }
  if (alternatives.length === 0) throw new SourceError(`the query "${query}" has no words: write some, parted by OR`);
  return (title) => {
    const terms = termsOf(title);
    return alternatives.some((phrases) => phrases.every((phrase) => terms.includes(phrase)));
  };
}

/** Words as they are compared, each between two spaces. */
function termsOf(text: string): string {
  const terms = words(text.replace(POINTED, (initials) => initials.replaceAll('.', ''))).map((word) =>
    word.length > 2 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word,
  );
  return ` ${terms.join(' ')} `;
}
