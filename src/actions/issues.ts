import { type Window, windowOf } from '../config/window.ts';
import { UserError } from '../errors.ts';
import { parseEvidence } from '../issue/evidence.ts';
import { parseIssue } from '../issue/parse.ts';
import { pageKey } from '../text/url.ts';
import type { Evidence, Files, Issue, World } from '../types.ts';
import type { Workspace } from './workspace.ts';

/** The files of one issue, relative to the workspace. */
export function issuePaths(number: number) {
  const folder = `issues/${String(number).padStart(3, '0')}`;
  return {
    folder,
    markdown: `${folder}/issue.md`,
    evidence: `${folder}/evidence.json`,
    html: `${folder}/issue.html`,
    text: `${folder}/issue.txt`,
    receipt: `${folder}/receipt.json`,
  };
}

/** The numbers of the issues that have an `issue.md`, ascending. */
export async function issueNumbers(files: Files): Promise<number[]> {
  const folders = (await files.list('issues')).filter((name) => /^\d+$/.test(name));
  const numbers: number[] = [];
  for (const name of folders) {
    if ((await files.size(`issues/${name}/issue.md`)) !== undefined) numbers.push(Number(name));
  }
  return numbers.sort((a, b) => a - b);
}

/** Reads `issue.md`. Throws UserError with the file's path where it is missing or broken. */
export async function readIssue(files: Files, number: number): Promise<{ issue: Issue; markdown: string }> {
  const { markdown: path } = issuePaths(number);
  const markdown = await files.read(path);
  if (markdown === undefined)
    throw new UserError(
      `${path} not found. \`pullquote draft\` makes the next issue; \`pullquote status\` lists those there are.`,
    );
  try {
    return { issue: parseIssue(markdown), markdown };
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The evidence of an issue, or undefined where it was written by hand. */
export async function readEvidence(files: Files, number: number): Promise<Evidence | undefined> {
  const { evidence: path } = issuePaths(number);
  const text = await files.read(path);
  return text === undefined ? undefined : parseEvidence(text, path);
}

/** The issue that a command means when it is given none: the newest. Throws UserError where there is no issue yet. */
export async function resolveNumber(files: Files, given: string | undefined): Promise<number> {
  if (given !== undefined) {
    const number = Number(given.replace(/^issues\//, '').replace(/\/(issue\.md)?$/, ''));
    if (!Number.isInteger(number) || number < 0)
      throw new UserError(`“${given}” is not an issue: give its number, such as 89.`);
    return number;
  }
  const newest = (await issueNumbers(files)).at(-1);
  if (newest === undefined) throw new UserError('there is no issue yet: `pullquote draft` makes the first one.');
  return newest;
}

/** Page keys of every link that the blocks of issues before `number` carry, and the day until which the last of them reached. */
export async function pastIssues(
  files: Files,
  number: number,
): Promise<{ told: Set<string>; lastUntil: string | undefined }> {
  const told = new Set<string>();
  let lastUntil: string | undefined;
  for (const past of await issueNumbers(files)) {
    if (past >= number) break;
    const { issue } = await readIssue(files, past);
    for (const block of issue.blocks) for (const link of block.links) told.add(pageKey(link));
    lastUntil = issue.window?.until ?? issue.date;
  }
  return { told, lastUntil };
}

/** The number that a draft works on: the newest issue where it is still a draft, else the next. */
export async function nextNumber(files: Files): Promise<number> {
  const newest = (await issueNumbers(files)).at(-1);
  if (newest === undefined) return 1;
  const { issue } = await readIssue(files, newest);
  return issue.status === 'draft' ? newest : newest + 1;
}

/** What the next draft would look at, for commands that only look: its window and what issues before it told. */
export async function nextIssue(
  world: World,
  workspace: Workspace,
  o: { since?: string; until?: string },
): Promise<{ window: Window; told: Set<string> }> {
  const { told, lastUntil } = await pastIssues(world.files, await nextNumber(world.files));
  return { window: windowFor(world, workspace, o, lastUntil), told };
}

/** The window from what was asked for, else from the last issue's end to now. */
export function windowFor(
  world: World,
  { newsletter }: Workspace,
  o: { since?: string; until?: string },
  lastUntil: string | undefined,
): Window {
  return windowOf({
    ...(o.since ? { since: o.since } : {}),
    ...(o.until ? { until: o.until } : {}),
    ...(lastUntil ? { lastUntil } : {}),
    now: world.clock(),
    timezone: newsletter.timezone,
  });
}
