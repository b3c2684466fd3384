import { UserError } from '../errors.ts';
import { isApproved } from '../issue/approval.ts';
import { type ArchiveFile, buildArchive } from '../render/archive/build.ts';
import { ARCHIVE_TEMPLATES, type ArchiveTemplate } from '../render/archive/fill.ts';
import { archiveHome, issueFolder } from '../render/archive/url.ts';
import type { Files, Issue, World } from '../types.ts';
import { readManifest, replaceArchive } from './archiveFiles.ts';
import { issueNumbers, issuePaths, readIssue } from './issues.ts';
import { readReceipt } from './publishReceipt.ts';
import type { Workspace } from './workspace.ts';

/** Where the archive is written where nobody says, within the workspace. */
export const ARCHIVE_FOLDER = 'archive';
const TEMPLATES = 'templates/archive';

export interface ArchiveResult {
  folder: string;
  /** Where it will be read, if newsletter.yaml says so. */
  url?: string;
  /** The issues in it, newest first. */
  issues: number[];
  /** Those that are not, and why. */
  leftOut: { number: number; reason: 'draft' | 'not-published' | 'changed'; detail: string }[];
  written: string[];
  unchanged: number;
  removed: string[];
  /** Files of issues that are gone which somebody changed: they were left where they are. */
  kept: string[];
}

/**
 * Writes the web archive into `target`: the published issues and, where `approved` says so, those that are approved and not published yet. What is no
 * person's approved text does not get in (P4). Only files that an earlier run wrote are replaced or removed. Throws UserError where anything else
 * is in the way, before anything is written.
 */
export async function archive(
  world: World,
  workspace: Workspace,
  target: Files,
  o: { approved: boolean },
): Promise<ArchiveResult> {
  refuseWorkspace(target.root, world.files.root);
  return world.files.locked('archive', async () => {
    const { shown, leftOut } = await sift(world, o.approved);
    const manifest = await readManifest(target);
    refuseLost(leftOut, Object.keys(manifest.files));
    for (const { reason, detail } of leftOut) if (reason === 'changed') world.report.warn(detail);
    const { newsletter } = workspace;
    const url = archiveHome(newsletter);
    if (!url)
      world.report.warn(
        'newsletter.yaml says nothing of where the archive will be read: it gets no feed, sitemap and canonical links. Write `archive: { url: https://… }`.',
      );
    const step = (done: number, total: number) => world.report.step('archive', done, total);
    const files: ArchiveFile[] = buildArchive(shown, newsletter, await templatesOf(world), step);
    const changes = await replaceArchive(target, files, manifest);
    for (const path of changes.kept)
      world.report.warn(`${path} belongs to the archive no more, but somebody changed it: delete it yourself.`);
    const issues = shown.map(({ number }) => number).sort((a, b) => b - a);
    return { folder: target.root, ...(url ? { url } : {}), issues, leftOut, ...changes };
  });
}

/** Which issues are shown. One that cannot be read stops everything: a page must not vanish for a slip of the pen. */
async function sift(
  { files }: World,
  withApproved: boolean,
): Promise<{ shown: Issue[]; leftOut: ArchiveResult['leftOut'] }> {
  const shown: Issue[] = [];
  const leftOut: ArchiveResult['leftOut'] = [];
  for (const number of await issueNumbers(files)) {
    const { issue, markdown } = await readIssue(files, number);
    const reason = !isApproved(issue, markdown)
      ? issue.status === 'draft'
        ? 'draft'
        : 'changed'
      : withApproved || (await isPublished(files, number, issue))
        ? undefined
        : 'not-published';
    if (reason) leftOut.push({ number, reason, detail: detailOf(number, reason, issue) });
    // the folder's number is the one that every command knows an issue by
    else shown.push({ ...issue, number });
  }
  return { shown, leftOut };
}

/** The editor says so, or the very text that was approved is on a platform. */
async function isPublished(files: Files, number: number, { status, approved }: Issue): Promise<boolean> {
  if (status === 'published') return true;
  const { receipt: path } = issuePaths(number);
  const { pushed } = readReceipt(await files.read(path), path);
  return pushed.some(({ sha256 }) => sha256 === approved?.sha256);
}

function detailOf(
  number: number,
  reason: ArchiveResult['leftOut'][number]['reason'],
  { status, approved }: Issue,
): string {
  if (reason === 'draft') return `issue ${number} is a draft.`;
  if (reason === 'not-published')
    return `issue ${number} is approved and not published: \`pullquote publish ${number}\`, or take it in with --approved.`;
  const what = approved ? 'it was changed after it was approved' : 'nobody’s approval is recorded in it';
  const how = status === 'published' ? 'write `status: draft` and approve it again' : 'approve it again';
  return `issue ${number} says ${status}, but ${what}: put its words back (\`corrections:\` may be added at any time), or ${how}.`;
}

/** People have linked to a page that is there: it does not go because of a changed comma. */
function refuseLost(leftOut: ArchiveResult['leftOut'], written: string[]): void {
  const lost = leftOut.filter(
    ({ number, reason }) => reason === 'changed' && written.includes(`${issueFolder(number)}index.html`),
  );
  if (lost.length) throw new UserError(lost.map(({ detail }) => detail).join('\n'), 1);
}

/** The archive's own `issues/` would land among the workspace's. */
function refuseWorkspace(folder: string, root: string): void {
  const own = ['issues', '.pullquote', 'templates'].map((name) => `${root}/${name}`);
  if (folder === root || own.some((path) => folder === path || folder.startsWith(`${path}/`)))
    throw new UserError(
      `${folder} is the workspace's own: give the archive a folder of its own, with --out or as \`archive: { dir: ${ARCHIVE_FOLDER} }\` in newsletter.yaml.`,
    );
}

/** Each template is the workspace's own file where there is one, else the packaged one. */
async function templatesOf({ files, packaged }: World): Promise<ArchiveTemplate[]> {
  return Promise.all(
    ARCHIVE_TEMPLATES.map(async (name) => {
      const path = `${TEMPLATES}/${name}.hbs`;
      return { name, path, source: (await files.read(path)) ?? packaged(path) };
    }),
  );
}
