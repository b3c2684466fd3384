import { asBody, piecesOf, rebuilt } from '../../issue/pieces.ts';
import type { Issue, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { bodyAt, findBlock } from './find.ts';
import { type Outcome, refuse } from './outcome.ts';
import type { BlockRef, Changed } from './types.ts';

export interface EditBlock {
  block: BlockRef;
  markdown: string;
}

/** Writes other words in the place of a block's; the rule behind it stays. A heading or a rule typed into it makes several blocks of it. */
export async function editBlock(
  world: World,
  _workspace: Workspace,
  number: number,
  { block, markdown }: EditBlock,
): Promise<Changed> {
  return change(world, number, ({ issue }) => edited(issue, block, markdown));
}

function edited(issue: Issue, block: BlockRef, markdown: string): Outcome {
  const body = asBody(markdown, issue);
  if (body === '') return refuse('A block needs words: delete it, if it is to go.');
  const at = findBlock(issue, block, markdown);
  if (typeof at !== 'number') {
    // the answer to an earlier, equal request was lost on its way
    const same = [block.index, at.ok === false && 'conflict' in at ? at.conflict.block?.index : undefined];
    const written = same.find((index) => index !== undefined && bodyAt(issue, index) === body);
    return written === undefined ? at : { issue, did: 'block edited', index: written };
  }
  return withWords(issue, at, body, 'block edited');
}

/** The issue with other words in the place of the block at `at`. Other actions of the desk change blocks by it too. */
export function withWords(issue: Issue, at: number, body: string, did: string): Outcome {
  const pieces = piecesOf(issue);
  const old = pieces[at];
  if (!old) return refuse('There is no such block.');
  if (old.body === body) return { issue, did, index: at };
  pieces[at] = { body, tail: old.tail };
  const made = rebuilt(issue, pieces, at, 1);
  if (!made)
    return refuse(
      'These words would make the blocks around them something else: begin with a heading, or end what is left open.',
    );
  return { issue: made, did, index: at };
}
