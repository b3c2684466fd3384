/**
 * How fast 2,000 feeds on 500 hosts are crawled, through the real command, beside a plain loop over rss-parser. Run after `npm run build`:
 * `node bench/crawl.ts [--runs N] [--postgres URL] [--profile FOLDER]`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { FarmMessage, FarmReport } from './crawlFarm.ts';
import { FEEDS, placeOf } from './crawlFeeds.ts';
import { onPostgres, onSqlite, plainLoop, type Round, type Way } from './crawlWays.ts';
import { fieldsOf } from './farm.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, postgres: { type: 'string' }, profile: { type: 'string' } },
});
const MOST_AT_ONCE = 2;
const ROUNDS = ['first', 'second'] as const;

const farm = fork('bench/crawlFarm.ts');
const { port } = (await told(farm)) as { port: number };
const urls = fieldsOf(FEEDS, (n) => {
  const { host, path } = placeOf(n);
  return `http://${host}:${port}${path}`;
});
const feeds = { urls, allow: `127.0.0.0/8:${port}` };
if (values.profile) mkdirSync(values.profile, { recursive: true });
const plain = plainLoop(feeds);
const ours = [onSqlite(feeds, values.profile)];
if (values.postgres) for (const workers of [1, 2, 4]) ours.push(onPostgres(feeds, values.postgres, workers));

type Measured = Round & { farm: FarmReport };
const measured = new Map<string, Measured[]>();
for (let run = 0; run < Number(values.runs); run++) {
  for (const way of [...ours, plain]) await measure(way, run);
  console.error(`run ${run + 1} of ${values.runs} done`);
}
farm.disconnect();
const reference = new Map(ROUNDS.map((round) => [round, bestOf(plain.name, round)]));
for (const way of [...ours, plain]) for (const round of ROUNDS) print(way, round);

async function measure(way: Way, run: number): Promise<void> {
  const prepared = await way.prepare(run);
  try {
    for (const round of ROUNDS) {
      const crawled = await prepared.crawl();
      farm.send('report');
      const { report } = (await told(farm)) as { report: FarmReport };
      const key = `${way.name} ${round}`;
      measured.set(key, [...(measured.get(key) ?? []), { ...crawled, farm: report }]);
    }
  } finally {
    await prepared.end();
  }
}

async function told(child: ChildProcess): Promise<FarmMessage> {
  const [message] = (await once(child, 'message')) as [FarmMessage];
  return message;
}

/** The best time, the best use of the processor, the lowest peak: each of its own round, since a busy machine spoils one or the other. */
function bestOf(name: string, round: string): Measured {
  const all = measured.get(`${name} ${round}`) ?? [];
  const least = (field: 'seconds' | 'cpu' | 'peak') => Math.min(...all.map((one) => one[field]));
  const mostAtOnce = Math.max(...all.map((one) => one.farm.mostAtOnce));
  const last = all.at(-1) as Measured;
  return {
    ...last,
    seconds: least('seconds'),
    cpu: least('cpu'),
    peak: least('peak'),
    farm: { ...last.farm, mostAtOnce },
  };
}

function print(way: Way, round: (typeof ROUNDS)[number]): void {
  const best = bestOf(way.name, round);
  const { seconds, cpu, peak, items, added, failed, unchanged } = best;
  const { statuses, requests, mostAtOnce, mostInAll } = best.farm;
  const than = reference.get(round) as Measured;
  const ratios = `${(seconds / than.seconds).toFixed(2)} of the plain loop's time, ${(cpu / than.cpu).toFixed(2)} of its CPU`;
  console.log(`${way.name}, ${round} round: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of a processor, ${Math.round(peak / 1e6)} MB at most
  ${Math.round(items / seconds)} items/s: ${items} items, ${added} new; ${failed} feeds failed, ${unchanged} unchanged${way === plain ? '' : `\n  ${ratios}`}
  ${requests} requests (${inWords(statuses)}), at most ${mostAtOnce} at once of a host, ${mostInAll} in all`);
  if (way !== plain && mostAtOnce > MOST_AT_ONCE) process.exitCode = 1;
}

function inWords(statuses: Record<string, number>): string {
  const all = Object.entries(statuses).map(([status, count]) => `${count} × ${status === '0' ? 'closed' : status}`);
  return all.join(', ');
}
