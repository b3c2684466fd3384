import { parse } from 'yaml';
import { sha256 } from '../text/hash.ts';
import type { Issue } from '../types.ts';
import { splitFront } from './front.ts';

const ASIDE = new Set(['status', 'approved', 'corrections']);

/**
 * What an approval is given to: sha256 in hex over the front matter's data without `status`, `approved` and `corrections`, and every character
 * after it. Line ends and white space at the file's end don't count, since version control changes these between machines. Throws UserError
 * where there is no front matter.
 */
export function approvalHash(markdown: string): string {
  const { front, rest } = splitFront(markdown);
  const data: Record<string, unknown> = parse(front.replace(/^\uFEFF/, ''), { schema: 'failsafe' }) ?? {};
  const kept = Object.entries(data).filter(([key]) => !ASIDE.has(key));
  const body = rest.replace(/\r\n?/g, '\n').trimEnd();
  return sha256(`${JSON.stringify(kept)}\n${body}`);
}

/** Whether a person approved exactly this text (P4): the status says so, and the recorded hash is the text's own. */
export function isApproved(issue: Issue, markdown: string): boolean {
  return issue.status !== 'draft' && issue.approved?.sha256 === approvalHash(markdown);
}
