import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { OldPlace } from '../actions/import.ts';
import type { ImportResult } from '../actions/importTypes.ts';
import { UserError } from '../errors.ts';
import { readInput, whyUnread } from './input.ts';
import { type Common, command, common, type Done, networked } from './options.ts';
import { oneLine, plural, print, table, terminalColumns } from './print.ts';

interface Asked {
  first?: number;
  by?: string;
  base?: string;
  dryRun?: boolean;
  record?: string;
  replay?: string;
}
/** More than a newsletter of forty years has. */
const MOST_FILES = 20_000;
const DEEPEST = 12;

/** `pullquote import`: exits 3 where there was nothing that could be read. */
export function importCommand(done: Done): Command {
  return networked(command('import', 'bring in a back catalogue as past issues'))
    .argument(
      '<from>',
      'a folder of Markdown or HTML files, one such file, or the feed of the old newsletter: its address, or a file',
    )
    .option('--first <number>', 'the number of the oldest one; by default what they say of themselves', issueNumber)
    .option('--by <name>', 'who says that they were published just so; the archive shows them then')
    .option('--base <url>', 'where they stood, for relative links and pictures in them', address)
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (from: string, { record, replay, ...o }: Asked, self: Command) => {
      const how = common(self);
      const place = placeOf(from);
      const { importIssues } = await import('../actions/import.ts');
      const { withWorld } = await import('./world.ts');
      const result = await withWorld('import', { ...how, model: 'none', record, replay }, (world, workspace) =>
        importIssues(world, workspace, place, o),
      );
      tell(how, result, o);
      done(result.issues.length === 0 && result.there.length === 0 ? 3 : 0);
    });
}

function issueNumber(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('a whole number from 1 is expected, such as 12.');
  return Number(value);
}

function address(value: string): string {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError('an address is expected, such as https://old.example.com/.');
  return value;
}

function placeOf(from: string): OldPlace {
  if (/^https?:\/\//i.test(from)) return { url: from };
  const root = resolve(from);
  if (isFolder(root, from)) return { shelf: { names: namesIn(root), read: (name) => readInput(join(root, name)) } };
  if (/\.(md|markdown|mdown|mkd|x?html?)$/i.test(from)) {
    const name = from.split(/[\\/]/).at(-1) as string;
    return { shelf: { names: [name], read: () => readInput(root) } };
  }
  const feed = readInput(root);
  if (feed[0] === 0x50 && feed[1] === 0x4b)
    throw new UserError(`${from} is a ZIP archive: unpack it, and import the folder.`);
  return { feed };
}

function isFolder(root: string, from: string): boolean {
  try {
    return statSync(root).isDirectory();
  } catch (error) {
    throw new UserError(`${from} ${whyUnread(error)}`);
  }
}

/** Every file below a folder, hidden ones and those behind symbolic links left out. */
function namesIn(root: string): string[] {
  const names: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory() && relative(root, path).split(sep).length <= DEEPEST) folders.push(path);
      else if (entry.isFile()) names.push(relative(root, path).split(sep).join('/'));
      if (names.length > MOST_FILES)
        throw new UserError(`there are more than ${MOST_FILES} files in ${root}: name the folder of the issues`);
    }
  }
  return names.sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UserError(`${folder} ${whyUnread(error)}`);
  }
}

function tell(how: Common, result: ImportResult, { dryRun = false }: Asked): void {
  print(
    how,
    { ...result, dryRun },
    () => forPeople(result, dryRun),
    () => lines(result).join('\n'),
  );
}

function forPeople(result: ImportResult, dryRun: boolean): string {
  const { issues, there, next } = result;
  const rows = issues.map(({ number, date, title, blocks, from, notes }) => [
    String(number),
    date,
    oneLine(title, 50),
    plural(blocks, 'block'),
    oneLine(from, 60),
    notes.join('; '),
  ]);
  const said = dryRun ? 'would be imported' : 'imported';
  return [
    ...(rows.length
      ? [
          table(rows, ['issue', 'date', 'subject', 'blocks', 'from', 'note'], {
            columns: terminalColumns(),
            leaveOut: [4],
          }),
          '',
        ]
      : []),
    `${plural(issues.length, 'issue')} ${said}${there.length ? `, ${there.length} there already` : ''}. The next draft is issue ${next}.`,
    ...lines(result),
  ].join('\n');
}

function lines({ leftOut, notes }: ImportResult): string[] {
  return [
    ...leftOut.map(({ from, reason }) => `left out: ${oneLine(from, 100)}: ${oneLine(reason, 300)}`),
    ...notes.map((note) => `note: ${note}`),
  ];
}
