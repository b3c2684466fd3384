import type { Command } from 'commander';
import { command, common, crawling, type Done } from './options.ts';
import { print } from './print.ts';

/** `pullquote stories`: the week as a table, in rank order; the JSON is that of DESIGN §5. */
export function storiesCommand(done: Done): Command {
  return crawling(command('stories', 'show the stories of the week, their scores and slots'))
    .option('--all', 'off-topic ones too')
    .option('--explain <id>', 'one story with every term of its score, by its id or the address of one of its pages')
    .option('--no-crawl', 'use what was crawled before')
    .option('--model <preset/name>', 'as for draft')
    .action(async (_, self: Command) => {
      const o = self.opts<{
        since?: string;
        until?: string;
        all?: boolean;
        explain?: string;
        crawl: boolean;
        model?: string;
        record?: string;
        replay?: string;
      }>();
      const how = common(self);
      const { nextIssue } = await import('../actions/issues.ts');
      const { findWeek } = await import('../actions/stories.ts');
      const { withWorld } = await import('./world.ts');
      const { week, weights } = await withWorld('stories', { ...how, ...o }, async (world, workspace) =>
        world.files.locked('stories', async () => {
          const { window, past } = await nextIssue(world, workspace, o);
          const wanted = { window, past, crawl: o.crawl, late: o.since === undefined };
          return { week: (await findWeek(world, workspace, wanted)).week, weights: workspace.newsletter.weights };
        }),
      );
      const { asTable } = await import('./storiesTable.ts');
      const { asExplained, asJson, explanation, storyNamed } = await import('./storiesExplain.ts');
      if (o.explain === undefined) {
        print(how, asJson(week, o.all === true), () => asTable(week, o.all === true));
      } else {
        const story = storyNamed(week, o.explain);
        print(how, asExplained(week, story, weights), () => explanation(week, story, weights));
      }
      done(0);
    });
}
