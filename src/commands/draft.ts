import { relative } from 'node:path';
import type { Command } from 'commander';
import type { DraftResult } from '../actions/draft.ts';
import type { Workspace } from '../actions/workspace.ts';
import type { World } from '../types.ts';
import { billLines, estimateLine } from './bill.ts';
import { crawlLines } from './crawlTable.ts';
import { amount, command, common, crawling, type Done, wholeNumber } from './options.ts';
import { clip, plural, print, shellWord, table, terminalColumns } from './print.ts';

/** `pullquote draft`: exits 0 whenever `issue.md` was written. */
export function draftCommand(done: Done): Command {
  return crawling(command('draft', 'draft the next issue: crawl, find the stories, write the blocks'))
    .option('--number <n>', 'the issue to draft', wholeNumber)
    .option('--no-crawl', 'use what was crawled before')
    .option('--model <preset/name>', 'the model to write with; none is the extractive writer')
    .option('--budget <dollars>', 'the most that the issue may cost', amount)
    .option('--notify', 'tell those whom notify: of newsletter.yaml names, for cron')
    .option('--dry-run', 'show the plan and what it would cost; write and ask nothing')
    .action(async (_, self: Command) => {
      const o = self.opts<{
        number?: number;
        since?: string;
        until?: string;
        crawl: boolean;
        dryRun?: boolean;
        notify?: boolean;
        model?: string;
        budget?: number;
        record?: string;
        replay?: string;
      }>();
      const how = common(self);
      const { draft } = await import('../actions/draft.ts');
      const { withWorld } = await import('./world.ts');
      await withWorld('draft', { ...how, ...o }, async (world, workspace) => {
        const result = await draft(world, workspace, {
          ...(o.number === undefined ? {} : { number: o.number }),
          ...(o.since ? { since: o.since } : {}),
          ...(o.until ? { until: o.until } : {}),
          crawl: o.crawl,
          dryRun: o.dryRun === true,
        });
        print(how, forScripts(result), () => forPeople(result, world.files.root));
        if (o.notify) await tellOf(world, workspace, result);
      });
      done(0);
    });
}

/** Tells the editor of the draft, and of sources that fell sick on the way. */
async function tellOf(world: World, workspace: Workspace, result: DraftResult): Promise<void> {
  const { number, window, bill, written } = result;
  if (!written) return;
  const { freshlySick, notify } = await import('../actions/notify.ts');
  const { draftNews, sickNews } = await import('../actions/runNews.ts');
  const { name } = workspace.newsletter;
  const drafted = { number, window, ...written, dollars: bill.dollars, missed: [] };
  const sick = await freshlySick(world, workspace);
  const news = [draftNews(drafted, name), ...(sick.length ? [sickNews(sick, name)] : [])];
  for (const each of news) for (const warning of await notify(world, workspace, each)) world.report.warn(warning);
}

function forScripts({ number, window, crawled, week, written, bill, estimate }: DraftResult) {
  const { chosen, dropped } = week.selection;
  const blocks = chosen.map(({ id, slot, title, score, lead }) => ({ id, slot, title, score, url: lead.url }));
  return {
    number,
    window: { since: window.since, until: window.until },
    blocks,
    dropped,
    crawled,
    written,
    bill,
    estimate,
  };
}

/** What was drafted, what it cost and what to do next, in words that can be typed where one is. */
export function forPeople(result: DraftResult, root: string): string {
  const { number, window, crawled, week, written, bill, estimate } = result;
  const lines = crawled ? [crawlLines(crawled), ''] : [];
  const items = week.stories.reduce((sum, story) => sum + story.items.length, 0);
  lines.push(
    `Issue ${number}, ${window.since} to ${window.until}: ${plural(items, 'item')}, ${plural(week.stories.filter((s) => s.onTopic).length, 'story', 'stories')} on topic, ${plural(week.selection.chosen.length, 'block')}.`,
  );
  const rows = week.selection.chosen.map(({ slot, score, title, lead }) => [
    ...[slot, score.toFixed(1), clip(title, 70), new URL(lead.url).hostname],
  ]);
  if (rows.length > 0) lines.push(table(rows, undefined, { columns: terminalColumns(), leaveOut: [3] }));
  else lines.push('Nothing could fill a slot: `pullquote stories --all` shows what there is and why it was left out.');
  const dropped = Object.entries(week.selection.dropped).map(([reason, count]) => `${reason} ${count}`);
  if (dropped.length) lines.push('', `Left out: ${dropped.join(', ')}.`);
  if (estimate)
    return [...lines, '', `Dry run: nothing was written. ${estimateLine(estimate, bill.budget)}`].join('\n');
  if (!written) return lines.join('\n');
  lines.push('', ...billLines(bill, written.writers), ...written.notes.map((note) => `Note: ${note}`));
  const pullquote = root === process.cwd() ? 'pullquote' : `pullquote -C ${shellWord(fromHere(root))}`;
  lines.push(
    '',
    `Written: ${root}/${written.path}`,
    `Look at ${root}/${written.path.replace('.md', '.html')}; edit it at the desk (\`${pullquote} review ${number}\`) or in issue.md, then \`${pullquote} check ${number}\`.`,
  );
  return lines.join('\n');
}

/** The shorter way to a folder: within this one without what leads here. */
function fromHere(root: string): string {
  const way = relative(process.cwd(), root);
  return way.startsWith('..') ? root : way;
}
