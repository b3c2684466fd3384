import type { RootContent } from 'mdast';
import { plainText } from '../text/markdown-tree.ts';
import type { Vouched } from '../types.ts';

/** Whose words an editor vouches for, and the note that tells the reader that no machine could check them. */
export interface Voucher {
  by: string;
  note: string;
}

/** The voucher of a quote's words, if the front matter has one. `day` writes the day on which they were heard, `say` a fixed sentence. */
export function voucherOf(
  nodes: RootContent[],
  vouched: Vouched[],
  day: (day: string) => string,
  say: (phrase: 'vouched' | 'vouchedAt', values: Record<string, string>) => string,
): Voucher | undefined {
  const words = nodes.map((node) => plainText(node)).join(' ');
  const entry = vouched.find(({ quote }) => sameWords(quote, words));
  if (!entry) return undefined;
  const date = day(entry.heard);
  const note = entry.at ? say('vouchedAt', { date, at: entry.at }) : say('vouched', { date });
  return { by: entry.by, note };
}

/** Whether a `vouched` entry's words, or its first eight, begin the quote. */
function sameWords(entry: string, quote: string): boolean {
  const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [given, words] = [wordsOf(entry), wordsOf(quote)];
  if (given.length === 0 || (given.length < 8 && given.length !== words.length)) return false;
  return given.every((word, i) => word === words[i]);
}
