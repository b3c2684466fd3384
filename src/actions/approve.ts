import { UserError } from '../errors.ts';
import { approvalHash } from '../issue/approval.ts';
import { formatEvidence } from '../issue/evidence.ts';
import { formatIssue } from '../issue/format.ts';
import { letterBody, sameWords } from '../text/markdown-tree.ts';
import type { World } from '../types.ts';
import { check } from './check.ts';
import { issuePaths, readEvidence, readIssue } from './issues.ts';
import { proofsOf } from './prove.ts';
import { type BadLink, deadLines } from './publishLinks.ts';
import type { Workspace } from './workspace.ts';

export interface ApproveOptions {
  by: string;
  letterAsIs: boolean;
  offline: boolean;
}

/**
 * Marks an issue as approved: who, when, and the hash of what was approved (P4). Refuses (UserError, exit 1) errors of the check, dead links and deleted posts, and a letter
 * that is still the machine's (P11). `unseen`: links that a person must look at, since no machine could.
 */
export async function approve(
  world: World,
  workspace: Workspace,
  number: number,
  o: ApproveOptions,
): Promise<{ number: number; by: string; sha256: string; unseen: BadLink[] }> {
  return world.files.locked('approve', async () => {
    const { issue, markdown } = await readIssue(world.files, number);
    if (issue.status === 'published') throw new UserError(`issue ${number} is published already.`, 1);
    const evidence = await readEvidence(world.files, number);
    if (
      workspace.newsletter.letter === 'draft' &&
      !o.letterAsIs &&
      evidence &&
      isMachines(issue.letter, evidence.letter.markdown)
    ) {
      throw new UserError(
        `the letter of issue ${number} is still the machine’s. Write it, set \`letter: off\` in newsletter.yaml, or approve it as it is with --letter-as-is.`,
        1,
      );
    }
    const report = await check(world, workspace, number, { links: !o.offline });
    if (report.errors)
      throw new UserError(
        `issue ${number} has ${report.errors} ${report.errors === 1 ? 'error' : 'errors'}; \`pullquote check ${number}\` lists them.${deadLines(report.links)}`,
        1,
      );
    const sha256 = approvalHash(markdown);
    const approved = { by: o.by, at: world.clock().toISOString(), sha256 };
    const paths = issuePaths(number);
    const files: [string, string][] = [[paths.markdown, formatIssue({ ...issue, status: 'approved', approved })]];
    if (evidence)
      files.push([paths.evidence, formatEvidence({ ...evidence, proven: await proofsOf(world, issue, evidence) })]);
    await world.files.writeTogether(files);
    return { number, by: o.by, sha256, unseen: report.unseenLinks };
  });
}

/** Whether the letter says what the machine wrote, and that is something. */
function isMachines(letter: string, machine: string): boolean {
  return letterBody(machine) !== '' && sameWords(letterBody(letter), letterBody(machine));
}
