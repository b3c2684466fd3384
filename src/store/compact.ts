import { sql } from 'kysely';
import type { Db } from './tables.ts';

/** The file is written anew when at least this share of it is empty: less would be filled again within weeks. */
const WORTH = 0.2;

/**
 * Gives room that is empty back to the disk, where there is enough of it; whether that was done. It takes as much room again while it is written: on a full disk, or beside
 * another process that reads, the file stays as it is, and its empty pages are filled first.
 */
export async function compact(db: Db): Promise<boolean> {
  const { rows } = await sql<{ free: number; pages: number }>`
    select free.freelist_count as free, pages.page_count as pages from pragma_freelist_count() free, pragma_page_count() pages`.execute(
    db,
  );
  const { free = 0, pages = 0 } = rows[0] ?? {};
  if (free === 0 || free < pages * WORTH) return false;
  try {
    await sql`vacuum`.execute(db);
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
    return true;
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
      return false;
    throw error;
  }
}
