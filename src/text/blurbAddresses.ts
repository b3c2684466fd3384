/** What leads somewhere without being marked as a link: accounts, tags, and addresses that mail clients make links of by themselves (P2, P10). */
import type { RejectCode, SourceText } from '../types.ts';

export interface Address {
  rule: Extract<RejectCode, 'link-not-in-source' | 'name-not-in-source' | 'number-not-in-source'>;
  text: string;
}

/** Addresses written out are looked at elsewhere: an editor's may stand, a machine's never. */
const WRITTEN_OUT = /https?:\/\/[^\s<>]+/gi;
/** `@name`, `u/name`, `r/name`, `#tag`; `C#` and `#1` are none. */
const ACCOUNT = /(?<![\p{L}\p{N}_@./#])(?:[@#][\p{L}_][\p{L}\p{N}_.-]*[\p{L}\p{N}_]|[ur]\/[\p{L}\p{N}_]{3,})/gu;
/** `name.tld`, the last part in small letters: what a reader's mail program underlines. “e.g.” has parts of one letter, “v3.2” has a figure at its end. */
const HOST =
  /(?<![\p{L}\p{N}_.-])(?:[\p{L}\p{N}_-]{1,63}\.){0,6}[\p{L}\p{N}_-]{2,63}\.\p{Ll}{2,24}(?![\p{L}\p{N}_-])/gu;
/** Figures of other scripts and widths, which no rule on numbers reads. */
const FIGURES = /[^\P{Nd}0-9]+/gu;

/** Those of a text that no source has, each once. The text is `plain` already. */
export function addressesNotIn(text: string, sources: SourceText[]): Address[] {
  const own = text.replace(WRITTEN_OUT, ' ');
  const found = new Map<string, Address['rule']>();
  const take = (pattern: RegExp, rule: Address['rule']) => {
    for (const [one] of own.matchAll(pattern)) found.set(one, rule);
  };
  take(ACCOUNT, 'name-not-in-source');
  take(HOST, 'link-not-in-source');
  take(FIGURES, 'number-not-in-source');
  if (found.size === 0) return [];
  const said = sources.map((source) => `${source.title ?? ''}\n${source.text}`.toLowerCase());
  return [...found].flatMap(([one, rule]) => (said.some((words) => stands(one, words)) ? [] : [{ rule, text: one }]));
}

/** Whether the words stand there whole: `@ada` is not in `@adam`. */
function stands(one: string, words: string): boolean {
  const wanted = one.toLowerCase();
  for (let at = words.indexOf(wanted); at >= 0; at = words.indexOf(wanted, at + 1)) {
    const around = (words[at - 1] ?? ' ') + (words[at + wanted.length] ?? ' ');
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}
