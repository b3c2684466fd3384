/** `import`: a back catalogue as past issues, so that numbers, memory and voice go on from it. */
import { parse } from 'yaml';
import { windowOf } from '../config/window.ts';
import { SourceError, UserError } from '../errors.ts';
import type { Day, Files, World } from '../types.ts';
import { oldFeed, savedFeed } from './importFeed.ts';
import { oldFiles } from './importFiles.ts';
import { numberIssues, type Standing } from './importNumbers.ts';
import type { Found, ImportedIssue, ImportOptions, ImportResult, OldIssue, Shelf } from './importTypes.ts';
import { issueText } from './importWrite.ts';
import { issueNumbers, issuePaths, readIssue } from './issues.ts';
import type { Workspace } from './workspace.ts';

/** What is imported: the address of a feed, a folder or file, or a feed that was saved as a file. */
export type OldPlace = { url: string } | { shelf: Shelf } | { feed: Uint8Array };

/** More days than this since the newest issue, and the first draft should be told how far to look back. */
const LONG_AGO = 21;
const DAY = 86_400_000;

/**
 * Writes each old issue as `issues/NNN/issue.md`, published: all of them or none, and never over a file that is there. What can't be read is data. What an earlier import brought in is known again by where it
 * came from. Throws UserError where their numbers can't be told, SourceError where the feed does not answer.
 */
export async function importIssues(
  world: World,
  workspace: Workspace,
  place: OldPlace,
  o: ImportOptions = {},
): Promise<ImportResult> {
  const found = await read(world, workspace, place, o);
  return world.files.locked('import', async () => {
    const { standing, imported } = await standingIn(world.files);
    const there: ImportResult['there'] = [];
    const fresh: OldIssue[] = [];
    for (const issue of found.issues) {
      const number = imported.get(issue.from);
      if (number === undefined) fresh.push(issue);
      else there.push({ number, from: issue.from });
    }
    const { past, leftOut: early } = inThePast(fresh, today(world, workspace));
    const numbered = numberIssues(past, standing, o.first);
    const { issues, files, leftOut } = written(numbered.issues, world, o);
    if (!o.dryRun && files.length > 0) await world.files.writeTogether(files);
    const next = Math.max(0, ...issues.map(({ number }) => number), ...standing.map(({ number }) => number)) + 1;
    return {
      issues,
      there,
      leftOut: [...found.leftOut, ...early, ...numbered.leftOut, ...leftOut],
      notes: [...found.notes, ...numbered.notes, ...advice(issues, standing, world, workspace, o)],
      next,
    };
  });
}

async function read(world: World, { newsletter }: Workspace, place: OldPlace, o: ImportOptions): Promise<Found> {
  const how = { timezone: newsletter.timezone, ...(o.base === undefined ? {} : { base: o.base }) };
  if ('url' in place) return oldFeed(world, place.url, how);
  if ('feed' in place) return savedFeed(world, place.feed, how);
  return oldFiles(place.shelf, how);
}

/** The issues of the workspace, and where those that were imported came from. Throws UserError where one can't be read: its number must not be given again. */
async function standingIn(files: Files): Promise<{ standing: Standing[]; imported: Map<string, number> }> {
  const standing: Standing[] = [];
  const imported = new Map<string, number>();
  for (const number of await issueNumbers(files)) {
    const { issue } = await readIssue(files, number);
    standing.push({ number, date: issue.date });
    const from: unknown = parse(issue.front.replace(/^\uFEFF/, ''), { schema: 'failsafe' })?.imported?.from;
    if (typeof from === 'string') imported.set(from, number);
  }
  return { standing, imported };
}

function today(world: World, { newsletter }: Workspace): Day {
  return windowOf({ now: world.clock(), timezone: newsletter.timezone }).until;
}

/** What is yet to come was never sent; the next draft's window would begin at its date. */
function inThePast(issues: OldIssue[], tomorrow: Day): { past: OldIssue[]; leftOut: ImportResult['leftOut'] } {
  const leftOut = issues
    .filter(({ date }) => date >= tomorrow)
    .map(({ from, date }) => ({ from, reason: `its date, ${date}, is yet to come` }));
  return { past: issues.filter(({ date }) => date < tomorrow), leftOut };
}

function written(numbered: (OldIssue & { number: number })[], world: World, o: ImportOptions) {
  const issues: ImportedIssue[] = [];
  const files: [string, string][] = [];
  const leftOut: ImportResult['leftOut'] = [];
  const vouching = { at: world.clock().toISOString(), ...(o.by === undefined ? {} : { by: o.by }) };
  for (const old of numbered) {
    try {
      const { number, date, title, from, notes } = old;
      const { text, issue } = issueText(old, vouching);
      const path = issuePaths(number).markdown;
      issues.push({ number, date, title, from, path, blocks: issue.blocks.length, notes });
      files.push([path, text]);
    } catch (error) {
      if (!(error instanceof UserError || error instanceof SourceError)) throw error;
      leftOut.push({ from: old.from, reason: error.message });
    }
  }
  return { issues, files, leftOut };
}

function advice(
  issues: ImportedIssue[],
  standing: Standing[],
  world: World,
  { newsletter }: Workspace,
  o: ImportOptions,
): string[] {
  if (issues.length === 0) return [];
  const notes: string[] = [];
  const newest = [...issues, ...standing].reduce((a, b) => (b.date > a.date ? b : a));
  const { until } = windowOf({ now: world.clock(), timezone: newsletter.timezone });
  const days = Math.round((Date.parse(until) - Date.parse(newest.date)) / DAY);
  if (days > LONG_AGO)
    notes.push(
      `the newest issue is of ${newest.date}: the first draft would tell of ${days} days. Say \`pullquote draft --since DAY\`.`,
    );
  if (o.by === undefined)
    notes.push(
      'nobody’s approval is recorded in them, so that `pullquote archive` leaves them out: `--by NAME` says who stands for them.',
    );
  const unsorted = standing.filter(({ number, date }) =>
    issues.some((each) => each.number > number !== each.date >= date),
  );
  if (unsorted.length > 0)
    notes.push(`the numbers do not follow the dates beside issue ${unsorted[0]?.number}: look at both.`);
  return notes;
}
