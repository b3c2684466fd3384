import { wordsOf } from '../../issue/check-context.ts';
import { linksOutsideQuotes } from '../../issue/parts.ts';
import { type Fact, factsFrom } from '../../text/blurb.ts';
import { parseMarkdown } from '../../text/markdown-tree.ts';
import { passageAround, type Span } from '../../text/sentences.ts';
import { pageKey } from '../../text/url.ts';
import { writtenAt } from '../../text/voice.ts';
import type { Block, BlockEvidence, Evidence, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { findBlock } from './find.ts';
import { capturedWords } from './proofs.ts';
import { readTold } from './told.ts';
import type { BlockRef, WordProof } from './types.ts';

/** Where words of a page stand that may bear something out: its text, or who wrote it and how it is called. */
interface Place {
  url: string;
  text: string;
  publishedAt?: string;
}

/**
 * Each number, date and name of a block's own words (heading and prose, no quotes), in order, with the passage of its story's pages that has it. Nothing where the block is not there any more.
 */
export async function wordProofs(
  world: World,
  _workspace: Workspace,
  number: number,
  o: { block: BlockRef },
): Promise<WordProof[]> {
  const { issue, evidence, machine } = await readTold(world, number);
  const at = findBlock(issue, o.block, '');
  const block = typeof at === 'number' ? issue.blocks[at] : undefined;
  if (!block) return [];
  const places = await placesOf(world, evidence, pagesOf(block, machine[at as number]?.evidence));
  const proofs = wordsOf(block.markdown).flatMap((text) => proofsIn(text, places));
  return [...new Map(proofs.map((proof) => [`${proof.kind} ${proof.words}`, proof])).values()];
}

/** The pages that a block's words may rest on: its links, and the pages of the machine's block that it is. */
function pagesOf({ markdown }: Block, machine: BlockEvidence | undefined): string[] {
  const urls = [...linksOutsideQuotes(parseMarkdown(markdown)), ...(machine?.items.map(({ url }) => url) ?? [])];
  return [...new Map(urls.map((url) => [pageKey(url), url])).values()];
}

/** The words of pages first: what a page calls itself proves less than what it says. */
async function placesOf(world: World, evidence: Evidence | undefined, urls: string[]): Promise<Place[]> {
  const texts: Place[] = [];
  const heads: Place[] = [];
  const known = evidence?.blocks.flatMap(({ items }) => items) ?? [];
  for (const url of urls) {
    const captured = await capturedWords(world, evidence, url);
    const of = known.find((each) => pageKey(each.url) === pageKey(url));
    const item = captured?.item;
    const publishedAt = item ? writtenAt(item) : of?.publishedAt;
    const dated = publishedAt ? { publishedAt } : {};
    if (captured?.text) texts.push({ url, text: captured.text, ...dated });
    const head = item
      ? [item.pageSays?.title ?? item.title, item.author, item.siteName, item.sourceName]
      : [of?.title, of?.author, of?.source];
    const text = [...new Set(head.filter(Boolean))].join(' · ');
    if (text) heads.push({ url, text });
  }
  return [...texts, ...heads];
}

const BETWEEN = '\n\n;\n\n';

function proofsIn(text: string, places: Place[]): WordProof[] {
  // a name of several parts may stand in the words of one page and the title of another
  const together = { url: '', text: places.map((place) => place.text).join(BETWEEN) };
  const judged = [...places, together].map((place) => ({ place, facts: factsFrom(text, place) }));
  return factsFrom(text, { text: '' }).flatMap(({ said, kind, ok }, i) => {
    // what needs no source is no name: the word that a sentence begins with
    if (ok && kind === 'name') return [];
    const found = judged.map(({ place, facts }) => foundIn(place, facts[i], places)).find(Boolean);
    if (!found && kind === 'name' && judged.some(({ facts }) => facts[i]?.ok)) return [];
    return [{ words: said, kind, ...(found ? { found } : {}) }];
  });
}

function foundIn(place: Place, fact: Fact | undefined, places: Place[]): WordProof['found'] {
  if (!fact?.ok) return undefined;
  const [span] = fact.places;
  const day = place.publishedAt?.slice(0, 10);
  if (!span)
    return fact.kind === 'date' && day
      ? { url: place.url, passage: `Published ${day}`, start: 10, end: 20 }
      : undefined;
  return place.url ? shown(place, span) : shownOf(span, places);
}

/** A place in the texts run together, in the one that it is in. */
function shownOf({ start, end }: Span, places: Place[]): WordProof['found'] {
  let at = 0;
  for (const place of places) {
    const to = at + place.text.length;
    if (start >= at && end <= to) return shown(place, { start: start - at, end: end - at });
    at = to + BETWEEN.length;
  }
  return undefined;
}

function shown({ url, text }: Place, { start, end }: Span): WordProof['found'] {
  const passage = passageAround(text, start, end, 1);
  // a passage is a slice of the text, and begins before the place in it
  const from = start - text.lastIndexOf(passage, start);
  return { url, passage, start: from, end: from + end - start };
}
