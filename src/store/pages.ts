import type { Page } from '../types.ts';
import { keyOf } from './key.ts';
import { inParts } from './parts.ts';
import type { Db } from './tables.ts';

/** Replaces the captured words of a page. */
export async function savePage(db: Db, page: Page): Promise<void> {
  const row = {
    canonical_url: keyOf(page.canonicalUrl),
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
  const row = await db
    .selectFrom('page')
    .select('data')
    .where('canonical_url', '=', keyOf(canonicalUrl))
    .executeTakeFirst();
  return row && (JSON.parse(row.data) as Page);
}

/** What was captured of these pages, by canonical URL; those that were not are left out. */
export async function readPages(db: Db, canonicalUrls: string[]): Promise<Map<string, Page>> {
  const found = new Map<string, Page>();
  for (const some of inParts([...new Set(canonicalUrls.map(keyOf))])) {
    const rows = await db.selectFrom('page').select('data').where('canonical_url', 'in', some).execute();
    for (const { data } of rows) {
      const page = JSON.parse(data) as Page;
      found.set(page.canonicalUrl, page);
    }
  }
  return found;
}
