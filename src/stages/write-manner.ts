/** How a block is to read, beside what `verify` proves: link text, headings, length. What a rule can mend is mended; the rest is a check that fails. */
import { failed } from '../text/failed.ts';
import { sentences } from '../text/sentences.ts';
import { words } from '../text/tokens.ts';
import type { Check, Item } from '../types.ts';

const MOST_LINK_WORDS = 8;
const MOST_SENTENCES = 3;
const MOST_HEADING_WORDS = 14;
/** Words that lead somewhere and do not say where. */
const POINTS =
  /^(?:(?:click|read|see|look|watch|listen|find|learn|check)\b.{0,20}\b(?:here|more|this|on)|here|there|this|that|it|link|more|full|(?:the|this|that|an?|its|their|his|her)? ?(?:full |original |new |latest |whole )?(?:article|post|blog|blog post|piece|page|story|link|paper|report|video|podcast|episode|announcement|website|site|thread|source|text|read|write-?up|news))$/i;
/** What promises and does not say. */
const TEASES =
  /\b(?:you won['’]t|you will not|what happened next|this one|the one thing|here['’]?s (?:why|how|what)|here is (?:why|how|what)|this is (?:why|how|what)|(?:everything|all|what) you need to know|you should know|the truth about|the secret|the real reason|nobody is talking|just changed everything|changes everything)\b|(?:…|\.\.\.)\s*$/i;

/** Whether words may carry a link: two to six or so that name the thing, or one that is a name of the page's own. */
export function isLinkText(text: string, item: Pick<Item, 'title' | 'siteName' | 'author' | 'pageSays'>): boolean {
  const plain = text.trim();
  const list = plain.split(/\s+/);
  if (plain === '' || list.length > MOST_LINK_WORDS || POINTS.test(plain) || /[.!?…]["”’]?$/.test(plain)) return false;
  if (list.length > 1) return words(plain).length > 0;
  const known = `${item.pageSays?.title ?? item.title} ${item.siteName ?? ''} ${item.author ?? ''}`;
  return /[\p{Lu}\p{N}]/u.test(plain) && words(known).includes(words(plain)[0] ?? ' ');
}

/** The words of a sentence that its link may stand on where the model marked none that are fit: the longest run, of six at most, that the page's title has too. */
export function wordsToLink(sentence: string, title: string): { start: number; end: number } | undefined {
  const said = [...sentence.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu)];
  const named = ` ${[...title.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu)].join(' ').toLowerCase()} `;
  for (let length = 6; length > 0; length--) {
    for (let i = 0; i + length <= said.length; i++) {
      const run = said.slice(i, i + length) as RegExpExecArray[];
      const [first, last] = [run[0] as RegExpExecArray, run.at(-1) as RegExpExecArray];
      const [start, end] = [first.index, last.index + last[0].length];
      const plain = sentence.slice(start, end);
      if (!named.includes(` ${run.map(([word]) => word.toLowerCase()).join(' ')} `) || /[.,;:!?()[\]—–]\s/.test(plain))
        continue;
      if (isNaming(run.map(([word]) => word))) return { start, end };
    }
  }
  return undefined;
}

const SMALL = /^(?:an?|the|of|to|and|or|but|in|on|at|for|from|with|by|as|is|are|was|its?|this|that)$/i;

/** "Sorrel 2", not "of the"; one word alone only where it is a name. */
function isNaming(list: string[]): boolean {
  if (SMALL.test(list[0] as string) || SMALL.test(list.at(-1) as string)) return false;
  return (
    list.some((word) => /[\p{Lu}\p{N}]/u.test(word)) &&
    (list.length > 1 || /\p{Lu}.*[\p{L}\p{N}]/u.test(list[0] as string))
  );
}

/** What of a heading and a blurb does not read as blocks of this digest do. A heading that is the page's own title is data. */
export function mannerProblems(heading: string, blurb: string, title: string): Check[] {
  const checks: Check[] = [];
  const fail = (rule: Check['rule'], detail: string) => checks.push(failed(rule, detail));
  if (heading.trim().toLowerCase() !== title.trim().toLowerCase()) {
    if (heading.includes('?')) fail('hype', 'the heading asks; say what happened');
    if (TEASES.test(heading)) fail('hype', 'the heading teases; say what it is');
    if (heading.split(/\s+/).length > MOST_HEADING_WORDS)
      fail('too-long', `the heading has more than ${MOST_HEADING_WORDS} words`);
  }
  if (blurb.includes('?')) fail('hype', 'the blurb asks a question; only the letter may');
  const count = sentences(blurb).length;
  if (count > MOST_SENTENCES) fail('too-long', `the blurb has ${count} sentences; one or two are wanted`);
  return checks;
}
