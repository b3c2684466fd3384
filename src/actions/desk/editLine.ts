import type { Issue, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { collide } from './outcome.ts';
import type { Changed } from './types.ts';

export interface EditLine {
  line: 'subject' | 'preheader';
  /** As the desk read it. */
  was: string;
  text: string;
}

/** Writes another subject or preheader: one line; an empty one takes the field out. */
export async function editLine(
  world: World,
  _workspace: Workspace,
  number: number,
  { line, was, text }: EditLine,
): Promise<Changed> {
  return change(world, number, ({ issue }) => {
    const did = `${line} edited`;
    const now = issue[line] ?? '';
    const words = text
      .toWellFormed()
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    if (now === words) return { issue, did };
    if (now !== was)
      return collide({ yours: words, theirs: now, detail: `The ${line} was changed elsewhere since you read it.` });
    const made: Issue = { ...issue, [line]: words };
    if (words === '') delete made[line];
    return { issue: made, did };
  });
}
