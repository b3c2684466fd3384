/** The table of workers: who lives, and what it does. */
import type { WorkerState } from '../types.ts';
import type { FleetDb } from './fleetDatabase.ts';

export async function sawWorker(db: FleetDb, worker: Omit<WorkerState, 'seenAt'>): Promise<void> {
  await db.write(
    `insert into pullquote.worker (id, data, seen_at) values ($1, $2, now())
    on conflict (id) do update set data = excluded.data, seen_at = excluded.seen_at`,
    [worker.id, JSON.stringify(worker)],
  );
}

export async function forgetWorker(db: FleetDb, id: string): Promise<void> {
  await db.write('delete from pullquote.worker where id = $1', [id]);
}

/** Those that were seen within `withinMs`, by id. */
export async function readWorkers(db: FleetDb, withinMs: number): Promise<WorkerState[]> {
  const rows = await db.query(
    `select data, seen_at from pullquote.worker where seen_at > now() - $1 * interval '1 millisecond' order by id`,
    [withinMs],
  );
  return rows.map(({ data, seen_at }) => ({ ...JSON.parse(data as string), seenAt: (seen_at as Date).toISOString() }));
}

export async function forgetOldWorkers(db: FleetDb): Promise<void> {
  await db.write(`delete from pullquote.worker where seen_at < now() - interval '1 day'`);
}
