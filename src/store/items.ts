/** Items as they were crawled, and the words of their pages joined in when they are asked for. */
import { sql } from 'kysely';
import type { Iso, Item, Page } from '../types.ts';
import { joinPage } from './joinPage.ts';
import { responseAt } from './responses.ts';
import type { Db, ItemRow } from './tables.ts';

/** SQLite takes 32,766 values in one statement; a row has seven. */
const ROWS_AT_ONCE = 500;
type Visits = Map<string, { url: string; at: Iso }>;

/**
 * Saves what a crawl found, by id and in order: an id that comes twice is seen twice. What was seen before keeps the moment it was
 * first seen, and with it the date of an entry without one; the rest is renewed where it changed, and then the row remembers the visit
 * that changed it.
 */
export async function saveItems(db: Db, items: Item[], visits: Visits): Promise<{ added: number; changed: number }> {
  const findResponse = responseFinder(db);
  const ids = items.map(({ id }) => id);
  const before = new Map((await rowsOf(db, ids)).map((row) => [row.id, row]));
  const after = new Map<string, ItemRow>();
  for (const item of items) {
    const known = after.get(item.id) ?? before.get(item.id);
    const renewed = renew(item, known && (JSON.parse(known.data) as Item));
    if (renewed === undefined) continue;
    const response = await findResponse(visits.get(item.id));
    after.set(item.id, toRow(renewed, { response, first_response: known ? known.first_response : response }));
  }
  await upsert(db, [...after.values()]);
  const added = [...after.keys()].filter((id) => !before.has(id)).length;
  return { added, changed: after.size - added };
}

/** The item as it is to be stored, or undefined where nothing about it changed. */
function renew(item: Item, known: Item | undefined): Item | undefined {
  // an entry without a date has the moment it was seen for one, which must not move from crawl to crawl
  const undated = item.publishedAt === item.firstSeenAt || item.publishedAt === item.capturedAt;
  const firstSeenAt = known?.firstSeenAt ?? item.firstSeenAt;
  const publishedAt = undated ? (known?.publishedAt ?? firstSeenAt) : item.publishedAt;
  const renewed = { ...item, firstSeenAt, publishedAt };
  if (!known) return renewed;
  // the same words captured again were captured then
  return fingerprint({ ...renewed, capturedAt: known.capturedAt }) === fingerprint(known) ? undefined : renewed;
}

/** Equal for items with equal fields, in whatever order they were set. */
function fingerprint(item: Item): string {
  return JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Looks up the stored answer of a visit, each visit once. */
function responseFinder(db: Db): (visit: { url: string; at: Iso } | undefined) => Promise<number | null> {
  const found = new Map<string, number | null>();
  return async (visit) => {
    if (!visit) return null;
    const key = `${visit.at} ${visit.url}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const id = await responseAt(db, visit.url, visit.at);
    found.set(key, id);
    return id;
  };
}

/** The rows of these ids. */
export async function rowsOf(db: Db, ids: string[]): Promise<ItemRow[]> {
  const rows: ItemRow[] = [];
  for (let i = 0; i < ids.length; i += ROWS_AT_ONCE) {
    const some = ids.slice(i, i + ROWS_AT_ONCE);
    for (const row of await db.selectFrom('item').selectAll().where('id', 'in', some).execute()) rows.push(row);
  }
  return rows;
}

async function upsert(db: Db, rows: ItemRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
    await db
      .insertInto('item')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          canonical_url: eb.ref('excluded.canonical_url'),
          source_id: eb.ref('excluded.source_id'),
          published_at: eb.ref('excluded.published_at'),
          first_response: eb.ref('excluded.first_response'),
          response: eb.ref('excluded.response'),
          data: eb.ref('excluded.data'),
        })),
      )
      .execute();
}

function toRow(item: Item, responses: Pick<ItemRow, 'response' | 'first_response'>): ItemRow {
  return {
    id: item.id,
    canonical_url: item.canonicalUrl,
    source_id: item.sourceId,
    published_at: item.publishedAt,
    ...responses,
    data: JSON.stringify(item),
  };
}

/** Items with since ≤ publishedAt < until, by date, then id, each with the captured words of its page. */
export async function itemsBetween(db: Db, since: Iso, until: Iso): Promise<Item[]> {
  return joined(
    await withPages(db).where('item.published_at', '>=', since).where('item.published_at', '<', until).execute(),
  );
}

/** The items of one page, likewise. */
export async function itemsAt(db: Db, canonicalUrl: string): Promise<Item[]> {
  return joined(await withPages(db).where('item.canonical_url', '=', canonicalUrl).execute());
}

/** The items of one source, likewise. */
export async function itemsOf(db: Db, sourceId: string): Promise<Item[]> {
  return joined(await withPages(db).where('item.source_id', '=', sourceId).execute());
}

/** The items of these ids, likewise; those that are not there are left out. */
export async function itemsById(db: Db, ids: string[]): Promise<Item[]> {
  const found: Item[] = [];
  for (let i = 0; i < ids.length; i += ROWS_AT_ONCE)
    found.push(
      ...joined(
        await withPages(db)
          .where('item.id', 'in', ids.slice(i, i + ROWS_AT_ONCE))
          .execute(),
      ),
    );
  return found;
}

/** When each item of these sources was first seen, by its id. */
export async function firstSeen(db: Db, sourceIds: string[]): Promise<Map<string, Iso>> {
  const seen = new Map<string, Iso>();
  for (const sourceId of new Set(sourceIds)) {
    const rows = await db
      .selectFrom('item')
      .select(['id', sql<Iso>`json_extract(data, '$.firstSeenAt')`.as('at')])
      .where('source_id', '=', sourceId)
      .orderBy('published_at')
      .orderBy('id')
      .execute();
    for (const { id, at } of rows) seen.set(id, at);
  }
  return seen;
}

function withPages(db: Db) {
  return db
    .selectFrom('item')
    .leftJoin('page', 'page.canonical_url', 'item.canonical_url')
    .select(['item.data as item', 'page.data as page'])
    .orderBy('item.published_at')
    .orderBy('item.id');
}

function joined(rows: { item: string; page: string | null }[]): Item[] {
  return rows.map(({ item, page }) => {
    const own = JSON.parse(item) as Item;
    return page === null ? own : joinPage(own, JSON.parse(page) as Page);
  });
}
