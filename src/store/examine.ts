import { sql } from 'kysely';
import type { Iso, StoreExam } from '../types.ts';
import { explain, openDatabase, sizeOf } from './database.ts';
import { readRuns } from './runs.ts';

/** Complaints of SQLite that are shown. */
const COMPLAINTS = 5;
const RUNS = 1000;

/**
 * Looks through the database at `path`, every page of it (`PRAGMA integrity_check`), and for what is dated later than `now`. Makes it where there is none. Throws UserError where it can't be
 * opened.
 */
export async function examineStore({ path }: { path: string }, now: Iso): Promise<StoreExam> {
  const db = await openDatabase(path);
  try {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(${sql.lit(COMPLAINTS)})`.execute(db);
    const complaints = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    const [answer] = await db
      .selectFrom('response')
      .select((row) => row.fn.max('at').as('at'))
      .execute();
    const runs = await readRuns(db, RUNS);
    const dated = [answer?.at, runs[0]?.startedAt].filter((at) => at !== undefined && at !== null && at > now);
    const later = dated.map(String).sort().at(-1);
    return { complaints, runs, bytes: sizeOf(path), ...(later === undefined ? {} : { later }) };
  } catch (error) {
    throw explain(error, path);
  } finally {
    await db.destroy();
  }
}
