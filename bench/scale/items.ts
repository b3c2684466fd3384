/**
 * What a large table of items costs on a Postgres of one's own: putting in by 500, saving again what is known, forgetting a week by `delete` and by dropping a part, whole and parted by week.
 * `node bench/scale/items.ts ROWS` (500,000). Words are real ones recombined where `../shared/data` is there, else invented.
 */
import { existsSync } from 'node:fs';
import pg from 'pg';
import { sha256 } from '../../src/text/hash.ts';
import { DATA, material, pick } from '../material.ts';
import { seeded } from '../random.ts';
import { cpuOf, startCluster } from './cluster.ts';
import { TABLES } from './tables.ts';

const ROWS = Number(process.argv[2] ?? 500_000);
const AT_ONCE = 500;
const WEEKS = 5;
const START = Date.parse('2026-10-19T00:00:00Z');
const WEEK = 7 * 86_400_000;
/** Of JSON, as the items of the real weeks have in the mean. */
const DATA_BYTES = 2000;
const COLUMNS = 'id, canonical_url, source_id, published_at, first_response, response, data';

const next = seeded(10);
const sentences = existsSync(DATA)
  ? material().sentences.flat()
  : ['Nobody said so.', 'It was known before.', 'A figure was given.'];
const cluster = await startCluster();
const client = new pg.Client({ connectionString: cluster.url });
await client.connect();

/** The item of a number; the words of the same number are the same length, not the same words. */
function row(n: number): unknown[] {
  const at = new Date(START + (n / ROWS) * WEEKS * WEEK).toISOString();
  let text = '';
  while (text.length < DATA_BYTES) text += ` ${pick(sentences, next)}`;
  const source = `site-${sha256(String(n % Math.ceil(ROWS / 25))).slice(0, 12)}-test`;
  return [
    sha256(`item ${n}`).slice(0, 16),
    `${source}.test/2026/a-title-of-some-words-${n}`,
    source,
    at,
    n,
    n,
    JSON.stringify({ title: text.slice(0, 70), text }),
  ];
}

async function save(
  table: string,
  from: number,
  to: number,
  key: string,
): Promise<{ seconds: number; cpu: number; bytes: number }> {
  let seconds = 0;
  const [cpu, [before]] = [cpuOf(cluster.pid), await cluster.sql<{ at: string }>('select pg_current_wal_lsn() at')];
  for (let n = from; n < to; n += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, to - n) }, (_, i) => row(n + i));
    const places = rows.map((values, i) => `(${values.map((_, k) => `$${i * values.length + k + 1}`)})`);
    const set = ['canonical_url', 'source_id', 'first_response', 'response', 'data'].map(
      (name) => `${name} = excluded.${name}`,
    );
    const began = performance.now();
    await client.query(
      `insert into ${table} (${COLUMNS}) values ${places} on conflict (${key}) do update set ${set}`,
      rows.flat(),
    );
    seconds += (performance.now() - began) / 1000;
  }
  const [wal] = await cluster.sql<{ bytes: string }>('select pg_wal_lsn_diff(pg_current_wal_lsn(), $1) bytes', [
    before?.at,
  ]);
  return { seconds, cpu: cpuOf(cluster.pid) - cpu, bytes: Number(wal?.bytes) };
}

function tell(
  what: string,
  rows: number,
  { seconds, cpu, bytes }: { seconds: number; cpu: number; bytes: number },
): void {
  console.log(
    `${what}: ${Math.round(rows / seconds)} rows a second, Postgres ${((cpu / rows) * 1000).toFixed(3)} ms of a processor and ${Math.round(bytes / rows)} bytes of log a row`,
  );
}

async function spent(what: string, work: () => Promise<unknown>): Promise<void> {
  const [from, cpu, [before]] = [
    performance.now(),
    cpuOf(cluster.pid),
    await cluster.sql<{ at: string }>('select pg_current_wal_lsn() at'),
  ];
  await work();
  const [wal] = await cluster.sql<{ bytes: string }>('select pg_wal_lsn_diff(pg_current_wal_lsn(), $1) bytes', [
    before?.at,
  ]);
  console.log(
    `${what}: ${((performance.now() - from) / 1000).toFixed(2)} s, Postgres ${(cpuOf(cluster.pid) - cpu).toFixed(2)} s of a processor, ${(Number(wal?.bytes) / 1e6).toFixed(1)} MB of log`,
  );
}

/** In how many indexes an id is looked for. */
async function lookUp(table: string): Promise<void> {
  const plan = await cluster.sql<{ 'QUERY PLAN': string }>(
    `explain (analyze, costs off, timing off, summary off) select data from ${table} where id = '${row(ROWS - 1)[0]}'`,
  );
  const scans = plan.filter((line) => /Index (Only )?Scan/.test(line['QUERY PLAN']));
  console.log(`by id in ${table}: looked for in ${scans.length} indexes`);
}

async function parted(): Promise<void> {
  await cluster.sql(
    `create table item_parted (like item including defaults including storage) partition by range (published_at)`,
  );
  try {
    await cluster.sql('alter table item_parted add primary key (id)');
  } catch (error) {
    console.log(`a key of the id alone: ${(error as Error).message}`);
  }
  await cluster.sql('alter table item_parted add primary key (id, published_at)');
  for (const columns of [
    'published_at, id',
    'canonical_url',
    'first_response',
    'response',
    'source_id, published_at, id',
  ])
    await cluster.sql(`create index on item_parted (${columns})`);
  for (let n = 0; n < WEEKS; n++) {
    const [from, to] = [n, n + 1].map((week) => new Date(START + week * WEEK).toISOString());
    await cluster.sql(`create table item_week_${n} partition of item_parted for values from ('${from}') to ('${to}')`);
  }
}

try {
  for (const statement of TABLES) await cluster.sql(statement);
  const some = Math.min(20_000, ROWS / 5);
  tell(`the first ${some}, one table`, some, await save('item', 0, some, 'id'));
  await save('item', some, ROWS - some, 'id');
  await cluster.sql('vacuum analyze item');
  tell(`the last ${some} of ${ROWS}, one table`, some, await save('item', ROWS - some, ROWS, 'id'));
  tell(`${some} of them again with other words`, some, await save('item', ROWS - some, ROWS, 'id'));
  const [size] = await cluster.sql<{ bytes: string }>(`select pg_total_relation_size('item') bytes`);
  console.log(`${ROWS} items: ${(Number(size?.bytes) / 1e6).toFixed(0)} MB`);
  await lookUp('item');
  const until = new Date(START + WEEK).toISOString();
  await spent('forgetting a fifth by delete', () => cluster.sql('delete from item where published_at < $1', [until]));
  await spent('vacuum after it', () => cluster.sql('vacuum item'));
  const [left] = await cluster.sql<{ bytes: string }>(`select pg_total_relation_size('item') bytes`);
  console.log(`left on disk: ${(Number(left?.bytes) / 1e6).toFixed(0)} MB`);
  await cluster.sql('truncate item');
  await parted();
  await save('item_parted', 0, ROWS - some, 'id, published_at');
  await cluster.sql('vacuum analyze item_parted');
  tell(
    `the last ${some} of ${ROWS}, parted by week`,
    some,
    await save('item_parted', ROWS - some, ROWS, 'id, published_at'),
  );
  await lookUp('item_parted');
  await spent('forgetting a fifth by dropping its part', () => cluster.sql('drop table item_week_0'));
} finally {
  await client.end();
  await cluster.stop();
}
