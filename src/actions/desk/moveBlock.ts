import { piecesOf, rebuilt } from '../../issue/pieces.ts';
import type { World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { findBlock } from './find.ts';
import { refuse } from './outcome.ts';
import type { BlockRef, Changed } from './types.ts';

export interface MoveBlock {
  block: BlockRef;
  /** The index that it shall have. */
  to: number;
}

/** Moves a block's words; the rules between blocks stay where they are. */
export async function moveBlock(
  world: World,
  _workspace: Workspace,
  number: number,
  { block, to }: MoveBlock,
): Promise<Changed> {
  return change(world, number, ({ issue }) => {
    const from = findBlock(issue, block, '');
    if (typeof from !== 'number') return from;
    const pieces = piecesOf(issue);
    const at = Math.max(0, Math.min(pieces.length - 1, Math.trunc(to) || 0));
    const did = 'block moved';
    if (at === from) return { issue, did, index: at };
    const bodies = pieces.map(({ body }) => body);
    bodies.splice(at, 0, ...bodies.splice(from, 1));
    const moved = pieces.map(({ tail }, i) => ({ body: bodies[i] as string, tail }));
    const made = rebuilt(issue, moved, at, 1);
    if (
      !made ||
      piecesOf(made)
        .map(({ body }) => body)
        .join('\0') !== bodies.join('\0')
    )
      return refuse('The block can’t stand there: it would become part of the one before it.');
    return { issue: made, did, index: at };
  });
}
