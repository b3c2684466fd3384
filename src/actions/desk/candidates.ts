import { findQuotes } from '../../stages/quotes.ts';
import { shortHash } from '../../text/hash.ts';
import { passageAround } from '../../text/sentences.ts';
import { words } from '../../text/tokens.ts';
import type { Quote, Story, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { findBlock } from './find.ts';
import { storyOfBlock } from './story.ts';
import { readTold, type Told } from './told.ts';
import type { BlockRef, Candidate } from './types.ts';

const MOST = 12;
/** Of them as many are kept for what people said, where there is as much. */
const VOICES = 4;
/** Pages of a story that are searched. */
const PAGES = 8;

/**
 * What else a block could quote: passages of each page of its story, and posts, best first; at most 12, without what the issue quotes already. Nothing where the pages are not in the store, or
 * the block is not there any more.
 */
export async function candidates(
  world: World,
  _workspace: Workspace,
  number: number,
  o: { block: BlockRef },
): Promise<Candidate[]> {
  const told = await readTold(world, number);
  const at = findBlock(told.issue, o.block, '');
  const block = typeof at === 'number' ? told.issue.blocks[at] : undefined;
  const story = block && (await storyOfBlock(world, block, told.machine[at as number]?.evidence));
  if (!story) return [];
  const used = quotedIn(told);
  const fresh = quotesOf(story).filter(({ text }) => !used.some((quoted) => overlap(quoted, keyOf(text))));
  return best(fresh).flatMap((quote) => toCandidate(quote, story));
}

/** Passages of every page, not of the lead alone, and each post once. */
function quotesOf(story: Story): Quote[] {
  const pages = [story.lead, ...story.items.filter((item) => item !== story.lead && !item.voice)].slice(0, PAGES);
  const found = pages.flatMap((lead) => findQuotes({ ...story, lead }));
  return [...new Map(found.map((quote) => [`${quote.itemId} ${quote.start}`, quote])).values()];
}

function best(quotes: Quote[]): Quote[] {
  const order = quotes.toSorted((a, b) => b.score - a.score);
  const [posts, passages] = [order.filter(({ voice }) => voice), order.filter(({ voice }) => !voice)];
  const kept = passages.slice(0, MOST - Math.min(VOICES, posts.length));
  return [...kept, ...posts.slice(0, MOST - kept.length)];
}

function quotedIn({ issue }: Told): string[] {
  const parts = issue.blocks.flatMap((block) => block.parts);
  return parts.flatMap((part) => (part.kind === 'quote' ? [keyOf(part.text)] : []));
}

function keyOf(text: string): string {
  return ` ${words(text).join(' ')} `;
}

function overlap(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a);
}

function toCandidate({ text, url, itemId, start, end, score, seconds, voice }: Quote, story: Story): Candidate[] {
  const item = story.items.find(({ id }) => id === itemId);
  if (!item) return [];
  return [
    {
      id: shortHash(`${url}\n${text}`),
      ...{ text, url, score },
      source: item.siteName ?? item.sourceName,
      passage: passageAround(item.text, start, end),
      ...(seconds === undefined ? {} : { seconds }),
      ...(voice ? { voice } : {}),
    },
  ];
}
