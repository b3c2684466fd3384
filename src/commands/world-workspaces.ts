/** The workspaces that a worker looks after: their sources are visited when they are due, as the files say at that moment. */
import { setTimeout } from 'node:timers/promises';
import { findsFor, sourcesOf } from '../actions/finds.ts';
import { nextIssue } from '../actions/issues.ts';
import type { CrawlJob } from '../actions/jobTypes.ts';
import { loadWorkspace } from '../actions/workspace.ts';
import { UserError } from '../errors.ts';
import type { Envelope } from '../queue/envelope.ts';
import type { Stores } from '../store/stores.ts';
import type { DueSource, Files, Fleet, World } from '../types.ts';

export interface KeepOptions {
  /** `named`: the operator says that it is one. */
  dirs: { dir: string; named: boolean }[];
  files(dir: string): Files;
  fleet: Pick<Fleet, 'schedule'>;
  stores: Stores;
  clock: () => Date;
  warn(message: string): void;
  /** Milliseconds between two looks whether somebody changed the files. */
  lookMs?: number;
}
export interface Kept {
  newsletters: string[];
  /** The crawl of a due source. */
  job(due: DueSource): Envelope;
  close(): Promise<void>;
}

const LOOK_MS = 60_000;
const CONFIGURATION = ['sources.yaml', 'newsletter.yaml', 'editor.yaml'];

interface Workplace {
  files: Files;
  newsletter: string;
  mailto: string | undefined;
  window: { sinceAt: string; untilAt: string };
  /** The files as they were read. */
  read: string;
}

/**
 * Reads the workspaces and has their sources scheduled; looks now and then whether they changed. Mistakes in a file that is changed later are told, and what it said before holds. Throws UserError
 * for mistakes that are there at the beginning.
 */
export async function keepWorkspaces(o: KeepOptions): Promise<Kept> {
  const places = new Map<string, Workplace>();
  for (const { dir, named } of o.dirs) {
    const files = o.files(dir);
    if (!named && (await files.read('newsletter.yaml')) === undefined) continue;
    const place = await look(o, files);
    if (places.has(place.newsletter))
      throw new UserError(`two of these folders hold a newsletter called ${place.newsletter}: give one another name`);
    places.set(place.newsletter, place);
  }
  const over = new AbortController();
  const looking = lookAgain(o, places, over.signal);
  return {
    newsletters: [...places.keys()],
    job({ newsletter, source }) {
      const { mailto, window } = places.get(newsletter) as Workplace;
      const args: CrawlJob = { source, window, all: true, visitor: newsletter };
      return { newsletter, ...(mailto ? { mailto } : {}), args };
    },
    async close() {
      over.abort();
      await looking;
    },
  };
}

async function look(o: KeepOptions, files: Files): Promise<Workplace> {
  const read = await textOf(files);
  const workspace = await loadWorkspace(files);
  const { name, editor } = workspace.newsletter;
  const world = { files, clock: o.clock, store: await o.stores.of(name) } as unknown as World;
  const { window, past } = await nextIssue(world, workspace, {});
  const sources = [...workspace.sources, ...sourcesOf(findsFor(workspace.editor, past.number))];
  await o.fleet.schedule(
    name,
    sources.filter(({ enabled }) => enabled),
  );
  const { sinceAt, untilAt } = window;
  return { files, newsletter: name, mailto: editor.email, window: { sinceAt, untilAt }, read };
}

async function lookAgain(o: KeepOptions, places: Map<string, Workplace>, over: AbortSignal): Promise<void> {
  const last = new Map<string, string>();
  while (!over.aborted) {
    await setTimeout(o.lookMs ?? LOOK_MS, undefined, { signal: over }).catch(() => undefined);
    for (const [name, place] of places) {
      if (over.aborted) return;
      try {
        const again = await changed(o, place);
        if (again.newsletter !== name)
          throw new UserError(`${name} is called ${again.newsletter} now: start the worker again`);
        places.set(name, again);
        last.delete(name);
      } catch (error) {
        const message = (error as Error).message;
        if (last.get(name) !== message) o.warn(`${name}: ${message}; what it said before holds`);
        last.set(name, message);
      }
    }
  }
}

/** The window goes on with the days, whether somebody wrote or not; sources are scheduled anew only where somebody did. */
async function changed(o: KeepOptions, place: Workplace): Promise<Workplace> {
  const same = { ...o, fleet: { schedule: async () => {} } };
  return look((await textOf(place.files)) === place.read ? same : o, place.files);
}

async function textOf(files: Files): Promise<string> {
  return (await Promise.all(CONFIGURATION.map((path) => files.read(path)))).join('\0');
}
