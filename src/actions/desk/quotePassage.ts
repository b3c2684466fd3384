import { eolOf } from '../../issue/front.ts';
import { withNewQuote } from '../../issue/quote-lines.ts';
import { verifyQuote } from '../../text/quote.ts';
import { wholeWords } from '../../text/words.ts';
import type { World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { withWords } from './editBlock.ts';
import { bodyAt, findBlock } from './find.ts';
import { newQuote } from './newQuote.ts';
import { refuse } from './outcome.ts';
import { capturedWords } from './proofs.ts';
import type { BlockRef, Changed } from './types.ts';

export interface QuotePassage {
  block: BlockRef;
  url: string;
  /** Offsets in what was captured of the page (`capturedWords`). A word that is only half between them is taken whole. */
  start: number;
  end: number;
}

/** Characters of the longest quote. */
const LONGEST = 4000;

/** Makes a quote of a page's words, under its link in the block; where the block has no such link, one is added. */
export async function quotePassage(
  world: World,
  _workspace: Workspace,
  number: number,
  { block, url, start, end }: QuotePassage,
): Promise<Changed> {
  return change(world, number, async ({ issue, evidence }) => {
    const at = findBlock(issue, block, '');
    if (typeof at !== 'number') return at;
    const captured = await capturedWords(world, evidence, url);
    if (!captured) return refuse(`Nothing is captured of ${url}: there is nothing to quote.`);
    const place = wholeWords(captured.text, start, end);
    const words = captured.text.slice(place.start, place.end);
    if (words === '') return refuse('No words are selected.');
    if (words.length > LONGEST)
      return refuse(`A quote of ${words.length} characters is too long: select at most ${LONGEST}.`);
    const proof = verifyQuote(words, captured.text);
    if (!proof.ok) return refuse('These words can’t be proven to stand in the page: select whole sentences.');
    const eol = eolOf(issue.front);
    const wanted = newQuote(captured, evidence, { words, start: place.start, url, eol });
    if ('ok' in wanted) return wanted;
    const made = withNewQuote(bodyAt(issue, at), wanted, eol);
    if (made === undefined)
      return refuse(
        'The quote can’t be put in without moving another one under a wrong link: change the block by hand.',
      );
    return withWords(issue, at, made, 'quote added');
  });
}
