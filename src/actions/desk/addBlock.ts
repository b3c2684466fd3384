import { asBody, inserted, rebuilt } from '../../issue/pieces.ts';
import type { Issue, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { type Outcome, refuse } from './outcome.ts';
import type { Changed } from './types.ts';

export interface AddBlock {
  markdown: string;
  /** The index that it shall have; by default the last. */
  at?: number;
}

/** Puts in a block of the editor’s own. */
export async function addBlock(
  world: World,
  _workspace: Workspace,
  number: number,
  { markdown, at }: AddBlock,
): Promise<Changed> {
  return change(world, number, ({ issue }) => withBlock(issue, markdown, at, 'block added'));
}

/** The issue with one more block, at the end or where it is told. Other actions of the desk add blocks by it too. */
export function withBlock(issue: Issue, markdown: string, at: number | undefined, did: string): Outcome {
  const body = asBody(markdown, issue);
  if (body === '') return refuse('A block needs words.');
  const last = issue.blocks.length;
  const index = Math.max(0, Math.min(last, Math.trunc(at ?? last)));
  const made = rebuilt(issue, inserted(issue, index, body), index, 1);
  if (!made)
    return refuse(
      'These words would make the blocks around them something else: begin with a heading, or end what is left open.',
    );
  return { issue: made, did, index };
}
