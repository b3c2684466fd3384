import type { Command } from 'commander';
import { openInBrowser } from './open.ts';
import { command, common, type Done } from './options.ts';
import { print } from './print.ts';

/** `pullquote render`: `issue.html` and `issue.txt` beside `issue.md`. */
export function renderCommand(done: Done): Command {
  return command('render', 'write issue.html and issue.txt')
    .argument('[issue]', 'its number; the newest by default')
    .option('--open', 'show it in the browser')
    .action(async (given: string | undefined, _, self: Command) => {
      const { open } = self.opts<{ open?: boolean }>();
      const how = common(self);
      const { issuePaths, resolveNumber } = await import('../actions/issues.ts');
      const { renderFiles } = await import('../actions/render.ts');
      const { withWorld } = await import('./world.ts');
      const result = await withWorld('render', { ...how, model: 'none' }, async (world, workspace) => {
        const number = await resolveNumber(world.files, given);
        const { bytes } = await renderFiles(world, workspace, number);
        const { html, text } = issuePaths(number);
        return { number, html: `${world.files.root}/${html}`, text: `${world.files.root}/${text}`, bytes };
      });
      print(how, result, () => `${result.html} (${(result.bytes / 1000).toFixed(1)} KB)\n${result.text}`);
      if (open) openInBrowser(result.html);
      done(0);
    });
}
