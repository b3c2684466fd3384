import { asBody, revOf, withLetter } from '../../issue/pieces.ts';
import { letterBody } from '../../text/markdown-tree.ts';
import type { World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { collide, refuse } from './outcome.ts';
import type { Changed } from './types.ts';

export interface EditLetter {
  rev: string;
  markdown: string;
}

/** Writes another letter; title and rule stay. An empty one takes it out. */
export async function editLetter(
  world: World,
  _workspace: Workspace,
  number: number,
  { rev, markdown }: EditLetter,
): Promise<Changed> {
  return change(world, number, ({ issue }) => {
    const did = 'letter edited';
    const now = letterBody(issue.letter);
    const body = asBody(markdown, issue);
    if (now === body) return { issue, did };
    if (revOf(now) !== rev)
      return collide({ yours: markdown, theirs: now, detail: 'The letter was changed elsewhere since you read it.' });
    const made = withLetter(issue, body);
    return made ? { issue: made, did } : refuse('These words would swallow the first block: end what is left open.');
  });
}
