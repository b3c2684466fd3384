/** The workspaces that a worker looks after: their sources are visited when they are due, as the files say at that moment. */
import { setTimeout } from 'node:timers/promises';
import { findsFor, sourcesOf } from '../actions/finds.ts';
import { nextIssue } from '../actions/issues.ts';
import type { CrawlJob } from '../actions/jobTypes.ts';
import { loadWorkspace, type Workspace } from '../actions/workspace.ts';
import { UserError } from '../errors.ts';
import type { Envelope } from '../queue/envelope.ts';
import { schemaOf } from '../store/postgresMigrate.ts';
import type { Stores } from '../store/stores.ts';
import type { DueSource, Files, Fleet, World } from '../types.ts';
import { plural } from './print.ts';
import { type GivenFolder, isWorkspace, workspacesIn } from './world-folders.ts';
import { type Lacks, lackingLines } from './world-lacking.ts';

export interface KeepOptions {
  dirs: GivenFolder[];
  files(dir: string): Files;
  fleet: Pick<Fleet, 'schedule'>;
  stores: Stores;
  clock: () => Date;
  lacks: Lacks;
  /** Told what is looked after, whenever that changes. */
  note(message: string): void;
  warn(message: string): void;
  /** Milliseconds between two looks whether somebody changed the files. */
  lookMs?: number;
}
/** A folder that can't be looked after as it is now, and why. */
export interface Trouble {
  folder: string;
  why: string;
}
export interface Kept {
  /** Those that are looked after now; they change with the folders. */
  readonly newsletters: string[];
  readonly troubles: Trouble[];
  /** The crawl of a due source. */
  job(due: DueSource): Envelope;
  close(): Promise<void>;
}

const LOOK_MS = 60_000;
const CONFIGURATION = ['sources.yaml', 'newsletter.yaml', 'editor.yaml'];

interface Workplace {
  workspace: Workspace;
  newsletter: string;
  mailto: string | undefined;
  window: { sinceAt: string; untilAt: string };
  /** Sources that are visited. */
  count: number;
  /** The files as they were read. */
  read: string;
}
interface Keeping extends KeepOptions {
  /** By folder. */
  places: Map<string, Workplace>;
  /** The last of each name, also of those that are looked after no more: a job of theirs may just be taken. */
  byName: Map<string, Workplace>;
  /** By folder. */
  troubles: Map<string, string>;
  /** What was said last of what is kept, and of what is lacking. */
  said: Set<string>;
}

/**
 * Reads the workspaces and has their sources scheduled; looks now and then whether they changed, came or went. What can't be read is told and looked at again, and what it said before holds: one
 * newsletter's mistake costs the others nothing. Throws UserError where folders are named and none of them can be looked after.
 */
export async function keepWorkspaces(o: KeepOptions): Promise<Kept> {
  const keeping: Keeping = { ...o, places: new Map(), byName: new Map(), troubles: new Map(), said: new Set() };
  const { places, byName, troubles } = keeping;
  const over = new AbortController();
  await lookAtAll(keeping, over.signal);
  const first = [...troubles].map((trouble) => troubleLine(keeping, trouble));
  if (places.size === 0 && troubles.size > 0) {
    throw new UserError(first.join('\n'));
  }
  tell(keeping, first);
  const looking = lookAgain(keeping, over.signal);
  return {
    get newsletters() {
      return [...places.values()].map(({ newsletter }) => newsletter);
    },
    get troubles() {
      return [...troubles].map(([folder, why]) => ({ folder, why }));
    },
    job({ newsletter, source }) {
      const { mailto, window } = byName.get(newsletter) as Workplace;
      const args: CrawlJob = { source, window, all: true, visitor: newsletter };
      return { newsletter, ...(mailto ? { mailto } : {}), args };
    },
    async close() {
      over.abort();
      await looking;
    },
  };
}

async function lookAgain(o: Keeping, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await setTimeout(o.lookMs ?? LOOK_MS, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    const before = new Map(o.troubles);
    const happened = await lookAtAll(o, over);
    const news = [...o.troubles].filter(([folder, why]) => before.get(folder) !== why);
    tell(o, [...happened, ...news.map((trouble) => troubleLine(o, trouble))]);
  }
}

function troubleLine({ places }: Keeping, [folder, why]: [folder: string, why: string]): string {
  const place = places.get(folder);
  const said = why.replaceAll('\n', '; ');
  return place ? `${place.newsletter}: ${folder}: ${said}; what it said before holds` : `${folder}: ${said}`;
}

/** Gives what is to be told of those that changed their name or are gone. */
async function lookAtAll(o: Keeping, over: AbortSignal): Promise<string[]> {
  const { workspaces, empty } = await workspacesIn(o.dirs, o.files);
  const folders = [...workspaces, ...empty];
  for (const folder of o.troubles.keys()) if (!folders.includes(folder)) o.troubles.delete(folder);
  const told: string[] = [];
  for (const folder of folders) {
    if (over.aborted) return [];
    const before = o.places.get(folder);
    try {
      const place = await look(o, folder);
      o.troubles.delete(folder);
      o.places.set(folder, place);
      o.byName.set(place.newsletter, place);
      if (before && before.newsletter !== place.newsletter) told.push(renamed(before.newsletter, place.newsletter));
    } catch (error) {
      // one that went while it was read is let go at the next look
      const went = workspaces.includes(folder) && !(await isWorkspace(o.files(folder)));
      if (!went) o.troubles.set(folder, (error as Error).message);
    }
  }
  for (const [folder, { newsletter }] of o.places) {
    if (workspaces.includes(folder)) continue;
    o.places.delete(folder);
    told.push(`${newsletter}: ${folder} is no workspace any more: its sources are visited no more`);
  }
  return told;
}

function renamed(before: string, now: string): string {
  return `${before}: it is called ${now} now, and its state is in the schema that \`pullquote doctor\` names`;
}

/** The window goes on with the days, whether somebody wrote or not; sources are scheduled anew only where somebody did. Throws UserError. */
async function look(o: Keeping, folder: string): Promise<Workplace> {
  const files = o.files(folder);
  const read = await textOf(files);
  const workspace = await loadWorkspace(files);
  const { name, editor } = workspace.newsletter;
  refuseTwin(o, folder, name);
  const world = { files, clock: o.clock, store: await o.stores.of(name) } as unknown as World;
  const { window, past } = await nextIssue(world, workspace, {});
  const sources = [...workspace.sources, ...sourcesOf(findsFor(workspace.editor, past.number))].filter(
    ({ enabled }) => enabled,
  );
  if (o.places.get(folder)?.read !== read) await o.fleet.schedule(name, sources);
  const { sinceAt, untilAt } = window;
  return {
    ...{ workspace, newsletter: name, mailto: editor.email, window: { sinceAt, untilAt } },
    ...{ count: sources.length, read },
  };
}

/** Two newsletters of one schema would take each other's sources and items for their own. */
function refuseTwin({ places }: Keeping, folder: string, name: string): void {
  for (const [other, { newsletter }] of places)
    if (other !== folder && schemaOf(newsletter) === schemaOf(name))
      throw new UserError(`it is called ${name}, as ${other} is, and cannot be looked after: give one another name`);
}

/** Says what happened; and what is looked after and what is lacking, where that is not as it was said last. */
function tell(o: Keeping, happened: string[]): void {
  for (const line of happened) o.warn(line);
  const places = [...o.places.values()];
  const sources = places.reduce((sum, { count }) => sum + count, 0);
  const kept =
    places.length === 0
      ? 'looks after no newsletter: it does only what commands and other workers put into the queue'
      : `looks after ${plural(places.length, 'newsletter')} with ${plural(sources, 'source')}`;
  const lacking = lackingLines(
    places.map(({ workspace }) => workspace),
    o.lacks,
  );
  if (!o.said.has(kept)) o.note(kept);
  for (const line of lacking) if (!o.said.has(line)) o.warn(line);
  o.said = new Set([kept, ...lacking]);
}

async function textOf(files: Files): Promise<string> {
  return (await Promise.all(CONFIGURATION.map((path) => files.read(path)))).join('\0');
}
