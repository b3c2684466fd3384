import { type Window, windowOf } from '../config/window.ts';
import { UserError } from '../errors.ts';
import { parseEvidence } from '../issue/evidence.ts';
import { readIssueText } from '../issue/pieces.ts';
import { pageKey } from '../text/url.ts';
import type { Evidence, Files, Issue, PastIssues, PastStory, World } from '../types.ts';
import { REMEMBERED, storiesOf } from './past.ts';
import { examplesOf, type Sample, sampleOf } from './pastExamples.ts';
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

/** Reads `issue.md`; not to be changed in place. Throws UserError with the file's path where it is missing or broken. */
export async function readIssue(files: Files, number: number): Promise<{ issue: Issue; markdown: string }> {
  const { markdown: path } = issuePaths(number);
  const markdown = await files.read(path);
  if (markdown === undefined)
    throw new UserError(
      `${path} not found. \`pullquote draft\` makes the next issue; \`pullquote status\` lists those there are.`,
    );
  try {
    return { issue: readIssueText(markdown), markdown };
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

/**
 * What a draft of `number` knows of the issues before it: the pages that they told, the stories of the newest and how they sounded, where the last one's window ended and when it was drafted. In a
 * replay where there are none, what the recorded run knew.
 */
export async function pastIssues(world: World, number: number): Promise<PastIssues> {
  const told = new Set<string>();
  const stories: PastStory[] = [];
  const samples: Sample[] = [];
  const before = (await issueNumbers(world.files)).filter((each) => each < number);
  let last: { lastUntil?: string; lastDraftedAt?: string } = {};
  for (const each of before) {
    const { issue } = await readIssue(world.files, each);
    const evidence = await readEvidence(world.files, each);
    for (const block of issue.blocks) for (const link of block.links) told.add(pageKey(link));
    if (before.slice(-REMEMBERED).includes(each)) {
      stories.push(...storiesOf(issue, evidence));
      samples.push(sampleOf(issue, evidence));
    }
    last = { lastUntil: issue.window?.until ?? issue.date, ...(evidence ? { lastDraftedAt: evidence.draftedAt } : {}) };
  }
  const examples = examplesOf(samples);
  const known = { ...(stories.length ? { stories } : {}), ...(examples ? { examples } : {}) };
  const past = { number, told: [...told].sort(), ...known, ...last };
  return told.size === 0 && world.recordedPast ? { ...world.recordedPast, number } : past;
}

/** The number that a draft works on: the newest issue where it is still a draft, else the next; in an empty folder the first, or the recorded run's. */
export async function nextNumber(world: World): Promise<number> {
  const newest = (await issueNumbers(world.files)).at(-1);
  if (newest === undefined) return world.recordedPast?.number ?? 1;
  const { issue } = await readIssue(world.files, newest);
  return issue.status === 'draft' ? newest : newest + 1;
}

/** What the next draft would look at, for commands that only look. */
export async function nextIssue(
  world: World,
  workspace: Workspace,
  o: { since?: string; until?: string },
): Promise<{ window: Window; past: PastIssues }> {
  const past = await pastIssues(world, await nextNumber(world));
  return { window: windowFor(world, workspace, o, past.lastUntil), past };
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
