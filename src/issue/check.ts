import { letterBody, parseMarkdown } from '../text/markdown-tree.ts';
import type { Block, Check, Issue, SourceText } from '../types.ts';
import { type CheckOptions, type Context, contextOf, sourcesOf, wordsOf } from './check-context.ts';
import { checkHandles, checkLinks } from './check-links.ts';
import { checkQuote } from './check-quotes.ts';
import { checkWords, strictness } from './check-words.ts';
import { linksOutsideQuotes, partsOf } from './parts.ts';

export type { CheckOptions, PageFacts } from './check-context.ts';

/**
 * Proofreads an issue against what was captured: quotes (P1), attributions and links (P2), numbers, dates and names (P3), the machine's
 * style (P11). Quotes that hold, or are vouched for, are in the answer too, as `ok`; of the rest only what failed.
 */
export function checkIssue(issue: Issue, o: CheckOptions): Check[] {
  return checkSteps(issue, o).flatMap(({ run }) => run());
}

/** A part of the proofreading: that of a block, or where there is none, of letter, subject and preheader. */
export interface CheckStep {
  block?: number;
  run(): Check[];
}

/** The same proofreading piece by piece, for who has other work to do in between. */
export function checkSteps(issue: Issue, o: CheckOptions): CheckStep[] {
  const context = contextOf(issue, o);
  const blocks = issue.blocks.map((block, i) => ({
    block: i,
    run: () => checkBlock(block, i, context).map((check) => ({ ...check, block: i })),
  }));
  return [{ run: () => checkLetter(context) }, ...blocks];
}

function checkBlock(block: Block, index: number, context: Context): Check[] {
  const pages = context.pagesOf(index);
  const words = wordsOf(block.markdown);
  const sources = provable(pages, context);
  return [
    ...quotesOf(block.parts, block.links, context),
    ...checkHandles(block.markdown, context),
    ...checkLinks(block.markdown, context),
    ...checkCaptured(pages, words, context),
    ...words.flatMap((text) => checkWords(text, sources, context)),
  ];
}

/** Letter, subject and preheader speak of the whole issue, and may rest on any page in it. */
function checkLetter(context: Context): Check[] {
  const { issue } = context;
  const body = letterBody(issue.letter);
  const root = parseMarkdown(body);
  const links = linksOutsideQuotes(root);
  const pages = [...new Set([...links, ...issue.blocks.flatMap((_, i) => context.pagesOf(i))])];
  const headings = issue.blocks.map(({ heading }) => heading).join('\n');
  const sources = provable(pages, context);
  const lines = [issue.subject, issue.preheader].flatMap((line) => (line ? [line] : []));
  const words = [...lines, ...wordsOf(body)];
  return [
    ...quotesOf(partsOf(root.children, body), links, context),
    ...checkHandles(body, context),
    ...checkLinks(body, context),
    ...words.flatMap((text) =>
      checkWords(text, sources.length ? [...sources, { title: headings, text: '' }] : [], context),
    ),
  ];
}

function quotesOf(parts: Block['parts'], links: string[], context: Context): Check[] {
  return parts.flatMap((part) => (part.kind === 'quote' ? checkQuote(part, links, context) : []));
}

/** The sources of pages, where the words of at least one of them are captured; else nothing can be proven. */
function provable(pages: string[], context: Context): SourceText[] {
  return pages.some((url) => context.textOf(url) !== undefined) ? sourcesOf(pages, context) : [];
}

/** Where nothing is captured of any page that a block rests on, its words were not checked, and it says so. */
function checkCaptured(pages: string[], words: string[], context: Context): Check[] {
  if (pages.length === 0 || pages.some((url) => context.textOf(url) !== undefined)) return [];
  const level = strictness(words, context);
  if (!level) return [];
  const detail = `nothing is captured of ${pages[0]}, so the numbers and names of this block can't be proven here`;
  return [{ rule: 'source-incomplete', level, ok: false, detail }];
}
