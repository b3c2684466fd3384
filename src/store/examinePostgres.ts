import { sql } from 'kysely';
import { placeOf } from '../text/postgres.ts';
import type { Iso, StoreExam } from '../types.ts';
import { momentsOf } from './moments.ts';
import { openBackend, type PostgresOptions } from './postgres.ts';
import { schemaOf } from './postgresMigrate.ts';

/**
 * Looks at a newsletter's schema, made where there is none: its size, runs, and what is dated later than `now`. Whether the database is
 * whole is its owner's to look after. Throws UserError where it can't be opened.
 */
export async function examinePostgres(o: PostgresOptions, now: Iso): Promise<StoreExam> {
  const on = await openBackend(o);
  try {
    return await on.guard(async () => {
      const { rows } = await sql<{
        version: string;
      }>`select split_part(current_setting('server_version'), ' ', 1) as version`.execute(on.db);
      const place = `schema ${schemaOf(o.newsletter)} of ${placeOf(o.url)} (version ${rows[0]?.version ?? 'unknown'})`;
      return { place, complaints: [], bytes: await on.size(), ...(await momentsOf(on.db, now)) };
    });
  } finally {
    await on.close();
  }
}
