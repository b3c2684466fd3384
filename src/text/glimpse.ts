import { firstWords } from './tokens.ts';
import { hostOf } from './url.ts';

/** What a question says of a page: nobody needs more to tell what it is about. */
const TITLE_LENGTH = 200;
const FIRST_WORDS = 30;
const WORDS_LENGTH = 240;

interface Glimpsed {
  title: string;
  url: string;
  text: string;
  summary: string;
  publishedAt: string;
  linkOnly?: boolean;
  private?: boolean;
}

/**
 * A page in two lines of a prompt: its title with site and day, and its first words; of a page that reserved its rights the first line alone. Nothing of a private
 * source may go to a model: for one there is no glimpse.
 */
export function glimpse(page: Glimpsed): string | undefined {
  if (page.private) return undefined;
  const head = `${promptLine(page.title, TITLE_LENGTH)} (${hostOf(page.url)}, ${page.publishedAt.slice(0, 10)})`;
  const said = page.linkOnly ? '' : firstWords((page.text || page.summary).slice(0, WORDS_LENGTH * 4), FIRST_WORDS);
  const first = promptLine(said, WORDS_LENGTH);
  return first ? `${head}\n${first}` : head;
}

/** Crawled words as one line of a prompt: bounded, and without the signs that could close the fence around them or pass for markup. */
export function promptLine(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[<>]/g, (sign) => (sign === '<' ? '‹' : '›'))
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
