import type { SourceHealth } from '../types.ts';
import type { Db } from './tables.ts';

/** How every source has fared, by its id. */
export async function readHealth(db: Db): Promise<SourceHealth[]> {
  const rows = await db.selectFrom('health').selectAll().orderBy('source_id').execute();
  return rows.map((row) => ({
    sourceId: row.source_id,
    lastTriedAt: row.last_tried_at,
    failuresInARow: row.failures_in_a_row,
    ...(row.last_success_at === null ? {} : { lastSuccessAt: row.last_success_at }),
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
  }));
}

/** Replaces what is known of one source. */
export async function saveHealth(db: Db, health: SourceHealth): Promise<void> {
  const row = {
    source_id: health.sourceId,
    last_success_at: health.lastSuccessAt ?? null,
    last_tried_at: health.lastTriedAt,
    failures_in_a_row: health.failuresInARow,
    last_error: health.lastError ?? null,
  };
  await db
    .insertInto('health')
    .values(row)
    .onConflict((conflict) => conflict.column('source_id').doUpdateSet(row))
    .execute();
}
