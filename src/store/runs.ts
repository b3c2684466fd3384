import type { Iso, Run } from '../types.ts';
import type { Db } from './tables.ts';

/** Notes that a command began; gives the number by which it is ended. */
export async function startRun(db: Db, run: Run): Promise<number> {
  const row = {
    command: run.command,
    started_at: run.startedAt,
    ended_at: run.endedAt ?? null,
    outcome: run.outcome ?? null,
    detail: run.detail ?? null,
  };
  const { id } = await db.insertInto('run').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** Notes how it ended. */
export async function endRun(
  db: Db,
  id: number,
  outcome: 'done' | 'failed',
  endedAt: Iso,
  detail?: string,
): Promise<void> {
  await db
    .updateTable('run')
    .set({ outcome, ended_at: endedAt, detail: detail ?? null })
    .where('id', '=', id)
    .execute();
}

/** Forgets one that did not come to do anything. */
export async function forgetRun(db: Db, id: number): Promise<void> {
  await db.deleteFrom('run').where('id', '=', id).execute();
}

/** The newest runs first. One without an end was killed, or runs still. */
export async function readRuns(db: Db, limit: number): Promise<Run[]> {
  const rows = await db.selectFrom('run').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    command: row.command,
    startedAt: row.started_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.outcome === null ? {} : { outcome: row.outcome as 'done' | 'failed' }),
    ...(row.detail === null ? {} : { detail: row.detail }),
  }));
}
