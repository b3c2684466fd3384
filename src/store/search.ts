import type { Iso, Item } from '../types.ts';
import type { Db, ItemRow, PageRow } from './tables.ts';

/** Rows that are read at once: a common word stands in thousands, and only the newest are shown. */
const AT_ONCE = 200;
type Found = Pick<ItemRow, 'data'> & { page: PageRow['data'] | null };

/**
 * Items of since ≤ publishedAt < until that hold all of these words, in their title, author, source, summary or words or in those of their page, whatever the case; newest first. The database
 * leaves out what can't match, by the letters and digits of each word that every database folds alike; the words themselves are compared here.
 */
export async function searchItems(db: Db, words: string[], since: Iso, until: Iso, limit: number): Promise<Item[]> {
  const wanted = words.map((word) => word.toLowerCase()).filter((word) => word !== '');
  const found: Item[] = [];
  for (let from = 0; found.length < limit; from += AT_ONCE) {
    const rows = await some(db, wanted.map(plainPart), since, until, from);
    for (const row of rows) {
      const item = JSON.parse(row.data) as Item;
      if (wanted.every((word) => says(item, row.page, word))) found.push(item);
    }
    if (rows.length < AT_ONCE) break;
  }
  return found.slice(0, limit);
}

async function some(db: Db, parts: string[], since: Iso, until: Iso, from: number): Promise<Found[]> {
  let query = db
    .selectFrom('item')
    .leftJoin('page', 'page.canonical_url', 'item.canonical_url')
    .select(['item.data as data', 'page.data as page'])
    .where('item.published_at', '>=', since)
    .where('item.published_at', '<', until);
  for (const part of parts.filter(Boolean)) {
    query = query.where((eb) =>
      eb.or([
        eb(eb.fn<string>('lower', ['item.data']), 'like', `%${part}%`),
        eb(eb.fn<string>('lower', ['page.data']), 'like', `%${part}%`),
      ]),
    );
  }
  return query.orderBy('item.published_at', 'desc').orderBy('item.id', 'desc').limit(AT_ONCE).offset(from).execute();
}

/** The longest run of ASCII letters and digits: nothing in it is escaped in JSON or is a wildcard. */
function plainPart(word: string): string {
  return (word.match(/[a-z0-9]+/g) ?? []).reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

function says(
  { title, author, sourceName, siteName, summary, text }: Item,
  page: string | null,
  word: string,
): boolean {
  const own = [title, author, sourceName, siteName, summary, text];
  if (own.some((words) => words?.toLowerCase().includes(word))) return true;
  if (page === null) return false;
  const {
    title: called,
    author: by,
    text: read,
  } = JSON.parse(page) as { title: string; author?: string; text: string };
  return [called, by, read].some((words) => words?.toLowerCase().includes(word));
}
