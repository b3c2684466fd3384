import type { SourceHealth, VisitHints } from '../types.ts';
import { inParts } from './parts.ts';
import type { Db, HealthRow } from './tables.ts';

/** How every source has fared, by its id. */
export async function readHealth(db: Db): Promise<SourceHealth[]> {
  const rows = await db.selectFrom('health').selectAll().orderBy('source_id').execute();
  return rows.map(fromRow);
}

/** How one source has fared, if it was ever tried. */
export async function readHealthOf(db: Db, sourceId: string): Promise<SourceHealth | undefined> {
  const row = await db.selectFrom('health').selectAll().where('source_id', '=', sourceId).executeTakeFirst();
  return row && fromRow(row);
}

/** Replaces what is known of one source. */
export async function saveHealth(db: Db, health: SourceHealth): Promise<void> {
  const row = toRow(health);
  await db
    .insertInto('health')
    .values(row)
    .onConflict((conflict) => conflict.column('source_id').doUpdateSet(row))
    .execute();
}

/** The addresses that the last successful crawls of these sources asked for, with when they did; in no order. */
export async function requestsOf(db: Db, sourceIds: string[]): Promise<{ urls: string[]; at: string }[]> {
  const found: { urls: string[]; at: string }[] = [];
  for (const some of inParts(sourceIds)) {
    const rows = await db
      .selectFrom('health')
      .select(['requests', 'requests_at'])
      .where('source_id', 'in', some)
      .where('requests', 'is not', null)
      .execute();
    for (const { requests, requests_at } of rows)
      found.push({ urls: JSON.parse(requests ?? '[]') as string[], at: requests_at ?? '' });
  }
  return found;
}

function fromRow(row: HealthRow): SourceHealth {
  return {
    sourceId: row.source_id,
    lastTriedAt: row.last_tried_at,
    failuresInARow: row.failures_in_a_row,
    ...(row.last_success_at === null ? {} : { lastSuccessAt: row.last_success_at }),
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    ...(row.items_a_week === null ? {} : { itemsAWeek: row.items_a_week }),
    ...(row.silent_since === null ? {} : { silentSince: row.silent_since }),
    ...(row.moved_to === null ? {} : { movedTo: row.moved_to }),
    ...(row.requests === null ? {} : { requests: JSON.parse(row.requests) as string[] }),
    ...(row.requests_at === null ? {} : { requestsAt: row.requests_at }),
    ...(row.asked === null ? {} : { asked: row.asked }),
    ...(row.reading === null ? {} : { reading: JSON.parse(row.reading) as NonNullable<SourceHealth['reading']> }),
    ...(row.visits === null ? {} : { visits: JSON.parse(row.visits) as VisitHints }),
  };
}

function toRow(health: SourceHealth): HealthRow {
  return {
    source_id: health.sourceId,
    last_success_at: health.lastSuccessAt ?? null,
    last_tried_at: health.lastTriedAt,
    failures_in_a_row: health.failuresInARow,
    last_error: health.lastError ?? null,
    items_a_week: health.itemsAWeek ?? null,
    silent_since: health.silentSince ?? null,
    moved_to: health.movedTo ?? null,
    requests: health.requests === undefined ? null : JSON.stringify(health.requests),
    requests_at: health.requestsAt ?? null,
    asked: health.asked ?? null,
    reading: health.reading === undefined ? null : JSON.stringify(health.reading),
    visits: health.visits === undefined ? null : JSON.stringify(health.visits),
  };
}
