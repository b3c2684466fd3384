import type { Command } from 'commander';
import type { Done as DoneStep, RunResult } from '../actions/run.ts';
import type { DraftStep, Plan, Step } from '../actions/schedule.ts';
import { moment } from './crawlTable.ts';
import { command, common, type Done } from './options.ts';
import { plural, print, table, terminalColumns } from './print.ts';
import { pruneLine } from './prune.ts';
import { printable } from './report.ts';

/** `pullquote run`: what is due now; exits as the step that failed, and 0 where another run is at work. */
export function runCommand(done: Done): Command {
  return command(
    'run',
    'do what `schedule` in newsletter.yaml says is due: crawl, draft, tell the editor; for cron, as often as you like',
  )
    .option('--dry-run', 'show what is due now and what comes next; do nothing')
    .option('--model <preset/name>', 'the model to write with; none is the extractive writer')
    .action(async (_, self: Command) => {
      const { dryRun, model } = self.opts<{ dryRun?: boolean; model?: string }>();
      const how = common(self);
      const { withWorld } = await import('./world.ts');
      if (dryRun) {
        const { planRun } = await import('../actions/schedule.ts');
        const plan = await withWorld('run', { ...how, model: 'none' }, planRun);
        print(how, plan, () => planTable(plan));
        return done(0);
      }
      const { run } = await import('../actions/run.ts');
      const { notify } = await import('../actions/notify.ts');
      const result = await withWorld('run', { ...how, model }, (world, workspace) =>
        run(world, workspace, { notify: (news) => notify(world, workspace, news) }),
      );
      print(
        how,
        result,
        () => forPeople(result),
        () => [...failures(result), ...warnings(result)].join('\n'),
      );
      done(result.exitCode);
    });
}

function planTable({ now, crawl, draft, prune }: Plan): string {
  const row = (name: string, step: Step) => [
    name,
    step.rule,
    step.due ? 'now' : `from ${moment(step.retryAt ?? step.next)}`,
    moment(step.next),
    printable(step.why),
  ];
  const rows = [
    ...(crawl ? [row('crawl', crawl)] : []),
    // the number of what is done already is not that of the next
    ...(draft ? [row(draft.due || draft.retryAt ? `draft of issue ${draft.number}` : 'draft', draft)] : []),
    row('prune', prune),
  ];
  const head = ['step', 'schedule', 'due', 'next', ''];
  return [
    `It is ${moment(now)}.`,
    '',
    table(rows, head, { columns: terminalColumns() }),
    ...(draft ? remarks(draft) : []),
  ].join('\n');
}

function remarks({ due, number, until, missed, waiting }: DraftStep): string[] {
  return [
    ...(due ? ['', `Issue ${number} would tell of everything until ${until}.`] : []),
    ...(due && missed.length
      ? [`No issue was drafted on ${missed.join(', ')}: it would tell of those weeks too.`]
      : []),
    ...(waiting.length ? [waitingLine(waiting)] : []),
  ];
}

function forPeople(result: RunResult): string {
  if (result.busy !== undefined) return `Nothing done, another run is at work: ${result.busy}`;
  const lines = [
    ...result.did.map(doneLine),
    ...failures(result),
    ...result.told.map((title) => `told: ${printable(title)}`),
  ];
  for (const { step, why, retryAt } of result.later)
    lines.push(printable(`later: ${step}, from ${moment(retryAt)} on: ${why}`));
  if (lines.length === 0) lines.push('Nothing is due.');
  if (result.waiting.length) lines.push(waitingLine(result.waiting));
  const next = Object.entries(result.next).filter(([step]) => step !== 'prune');
  if (next.length) lines.push(`Next: ${next.map(([step, at]) => `${step} ${moment(at)}`).join(', ')}.`);
  return [...lines, ...warnings(result)].join('\n');
}

function doneLine(done: DoneStep): string {
  if (done.step === 'prune') return pruneLine(done);
  if (done.step === 'crawl')
    return `Crawled ${plural(done.sources, 'source')}: ${plural(done.added, 'new item')}, ${done.failed} failed.`;
  const { number, path, blocks, window, dollars, notes } = done;
  const line = `Drafted issue ${number}: ${path}, ${plural(blocks, 'block')} on ${window.since} to ${window.until}, $${dollars.toFixed(4)}.`;
  return [line, ...notes.map((note) => printable(`  note: ${note}`))].join('\n');
}

function waitingLine(waiting: number[]): string {
  return `Waiting to be approved: ${waiting.length === 1 ? 'issue' : 'issues'} ${waiting.join(', ')}.`;
}

function failures({ failed }: RunResult): string[] {
  return failed.map(({ step, message }) => printable(`${step} failed: ${message}`));
}

function warnings(result: RunResult): string[] {
  return result.warnings.map((warning) => printable(`warning: ${warning}`));
}
