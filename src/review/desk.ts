/** One desk: an issue of a workspace, and what its routes share. It keeps no model of its own: everything is read from the files when asked. */

import type { Changed } from '../actions/desk/types.ts';
import { issuePaths } from '../actions/issues.ts';
import { loadWorkspace, type Workspace } from '../actions/workspace.ts';
import { UserError } from '../errors.ts';
import { shortHash } from '../text/hash.ts';
import type { World } from '../types.ts';
import { createEmailRenderer, type EmailRenderer } from './email.ts';
import { createEvents, type Events } from './events.ts';
import { createRunning, type Running } from './running.ts';
import type { Sessions } from './session.ts';
import { stampsOf } from './watch.ts';

export interface Desk {
  world: World;
  number: number;
  sessions: Sessions;
  events: Events;
  email: EmailRenderer;
  /** The workspace as its files say now; where they can't be read, as they last said, with what is wrong. */
  workspace(): Promise<{ workspace: Workspace; problems: string[] }>;
  running: Running;
  /** Sorts the week again beside this thread; undefined: only in it. */
  refreshWeek?: () => Promise<Changed>;
  /** Addresses of other desks of this issue, as of the last look. */
  others: string[];
  /** Does one quick change after another, in the order in which they came. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** Files whose change every page is told of. */
export function watchedFiles(number: number): string[] {
  const { markdown, evidence, receipt } = issuePaths(number);
  return [markdown, evidence, receipt, ...YAML];
}
const YAML = ['sources.yaml', 'newsletter.yaml', 'editor.yaml'];

export function createDesk(
  world: World,
  first: Workspace,
  number: number,
  sessions: Sessions,
  o: Pick<Desk, 'refreshWeek'>,
): Desk {
  let known = { stamps: '', workspace: first, problems: [] as string[] };
  let turn: Promise<unknown> = Promise.resolve();
  const events = createEvents();
  return {
    world,
    number,
    sessions,
    events,
    email: createEmailRenderer(world, number),
    running: createRunning(world.files, events),
    ...(o.refreshWeek ? { refreshWeek: o.refreshWeek } : {}),
    others: [],
    workspace: async () => {
      const stamps = (await stampsOf(world.files.root, YAML)).join();
      if (stamps !== known.stamps) known = { stamps, ...(await reload(world, known.workspace)) };
      return known;
    },
    inTurn: (work) => {
      const done = turn.then(work);
      turn = done.catch(() => {});
      return done;
    },
  };
}

async function reload(world: World, last: Workspace): Promise<{ workspace: Workspace; problems: string[] }> {
  try {
    return { workspace: await loadWorkspace(world.files), problems: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { workspace: last, problems: error.message.split('\n') };
  }
}

/** Names the bytes of issue.md as they are now, as `DeskView` does; undefined where there is none. */
export async function revOnDisk({ world, number }: Desk): Promise<string | undefined> {
  const markdown = await world.files.read(issuePaths(number).markdown);
  return markdown === undefined ? undefined : shortHash(markdown);
}
