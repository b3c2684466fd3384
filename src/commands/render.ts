import type { Command } from 'commander';
import { meter } from './meter.ts';
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
      const { sizeOf } = await import('../render/size.ts');
      const { withWorld } = await import('./world.ts');
      const result = await withWorld('render', { ...how, model: 'none' }, async (world, workspace) => {
        const number = await resolveNumber(world.files, given);
        const rendered = await renderFiles(world, workspace, number);
        const { html, text } = issuePaths(number);
        const paths = { html: `${world.files.root}/${html}`, text: `${world.files.root}/${text}` };
        return { number, ...paths, bytes: rendered.bytes, size: sizeOf(rendered) };
      });
      print(how, result, () => `${result.html}\n${result.text}\n${meter(result.size)}`);
      if (open) openInBrowser(result.html);
      done(0);
    });
}
