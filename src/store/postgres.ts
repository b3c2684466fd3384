/** The store in Postgres, a schema for each newsletter, for any number of processes at once. */
import { CompiledQuery, sql } from 'kysely';
import type pg from 'pg';
import { PATIENCE, type Patience, patiently } from '../text/patience.ts';
import { explainPostgres, passes, sayFailure } from '../text/postgres.ts';
import { seldom } from '../text/seldom.ts';
import type { Statements, Store } from '../types.ts';
import type { Backend } from './backend.ts';
import { storeOn } from './methods.ts';
import { lockNames, migratePostgres, schemaOf } from './postgresMigrate.ts';
import { openPool, postgresDb } from './postgresPool.ts';
import type { Db, Tables } from './tables.ts';

export { explainPostgres } from '../text/postgres.ts';
export { openPool } from './postgresPool.ts';

export interface PostgresOptions {
  url: string;
  /** The name of the newsletter. Others in the same database are not seen. */
  newsletter: string;
  /** Connections that several stores share; whoever made them closes them. */
  pool?: pg.Pool;
  /** How long each call waits for a database that is away. */
  patience?: Patience;
  /** Told that it waits, and for what. */
  note?: (message: string) => void;
}

/**
 * Opens the store of a newsletter, making it where there is none. A call that meets a database that starts, restarts or is away is made again until patience ends: each is all or nothing, and may be
 * repeated. What is wrong then, or for good, is told as a UserError that says where and what to do, and never the password.
 */
export async function openPostgresStore(o: PostgresOptions): Promise<Store> {
  return storeOn(await openBackend(o));
}

/** The store's database on Postgres, migrated. */
export async function openBackend({
  url,
  newsletter,
  pool: shared,
  patience = PATIENCE,
  note = () => undefined,
}: PostgresOptions): Promise<Backend> {
  const pool = shared ?? (await openPool(url));
  const whole = postgresDb<Tables>(pool);
  const schema = schemaOf(newsletter);
  const say = seldom(note);
  const waiting = { ...patience, onWait: (error: unknown) => say(`waiting for the database: ${sayFailure(error)}`) };
  const guard: Backend['guard'] = async (method, mayRepeat) => {
    try {
      return await patiently(method, passes, waiting, mayRepeat);
    } catch (error) {
      throw explainPostgres(error, url);
    }
  };
  let closed: Promise<void> | undefined;
  const close = async () => {
    if (!shared) closed ??= pool.end();
    await closed;
  };
  try {
    await guard(() => migratePostgres(whole, schema, url));
  } catch (error) {
    await close();
    throw error;
  }
  const db = whole.withSchema(schema);
  const lock = (locked: Db, names: string[]) => lockNames(locked, schema, names);
  return {
    ...{ db, guard, lock, close, like: 'ilike', statements: statementsOf },
    write: (work) => work(db),
    writing: (names, work) =>
      db.transaction().execute(async (locked) => {
        await lock(locked, names);
        return work(locked);
      }),
    // Postgres gives room back by itself
    compact: async () => false,
    size: () => sizeOf(whole, schema),
  };
}

/** Statements of a transaction, as they are. */
function statementsOf(db: Db): Statements {
  return {
    executeSql: async (text, values = []) => {
      const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}

/** Bytes of the schema's tables, with their indexes and what stands outside their rows. */
async function sizeOf(db: Db, schema: string): Promise<number> {
  const { rows } = await sql<{ bytes: number | null }>`
    select sum(pg_total_relation_size(oid))::bigint as bytes from pg_class
    where relnamespace = to_regnamespace(${schema}) and relkind in ('r', 'p')`.execute(db);
  return rows[0]?.bytes ?? 0;
}
