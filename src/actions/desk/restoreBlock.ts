import type { Evidence, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { withBlock } from './addBlock.ts';
import { change } from './change.ts';
import { deletedBlocks, type Matched, machineBlocks } from './machine.ts';
import { refuse } from './outcome.ts';
import type { Changed } from './types.ts';

export interface RestoreBlock {
  storyId: string;
}

/** Puts a machine’s block that the editor deleted back, as the machine wrote it last, between the blocks that it was drafted between. */
export async function restoreBlock(
  world: World,
  _workspace: Workspace,
  number: number,
  { storyId }: RestoreBlock,
): Promise<Changed> {
  return change(world, number, ({ issue, evidence }) => {
    const matched = machineBlocks(issue, evidence);
    const block = deletedBlocks(evidence, matched).find((each) => each.storyId === storyId);
    if (!evidence || !block)
      return refuse('There is no such deleted block: it stands in the issue, or was never drafted.');
    return withBlock(issue, block.markdown, placeOf(storyId, evidence, matched), 'block restored');
  });
}

/** Behind the nearest block that was drafted before it, else before the nearest that was drafted after it; undefined: at the end. */
function placeOf(storyId: string, { blocks }: Evidence, matched: (Matched | undefined)[]): number | undefined {
  const order = [...new Set(blocks.map((each) => each.storyId))];
  const here = order.map((id) => matched.findIndex((each) => each?.evidence.storyId === id));
  const at = order.indexOf(storyId);
  const before = here.slice(0, at).findLast((index) => index >= 0);
  const after = here.slice(at).find((index) => index >= 0);
  return before === undefined ? after : before + 1;
}
