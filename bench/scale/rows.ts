/**
 * Rows and bytes of each table: the real weeks replayed into new workspaces (build first), the rows of their SQLite files counted, then the same rows in tables of the same shape on a Postgres of
 * one's own. It needs `../shared/data`, and Postgres.
 */
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { openStore } from '../../src/store/index.ts';
import { sha256 } from '../../src/text/hash.ts';
import { NEWSLETTER, pullquote, workspace } from '../../test/support/cli.ts';
import { startCluster } from './cluster.ts';
import { TABLES } from './tables.ts';

const DATA = resolve('../shared/data/weeks');
type Cluster = Awaited<ReturnType<typeof startCluster>>;
const MEASURED = ['item', 'page', 'response', 'health'] as const;
/** What servers usually say beside the type. */
const VALIDATORS = {
  etag: '"5f3c-61e0a1b2c3d40"',
  'last-modified': 'Sun, 02 Aug 2026 17:12:05 GMT',
  'cache-control': 'max-age=300',
};
interface Har {
  log: {
    entries: {
      startedDateTime: string;
      request: { url: string };
      response: {
        status: number;
        headers: { name: string; value: string }[];
        content: { text?: string; encoding?: string };
      };
    }[];
  };
}
/** How often each week is put into Postgres under other keys, so that empty pages of small tables do not count. */
const COPIES = 20;

function sourcesOf(week: string): string {
  const lines = readFileSync(join(DATA, week, 'feeds.txt'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => `- { kind: feed, url: "${line.split('\t')[0]}" }`).join('\n');
}

/** Drafts a week without a model, so that pages are read as they would be; gives its folder. */
async function replayed(week: string): Promise<string> {
  const dir = workspace({ 'sources.yaml': sourcesOf(week), 'newsletter.yaml': NEWSLETTER });
  const har = join(DATA, week, 'week.har.gz');
  const ran = await pullquote(['-C', dir, 'draft', '--model', 'none', '--replay', har]);
  if (ran.code !== 0) throw new Error(ran.stderr);
  await keepAnswers(dir, har);
  return dir;
}

/** A replay keeps no answers and no health: those of the recording are kept as the door would, and one row of health for each feed. */
async function keepAnswers(dir: string, har: string): Promise<void> {
  const store = await openStore({ path: join(dir, '.pullquote/state.db') });
  const { log } = JSON.parse(gunzipSync(readFileSync(har)).toString()) as Har;
  for (const { startedDateTime: at, request, response } of log.entries) {
    const { text, encoding } = response.content;
    if (response.status !== 200 || !text) continue;
    const headers = { ...Object.fromEntries(response.headers.map(({ name, value }) => [name, value])), ...VALIDATORS };
    const body = Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
    await store.keep({
      method: 'GET',
      url: request.url,
      bodyHash: '',
      finalUrl: request.url,
      status: 200,
      headers,
      body,
      at,
    });
    if (!request.url.startsWith('https://feeds.')) continue;
    const fared = { lastTriedAt: at, lastSuccessAt: at, requestsAt: at, failuresInARow: 0, itemsAWeek: 3.5 };
    await store.saveHealth({ sourceId: request.url.slice(8), requests: [request.url], asked: request.url, ...fared });
  }
  await store.close();
}

/** Bytes of a table and of its indexes in SQLite, by its own count of pages. */
function sizesInSqlite(sqlite: Sqlite.Database, table: string): { rows: number; bytes: number; indexes: number } {
  const { rows } = sqlite.prepare(`select count(*) as rows from ${table}`).get() as { rows: number };
  const size = sqlite.prepare(
    'select coalesce(sum(s.pgsize), 0) as bytes from dbstat s join sqlite_schema m on m.name = s.name where m.tbl_name = ? and m.type = ?',
  );
  const of = (type: string) => (size.get(table, type) as { bytes: number }).bytes;
  return { rows, bytes: of('table'), indexes: of('index') };
}

async function copy(cluster: Cluster, sqlite: Sqlite.Database, week: string): Promise<void> {
  for (const table of MEASURED) {
    const rows = sqlite.prepare(`select * from ${table}`).all() as Record<string, unknown>[];
    for (let n = 0; n < COPIES; n++) {
      const copyName = `${week.slice(-2)}x${String(n).padStart(2, '0')}`;
      for (const row of rows) {
        const names = Object.keys(row).filter((name) => !(table === 'response' && name === 'id'));
        const values = names.map((name) => under(table, name, row[name], copyName));
        const places = names.map((_, i) => `$${i + 1}`);
        await cluster.sql(`insert into ${table} (${names}) values (${places})`, values);
      }
    }
  }
}

/** Other keys of the same length for each copy. */
function under(table: string, name: string, value: unknown, copy: string): unknown {
  if (typeof value !== 'string') return value;
  if (name === 'canonical_url' || name === 'url') return copy + value.slice(copy.length);
  const isId = (table === 'item' && name === 'id') || name === 'source_id';
  return isId ? sha256(copy + value).slice(0, value.length) : value;
}

async function sizesInPostgres(cluster: Cluster): Promise<void> {
  await cluster.sql('vacuum analyze');
  for (const table of MEASURED) {
    const [size] = await cluster.sql<Record<string, number>>(
      `select (select count(*) from ${table})::int rows, pg_relation_size('${table}')::int heap, pg_indexes_size('${table}')::int indexes,
        (pg_table_size('${table}') - pg_relation_size('${table}'))::int toast`,
    );
    const { rows = 1, heap = 0, toast = 0, indexes = 0 } = size ?? {};
    const a = (bytes: number) => Math.round(bytes / rows);
    console.log(
      `Postgres ${table}: ${rows} rows, ${a(heap)} + ${a(toast)} outside the row + ${a(indexes)} of indexes = ${a(heap + toast + indexes)} bytes a row`,
    );
  }
}

if (!existsSync(DATA)) console.log(`skipped: there is no ${DATA}`);
else {
  const cluster = await startCluster();
  try {
    for (const statement of TABLES) await cluster.sql(statement);
    const totals = new Map<string, { rows: number; bytes: number; indexes: number }>();
    for (const week of globSync(`${DATA}/*/week.har.gz`).map((file) => basename(dirname(file)))) {
      const dir = await replayed(week);
      const sqlite = new Sqlite(join(dir, '.pullquote/state.db'));
      sqlite.exec('vacuum');
      for (const table of MEASURED) {
        const size = sizesInSqlite(sqlite, table);
        const sum = totals.get(table) ?? { rows: 0, bytes: 0, indexes: 0 };
        totals.set(table, {
          rows: sum.rows + size.rows,
          bytes: sum.bytes + size.bytes,
          indexes: sum.indexes + size.indexes,
        });
      }
      await copy(cluster, sqlite, week);
      sqlite.close();
      rmSync(dir, { recursive: true, force: true });
    }
    for (const [table, { rows, bytes, indexes }] of totals)
      console.log(
        `SQLite ${table}: ${rows} rows, ${Math.round(bytes / rows)} + ${Math.round(indexes / rows)} of indexes = ${Math.round((bytes + indexes) / rows)} bytes a row`,
      );
    await sizesInPostgres(cluster);
  } finally {
    await cluster.stop();
  }
}
