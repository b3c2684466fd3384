/**
 * What could stand in the place of pg-boss for scheduled visits: a narrow table of due times, parted by the hash of the host, claimed in bulk with SKIP LOCKED and set in bulk.
 * `node bench/scale/claim.ts ROWS` (1,000,000); on a Postgres of one's own.
 */
import pg from 'pg';
import { cpuOf, startCluster } from './cluster.ts';

const PARTS = 16;
const ROWS = Number(process.argv[2] ?? 1_000_000);
const CLAIMED = 100;
const ROUNDS = 200;
const CLAIM = `update due set due_at = now() + interval '15 minutes', lease = lease + 1 from (
  select host_hash, id from due where due_at <= now() and host_hash = any($1::int[]) order by due_at limit $2 for update skip locked) d
  where due.host_hash = d.host_hash and due.id = d.id returning due.host_hash, due.id, due.lease`;
const SETTLE = `update due set due_at = now() + interval '10 hours' from unnest($1::int[], $2::bigint[], $3::int[]) as d(host_hash, id, lease)
  where due.host_hash = d.host_hash and due.id = d.id and due.lease = d.lease`;

const cluster = await startCluster();

/** Claims and settles by so many consumers; each has parts of its own, so that a host is one consumer's. */
async function claim(consumers: number): Promise<{ rate: number; cpu: number; bytes: number }> {
  await cluster.sql(`update due set due_at = now() - random() * interval '1 day' where due_at > now() and id <= $1`, [
    2 * consumers * CLAIMED * ROUNDS,
  ]);
  await cluster.sql('vacuum analyze due');
  const clients = await Promise.all(
    Array.from({ length: consumers }, async () => {
      const client = new pg.Client({ connectionString: cluster.url });
      await client.connect();
      return client;
    }),
  );
  const [from, cpu, [before]] = [
    performance.now(),
    cpuOf(cluster.pid),
    await cluster.sql<{ at: string }>('select pg_current_wal_lsn() at'),
  ];
  const done = await Promise.all(
    clients.map(async (client, n) => {
      const parts = Array.from({ length: PARTS }, (_, i) => i).filter((i) => i % consumers === n);
      let count = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const { rows } = await client.query<{ host_hash: number; id: string; lease: number }>(CLAIM, [parts, CLAIMED]);
        const { rowCount } = await client.query(SETTLE, [
          rows.map((r) => r.host_hash),
          rows.map((r) => r.id),
          rows.map((r) => r.lease),
        ]);
        count += rowCount ?? 0;
      }
      return count;
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  const total = done.reduce((sum, count) => sum + count, 0);
  const used = cpuOf(cluster.pid) - cpu;
  const [wal] = await cluster.sql<{ bytes: string }>('select pg_wal_lsn_diff(pg_current_wal_lsn(), $1) bytes', [
    before?.at,
  ]);
  await Promise.all(clients.map((client) => client.end()));
  return { rate: total / seconds, cpu: (used / total) * 1000, bytes: Number(wal?.bytes) / total };
}

try {
  await cluster.sql(
    'create table due (host_hash int not null, id bigint not null, lease int not null default 0, due_at timestamptz not null) partition by list (host_hash)',
  );
  for (let n = 0; n < PARTS; n++)
    await cluster.sql(
      `create table due_${n} partition of due for values in (${n}) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)`,
    );
  await cluster.sql(
    `insert into due select n % ${PARTS}, n, 0, now() - random() * interval '1 day' from generate_series(1, $1::bigint) n`,
    [ROWS],
  );
  await cluster.sql('alter table due add primary key (host_hash, id)');
  await cluster.sql('create index due_at on due (due_at)');
  await cluster.sql('vacuum analyze due');
  const [size] = await cluster.sql<{ bytes: string }>(
    `select sum(pg_total_relation_size(inhrelid)) bytes from pg_inherits where inhparent = 'due'::regclass`,
  );
  console.log(
    `${ROWS} due times in ${PARTS} parts: ${(Number(size?.bytes) / ROWS).toFixed(0)} bytes each with their indexes`,
  );
  for (const consumers of [1, 4]) {
    const tries = [];
    for (let n = 0; n < 3; n++) tries.push(await claim(consumers));
    const best = tries.sort((a, b) => b.rate - a.rate)[0];
    if (best)
      console.log(
        `${consumers} consumer(s), ${CLAIMED} at once: ${Math.round(best.rate)} visits claimed and settled a second, Postgres ${best.cpu.toFixed(3)} ms of a processor and ${Math.round(best.bytes)} bytes of log each`,
      );
  }
} finally {
  await cluster.stop();
}
