/** What a page says that was not said before. */
import { factsNotIn } from './blurb.ts';
import { firstWords, stemmedWords, words } from './tokens.ts';

/** News stands at the beginning: a long page always has some name further down that nobody mentioned. */
const LEAD_WORDS = 150;
/** Words in a row by which a copy is known. */
const SHINGLE = 5;
const FEWEST_SHINGLES = 20;
const SAME_TEXT = 0.7;

export interface Said {
  title: string;
  text: string;
}

/** The numbers, dates and names at the beginning of a page that are nowhere in what was told, as the page writes them. */
export function newFacts({ title, text }: Said, told: Said): string[] {
  return factsNotIn(`${title}.\n\n${firstWords(text, LEAD_WORDS)}`, [told]);
}

/** Which share of a title's words, as stems, is nowhere in what was told: 0 for the same headline, 1 for another one altogether. */
export function newWords(title: string, told: Said): number {
  const known = new Set(stemmedWords(`${told.title}\n${told.text}`));
  const said = stemmedWords(title).filter((word) => word !== undefined);
  return said.length === 0 ? 0 : said.filter((word) => !known.has(word)).length / said.length;
}

/** Whether most of what was told stands in a text too, as `copiedFinder` has it. */
export function holdsMostOf(told: string, text: string): boolean {
  return copiedFinder([told])(text) !== undefined;
}

/**
 * Which of the told texts a page is a copy of, though of another address: the first of which most stands in it, in runs of five words
 * (containment after Broder 1997). What is too short is never copied. Linear in the page's words.
 */
export function copiedFinder(told: string[]): (text: string) => number | undefined {
  const sizes: number[] = [];
  const holders = new Map<string, number[]>();
  for (const [i, text] of told.entries()) {
    const said = shingles(text);
    sizes.push(said.size);
    if (said.size < FEWEST_SHINGLES) continue;
    for (const shingle of said) holders.set(shingle, [...(holders.get(shingle) ?? []), i]);
  }
  return (text) => {
    if (holders.size === 0) return undefined;
    const both = new Map<number, number>();
    for (const shingle of shingles(text))
      for (const i of holders.get(shingle) ?? []) both.set(i, (both.get(i) ?? 0) + 1);
    const copied = [...both].filter(([i, shared]) => shared / (sizes[i] as number) >= SAME_TEXT).map(([i]) => i);
    return copied.length ? Math.min(...copied) : undefined;
  };
}

function shingles(text: string): Set<string> {
  const list = words(text);
  const found = new Set<string>();
  for (let i = 0; i + SHINGLE <= list.length; i++) found.add(list.slice(i, i + SHINGLE).join(' '));
  return found;
}
