import type { Command } from 'commander';
import { command, common, type Done } from './options.ts';
import { print } from './print.ts';

/** `pullquote publish`: a draft on the platform, once. */
export function publishCommand(done: Done): Command {
  return command('publish', 'put an approved issue on a platform, as a draft')
    .argument('[issue]', 'its number; the newest by default')
    .requiredOption('--to <platform>', 'where to: file')
    .action(async (given: string | undefined, _, self: Command) => {
      const { to } = self.opts<{ to: string }>();
      const how = common(self);
      const { resolveNumber } = await import('../actions/issues.ts');
      const { publish } = await import('../actions/publish.ts');
      const { withWorld } = await import('./world.ts');
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
