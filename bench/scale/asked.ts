/** Runs every SQL block of docs/scale.md on a Postgres of one's own with the tables of this version, so that no query there is wrong. */
import { readFileSync } from 'node:fs';
import { PgBoss } from 'pg-boss';
import { makeQueues } from '../../src/queue/queues.ts';
import { openFleet } from '../../src/store/fleet.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { startCluster } from './cluster.ts';

const cluster = await startCluster();
try {
  const boss = new PgBoss({
    connectionString: cluster.url,
    schema: 'pullquote_jobs',
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await makeQueues(boss);
  const store = await openPostgresStore({ url: cluster.url, newsletter: 'The Test Digest' });
  await store.saveHealth({ sourceId: 'a', lastTriedAt: '2026-11-22T00:00:00.000Z', failuresInARow: 0, itemsAWeek: 5 });
  const fleet = await openFleet({ url: cluster.url });
  await fleet.schedule('The Test Digest', [{ kind: 'feed', url: 'https://example.com/feed.xml', id: 'a' } as never]);
  await boss.insert('crawl', [{ data: {} }]);
  const [schema] = await cluster.sql<{ name: string }>(
    `select nspname as name from pg_namespace where nspname like 'pullquote\\_the%'`,
  );
  if (!schema) throw new Error('the newsletter has no schema');
  for (const [, block = ''] of readFileSync('docs/scale.md', 'utf8').matchAll(/^```sql\n(.*?)^```/gms))
    for (const text of block.replaceAll('SCHEMA_OF_ONE_NEWSLETTER', schema.name).split(';\n')) {
      const statement = text.trim();
      if (statement === '') continue;
      console.log(statement.split('\n')[0]?.slice(0, 100), await run(statement, schema.name));
    }
  await fleet.close();
  await store.close();
  await boss.stop({ graceful: false });
} finally {
  await cluster.stop();
}

async function run(statement: string, schema: string): Promise<string> {
  const rows = await cluster.sql(statement.replace('from health', `from ${schema}.health`));
  return JSON.stringify(rows.slice(0, 2));
}
