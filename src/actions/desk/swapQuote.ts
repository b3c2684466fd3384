import { eolOf } from '../../issue/front.ts';
import { quoteLines, withQuote } from '../../issue/quote-lines.ts';
import { sameWords } from '../../text/markdown-tree.ts';
import { verifyQuote } from '../../text/quote.ts';
import type { World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { withWords } from './editBlock.ts';
import { bodyAt, findBlock } from './find.ts';
import { newQuote } from './newQuote.ts';
import { refuse } from './outcome.ts';
import { capturedWords } from './proofs.ts';
import type { BlockRef, Changed } from './types.ts';

export interface SwapQuote {
  block: BlockRef;
  /** The words of the one that goes. */
  quote: string;
  /** Only its words and its page count: whose and when it was said is known from what was captured. */
  candidate: { text: string; url: string; seconds?: number; voice?: { handle: string; where: string } };
}

/** Puts another quote in a quote’s place, under the link, the voice’s line or the moment’s line that is its own. Words that are not in what was captured of its page are refused. */
export async function swapQuote(
  world: World,
  _workspace: Workspace,
  number: number,
  { block, quote, candidate }: SwapQuote,
): Promise<Changed> {
  return change(world, number, async ({ issue, evidence }) => {
    const at = findBlock(issue, block, '');
    if (typeof at !== 'number') return at;
    const body = bodyAt(issue, at);
    const index = quoteLines(body).findIndex(({ text }) => sameWords(text, quote));
    if (index < 0) return refuse('That quote is not in the block any more.');
    const captured = await capturedWords(world, evidence, candidate.url);
    const proof = captured && verifyQuote(candidate.text, captured.text);
    if (!captured || !proof?.ok)
      return refuse(
        `These words are not in what was captured of ${candidate.url}, so they can’t stand as a quote of it.`,
      );
    const eol = eolOf(issue.front);
    const wanted = newQuote(captured, evidence, { words: candidate.text, start: proof.start, url: candidate.url, eol });
    if ('ok' in wanted) return wanted;
    const made = withQuote(body, index, wanted, eol);
    if (made === undefined)
      return refuse(
        'The quote can’t be swapped without moving another one under a wrong link: change the block by hand.',
      );
    return withWords(issue, at, made, 'quote swapped');
  });
}
