/**
 * What pg-boss takes on a Postgres of one's own: putting in, fetching with completing, by 1 and 4 processes, processor time of Postgres and of the processes, bytes and dead rows a job, and what
 * many waiting or finished jobs do to a fetch. `node bench/scale/jobs.ts WAITING` says how many wait in the last part (1,000,000).
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { makeQueues } from '../../src/queue/queues.ts';
import { cpuOf, startCluster } from './cluster.ts';

const QUEUE = 'crawl';
const AT_ONCE = 1000;
const SCHEMA = 'jobs_bench';
/** As the envelope of a crawl is: about 400 bytes of JSON. */
const DATA = {
  newsletter: 'The Test Digest',
  args: {
    source: {
      kind: 'feed',
      id: 'a-blog-that-is-read',
      url: 'https://blog.example.com/category/research/feed.xml',
      name: 'A blog that is read',
      weight: 1,
      tags: ['lab'],
    },
    window: { sinceAt: '2026-11-15T00:00:00.000Z', untilAt: '2026-11-22T00:00:00.000Z' },
    all: false,
  },
};
type Cluster = Awaited<ReturnType<typeof startCluster>>;

async function opened(url: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    supervise: false,
    schedule: false,
    max: 4,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 1,
  });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  return boss;
}

/** A consumer: takes jobs until there are none, tells what it did and what it took. `alone`: each is completed by a transaction of its own, as workers do. */
async function consume(url: string, batchSize: number, alone: boolean): Promise<void> {
  const boss = await opened(url);
  process.send?.('ready');
  await once(process, 'message');
  const began = process.cpuUsage();
  let done = 0;
  for (;;) {
    const jobs = await boss.fetch(QUEUE, { batchSize });
    if (jobs.length === 0) break;
    const ids = jobs.map(({ id }) => id);
    if (alone) await Promise.all(ids.map((id) => boss.complete(QUEUE, id)));
    else await boss.complete(QUEUE, ids);
    done += jobs.length;
  }
  const { user, system } = process.cpuUsage(began);
  process.send?.({ done, seconds: (user + system) / 1e6 });
  await boss.stop({ graceful: false });
  process.disconnect();
}

async function insert(boss: PgBoss, count: number): Promise<void> {
  const jobs = () => Array.from({ length: AT_ONCE }, () => ({ data: DATA, singletonKey: randomUUID() }));
  for (let n = 0; n < count; n += AT_ONCE) await boss.insert(QUEUE, jobs());
}

interface Taken {
  rate: number;
  postgres: number;
  processes: number;
}

async function drain(
  cluster: Cluster,
  count: number,
  processes: number,
  batchSize: number,
  alone = false,
): Promise<Taken> {
  const children = Array.from({ length: processes }, () =>
    fork(fileURLToPath(import.meta.url), ['consume', cluster.url, String(batchSize), alone ? 'alone' : 'together']),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  const [from, cpu] = [performance.now(), cpuOf(cluster.pid)];
  const results = children.map((child) => once(child, 'message'));
  for (const child of children) child.send('go');
  const told = (await Promise.all(results)).map(([result]) => result as { done: number; seconds: number });
  const seconds = (performance.now() - from) / 1000;
  const postgres = cpuOf(cluster.pid) - cpu;
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  const done = told.reduce((sum, result) => sum + result.done, 0);
  if (done !== count) throw new Error(`${done} jobs of ${count} were done`);
  const own = told.reduce((sum, result) => sum + result.seconds, 0);
  return { rate: done / seconds, postgres: (postgres / done) * 1000, processes: (own / done) * 1000 };
}

async function bytesWritten(cluster: Cluster): Promise<number> {
  const [row] = await cluster.sql<{ bytes: string }>(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') bytes`);
  return Number(row?.bytes);
}

async function inserting(cluster: Cluster, boss: PgBoss): Promise<void> {
  const count = 50_000;
  let best = Number.POSITIVE_INFINITY;
  let [cpu, bytes] = [0, 0];
  for (let n = 0; n < 3; n++) {
    const [from, before, written] = [performance.now(), cpuOf(cluster.pid), await bytesWritten(cluster)];
    await insert(boss, count);
    const seconds = (performance.now() - from) / 1000;
    if (seconds < best)
      [best, cpu, bytes] = [seconds, cpuOf(cluster.pid) - before, (await bytesWritten(cluster)) - written];
    await boss.deleteAllJobs(QUEUE);
  }
  console.log(
    `insert by ${AT_ONCE}: ${Math.round(count / best)} jobs a second, Postgres ${((cpu / count) * 1000).toFixed(3)} ms of a processor and ${Math.round(bytes / count)} bytes of log a job`,
  );
}

async function consuming(cluster: Cluster, boss: PgBoss): Promise<void> {
  for (const [batchSize, alone] of [
    [1, true],
    [12, true],
    [12, false],
    [100, false],
  ] as const)
    for (const processes of [1, 4]) {
      const count = alone ? 3000 : 20_000;
      let best: Taken | undefined;
      for (let n = 0; n < 3; n++) {
        await boss.deleteAllJobs(QUEUE);
        await insert(boss, count);
        await cluster.sql(`vacuum analyze ${SCHEMA}.job_common`);
        const taken = await drain(cluster, count, processes, batchSize, alone);
        if (!best || taken.rate > best.rate) best = taken;
      }
      if (best)
        console.log(
          `fetch ${batchSize}, complete ${alone ? 'each alone' : 'together'}, ${processes} process(es): ${Math.round(best.rate)} jobs a second, Postgres ${best.postgres.toFixed(2)} ms and the processes together ${best.processes.toFixed(2)} ms of a processor a job`,
        );
    }
}

async function size(cluster: Cluster): Promise<string> {
  await cluster.sql('select pg_stat_force_next_flush()');
  const [row] = await cluster.sql<Record<string, string>>(
    `select pg_table_size('${SCHEMA}.job_common') heap, pg_indexes_size('${SCHEMA}.job_common') indexes, pg_stat_get_dead_tuples('${SCHEMA}.job_common'::regclass) dead, pg_stat_get_tuples_hot_updated('${SCHEMA}.job_common'::regclass) hot`,
  );
  return `${mb(row?.heap)} MB of rows, ${mb(row?.indexes)} MB of indexes, ${row?.dead} dead rows, ${row?.hot} updates in place`;
}

const mb = (bytes: string | undefined) => (Number(bytes) / 1e6).toFixed(1);

async function bloat(cluster: Cluster, boss: PgBoss): Promise<void> {
  const count = 20_000;
  await boss.deleteAllJobs(QUEUE);
  await cluster.sql(`alter table ${SCHEMA}.job_common set (autovacuum_enabled = off)`);
  await cluster.sql(`vacuum full ${SCHEMA}.job_common`);
  await cluster.sql(`select pg_stat_reset()`);
  await insert(boss, count);
  console.log(`${count} waiting: ${await size(cluster)}`);
  const written = await bytesWritten(cluster);
  await drain(cluster, count, 1, 12);
  console.log(
    `${count} done by 12: ${await size(cluster)}; ${Math.round(((await bytesWritten(cluster)) - written) / count)} bytes of log a job`,
  );
  const [from, cpu] = [performance.now(), cpuOf(cluster.pid)];
  await cluster.sql(`vacuum ${SCHEMA}.job_common`);
  console.log(
    `vacuum: ${Math.round(performance.now() - from)} ms, ${(cpuOf(cluster.pid) - cpu).toFixed(2)} s of a processor; ${await size(cluster)}`,
  );
  await cluster.sql(`alter table ${SCHEMA}.job_common reset (autovacuum_enabled)`);
}

/** Milliseconds of fetching 12, the middle of 50; those fetched are completed. */
async function fetching(cluster: Cluster, boss: PgBoss, what: string): Promise<void> {
  const times: number[] = [];
  const cpu = cpuOf(cluster.pid);
  for (let n = 0; n < 200; n++) {
    const from = performance.now();
    const jobs = await boss.fetch(QUEUE, { batchSize: 12 });
    times.push(performance.now() - from);
    await boss.complete(
      QUEUE,
      jobs.map(({ id }) => id),
    );
  }
  times.sort((a, b) => a - b);
  const [least, middle, tail] = [0, 0.5, 0.95].map((share) => times[Math.floor(times.length * share)]?.toFixed(2));
  console.log(
    `fetch of 12 with ${what}: ${least} ms at best, ${middle} in the middle, ${tail} for one in twenty; Postgres ${(((cpuOf(cluster.pid) - cpu) / times.length) * 1000).toFixed(1)} ms of a processor each with its completing`,
  );
}

/** While somebody's transaction is open, no dead row may be taken away: a fetch walks over all of them. */
async function horizon(cluster: Cluster, boss: PgBoss): Promise<void> {
  const count = 100_000;
  await boss.deleteAllJobs(QUEUE);
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  await client.query('begin isolation level repeatable read');
  await client.query('select 1 from pg_class limit 1');
  await insert(boss, count);
  await drain(cluster, count, 1, 100);
  await insert(boss, 3000);
  await fetching(cluster, boss, `3,000 waiting, a transaction open since ${count} jobs ago`);
  await client.query('commit');
  await client.end();
  await cluster.sql(`vacuum analyze ${SCHEMA}.job_common`);
  await insert(boss, 3000);
  await fetching(cluster, boss, 'the same, the transaction ended and a vacuum done');
}

/** The pass that workers make every two seconds, one of them at a time: it looks for jobs that are late or lost, and counts. */
async function supervising(cluster: Cluster, boss: PgBoss, what: string): Promise<void> {
  for (let n = 0; n < 2; n++) {
    await setTimeout(1500);
    const [from, cpu] = [performance.now(), cpuOf(cluster.pid)];
    await boss.supervise(QUEUE);
    console.log(
      `supervising with ${what}: ${((performance.now() - from) / 1000).toFixed(2)} s, Postgres ${(cpuOf(cluster.pid) - cpu).toFixed(2)} s of a processor`,
    );
  }
}

async function waiting(cluster: Cluster, boss: PgBoss, count: number): Promise<void> {
  await boss.deleteAllJobs(QUEUE);
  await insert(boss, 3000);
  await cluster.sql(`vacuum analyze ${SCHEMA}.job_common`);
  await fetching(cluster, boss, '3,000 waiting');
  // the same rows many times over, by the database itself
  await cluster.sql(
    `insert into ${SCHEMA}.job_common (name, data, singleton_key, heartbeat_seconds, dead_letter, retry_limit, policy, expire_seconds, created_on, start_after)
      select name, data, gen_random_uuid()::text, heartbeat_seconds, dead_letter, retry_limit, policy, expire_seconds, created_on + n * interval '1 ms', start_after from ${SCHEMA}.job_common, generate_series(1, $1::int) n where id = (select id from ${SCHEMA}.job_common where state = 'created' limit 1)`,
    [count],
  );
  await fetching(cluster, boss, `${count} more, before analyze`);
  await cluster.sql(`vacuum analyze ${SCHEMA}.job_common`);
  await fetching(cluster, boss, `${count} more, after analyze`);
  console.log(`${count} waiting: ${await size(cluster)}`);
  await supervising(cluster, boss, `${count} waiting`);
  await cluster.sql(
    `update ${SCHEMA}.job_common set state = 'completed', completed_on = now() where state = 'created'`,
  );
  await insert(boss, 3000);
  await fetching(cluster, boss, `3,000 waiting and ${count} just done, no vacuum`);
  await insert(boss, 3000);
  await cluster.sql(`vacuum analyze ${SCHEMA}.job_common`);
  await fetching(cluster, boss, 'the same after vacuum');
  await supervising(cluster, boss, `${count} done`);
}

const [mode, url, batchSize, alone] = process.argv.slice(2);
if (mode === 'consume') await consume(String(url), Number(batchSize), alone === 'alone');
else {
  const cluster = await startCluster();
  try {
    const boss = await opened(cluster.url);
    await makeQueues(boss);
    await inserting(cluster, boss);
    await consuming(cluster, boss);
    await bloat(cluster, boss);
    await horizon(cluster, boss);
    await waiting(cluster, boss, Number(mode ?? 1_000_000));
    await boss.stop({ graceful: false });
  } finally {
    await cluster.stop();
  }
}
