import type { Command } from 'commander';
import { resolveNumber } from '../actions/issues.ts';
import { publish } from '../actions/publish.ts';
import { command, common, type Done } from './options.ts';
import { print } from './print.ts';
import { withWorld } from './world.ts';

/** `pullquote publish`: a draft on the platform, once. */
export function publishCommand(done: Done): Command {
  return command('publish', 'put an approved issue on a platform, as a draft')
    .argument('[issue]', 'its number; the newest by default')
    .requiredOption('--to <platform>', 'where to: file')
    .action(async (given: string | undefined, _, self: Command) => {
      const { to } = self.opts<{ to: string }>();
      const how = common(self);
      const result = await withWorld('publish', { ...how, model: 'none' }, async (world, workspace) =>
        publish(world, workspace, await resolveNumber(world.files, given), to),
      );
      print(how, result, () =>
        result.pushed
          ? `Issue ${result.number} is at ${result.where}.`
          : `Issue ${result.number} was there already: ${result.where}. Nothing was done.`,
      );
      done(0);
    });
}
