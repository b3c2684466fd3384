import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { command, common, type Done } from './options.ts';
import { print } from './print.ts';

/** `pullquote approve`: who, when and the hash go into the front matter. */
export function approveCommand(done: Done): Command {
  return command('approve', 'approve an issue after checking it once more')
    .argument('[issue]', 'its number; the newest by default')
    .option('--by <name>', 'who approves; by default the editor of newsletter.yaml')
    .option('--letter-as-is', 'approve a letter that is still the machine’s')
    .option('--offline', 'do not fetch the links')
    .action(async (given: string | undefined, _, self: Command) => {
      const o = self.opts<{ by?: string; letterAsIs?: boolean; offline?: boolean }>();
      const how = common(self);
      const { approve } = await import('../actions/approve.ts');
      const { resolveNumber } = await import('../actions/issues.ts');
      const { withWorld } = await import('./world.ts');
      const result = await withWorld('approve', { ...how, model: 'none' }, async (world, workspace) => {
        const by = o.by ?? workspace.newsletter.editor.name;
        if (!by) throw new UserError('who approves? Give --by NAME, or set `editor: { name: … }` in newsletter.yaml.');
        const number = await resolveNumber(world.files, given);
        return approve(world, workspace, number, {
          by,
          letterAsIs: o.letterAsIs === true,
          offline: o.offline === true,
        });
      });
      const { number, by, unseen } = result;
      print(how, result, () =>
        [
          ...unseen.map(({ where, url, detail }) => `Note: ${where}: ${url} ${detail}`),
          `Issue ${number} approved by ${by}${o.offline ? ' (links were not fetched)' : ''}. Next: \`pullquote publish ${number} --to PLATFORM\`.`,
        ].join('\n'),
      );
      done(0);
    });
}
