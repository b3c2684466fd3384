/** What the checks of an issue look up: captured words, who wrote which sentence, which links are known. */
import { linksIn, parseMarkdown, plainOf, squeeze } from '../text/markdown-tree.ts';
import { memo } from '../text/memo.ts';
import { sentences } from '../text/sentences.ts';
import { updateLine } from '../text/update.ts';
import { canonicalUrl, pageKey } from '../text/url.ts';
import type { Block, Evidence, Iso, Issue, SourceText } from '../types.ts';
import { matchBlocks } from './match.ts';
import { linksOutsideQuotes, readBlock } from './parts.ts';

/** What is known of a page beside its words. */
export interface PageFacts {
  title?: string;
  /** Its author: a name, or for a post the handle. */
  author?: string;
  siteName?: string;
  publishedAt?: Iso;
}
/** What an issue is checked against. All but `sourceText` may be left out. */
export interface CheckOptions {
  /** The captured words of a page, or passages of them; undefined where there are none. */
  sourceText(url: string): string | undefined;
  /** How the draft came to be: tells machine text from the editor's, and knows titles, authors and links. */
  evidence?: Evidence;
  /** Facts of further pages. */
  pageOf?(url: string): PageFacts | undefined;
  /** Further links that are data, as written or canonical: inbox, links of captured pages, sponsors. */
  knownLinks?: ReadonlySet<string>;
  /** The newsletter's own words, as Markdown: sign-off, postscripts, house blocks. They are neither the machine's nor checked. */
  house?: readonly string[];
}

/** Who wrote a sentence; nobody of these: the editor. */
export type Writer = 'model' | 'extractive' | 'house';

export interface Context {
  issue: Issue;
  textOf(url: string): string | undefined;
  factsOf(url: string): PageFacts;
  isKnown(url: string): boolean;
  writerOf(sentence: string): Writer | undefined;
  isMachineLink(url: string): boolean;
  /** Pages that a block's words may rest on: its links, and the items of the machine's block that it is. */
  pagesOf(block: number): string[];
}

/** Gathers what the checks look up. */
export function contextOf(issue: Issue, o: CheckOptions): Context {
  const facts = factsFrom(o.evidence);
  const writers = writersFrom(o);
  const known = knownFrom(o);
  const { blocks = [], letter } = o.evidence ?? {};
  // subjects and preheader are no Markdown: what looks like a link in them is none
  const machineLinks = new Set([...blocks, ...(letter ? [letter] : [])].flatMap(({ markdown }) => linksOf(markdown)));
  const matches = o.evidence ? matchBlocks(issue.blocks, o.evidence.blocks) : [];
  const linked = [...linksOf(issue.letter), ...issue.blocks.flatMap(({ links }) => links)];
  const textAt = (url: string) => o.sourceText(url)?.trim() || undefined;
  const textOf = (url: string) =>
    textAt(url) ??
    linked
      .filter((other) => pageKey(other) === pageKey(url))
      .map(textAt)
      .find(Boolean);
  return {
    issue,
    textOf,
    factsOf: (url) => ({ ...facts.get(pageKey(url)), ...o.pageOf?.(url) }),
    isKnown: (url) => known.has(canonicalUrl(url)) || known.has(pageKey(url)) || textOf(url) !== undefined,
    writerOf: (sentence) => writers.get(squeeze(sentence)),
    isMachineLink: (url) => machineLinks.has(url),
    pagesOf: (block) => {
      const { markdown } = issue.blocks[block] as Block;
      return [...new Set([...linksBesideQuotes(markdown), ...(matches[block]?.items.map(({ url }) => url) ?? [])])];
    },
  };
}

/** The sources of some pages as the proofs of machine text read them: words, title, author and site. */
export function sourcesOf(urls: string[], { textOf, factsOf }: Context): SourceText[] {
  return urls.flatMap((url) => {
    const { title, author, siteName, publishedAt } = factsOf(url);
    const text = [author, siteName, textOf(url)].filter(Boolean).join('\n\n');
    if (!text && !title) return [];
    return [{ text, ...(title ? { title } : {}), ...(publishedAt ? { publishedAt } : {}) }];
  });
}

/** A line that is only the second of a recording that its link goes to. */
const CLOCK = /^\d{1,3}(?::\d\d){1,2}$/;

/** The texts of a piece of Markdown that are somebody's own words: heading and prose, without length, quotes and pictures. Not to be changed in place. */
export const wordsOf: (markdown: string) => string[] = memo((markdown) => {
  const { heading, parts } = readBlock(markdown);
  const prose = parts.flatMap((part) => (part.kind === 'prose' ? [plainOf(part.markdown)] : []));
  return [plainOf(heading), ...prose].filter((text) => text !== '' && !CLOCK.test(text));
}, 500);

/** A text's sentences, white space normalised. */
export function sentencesOf(text: string): string[] {
  return sentences(text)
    .map(({ start, end }) => squeeze(text.slice(start, end)))
    .filter(Boolean);
}

const linksOf: (markdown: string) => readonly string[] = memo((markdown) => linksIn(parseMarkdown(markdown)), 500);
const linksBesideQuotes: (markdown: string) => readonly string[] = memo(
  (markdown) => linksOutsideQuotes(parseMarkdown(markdown)),
  500,
);

function machineTexts({ blocks, letter, subjects, preheader }: Evidence): { markdown: string; writer: Writer }[] {
  return [...blocks, letter, ...[...subjects, preheader].map((markdown) => ({ markdown, writer: letter.writer }))];
}

function writersFrom({ evidence, house = [] }: CheckOptions): Map<string, Writer> {
  const writers = new Map<string, Writer>();
  const texts = evidence ? machineTexts(evidence) : [];
  // later ones win: what a model wrote is held to more than what was taken from a page, and the newsletter's words to nothing
  const ordered = [
    ...texts.filter(({ writer }) => writer === 'extractive'),
    ...texts.filter(({ writer }) => writer === 'model'),
    ...updatesIn(evidence).map((markdown) => ({ markdown, writer: 'extractive' as const })),
    ...house.map((markdown) => ({ markdown, writer: 'house' as const })),
  ];
  for (const { markdown, writer } of ordered) {
    for (const text of wordsOf(markdown)) for (const sentence of sentencesOf(text)) writers.set(sentence, writer);
  }
  return writers;
}

/** The line that names the issue of an update is data, whoever wrote the rest of its block. */
function updatesIn(evidence: Evidence | undefined): string[] {
  return (evidence?.blocks ?? []).flatMap(({ told }) => (told?.update ? [updateLine(told)] : []));
}

function factsFrom(evidence: Evidence | undefined): Map<string, PageFacts> {
  const facts = new Map<string, PageFacts>();
  for (const { url, title, author, source, publishedAt } of evidence?.blocks.flatMap(({ items }) => items) ?? []) {
    facts.set(pageKey(url), { title, siteName: source, publishedAt, ...(author ? { author } : {}) });
  }
  return facts;
}

function knownFrom({ evidence, knownLinks = new Set(), house = [] }: CheckOptions): Set<string> {
  const urls = [
    ...(evidence?.blocks.flatMap(({ items, quotes, passages }) =>
      [...items, ...quotes, ...passages].map(({ url }) => url),
    ) ?? []),
    ...(evidence?.runnersUp.map(({ url }) => url) ?? []),
    ...house.flatMap(linksOf),
  ];
  const known = new Set(urls.map(pageKey));
  for (const link of knownLinks) {
    known.add(link);
    known.add(pageKey(link.includes('://') ? link : `https://${link}`));
  }
  return known;
}
