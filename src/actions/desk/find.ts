/** Blocks as the desk names them. */
import { matchTraces, traceOf } from '../../issue/match.ts';
import { pieceOf, revOf } from '../../issue/pieces.ts';
import { words } from '../../text/tokens.ts';
import type { Issue } from '../../types.ts';
import { collide, type Refusal } from './outcome.ts';
import type { BlockRef, Conflict } from './types.ts';

/** The block's words as the desk shows them: without the rule behind it. */
export function bodyAt({ blocks }: Issue, index: number): string {
  const block = blocks[index];
  return block ? pieceOf(block).body : '';
}

/** The name of the block at `index`. */
export function refOf(issue: Issue, index: number): BlockRef {
  return { index, rev: revOf(bodyAt(issue, index)) };
}

/**
 * The index of a block, wherever it stands now; where its words are not there any more, the conflict with what stands there instead. `yours` is what was to be written; '' where the
 * block was only to be moved or taken out.
 */
export function findBlock(issue: Issue, { index, rev }: BlockRef, yours: string): number | Refusal {
  if (index < issue.blocks.length && refOf(issue, index).rev === rev) return index;
  const same = [...issue.blocks.keys()].filter((at) => refOf(issue, at).rev === rev);
  const [only, ...more] = same;
  if (only !== undefined && more.length === 0) return only;
  return collide({ yours, ...standsNow(issue, index, yours) });
}

/** What took the block's place: what it is recognised by, else most of its words; without words to go by, what stands at its place. */
function standsNow(issue: Issue, index: number, yours: string): Omit<Conflict, 'yours'> {
  const at = yours.trim() === '' ? index : nearest(issue, yours);
  if (at === undefined || at >= issue.blocks.length)
    return { detail: 'This block was deleted elsewhere since you read it.' };
  return {
    theirs: bodyAt(issue, at),
    block: refOf(issue, at),
    detail: 'This block was changed elsewhere since you read it.',
  };
}

/** The share of words that a block has in common at least to be taken for the one that was changed. */
const ENOUGH = 0.4;

function nearest(issue: Issue, yours: string): number | undefined {
  const bodies = [...issue.blocks.keys()].map((at) => bodyAt(issue, at));
  const match = matchTraces(
    [traceOf(yours)],
    bodies.map(traceOf),
    bodies.map((_, at) => String(at)),
  )[0];
  if (match !== undefined) return match;
  const wanted = new Set(words(yours));
  const shares = bodies.map((body) => new Set(words(body)).intersection(wanted).size / Math.max(1, wanted.size));
  const most = Math.max(0, ...shares);
  return most >= ENOUGH ? shares.indexOf(most) : undefined;
}
