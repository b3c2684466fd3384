import type { Command } from 'commander';
import type { CheckReport } from '../actions/check.ts';
import { meter } from './meter.ts';
import { command, common, type Done } from './options.ts';
import { plural, print, table } from './print.ts';

/** `pullquote check`: exits 1 on errors, not on warnings. */
export function checkCommand(done: Done): Command {
  return command('check', 'proofread an issue: quotes, attributions, links, numbers, names, and the email')
    .argument('[issue]', 'its number; the newest by default')
    .option('--links', 'fetch each link and picture once more')
    .action(async (given: string | undefined, _, self: Command) => {
      const { links } = self.opts<{ links?: boolean }>();
      const how = common(self);
      const { check } = await import('../actions/check.ts');
      const { readIssue, resolveNumber } = await import('../actions/issues.ts');
      const { plainOf } = await import('../text/markdown-tree.ts');
      const { withWorld } = await import('./world.ts');
      const result = await withWorld('check', { ...how, model: 'none' }, async (world, workspace) => {
        const number = await resolveNumber(world.files, given);
        const report = await check(world, workspace, number, { links: links === true });
        return {
          report,
          headings: (await readIssue(world.files, number)).issue.blocks.map(({ heading }) => plainOf(heading)),
        };
      });
      print(
        how,
        result.report,
        () => forPeople(result.report, result.headings),
        () => table(rowsOf(result.report, result.headings).filter(([level]) => level === 'error')),
      );
      done(result.report.errors ? 1 : 0);
    });
}

/** What is wrong, a row each: how bad, which rule, where and what. */
function rowsOf(report: CheckReport, headings: string[]): string[][] {
  const where = (block: number | undefined) =>
    block === undefined ? 'letter' : headings[block] || `block ${block + 1}`;
  return [
    ...report.checks
      .filter(({ ok }) => !ok)
      .map(({ level, rule, block, detail }) => [level, rule, `${where(block)}: ${detail}`]),
    ...report.email.map(({ level, rule, detail }) => [level, rule, detail]),
    ...report.links.map((link) => ['error', 'dead-link', `${link.where}: ${link.url}: ${link.detail}`]),
    ...report.unseenLinks.map((link) => ['warning', 'unseen-link', `${link.where}: ${link.url} ${link.detail}`]),
  ];
}

function forPeople(report: CheckReport, headings: string[]): string {
  const rows = rowsOf(report, headings);
  const passed = report.checks.filter(({ ok }) => ok).length;
  const lines = rows.length ? [table(rows), ''] : [];
  if (report.fromPassages)
    lines.push(
      `${plural(report.fromPassages, 'page')} proven from the passages in evidence.json: the captured words are not on this machine.`,
    );
  if (report.linksChecked) lines.push(`${plural(report.linksChecked, 'link')} fetched, ${report.links.length} dead.`);
  lines.push(meter(report.size));
  lines.push(
    `Issue ${report.number}: ${passed} proven, ${plural(report.errors, 'error')}, ${plural(report.warnings, 'warning')}.`,
  );
  return lines.join('\n');
}
