import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { AddSourceOptions } from '../actions/sourcesAdd.ts';
import type { Workspace } from '../actions/workspace.ts';
import { SLOTS } from '../config/slots.ts';
import { UserError } from '../errors.ts';
import { decodeFeed } from '../text/feed-decode.ts';
import type { World } from '../types.ts';
import { readInput } from './input.ts';
import { amount, type Common, command, common, crawling, type Done, networked } from './options.ts';
import { plural, print, terminalColumns } from './print.ts';
import { addedText, checkedText, failedText, importedText, listText } from './sourcesText.ts';
import type { WorldOptions } from './world.ts';

const FILE = 'sources.yaml';

/** `pullquote sources`: what a newsletter reads. */
export function sourcesCommand(done: Done): Command {
  const group = command('sources', 'what the newsletter reads: list, add, check, import, export');
  for (const make of [listCommand, addCommand, checkCommand, importCommand, exportCommand])
    group.addCommand(make(done).exitOverride());
  return group;
}

function listCommand(done: Done): Command {
  return command('list', 'every source, and how it fared at the last crawls').action(async (_, self: Command) => {
    const how = settings(self);
    const { listSources } = await import('../actions/sources.ts');
    const sources = await inWorld(how, listSources);
    print(how, { sources }, () => listText(sources, terminalColumns()));
    done(0);
  });
}

function addCommand(done: Done): Command {
  return networked(command('add', 'find the feed behind an address, and write it into sources.yaml'))
    .argument('<url>', 'a feed, a page that has one, or an account: X, YouTube, Bluesky, Mastodon, Reddit, GitHub, …')
    .option('--name <name>', 'as readers see it; by default the title of the feed')
    .option('--weight <weight>', '1 is ordinary, 2 counts twice', amount)
    .option('--tags <tags>', 'your own labels, with commas between', tagList)
    .addOption(new Option('--section <slot>', 'the slot that its stories go to').choices(SLOTS))
    .option('--id <id>', 'a short name for it; by default made from its name')
    .option('--private', 'a paid feed: its items are links alone')
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (url: string, o: Omit<AddSourceOptions, 'url'> & Files, self: Command) => {
      const how = settings(self);
      const { record, replay, ...wanted } = o;
      const { addSource } = await import('../actions/sourcesAdd.ts');
      const added = await withList(how.dir, () =>
        inWorld({ ...how, record, replay }, (world) => addSource(world, { ...wanted, url })),
      );
      print(how, added, () => addedText(added));
      done(0);
    });
}

/** Exits 1 where a source failed. */
function checkCommand(done: Done): Command {
  return crawling(command('check', 'fetch each source once and say how it is; no item is stored'))
    .argument('[id...]', 'the ids of sources; all that are enabled by default')
    .action(async (ids: string[], o: Files & { since?: string; until?: string }, self: Command) => {
      const how = settings(self);
      const { record, replay, ...days } = o;
      const { checkSources } = await import('../actions/sourcesCheck.ts');
      const checked = await inWorld({ ...how, record, replay }, (world, workspace) =>
        checkSources(world, workspace, { ...days, ids }),
      );
      print(
        how,
        { sources: checked },
        () => checkedText(checked, terminalColumns()),
        () => failedText(checked),
      );
      done(checked.some(({ ok }) => !ok) ? 1 : 0);
    });
}

function importCommand(done: Done): Command {
  return command('import', 'add the feeds of an OPML list, as other readers export it')
    .argument('<file>', 'the list; - reads it from standard input')
    .option('--dry-run', 'show what would be added, and write nothing')
    .action(async (file: string, o: { dryRun?: boolean }, self: Command) => {
      const how = settings(self);
      const { text } = decodeFeed(readInput(file));
      const { importOpml } = await import('../actions/sourcesOpml.ts');
      const imported = await withList(how.dir, () => inWorld(how, (world) => importOpml(world, text, o)));
      print(how, imported, () => importedText(imported, o.dryRun === true));
      done(0);
    });
}

/** The list goes to standard output where no file is named; what stayed out of it is told on standard error. */
function exportCommand(done: Done): Command {
  return command('export', 'the feeds as an OPML list, for other readers')
    .argument('[file]', 'where the list goes; standard output by default')
    .action(async (file: string | undefined, _, self: Command) => {
      const how = settings(self);
      const { exportOpml } = await import('../actions/sourcesOpml.ts');
      const list = await inWorld(how, async (_world, workspace) => exportOpml(workspace));
      for (const { id, reason } of how.quiet ? [] : list.leftOut) process.stderr.write(`left out: ${id}: ${reason}\n`);
      if (file === undefined || file === '-') {
        if (how.json) print(how, list, () => '');
        else process.stdout.write(list.opml);
      } else {
        writeOutput(file, list.opml);
        const { opml: _opml, ...told } = list;
        print(how, { file, ...told }, () => `Written to ${file}: ${plural(list.feeds, 'feed')}.`);
      }
      done(0);
    });
}

interface Files {
  record?: string;
  replay?: string;
}

/** The common options of a command within a group: its own, the group's, or the program's. */
function settings(self: Command): Common {
  const own = common(self);
  const above = common(self.parent ?? self);
  const { C } = self.opts<{ C?: string }>();
  return {
    dir: C ?? above.dir,
    json: own.json || above.json,
    quiet: own.quiet || above.quiet,
    verbose: own.verbose || above.verbose,
  };
}

/** Every one of these commands opens the same world: no model, and the files are not asked whether they fit together. */
async function inWorld<T>(o: WorldOptions, work: (world: World, workspace: Workspace) => Promise<T>): Promise<T> {
  const { withWorld } = await import('./world.ts');
  return withWorld('sources', { ...o, model: 'none' }, work);
}

/** A workspace whose list is empty or missing cannot be opened: it gets an empty one, which goes again where nothing came into it. */
async function withList<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const { openWorkspaceFiles } = await import('./world.ts');
  const { emptyList } = await import('../config/sourcesFile.ts');
  const files = openWorkspaceFiles(dir);
  const before = await files.read(FILE);
  const made = emptyList(before);
  if (made === undefined || (await files.size('newsletter.yaml')) === undefined) return work();
  await files.write(FILE, made);
  try {
    return await work();
  } finally {
    if ((await files.read(FILE)) === made) {
      if (before === undefined) await files.remove(FILE);
      else await files.write(FILE, before);
    }
  }
}

function tagList(written: string): string[] {
  return [...new Set(written.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');
}

function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}
