import type { Command } from 'commander';
import type { StatusReport } from '../actions/status.ts';
import type { Whereabouts } from '../actions/statusRemote.ts';
import type { WorkerState } from '../types.ts';
import { moment } from './crawlTable.ts';
import { command, common, type Done } from './options.ts';
import { plural, print, table, terminalColumns } from './print.ts';
import { printable } from './report.ts';

/** `pullquote status`: exits 1 where a source is sick, the last run failed or visits are late, for monitoring. */
export function statusCommand(done: Done): Command {
  const asking = command('status', 'last runs, sick sources, issues, what they cost and where they are').option(
    '--remote',
    'ask the platforms how their issues stand',
  );
  return asking.action(async ({ remote = false }: { remote?: boolean }, self: Command) => {
    const how = common(self);
    const { status } = await import('../actions/status.ts');
    const { withWorld } = await import('./world.ts');
    const report = await withWorld('status', { ...how, model: 'none' }, (world, workspace) =>
      status(world, workspace, { remote }),
    );
    print(
      how,
      report,
      () => statusText(report),
      () => wrong(report).join('\n'),
    );
    done(report.healthy ? 0 : 1);
  });
}

/** What is wrong, for those who want to hear of nothing else. */
function wrong({ sick, workers = [], visits }: StatusReport): string[] {
  return [...(visits?.state === 'late' ? visitLines(workers, visits) : []), ...sick.flatMap(sickLines)];
}

/** The report for people. */
export function statusText(report: StatusReport): string {
  const { runs, sick, silent, moved, waiting, issues, next, sources, size } = report;
  const lines = [
    `${plural(sources, 'source')}, ${sick.length === 0 ? 'none' : sick.length} sick. Inbox: ${plural(waiting, 'find')} waiting. Next issue: ${next}. State: ${(size / 1e6).toFixed(1)} MB.`,
  ];
  if (report.workers && report.visits)
    lines.push(workersLine(report.workers), ...visitLines(report.workers, report.visits));
  for (const source of sick) lines.push('', ...sickLines(source));
  if (silent.length) lines.push('', ...silent.map(silentLine));
  if (moved.length) lines.push('', ...moved.map(movedLine));
  if (issues.length)
    lines.push(
      '',
      table(
        issues.map((i) => [String(i.number), i.date, i.status, plural(i.blocks, 'block'), `$${i.dollars.toFixed(4)}`]),
        ['issue', 'date', 'status', 'blocks', 'cost'],
      ),
      ...issues.flatMap(({ number, on }) => on.map((there) => whereLine(number, there))),
    );
  if (runs.length)
    lines.push(
      '',
      table(
        runs.map((run) => [
          run.startedAt.slice(0, 16).replace('T', ' '),
          run.command,
          run.outcome ?? 'unfinished',
          run.detail ?? '',
        ]),
        ['started (UTC)', 'command', 'outcome', ''],
        { columns: terminalColumns() },
      ),
    );
  return lines.join('\n');
}

function workersLine(workers: WorkerState[]): string {
  if (workers.length === 0) return 'No worker lives: commands do their own work.';
  const busy = (jobs: WorkerState['doing']) => jobs.crawl + jobs.page + jobs.write;
  const each = workers.map(({ host, pid, room, doing }) => `${host} ${pid} (${busy(doing)} of ${busy(room)})`);
  return printable(`${plural(workers.length, 'worker')}, with jobs under way: ${each.join(', ')}.`);
}

function visitLines(workers: WorkerState[], visits: NonNullable<StatusReport['visits']>): string[] {
  const { state, nextAt = '' } = visits;
  const some = workers.length > 0;
  if (state === 'late') {
    const why = some
      ? 'no worker is given this folder, or all have too much to do: see their logs, and `pullquote worker --failed`'
      : 'start one, or let cron call `pullquote run`';
    return [`LATE: a visit is due since ${moment(nextAt)}, and no source was asked since; ${why}.`];
  }
  if (!some) return [];
  if (state === 'none')
    return ['No worker looks after this newsletter: only `crawl`, `draft` and `run` ask its sources.'];
  return [`Next visit of a source: ${state === 'now' ? 'now' : moment(nextAt)}.`];
}

const STANDS: Record<Whereabouts['status'], string> = {
  draft: 'a draft',
  scheduled: 'scheduled for',
  sending: 'being sent',
  sent: 'sent',
  unknown: 'in a state of its own',
  gone: 'not there any more',
};

function whereLine(number: number, { platform, status, where, at, asked, problem }: Whereabouts): string {
  const timed = status === 'scheduled' || status === 'sent' ? ` ${moment(at)}` : '';
  const why = problem ? ` (could not be asked: ${problem})` : asked ? '' : ' (by its receipt)';
  return printable(`issue ${number} on ${platform}: ${STANDS[status]}${timed}, ${where}${why}`);
}

function sickLines({ name, failuresInARow, lastSuccessAt, lastError, nextTryAt }: StatusReport['sick'][number]) {
  const since = lastSuccessAt ? `last worked ${moment(lastSuccessAt)}` : 'never worked';
  const next = nextTryAt ? `from ${moment(nextTryAt)} on, or by \`crawl --all\`` : 'at the next crawl';
  return [
    `sick: ${name}: ${failuresInARow} failures in a row, ${since}; asked again ${next}`,
    `  ${lastError ?? ''}`,
  ].map(printable);
}

function movedLine({ name, url, movedTo }: StatusReport['moved'][number]): string {
  return printable(`moved: ${name}: in sources.yaml, write ${movedTo} in place of ${url}`);
}

/** Only a hint: a source may rest. */
function silentLine({ name, days, silentSince, movedTo }: StatusReport['silent'][number]): string {
  const moved = movedTo ? ` and says that it moved to ${movedTo}` : '';
  return printable(
    `silent: ${name}: nothing for ${days} days, since ${silentSince?.slice(0, 10)}${moved}; is it still written there?`,
  );
}
