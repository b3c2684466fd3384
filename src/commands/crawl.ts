import type { Command } from 'commander';
import { type CrawlReport, crawl } from '../actions/crawl.ts';
import { nextIssue } from '../actions/issues.ts';
import { UserError } from '../errors.ts';
import { command, common, crawling, type Done } from './options.ts';
import { plural, print, table } from './print.ts';
import { withWorld } from './world.ts';

/** `pullquote crawl`: exits 3 where no source answered. */
export function crawlCommand(done: Done): Command {
  return crawling(command('crawl', 'fetch what is new; run it hourly or daily')).action(async (_, self: Command) => {
    const o = self.opts<{ since?: string; until?: string; record?: string; replay?: string }>();
    const { json, ...rest } = common(self);
    const report = await withWorld('crawl', { ...rest, ...o, model: 'none' }, async (world, workspace) => {
      const { window } = await nextIssue(world, workspace, o);
      const crawled = await world.files.locked('crawl', () => crawl(world, workspace.sources, window));
      if (crawled.sources.length && crawled.sources.every(({ error }) => error)) {
        throw new UserError(
          `no source could be crawled.\n${crawled.sources.map(({ name, error }) => `  ${name}: ${error}`).join('\n')}`,
          3,
        );
      }
      return crawled;
    });
    print(json, report, () => `${table(rows(report), ['source', 'items', 'new', ''])}\n\n${crawlLines(report)}`);
    done(0);
  });
}

function rows(report: CrawlReport): string[][] {
  return report.sources.map(({ name, items, added, unchanged, error, warnings, movedTo }) => [
    name,
    String(items),
    String(added),
    error ??
      [unchanged ? 'unchanged' : '', ...warnings.slice(0, 2), movedTo ? `moved to ${movedTo}` : '']
        .filter(Boolean)
        .join('; '),
  ]);
}

/** The crawl in a few lines: counts, then each source that failed with its reason. */
export function crawlLines({ sources, pages }: CrawlReport): string {
  const failed = sources.filter(({ error }) => error);
  const added = sources.reduce((sum, source) => sum + source.added, 0);
  const captured = pages.wanted ? `, ${pages.captured} of ${plural(pages.wanted, 'page')} captured` : '';
  return [
    `Crawled ${plural(sources.length, 'source')}: ${plural(added, 'new item')}${captured}.`,
    ...failed.map(({ name, error }) => `  failed: ${name}: ${error}`),
  ].join('\n');
}
