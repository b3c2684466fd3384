/** The state that may be deleted, in one SQLite file: items, pages, stored answers, health of sources, runs, verdicts, the outbox. */
import type { Store } from '../types.ts';
import { openDatabase, sqliteBackend } from './database.ts';
import { storeOn } from './methods.ts';

/**
 * Opens the store at `path`, making it where there is none. What the disk or another program did to it is told as a UserError that says
 * what to do, here and by every method.
 */
export async function openStore(o: { path: string }): Promise<Store> {
  return storeOn(sqliteBackend(await openDatabase(o.path), o.path));
}
