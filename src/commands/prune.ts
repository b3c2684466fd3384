import { type Command, InvalidArgumentError } from 'commander';
import type { PruneResult } from '../actions/prune.ts';
import { command, common, type Done } from './options.ts';
import { plural, print } from './print.ts';

/** `pullquote prune`: forgets what is older than `keep`. */
export function pruneCommand(done: Done): Command {
  return command('prune', 'forget items, pages and stored answers that are older than `keep` in newsletter.yaml')
    .option('--keep <days>', 'days, in place of those of newsletter.yaml', days)
    .option('--dry-run', 'show what would be forgotten, and forget nothing')
    .action(async (_, self: Command) => {
      const { keep, dryRun } = self.opts<{ keep?: number; dryRun?: boolean }>();
      const how = common(self);
      const { prune } = await import('../actions/prune.ts');
      const { withWorld } = await import('./world.ts');
      const options = { ...(keep === undefined ? {} : { keep }), dryRun: dryRun === true };
      const result = await withWorld('prune', { ...how, model: 'none' }, (world, workspace) =>
        prune(world, workspace, options),
      );
      print(how, result, () => pruneLine(result, options.dryRun));
      done(0);
    });
}

/** What was forgotten, in a line. */
export function pruneLine({ before, forgotten, files, size }: PruneResult, dryRun = false): string {
  const { items, pages, responses, verdicts, runs, sources, bytes, compacted } = forgotten;
  const day = before.slice(0, 10);
  const counts = [
    [items, plural(items, 'item')],
    [pages, plural(pages, 'page')],
    [responses, plural(responses, 'stored answer')],
    [verdicts, plural(verdicts, 'verdict')],
    [runs, plural(runs, 'run')],
    [sources, plural(sources, 'source')],
    [files.length, plural(files.length, 'week file')],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([, words]) => words);
  if (told.length === 0) return `Nothing is older than ${day}: nothing to forget.`;
  const what = `${told.join(', ')} from before ${day}, ${megabytes(bytes)} of content`;
  if (dryRun) return `Would forget ${what}.`;
  const room = compacted
    ? `, ${megabytes(size.before - size.after)} given back to the disk`
    : '; the room is filled again';
  return `Forgot ${what}${room}. State: ${megabytes(size.after)}.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** At least one whole day. */
function days(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError('a number of days is expected, such as 90.');
  return Number(value);
}
