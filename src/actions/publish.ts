import { UserError } from '../errors.ts';
import { isApproved } from '../issue/approval.ts';
import type { World } from '../types.ts';
import { issuePaths, readIssue } from './issues.ts';
import { renderFor } from './render.ts';
import type { Workspace } from './workspace.ts';

/** What was pushed where: one entry a platform. */
export interface Receipt {
  version: 1;
  pushed: { platform: string; id: string; where: string; at: string; sha256: string }[];
}
export interface PublishResult {
  number: number;
  platform: string;
  where: string;
  /** False where this very issue was there already. */
  pushed: boolean;
}

/** Puts an approved issue on a platform, as a draft, once (P4). Throws UserError where it is not approved, was changed since, or the platform is unknown. */
export async function publish(world: World, workspace: Workspace, number: number, to: string): Promise<PublishResult> {
  return world.files.locked('publish', async () => {
    const platform = world.platforms[to];
    if (!platform)
      throw new UserError(`there is no platform “${to}”. Known: ${Object.keys(world.platforms).join(', ')}.`);
    const { issue, markdown } = await readIssue(world.files, number);
    if (!isApproved(issue, markdown)) throw new UserError(notApproved(number, issue.approved !== undefined), 1);
    const { receipt: path } = issuePaths(number);
    const receipt = readReceipt(await world.files.read(path), path);
    const sha256 = (issue.approved as { sha256: string }).sha256;
    const before = receipt.pushed.find((entry) => entry.platform === to && entry.sha256 === sha256);
    if (before) return { number, platform: to, where: before.where, pushed: false };
    const rendered = await renderFor(world, workspace, number, to);
    const { subject = workspace.newsletter.name, preheader = '' } = issue;
    const { id, where } = await platform.createDraft({
      number,
      key: `issue-${number}`,
      subject,
      preheader,
      html: rendered.html,
      text: rendered.text,
      markdown,
    });
    const pushed = [
      ...receipt.pushed.filter((entry) => entry.platform !== to),
      { platform: to, id, where, at: world.clock().toISOString(), sha256 },
    ];
    await world.files.write(path, `${JSON.stringify({ version: 1, pushed }, null, 2)}\n`);
    return { number, platform: to, where, pushed: true };
  });
}

function notApproved(number: number, was: boolean): string {
  return was
    ? `issue ${number} was changed after it was approved. Run \`pullquote approve ${number}\` again.`
    : `issue ${number} is not approved. Run \`pullquote approve ${number}\` first.`;
}

/** Throws UserError where the receipt can't be read: without it a second publish could make a second draft. */
export function readReceipt(text: string | undefined, path: string): Receipt {
  if (text === undefined) return { version: 1, pushed: [] };
  try {
    const parsed = JSON.parse(text) as Receipt;
    if (parsed.version === 1 && Array.isArray(parsed.pushed)) return parsed;
  } catch {
    // told below
  }
  throw new UserError(
    `${path} is not a receipt of this version. Restore it from version control; without it an issue might be published twice.`,
  );
}
