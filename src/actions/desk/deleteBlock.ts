import { rebuilt, without } from '../../issue/pieces.ts';
import type { World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { findBlock } from './find.ts';
import { refuse } from './outcome.ts';
import type { BlockRef, Changed } from './types.ts';

export interface DeleteBlock {
  block: BlockRef;
}

/** Takes a block out. Undoing brings it back; a machine’s block can also be restored later. */
export async function deleteBlock(
  world: World,
  _workspace: Workspace,
  number: number,
  { block }: DeleteBlock,
): Promise<Changed> {
  return change(world, number, ({ issue }) => {
    const at = findBlock(issue, block, '');
    if (typeof at !== 'number') return at;
    const made = rebuilt(issue, without(issue, at), at, 0);
    return made
      ? { issue: made, did: 'block deleted' }
      : refuse('Without this block those around it would become one.');
  });
}
