/** A queue on a real Postgres with handlers of the test's own: what they do is written into one table, in the transaction that ends the job. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Boss, openBoss } from '../../src/queue/boss.ts';
import type { Envelope, Handle } from '../../src/queue/envelope.ts';
import { type InsertOptions, insertJobs } from '../../src/queue/insert.ts';
import type { LogEvent } from '../../src/queue/log.ts';
import { type Pump, type PumpOptions, startPump } from '../../src/queue/pump.ts';
import { openFleet } from '../../src/store/fleet.ts';
import { transaction } from '../../src/store/fleetDatabase.ts';
import type { Fleet, JobKind, Statements, Store } from '../../src/types.ts';
import type { TestPostgres } from './postgres.ts';

/** What a test's job does: its name is what is written down. */
export interface Task {
  name: string;
}
export interface QueueWorld {
  url: string;
  boss: Boss;
  fleet: Fleet;
  pool: pg.Pool;
  notes: string[];
  log: LogEvent[];
  store: Store;
  /** A handler that writes the name of its task when it is settled; `slow` is waited for before. */
  writing(slow?: (task: Task, signal: AbortSignal) => Promise<unknown>): Handle;
  /** Puts tasks of these names into a queue. */
  put(kind: JobKind, names: string[], o?: Partial<InsertOptions> & { run?: string }): Promise<void>;
  pump(o: Partial<PumpOptions> & Pick<PumpOptions, 'handle'>): Pump;
  /** The names that were written, in their order. */
  written(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openQueue(postgres: Pick<TestPostgres, 'database'>): Promise<QueueWorld> {
  const url = await postgres.database();
  return openQueueAt(url);
}

/** Another process's view of the same queue, as it were. */
export async function openQueueAt(url: string): Promise<QueueWorld> {
  const notes: string[] = [];
  const log: LogEvent[] = [];
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  await pool.query('create table if not exists written (n bigserial, name text not null)').catch(() => undefined);
  const boss = await openBoss({ url, note: (message) => void notes.push(message) });
  const fleet = await openFleet({ url });
  const store = storeOn(pool);
  const pumps: Pump[] = [];
  return {
    ...{ url, boss, fleet, pool, notes, log, store },
    writing: (slow) => async (_, envelope, signal) => {
      const task = envelope.args as Task;
      await slow?.(task, signal);
      return { store, settle: (locked) => write(locked, task.name) };
    },
    async put(kind, names, { run, priority = 0, ...o } = {}) {
      const jobs = names.map((name, index) => envelopeOf(kind, name, { run: run ?? randomUUID(), index }));
      await insertJobs(boss, kind, jobs, { priority, ...o });
      await boss.wake(kind);
    },
    pump(o) {
      const pump = startPump({
        ...{ boss, fleet, kind: 'page', room: 4, reserved: 1, log: (event) => void log.push(event) },
        ...o,
      });
      pumps.push(pump);
      return pump;
    },
    async written() {
      const { rows } = await pool.query('select name from written order by n');
      return rows.map(({ name }) => String(name));
    },
    async close() {
      await Promise.all(pumps.map((pump) => pump.stop(0)));
      await boss.close();
      await fleet.close();
      await pool.end();
    },
  };
}

function envelopeOf(kind: JobKind, name: string, more: Partial<Envelope>): Envelope {
  const about = kind === 'crawl' ? { source: { id: name, name } } : kind === 'page' ? { items: [name] } : {};
  return { newsletter: 'The Test', ...more, args: { name, ...about } };
}

/** A transaction of the pool, and nothing else of a store. */
function storeOn(pool: pg.Pool): Store {
  const store = {
    together: <T>(work: (store: Store, statements: Statements) => Promise<T>): Promise<T> =>
      transaction(pool, (client) => {
        const statements: Statements = { executeSql: (text, values) => client.query(text, values) };
        return work(Object.assign(Object.create(null), { statements }) as Store, statements);
      }),
  };
  return store as unknown as Store;
}

/** Writes a name through the store that a settle was given. */
export async function write(locked: Store, name: string): Promise<{ name: string }> {
  const { statements } = locked as unknown as { statements: Statements };
  await statements.executeSql('insert into written (name) values ($1)', [name]);
  return { name };
}

/** Asks until it is so. */
export async function until(what: string, is: () => Promise<boolean> | boolean, ms = 30_000): Promise<void> {
  for (const end = performance.now() + ms; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    if (await is()) return;
    if (performance.now() > end) throw new Error(`it did not come so far: ${what}`);
  }
}
