import type { Store } from '../types.ts';
import { openPostgresStore } from './postgres.ts';
import { openPool } from './postgresPool.ts';

/** The stores of one database. */
export interface Stores {
  /** That of a newsletter, by its name; opened when it is first asked for. */
  of(newsletter: string): Promise<Store>;
  close(): Promise<void>;
}

/** Stores of however many newsletters, over connections that they share. Throws UserError. */
export async function openStores(url: string): Promise<Stores> {
  const pool = await openPool(url);
  const known = new Map<string, Promise<Store>>();
  return {
    of(newsletter) {
      const opened = known.get(newsletter) ?? openPostgresStore({ url, newsletter, pool });
      known.set(newsletter, opened);
      // one that could not be opened is tried again by the next who asks
      opened.catch(() => known.delete(newsletter));
      return opened;
    },
    close: () => pool.end(),
  };
}
