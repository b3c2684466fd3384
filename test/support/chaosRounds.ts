/** The rounds of the chaos test, and how it comes to rest. */
import { setTimeout } from 'node:timers/promises';
import { seeded } from '../../bench/random.ts';
import { openFleet } from '../../src/store/fleet.ts';
import { ASKED, type ChaosFleet } from './chaosFleet.ts';
import type { Process } from './chaosProcesses.ts';
import { createTroubles, nextTrouble } from './chaosTroubles.ts';
import { checkReport, type Dues, firstDues, heldBy, makeDue, missingOf } from './chaosVisits.ts';

/** A round lasts as long as this, or as what it waits for. */
const ROUND_MS = 4000;
/** Of a hundred feeds so many grow in a round. */
const GROWING = 30;
/** A listing shows no more: the oldest would fall off before they are seen. */
const LONGEST_LISTING = 12;
/** For all that was begun to end, and for a command. */
const REST_MS = 120_000;

export interface Played {
  dues: Dues;
  counts: Map<string, number>;
  commands: { done: number; killed: number };
}

/** `say` is told of each round: with the seed it is what is needed to play it again. */
export async function playRounds(
  fleet: ChaosFleet,
  o: { seed: number; rounds: number; say(line: string): void },
): Promise<Played> {
  const random = seeded(o.seed);
  const troubles = createTroubles(fleet);
  const dues = firstDues(fleet);
  const commands = { done: 0, killed: 0 };
  const running = new Map<string, { process: Process; checked: Promise<void> }>();
  const crawl = (newsletter: string) => {
    const held = heldBy(fleet, newsletter);
    const process = fleet.start(['-C', fleet.folder(newsletter), 'crawl', '--json'], true);
    const checked = process.ended.then(async ({ code, stdout }) => {
      if (process.ending) commands.killed++;
      else if (code !== 0) fleet.faults.push(`a crawl of ${newsletter} ended with ${code}`);
      else {
        commands.done++;
        await checkReport(fleet, stdout, held);
      }
    });
    running.set(newsletter, { process, checked });
  };
  await inTime('the workers are there', async () => (await workersOf(fleet)).length >= fleet.workers.length);
  for (let round = 1; round <= o.rounds; round++) {
    const over = setTimeout(ROUND_MS);
    const began = performance.now();
    grow(fleet, random);
    const due = await makeDue(fleet, dues);
    const newsletter = ASKED[round % ASKED.length] as string;
    await running.get(newsletter)?.checked;
    crawl(newsletter);
    const done = await troubles.make(
      nextTrouble(random),
      [...running.values()].map(({ process }) => process),
    );
    await over;
    o.say(`round ${round}: ${due} due, ${done} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
  await troubles.over();
  fleet.farm.calm();
  await Promise.all([...running.values()].map(({ checked }) => checked));
  for (const newsletter of ASKED) crawl(newsletter);
  await Promise.all([...running.values()].map(({ checked }) => checked));
  return { dues, counts: troubles.counts, commands };
}

function grow({ feeds }: ChaosFleet, random: () => number): void {
  for (const feed of feeds) {
    const many = random() * 100 < GROWING ? 1 + Math.floor(random() * 2) : 0;
    const full = feed.kind === 'listing' && feed.entries.length >= LONGEST_LISTING;
    for (let i = 0; i < many && !full; i++) feed.entries.push({ n: feed.entries.length, at: new Date() });
  }
}

async function workersOf({ url }: ChaosFleet) {
  const fleet = await openFleet({ url });
  try {
    return await fleet.workers();
  } finally {
    await fleet.close();
  }
}

async function inTime(what: string, is: () => Promise<boolean>): Promise<void> {
  for (const until = performance.now() + REST_MS; !(await is()); await setTimeout(250))
    if (performance.now() > until) throw new Error(`not within ${REST_MS / 1000} s: ${what}`);
}

/** Waits until all is done and everybody idle. Whatever does not come to rest is a fault. */
export async function comeToRest(fleet: ChaosFleet, { dues, commands }: Played): Promise<void> {
  const { database, faults } = fleet;
  const rest = async (what: string, is: () => Promise<boolean>) =>
    inTime(what, is).catch(({ message }) => void faults.push(message));
  const count = async (sql: string) =>
    Number((await database.query<{ count: string }>(`select count(*) from ${sql}`))[0]?.count);
  await rest('all entries are in the store, and nobody is sick', async () => {
    await makeDue(fleet, dues);
    return (await missingOf(fleet, fleet.feeds)).length === 0 && (await healthOf(fleet)).sick === 0;
  });
  faults.push(...(await missingOf(fleet, fleet.feeds)).slice(0, 10));
  await rest(
    'no job waits or is under way',
    async () => (await count(`pullquote_jobs.job where name <> 'failed' and state < 'completed'`)) === 0,
  );
  // whatever was made due was visited, once
  await makeDue(fleet, dues);
  await rest(
    'nobody has a turn',
    async () => (await count('pullquote.turn where one_until > now() or two_until > now()')) === 0,
  );
  const failed = await database.query(
    `select data->>'newsletter' as newsletter, left(output::text, 200) as output from pullquote_jobs.job where name = 'failed'`,
  );
  if (failed.length > 0) faults.push(`${failed.length} jobs failed for good, such as ${JSON.stringify(failed[0])}`);
  const runs = await count('(select distinct run from pullquote.result) as runs');
  if (runs > commands.killed)
    faults.push(`${runs} runs have results that nobody took, and ${commands.killed} commands were killed`);
  await rest('those who live are idle, and nobody else is known', async () => {
    const known = await workersOf(fleet);
    const pids = known.map(({ pid }) => pid).sort();
    const idle = known.every(({ doing }) => Object.values(doing).every((jobs) => jobs === 0));
    return (
      idle &&
      pids.join() ===
        fleet.workers
          .map(({ pid }) => pid)
          .sort()
          .join()
    );
  });
}

/** What each source's row of health says at the end, by newsletter: how many sources have one, and how many failed. */
export async function healthOf({ database, schemas }: ChaosFleet): Promise<{ rows: number; sick: number }> {
  let [rows, sick] = [0, 0];
  for (const schema of schemas.values()) {
    const [row] = await database.query<{ rows: number; sick: number }>(
      `select count(*)::integer as rows, count(*) filter (where failures_in_a_row > 0)::integer as sick from ${schema}.health`,
    );
    rows += row?.rows ?? 0;
    sick += row?.sick ?? 0;
  }
  return { rows, sick };
}
