import { readIssueText, revOf } from '../../issue/pieces.ts';
import { mergeThree } from '../../issue/three.ts';
import { mergeLines } from '../../text/hunks.ts';
import type { World } from '../../types.ts';
import { issuePaths } from '../issues.ts';
import type { Workspace } from '../workspace.ts';
import { blockAt, REOPENED, reopen, withIssue } from './change.ts';
import { bodyAt, refOf } from './find.ts';
import { textsAround, toRedo, toUndo, turned, type Written } from './history.ts';
import { collide, type Refusal, refuse } from './outcome.ts';
import type { Standing } from './standing.ts';
import type { Changed } from './types.ts';

/** Takes back the desk's last change, around what was written elsewhere since. Where just that was changed elsewhere, the conflict. */
export async function undo(world: World, _workspace: Workspace, number: number, _o: object = {}): Promise<Changed> {
  return turn(world, number, 'undone');
}

/** Does again what was undone last. */
export async function redo(world: World, _workspace: Workspace, number: number, _o: object = {}): Promise<Changed> {
  return turn(world, number, 'done');
}

function turn(world: World, number: number, to: 'done' | 'undone'): Promise<Changed> {
  const { markdown: path } = issuePaths(number);
  return withIssue(world, number, async (now, history) => {
    const index = to === 'undone' ? toUndo(history) : toRedo(history);
    const around = textsAround(history, index);
    const entry = history.entries[index];
    if (!entry) return refuse(to === 'undone' ? 'There is nothing to undo.' : 'There is nothing to do again.');
    if (!around) return refuse(`“${entry.did}” can’t be found again: its history in .pullquote is broken.`);
    const files: [string, string][] = [];
    let reopened = false;
    for (const { path: file, before, after } of around) {
      const [from, into] = to === 'undone' ? [after, before] : [before, after];
      const step = { path: file, before: from, after: into };
      const made = file === path ? issueAfter(step, now) : await fileAfter(world, step);
      if (typeof made !== 'string') return made;
      const settled = file === path ? reopen(made, now) : { text: made, reopened: false };
      reopened ||= settled.reopened;
      files.push([file, settled.text]);
    }
    const text = files.find(([file]) => file === path)?.[1] ?? now.markdown;
    return {
      files,
      history: turned(history, index, to),
      changed: {
        ok: true,
        did: `${to === 'undone' ? 'undone' : 'done again'}: ${entry.did}`,
        ...blockAt(text, firstChanged(now.markdown, text)),
        ...(reopened ? { note: REOPENED } : {}),
      },
    };
  });
}

function issueAfter({ before, after }: Written, { issue, markdown }: Standing): string | Refusal {
  const merged = mergeThree(before, after, markdown);
  if (merged.ok) return merged.markdown;
  const { yours, theirs, index, detail } = merged;
  return collide({
    yours,
    ...(theirs === undefined ? {} : { theirs }),
    ...(index === undefined ? {} : { block: refOf(issue, index) }),
    detail: `It can’t be taken back or done again by itself: ${detail}.`,
  });
}

async function fileAfter({ files }: World, { path, before, after }: Written): Promise<string | Refusal> {
  const theirs = (await files.read(path)) ?? '';
  const merged = mergeLines(before, after, theirs);
  if (merged !== undefined) return merged;
  return collide({ yours: after, theirs, detail: `The same lines of ${path} were changed elsewhere since.` });
}

/** The index of the first block that is another one, or -1. */
function firstChanged(before: string, after: string): number {
  const [was, now] = [readIssueText(before), readIssueText(after)];
  return now.blocks.findIndex((_, at) => revOf(bodyAt(now, at)) !== revOf(bodyAt(was, at)));
}
