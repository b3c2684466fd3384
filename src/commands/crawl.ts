import { type Command, InvalidArgumentError } from 'commander';
import type { CrawlReport } from '../actions/crawl.ts';
import { wasOffline } from '../actions/offline.ts';
import { UserError } from '../errors.ts';
import { crawlTable, failureLines } from './crawlTable.ts';
import { command, common, crawling, type Done } from './options.ts';
import { print, terminalColumns } from './print.ts';

/** Columns of a table that goes into a log or a mail. */
const COLUMNS = 80;

/** `pullquote crawl`: exits 3 where no source answered. */
export function crawlCommand(done: Done): Command {
  return crawling(command('crawl', 'fetch what is new; run it hourly or daily'))
    .option('--all', 'also ask sources that failed for long and are not due yet')
    .option('--deadline <minutes>', 'the most that the whole crawl may take', minutes, 20)
    .action(async (_, self: Command) => {
      const o = self.opts<{
        since?: string;
        until?: string;
        record?: string;
        replay?: string;
        all?: boolean;
        deadline: number;
      }>();
      const how = common(self);
      const { crawl } = await import('../actions/crawl.ts');
      const { findsFor, sourcesOf } = await import('../actions/finds.ts');
      const { nextIssue } = await import('../actions/issues.ts');
      const { withWorld } = await import('./world.ts');
      const report = await withWorld('crawl', { ...how, ...o, model: 'none' }, async (world, workspace) => {
        const { window, past } = await nextIssue(world, workspace, o);
        const options = { all: o.all === true, deadline: o.deadline };
        const sources = [...workspace.sources, ...sourcesOf(findsFor(workspace.editor, past.number))];
        const crawled = await world.files.locked('crawl', () => crawl(world, sources, window, options));
        refuseNothing(crawled);
        return crawled;
      });
      print(how, report, () => crawlTable(report, terminalColumns() ?? COLUMNS));
      done(0);
    });
}

function refuseNothing(report: CrawlReport): void {
  const { sources } = report;
  if (sources.length === 0 || sources.some(({ error, skipped }) => error === undefined && !skipped)) return;
  if (wasOffline(report))
    throw new UserError('no source could be crawled: no host of theirs can be found. Is this machine online?', 3);
  throw new UserError(`no source could be crawled.\n${failureLines(report).join('\n')}`, 3);
}

/** Minutes of up to a day. */
function minutes(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !(parsed > 0) || parsed > 1440)
    throw new InvalidArgumentError('minutes are expected, such as 20; at most 1440.');
  return parsed;
}
