import { sql } from 'kysely';
import type { Iso, StoreExam } from '../types.ts';
import { explain, openDatabase, sizeOf } from './database.ts';
import { momentsOf } from './moments.ts';

/** Complaints of SQLite that are shown. */
const COMPLAINTS = 5;

/**
 * Looks through the database at `path`, every page of it (`PRAGMA integrity_check`), and for what is dated later than `now`. Makes it where there is none. Throws UserError where it can't be
 * opened.
 */
export async function examineStore({ path }: { path: string }, now: Iso): Promise<StoreExam> {
  const db = await openDatabase(path);
  try {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(${sql.lit(COMPLAINTS)})`.execute(db);
    const complaints = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    return { complaints, bytes: sizeOf(path), ...(await momentsOf(db, now)) };
  } catch (error) {
    throw explain(error, path);
  } finally {
    await db.destroy();
  }
}
