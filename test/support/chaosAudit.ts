/**
 * A second account of what a database went through, kept by its own triggers: it lives and dies with the transaction that it tells of, so that it knows
 * which writes were committed together.
 */
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

export interface Database {
  /** Asks until the database answers. */
  query<Row extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
}

const PATIENCE_MS = 60_000;

/** A connection a statement: the server may be killed at any moment. Statements must be such that they may be done twice. */
export function databaseAt(url: string): Database {
  return {
    async query(sql, values = []) {
      for (const until = performance.now() + PATIENCE_MS; ; await setTimeout(50)) {
        const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
        client.on('error', () => undefined);
        try {
          await client.connect();
          return (await client.query(sql, values)).rows;
        } catch (error) {
          const { code = '', message } = error as { code?: string; message: string };
          const passes = /^(ECONN|EPIPE|57P|08)/.test(code) || /terminated|timeout|ended/i.test(message);
          if (!passes || performance.now() > until) throw error;
        } finally {
          await client.end().catch(() => undefined);
        }
      }
    },
  };
}

/** Begins the account: `schemas` are those of the newsletters, by name. */
export async function startAudit({ query }: Database, schemas: Map<string, string>): Promise<void> {
  await query(`create schema chaos`);
  await query(`create table chaos.job_end (id uuid, newsletter text, source text, run text, transaction xid8)`);
  await query(
    `create table chaos.write (what text, newsletter text, id text, source text, error text, transaction xid8)`,
  );
  await query(`create function chaos.ended() returns trigger language plpgsql as $$ begin
    insert into chaos.job_end values (new.id, new.data->>'newsletter', (new.data->>'args')::json->'source'->>'id',
      new.data->>'run', pg_current_xact_id());
    return null;
  end $$`);
  await query(`create trigger chaos_ended after update on pullquote_jobs.job for each row
    when (new.state = 'completed' and old.state <> 'completed' and new.name = 'crawl') execute function chaos.ended()`);
  await query(`create function chaos.item() returns trigger language plpgsql as $$ begin
    insert into chaos.write values ('item', tg_argv[0], new.id, new.source_id, null, pg_current_xact_id());
    return null;
  end $$`);
  await query(`create function chaos.health() returns trigger language plpgsql as $$ begin
    insert into chaos.write values ('health', tg_argv[0], null, new.source_id,
      case when new.failures_in_a_row > 0 then new.last_error end, pg_current_xact_id());
    return null;
  end $$`);
  for (const [newsletter, schema] of schemas) {
    await query(
      `create trigger chaos_item after insert on ${schema}.item for each row execute function chaos.item('${newsletter}')`,
    );
    await query(`create trigger chaos_health after insert or update on ${schema}.health for each row
      execute function chaos.health('${newsletter}')`);
  }
}

/** What may not be, in words; empty where all was done once and together. */
export async function auditFaults({ query }: Database): Promise<string[]> {
  const twice = await query(
    `select newsletter, id, source, count(*) from chaos.write where what = 'item' group by 1, 2, 3 having count(*) > 1`,
  );
  const ends = await query(
    `select id, newsletter, source, count(*) from chaos.job_end group by 1, 2, 3 having count(*) > 1`,
  );
  const apart = await query(
    `select w.what, w.newsletter, w.source, count(*) from chaos.write w
    where not exists (
      select from chaos.job_end e where e.transaction = w.transaction and e.newsletter = w.newsletter and e.source = w.source
    ) group by 1, 2, 3`,
  );
  const without = await query(
    `select e.newsletter, e.source, count(*) from chaos.job_end e
    where not exists (select from chaos.write w where w.transaction = e.transaction and w.what = 'health') group by 1, 2`,
  );
  const several = await query(`select transaction::text, count(*) from chaos.job_end group by 1 having count(*) > 1`);
  const say = (what: string, rows: object[]) =>
    rows.slice(0, 5).map((row) => `${what}: ${JSON.stringify(row)} (${rows.length})`);
  return [
    ...say('an item was put in twice', twice),
    ...say('a job was completed twice', ends),
    ...say('written in a transaction that completed no job of its source', apart),
    ...say('a crawl was completed and how the source fares was not written with it', without),
    ...say('one transaction completed several jobs', several),
  ];
}

/** Why sources failed, as their health says, how often each. */
export async function blamed({ query }: Database): Promise<{ error: string; count: number }[]> {
  return query(
    `select regexp_replace(error, 'http://[^ ]+', 'URL', 'g') as error, count(*)::integer as count from chaos.write
    where error is not null group by 1 order by 2 desc`,
  );
}
