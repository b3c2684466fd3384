import { setImmediate } from 'node:timers/promises';
import type { Iso, Item } from '../types.ts';
import type { Backend } from './backend.ts';
import type { Db, ItemRow, PageRow } from './tables.ts';

/** Items that are looked at between one turn of others and the next: with their pages they are two megabytes. */
const AT_ONCE = 100;
type Found = Pick<ItemRow, 'data'> & { page: PageRow['data'] | null };

/**
 * Items of since ≤ publishedAt < until that hold all of these words, in their title, author, source, summary or words or in those of their page, whatever the case; newest first. The database
 * leaves out what can't match, by the letters and digits of each word that every database folds alike; the words themselves are compared here. Whoever waits for the same thread gets it every
 * few milliseconds.
 */
export async function searchItems(
  on: Pick<Backend, 'db' | 'like'>,
  words: string[],
  since: Iso,
  until: Iso,
  limit: number,
): Promise<Item[]> {
  const wanted = words.map((word) => word.toLowerCase()).filter((word) => word !== '');
  const parts = wanted.map(plainPart).filter(Boolean);
  const ids = await idsBetween(on.db, since, until);
  const found: Item[] = [];
  for (let from = 0; from < ids.length && found.length < limit; from += AT_ONCE) {
    for (const row of await some(on, parts, ids.slice(from, from + AT_ONCE))) {
      const item = JSON.parse(row.data) as Item;
      if (wanted.every((word) => says(item, row.page, word))) found.push(item);
    }
    await setImmediate();
  }
  return found.slice(0, limit);
}

/** Newest first. */
async function idsBetween(db: Db, since: Iso, until: Iso): Promise<string[]> {
  const rows = await db
    .selectFrom('item')
    .select('id')
    .where('published_at', '>=', since)
    .where('published_at', '<', until)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ id }) => id);
}

/** Those of some items that may hold the words, newest first. Both databases take capitals for small letters in ASCII alone. */
async function some({ db, like }: Pick<Backend, 'db' | 'like'>, parts: string[], ids: string[]): Promise<Found[]> {
  let query = db
    .selectFrom('item')
    .leftJoin('page', 'page.canonical_url', 'item.canonical_url')
    .select(['item.data as data', 'page.data as page'])
    .where('item.id', 'in', ids);
  for (const part of parts) {
    query = query.where((eb) => eb.or([eb('item.data', like, `%${part}%`), eb('page.data', like, `%${part}%`)]));
  }
  return query.orderBy('item.published_at', 'desc').orderBy('item.id', 'desc').execute();
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
