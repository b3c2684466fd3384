import { stringify } from 'yaml';
import { endsWithRule, missingFence } from '../text/markdown-tree.ts';
import type { Day, Issue } from '../types.ts';
import { eolOf, joinFront, writeFront } from './front.ts';
import { parseIssue } from './parse.ts';

/** What stands between two blocks of a draft. */
export const RULE = '* * *';

/**
 * The issue as the text of `issue.md`. Letter and blocks are written as they are, and so is front matter whose fields are unchanged;
 * what is added is only what keeps moved blocks apart: a line break, the end of open code, a rule before a block without a heading.
 */
export function formatIssue(issue: Issue): string {
  const eol = eolOf(issue.front);
  let text = joinFront(writeFront(issue));
  let before = issue.letter;
  for (const block of issue.blocks) {
    text += separated(before, block.level === 0, eol);
    before = block.markdown;
  }
  return text + before;
}

/** A piece that another one follows. */
function separated(piece: string, needsRule: boolean, eol: string): string {
  if (needsRule && !endsWithRule(piece)) return ruled(piece, eol);
  const closed = fenced(piece, eol);
  return closed === '' || /[\r\n]$/.test(closed) ? closed : closed + gap(closed, eol);
}

/** A piece that ends with a rule and an empty line. */
export function ruled(piece: string, eol: string): string {
  const closed = fenced(piece, eol);
  if (endsWithRule(closed)) return closed + gap(closed, eol);
  return `${closed}${gap(closed, eol)}${RULE}${eol}${eol}`;
}

function fenced(piece: string, eol: string): string {
  const fence = missingFence(piece);
  return fence === undefined ? piece : `${piece}${/[\r\n]$/.test(piece) ? '' : eol}${fence}${eol}`;
}

/** The line breaks that a piece lacks before an empty line stands below it. */
export function gap(piece: string, eol: string): string {
  if (piece === '' || /(?:\n|\r)[ \t]*(?:\r\n|\n|\r)[ \t]*$/.test(piece)) return '';
  return /[\r\n][ \t]*$/.test(piece) ? eol : eol + eol;
}

/** What a draft is made of. Texts are Markdown; rules stand between them, not in them. */
export interface DraftParts {
  number: number;
  date: Day;
  window: { since: Day; until: Day };
  subject?: string;
  preheader?: string;
  letter: string;
  blocks: { markdown: string }[];
}

/** A fresh draft as the design lays it out: front matter, letter, a rule, then blocks with rules between. */
export function draftIssue({ number, date, window, subject, preheader, letter, blocks }: DraftParts): Issue {
  const field = (name: string, value: string | undefined) =>
    value ? stringify({ [name]: value }, { lineWidth: 0 }) : '';
  const front = [
    `number: ${number}\ndate: ${date}\nwindow: { since: ${window.since}, until: ${window.until} }\n`,
    field('subject', subject),
    field('preheader', preheader),
    'status: draft # draft → approved → published\n',
  ].join('');
  const pieces = [letter, ...blocks.map(({ markdown }) => markdown)].map((piece) => piece.trim()).filter(Boolean);
  return parseIssue(`---\n${front}---\n${pieces.join(`\n\n${RULE}\n\n`)}\n`);
}
