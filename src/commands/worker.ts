import { type Command, InvalidArgumentError } from 'commander';
import type { FailedJob } from '../queue/failed.ts';
import { moment } from './crawlTable.ts';
import { command, common, type Done, wholeNumber } from './options.ts';
import { plural, print, table, terminalColumns } from './print.ts';
import { printable } from './report.ts';

/** Failed jobs that are listed. */
const MOST_LISTED = 100;

/** `pullquote worker`: takes jobs from the database of DATABASE_URL until it is stopped. */
export function workerCommand(done: Done): Command {
  return command('worker', 'take jobs from the database of DATABASE_URL until stopped: crawl, fetch pages, ask models')
    .argument(
      '[folders...]',
      'workspaces, or folders of them, whose sources are visited when they are due; by default this one, if it is one',
    )
    .option('--crawl <jobs>', 'sources at once; 0: none', jobs, 12)
    .option('--page <jobs>', 'pages at once', jobs, 12)
    .option('--write <jobs>', 'questions to a model at once', jobs, 4)
    .option('--health <port>', 'answer GET /health on 127.0.0.1 at this port; 0: any that is free', port)
    .option('--grace <seconds>', 'how long jobs under way may take after SIGTERM', wholeNumber, 30)
    .option('--failed', 'list the jobs that failed again and again')
    .option('--requeue <id...>', 'put failed jobs back into the queue; `all` for all of them')
    .action(async (folders: string[], _, self: Command) => {
      const o = self.opts<WorkerFlags>();
      const how = common(self);
      const world = await import('./world-work.ts');
      if (o.requeue) {
        const ids = o.requeue.includes('all') ? 'all' : o.requeue;
        const { again, givenUp } = await world.withBoss(how.dir, async (boss) => {
          const { requeue } = await import('../queue/failed.ts');
          return requeue(boss, ids);
        });
        const also = givenUp > 0 ? `; ${givenUp} given up, as the same is in the queue already` : '';
        print(how, { again, givenUp }, () => `${plural(again, 'job')} put back${also}.`);
        return done(0);
      }
      if (o.failed) {
        const found = await world.withBoss(how.dir, async (boss) => {
          const { listFailed } = await import('../queue/failed.ts');
          return listFailed(boss, MOST_LISTED);
        });
        print(how, found, () => failedTable(found));
        return done(found.total > 0 ? 1 : 0);
      }
      const room = { crawl: o.crawl, page: o.page, write: o.write };
      await world.work({ ...how, folders, room, health: o.health, graceMs: o.grace * 1000 });
      done(0);
    });
}

interface WorkerFlags {
  crawl: number;
  page: number;
  write: number;
  health?: number;
  grace: number;
  failed?: boolean;
  requeue?: string[];
}

function failedTable({ jobs, total }: { jobs: FailedJob[]; total: number }): string {
  if (total === 0) return 'No job has failed for good.';
  const rows = jobs.map(({ id, kind, newsletter, what, error, at, tries }) => [
    ...[id, kind, printable(newsletter), printable(what), moment(at), `${tries}`, printable(error)],
  ]);
  const more = total > jobs.length ? [`and ${total - jobs.length} older ones`] : [];
  return [
    table(rows, ['id', 'kind', 'newsletter', 'about', 'failed', 'tries', ''], { columns: terminalColumns() }),
    ...more,
    '',
    'Once the cause is mended: pullquote worker --requeue ID, or --requeue all',
  ].join('\n');
}

/** More at once than a process can do anything for. */
const MOST_JOBS = 500;

function jobs(value: string): number {
  const parsed = wholeNumber(value);
  if (parsed > MOST_JOBS) throw new InvalidArgumentError(`at most ${MOST_JOBS}; start another worker for more.`);
  return parsed;
}

function port(value: string): number {
  const parsed = wholeNumber(value);
  if (parsed > 65_535) throw new InvalidArgumentError('a port is expected, such as 8787.');
  return parsed;
}
