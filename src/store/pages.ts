import type { Page } from '../types.ts';
import type { Db } from './tables.ts';

/** Replaces the captured words of a page. */
export async function savePage(db: Db, page: Page): Promise<void> {
  const row = {
    canonical_url: page.canonicalUrl,
    url: page.url,
    captured_at: page.capturedAt,
    data: JSON.stringify(page),
  };
  await db
    .insertInto('page')
    .values(row)
    .onConflict((conflict) => conflict.column('canonical_url').doUpdateSet(row))
    .execute();
}

/** What was captured of a page, if anything. */
export async function readPage(db: Db, canonicalUrl: string): Promise<Page | undefined> {
  const row = await db.selectFrom('page').select('data').where('canonical_url', '=', canonicalUrl).executeTakeFirst();
  return row && (JSON.parse(row.data) as Page);
}
