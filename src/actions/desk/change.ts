/** The one place from which the desk writes: an issue, with what else a change touches and the way back, as one. */
import { UserError } from '../../errors.ts';
import { isApproved } from '../../issue/approval.ts';
import { formatEvidence } from '../../issue/evidence.ts';
import { formatIssue } from '../../issue/format.ts';
import { readIssueText } from '../../issue/pieces.ts';
import type { Evidence, Files, Issue, World } from '../../types.ts';
import { issuePaths } from '../issues.ts';
import { refOf } from './find.ts';
import { formatHistory, type History, historyPath, readHistory, recorded } from './history.ts';
import { type Outcome, refuse } from './outcome.ts';
import { readStanding, type Standing } from './standing.ts';
import type { Changed } from './types.ts';

export { collide, type Done, type Outcome, type Refusal, refuse } from './outcome.ts';
export type { Standing } from './standing.ts';

/** Is called again where somebody wrote to the file meanwhile, so it asks no model and spends nothing. */
export type Deed = (now: Standing) => Outcome | Promise<Outcome>;

/** How long another run's lock is waited for, in milliseconds, and how often a file that somebody else is writing is read again. */
const WAIT = 10_000;
const TRIES = 20;

/**
 * Does something to an issue: all of its files are written or none, with the way back. What is approved and changes becomes a draft again; what is published is not changed. Throws
 * UserError where another run holds the workspace, or a file is missing or broken.
 */
export function change(world: World, number: number, deed: Deed): Promise<Changed> {
  return withIssue(world, number, async (now, history) => {
    const outcome = await deed(now);
    if ('ok' in outcome) return outcome;
    const { did, evidence, files = [], note, index } = outcome;
    const made = textOf(outcome.issue, now);
    if (typeof made !== 'string') return made;
    const { text, reopened } = reopen(made, now);
    const before = (path: string) => world.files.read(path).then((found) => found ?? '');
    const written = [
      { path: issuePaths(number).markdown, before: now.markdown, after: text },
      ...(await Promise.all(files.map(async ([path, after]) => ({ path, before: await before(path), after })))),
    ];
    const notes = [...(note === undefined ? [] : [note]), ...(reopened ? [REOPENED] : [])];
    return {
      files: written.filter((file) => file.before !== file.after).map(({ path, after }) => [path, after]),
      ...(evidence && evidence !== now.evidence ? { evidence } : {}),
      history: recorded(history, { did, at: world.clock().toISOString(), files: written }),
      changed: {
        ok: true,
        did,
        ...(index === undefined ? {} : blockAt(text, index)),
        ...(notes.length ? { note: notes.join(' ') } : {}),
      },
    };
  });
}

export const REOPENED = 'The issue was approved; now that it has changed it is a draft again.';

/** What is to be written. */
export interface Step {
  files: [path: string, text: string][];
  evidence?: Evidence;
  history: History;
  changed: Changed;
}
/** What is there now, and what the desk remembers, to what is to be written; or why nothing is. */
export type Work = (now: Standing, history: History) => Promise<Step | Extract<Changed, { ok: false }>>;

/**
 * Works on an issue while nobody else of ours does. Somebody with an editor asks for no lock: where the file is another one when it is to be written, the work is done again on that.
 */
export function withIssue(world: World, number: number, work: Work): Promise<Changed> {
  return alone(world.files, async () => {
    for (let left = TRIES; left > 0; left--) {
      const now = await readStanding(world.files, number);
      if (now.issue.status === 'published')
        return refuse(
          `Issue ${number} is published: it is not changed any more. What was wrong in it goes under \`corrections\` in its front matter.`,
        );
      const history = await readHistory(world.files, number);
      const step = await work(now, history);
      if ('ok' in step) return step;
      if ((await world.files.read(issuePaths(number).markdown)) !== now.markdown) continue;
      const texts = [...step.files];
      if (step.evidence) texts.push([issuePaths(number).evidence, formatEvidence(step.evidence)]);
      if (step.history !== history) texts.push([historyPath(number), formatHistory(step.history)]);
      if (texts.length) await world.files.writeTogether(texts);
      return step.changed;
    }
    return refuse('Another program keeps writing to the issue’s file: close it, or wait until it is done.');
  });
}

/** Changes of this process one after another, in the order in which they came: only other processes have to be waited for by looking. */
const turns = new WeakMap<Files, Promise<unknown>>();

/** Runs `work` while no other desk or command writes to the workspace. Throws UserError where one still does after ten seconds. */
export function alone<T>(files: Files, work: () => Promise<T>): Promise<T> {
  const locked = () => files.locked('review', work, WAIT);
  const mine = (turns.get(files) ?? Promise.resolve()).then(locked, locked);
  turns.set(files, mine);
  return mine;
}

/** The text of the issue, or why it can't be written. */
function textOf(issue: Issue, now: Standing): string | Extract<Changed, { ok: false }> {
  try {
    return issue === now.issue ? now.markdown : formatIssue(issue);
  } catch (error) {
    if (error instanceof UserError) return refuse(error.message);
    throw error;
  }
}

/** An approval is given to one text: under another it goes (P4). */
export function reopen(text: string, now: Standing): { text: string; reopened: boolean } {
  const issue = readIssueText(text);
  if (text === now.markdown || issue.status !== 'approved' || isApproved(issue, text)) return { text, reopened: false };
  const { approved, ...rest } = issue;
  return { text: formatIssue({ ...rest, status: 'draft' }), reopened: true };
}

/** The block at an index as the desk names it, where there is one. */
export function blockAt(text: string, index: number): Pick<Extract<Changed, { ok: true }>, 'block'> {
  const issue = readIssueText(text);
  return index >= 0 && index < issue.blocks.length ? { block: refOf(issue, index) } : {};
}
