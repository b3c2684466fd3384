/** An issue as it stands on the disk, read once a text: the desk asks after every key. */
import { UserError } from '../../errors.ts';
import { parseEvidence } from '../../issue/evidence.ts';
import { readIssueText } from '../../issue/pieces.ts';
import { memo } from '../../text/memo.ts';
import type { Evidence, Files, Issue } from '../../types.ts';
import { issuePaths } from '../issues.ts';

/** Not to be changed in place. */
export interface Standing {
  issue: Issue;
  markdown: string;
  /** Undefined: the issue was written by hand. */
  evidence: Evidence | undefined;
}

/** Reads issue.md and evidence.json. The same texts give the same objects. Throws UserError where the first is missing or either is broken. */
export async function readStanding(files: Files, number: number): Promise<Standing> {
  const paths = issuePaths(number);
  const [markdown, evidence] = await Promise.all([files.read(paths.markdown), files.read(paths.evidence)]);
  if (markdown === undefined)
    throw new UserError(`${paths.markdown} not found: it was moved or deleted. Put it back, or draft it again.`);
  return {
    issue: issueFrom(markdown, paths.markdown),
    markdown,
    evidence: evidence === undefined ? undefined : evidenceFrom(evidence, paths.evidence),
  };
}

function issueFrom(markdown: string, path: string): Issue {
  try {
    return readIssueText(markdown);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`) : error;
  }
}

const readers = new Map<string, (text: string) => Evidence>();

function evidenceFrom(text: string, path: string): Evidence {
  const read = readers.get(path) ?? memo((json) => parseEvidence(json, path), 2);
  readers.set(path, read);
  return read(text);
}
