import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ArchiveResult } from '../actions/archive.ts';
import { command, common, type Done } from './options.ts';
import { plural, print } from './print.ts';

/** `pullquote archive`: the issues as static pages, with feeds and a sitemap. */
export function archiveCommand(done: Done): Command {
  return command('archive', 'build the web archive: a page for each published issue, a home page, feeds')
    .option('--out <dir>', 'where to; by default the folder that newsletter.yaml names, else archive/')
    .option('--approved', 'issues too that are approved and not published yet')
    .action(async (_, self: Command) => {
      const { out, approved } = self.opts<{ out?: string; approved?: boolean }>();
      const how = common(self);
      const { ARCHIVE_FOLDER, archive } = await import('../actions/archive.ts');
      const { openWorkspaceFiles, withWorld } = await import('./world.ts');
      const result = await withWorld('archive', { ...how, model: 'none' }, async (world, workspace) => {
        const folder = out ?? resolve(how.dir, workspace.newsletter.archive?.dir ?? ARCHIVE_FOLDER);
        return archive(world, workspace, openWorkspaceFiles(folder), { approved: approved === true });
      });
      print(how, result, () => forPeople(result));
      done(0);
    });
}

function forPeople({ folder, url, issues, leftOut, written, unchanged, removed }: ArchiveResult): string {
  const waiting = leftOut.filter(({ reason }) => reason === 'not-published').map(({ detail }) => detail);
  const counts = `${plural(written.length, 'file')} written, ${unchanged} unchanged, ${removed.length} removed`;
  return [
    ...waiting,
    `${plural(issues.length, 'issue')} in ${folder}/index.html (${counts}).`,
    ...(url ? [`To be read at ${url}`] : []),
  ].join('\n');
}
