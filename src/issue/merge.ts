/** Re-drafting (P5): a new draft goes into the file around everything that a person wrote, moved or deleted. */
import { letterBody, letterSpan, sameWords } from '../text/markdown-tree.ts';
import type { Evidence, Issue } from '../types.ts';
import { formatIssue, gap, ruled } from './format.ts';
import { eolOf } from './front.ts';
import { drafted, draftedBlocks, everDrafted, mergeBlocks, withEol } from './merge-blocks.ts';
import { parseBlock, parseIssue } from './parse.ts';

/** The file as it stands, how it came to be, and a fresh draft of the same issue with its own evidence. */
export interface Redraft {
  file: Issue;
  evidence: Evidence;
  draft: Issue;
  draftEvidence: Evidence;
}
/** What re-drafting makes of them, and what the editor should know about it. */
export interface Merged {
  issue: Issue;
  evidence: Evidence;
  notes: string[];
}

/**
 * Puts a fresh draft into the file. What a person changed is kept byte for byte in its place, what was deleted stays deleted; an untouched
 * block is renewed where its story is still chosen and stays, with a note, where it is not; new stories go to the end, none twice.
 */
export function mergeDraft({ file, evidence, draft, draftEvidence }: Redraft): Merged {
  const ever = evidence.blocks.map(drafted);
  const now = draftedBlocks(draft.blocks, draftEvidence);
  const { blocks, fresh, notes } = mergeBlocks(file, ever, now);
  const eol = eolOf(file.front);
  const letterKept = !sameWords(letterBody(file.letter), letterBody(evidence.letter.markdown));
  const letter = letterKept ? file.letter : withLetter(file, letterBody(draft.letter), eol);
  const lines = mergeLines({ file, evidence, draft, draftEvidence });
  const merged = appendBlocks({ ...file, ...lines.fields, letter, blocks }, fresh, eol);
  return {
    issue: parseIssue(formatIssue(merged)),
    evidence: {
      ...draftEvidence,
      number: file.number,
      letter: letterKept ? evidence.letter : draftEvidence.letter,
      ...lines.evidence,
      blocks: everDrafted(ever, now),
      notes: [...draftEvidence.notes, ...notes],
    },
    notes,
  };
}

/** The new letter between the file's own title and rule. */
function withLetter({ letter, blocks }: Issue, body: string, eol: string): string {
  const [start, end] = letterSpan(letter);
  if (sameWords(letter.slice(start, end), body)) return letter;
  const before = letter.slice(0, start);
  if (end > start) return before + withEol(body, eol) + letter.slice(end);
  const added = `${before}${gap(before, eol)}${withEol(body, eol)}${eol}${eol}${letter.slice(end).trimStart()}`;
  return blocks.length === 0 ? added : ruled(added, eol);
}

/** Subject, preheader and window, each renewed only where it stands as the machine left it. */
function mergeLines({ file, evidence, draft, draftEvidence }: Redraft): {
  fields: Partial<Issue>;
  evidence: Partial<Evidence>;
} {
  const keepSubject = !sameWords(file.subject ?? '', evidence.subjects[0] ?? '');
  const keepPreheader = !sameWords(file.preheader ?? '', evidence.preheader);
  const { since, until } = evidence.window;
  const keepWindow = file.window?.since !== since || file.window.until !== until;
  return {
    fields: {
      ...(keepSubject || draft.subject === undefined ? {} : { subject: draft.subject }),
      ...(keepPreheader || draft.preheader === undefined ? {} : { preheader: draft.preheader }),
      ...(keepWindow || draft.window === undefined ? {} : { window: draft.window }),
    },
    evidence: {
      subjects: keepSubject ? evidence.subjects : draftEvidence.subjects,
      preheader: keepPreheader ? evidence.preheader : draftEvidence.preheader,
    },
  };
}

/** New blocks after the last one, with a rule before each. */
function appendBlocks(issue: Issue, fresh: string[], eol: string): Issue {
  if (fresh.length === 0) return issue;
  const blocks = [...issue.blocks];
  let letter = issue.letter;
  const last = blocks.at(-1);
  if (last) blocks[blocks.length - 1] = { ...last, markdown: ruled(last.markdown, eol) };
  else if (letter.trim() !== '') letter = ruled(letter, eol);
  for (const [i, body] of fresh.entries()) {
    const text = withEol(body, eol);
    blocks.push(parseBlock(i < fresh.length - 1 ? ruled(text, eol) : text + eol));
  }
  return { ...issue, letter, blocks };
}
