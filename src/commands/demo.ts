import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { forPeople } from './draft.ts';
import { command, common, type Done } from './options.ts';
import { packageFile } from './package.ts';
import { print } from './print.ts';

/** `pullquote demo`: the whole path on the sample week; no network, no key. */
export function demoCommand(done: Done): Command {
  return command('demo', 'draft the sample week that ships with the package')
    .argument('[dir]', 'where; .pullquote/demo by default')
    .action(async (dir: string | undefined, _, self: Command) => {
      const how = common(self);
      const root = resolve(how.dir, dir ?? '.pullquote/demo');
      for (const file of ['sources.yaml', 'newsletter.yaml'])
        cpSync(packageFile(`examples/week/${file}`), resolve(root, file), { force: false });
      const { draft } = await import('../actions/draft.ts');
      const { withWorld } = await import('./world.ts');
      const result = await withWorld(
        'demo',
        { ...how, dir: root, replay: packageFile('examples/week/week.har.gz') },
        (world, workspace) => draft(world, workspace, { crawl: true, dryRun: false }),
      );
      print(how, { root, number: result.number, written: result.written }, () => forPeople(result, root));
      done(0);
    });
}
