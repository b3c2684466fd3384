/** Two changes to one issue put together, piece by piece: what each side changed, moved, added and deleted since both had the same text. */

import { mergeLines } from '../text/hunks.ts';
import { letterBody } from '../text/markdown-tree.ts';
import type { Issue } from '../types.ts';
import { formatIssue } from './format.ts';
import { parseBlock } from './parse.ts';
import { readIssueText } from './pieces.ts';
import { type Collision, mergeBodies } from './three-blocks.ts';

export type { Collision } from './three-blocks.ts';

export type Three = { ok: true; markdown: string } | Collision;

/** Fields that are merged one by one; the others are theirs: a status is never brought back. */
const FIELDS = ['date', 'window', 'subject', 'preheader', 'vouched', 'corrections'] as const;

/**
 * Both changes to `base`, in the bytes of `theirs` wherever we changed nothing. Where both changed one field, the letter at the same lines, or one block at the same lines, or one changed
 * what the other deleted, the collision. Throws UserError where one of the texts is no issue.
 */
export function mergeThree(base: string, ours: string, theirs: string): Three {
  if (theirs === base || theirs === ours) return { ok: true, markdown: ours };
  if (ours === base) return { ok: true, markdown: theirs };
  const [was, mine, now] = [base, ours, theirs].map(readIssueText) as [Issue, Issue, Issue];
  const merged = mergedFields(was, mine, now);
  if ('ok' in merged) return merged;
  const letter = mergeLines(was.letter, mine.letter, now.letter);
  if (letter === undefined) {
    const [yours, other] = [letterBody(mine.letter), letterBody(now.letter)];
    return { ok: false, piece: 'letter', yours, theirs: other, detail: 'the letter was changed elsewhere too' };
  }
  const blocks = mergeBodies(was, mine, now);
  if ('ok' in blocks) return blocks;
  const read = blocks.map(({ body, tail }) => parseBlock(body + tail));
  return { ok: true, markdown: formatIssue({ ...merged, letter, blocks: read }) };
}

function mergedFields(base: Issue, ours: Issue, theirs: Issue): Issue | Collision {
  const merged: Issue = { ...theirs };
  for (const field of FIELDS) {
    const [was, mine, now] = [base, ours, theirs].map((issue) => JSON.stringify(issue[field]));
    if (mine === was || mine === now) continue;
    if (now !== was)
      return {
        ok: false,
        piece: 'front',
        yours: mine ?? '',
        ...(now === undefined ? {} : { theirs: now }),
        detail: `\`${field}\` was changed elsewhere too`,
      };
    if (ours[field] === undefined) delete merged[field as 'subject'];
    else Object.assign(merged, { [field]: ours[field] });
  }
  return merged;
}
