/** Statements and transactions of the schema that processes share. */
import type pg from 'pg';
import type { Statements } from '../types.ts';
import { migrateFleet } from './fleetMigrations.ts';
import { openPool } from './postgres.ts';

export type Row = Record<string, unknown>;
export interface FleetDb {
  query(text: string, values?: unknown[]): Promise<Row[]>;
  /** How many rows were written. */
  write(text: string, values?: unknown[]): Promise<number>;
  /** All that `work` does through its statements, or nothing of it. */
  together<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Few connections do: what is asked here is short, and each process has others beside these. */
const CONNECTIONS = 4;

/** Opens the shared schema, up to date. */
export async function openFleetDb(url: string): Promise<FleetDb> {
  const pool = await openPool(url, { max: CONNECTIONS });
  try {
    await transaction(pool, migrateFleet);
  } catch (error) {
    await pool.end();
    throw error;
  }
  let ending: Promise<void> | undefined;
  return {
    query: async (text, values) => (await pool.query(text, values)).rows,
    write: async (text, values) => (await pool.query(text, values)).rowCount ?? 0,
    together: (work) =>
      transaction(pool, (client) => work({ executeSql: (text, values) => client.query(text, values) })),
    close: () => {
      ending ??= pool.end();
      return ending;
    },
  };
}

/** All that `work` does through a connection, or nothing of it. */
export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
