import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { approvalHash } from '../../src/issue/approval.ts';
import { formatIssue } from '../../src/issue/format.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import type { IssueStatus } from '../../src/types.ts';

/** An `issue.md` that an editor approved just as it is. */
export function approvedText(markdown: string, status: IssueStatus = 'published'): string {
  const sha256 = approvalHash(markdown);
  return formatIssue({
    ...parseIssue(markdown),
    status,
    approved: { by: 'MZ', at: '2026-02-02T08:00:00.000Z', sha256 },
  });
}

/** Puts an `issue.md` into a workspace. */
export function putIssue(dir: string, number: number, markdown: string): void {
  const path = join(dir, 'issues', String(number).padStart(3, '0'), 'issue.md');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, markdown);
}
