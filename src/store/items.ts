/** Items as they were crawled, and the words of their pages joined in when they are asked for. */
import { sql } from 'kysely';
import { compare } from '../text/order.ts';
import type { Iso, Item, Page } from '../types.ts';
import { joinPage } from './joinPage.ts';
import { keyOf } from './key.ts';
import { inParts } from './parts.ts';
import { responsesAt, type Visit } from './responses.ts';
import type { Db, ItemRow } from './tables.ts';

type Visits = Map<string, Visit>;

/**
 * Saves what a crawl found, by id and in order: an id that comes twice is seen twice. What was seen before keeps the moment it was
 * first seen, and with it the date of an entry without one; the rest is renewed where it changed, and then the row remembers the visit
 * that changed it.
 */
export async function saveItems(db: Db, items: Item[], visits: Visits): Promise<{ added: number; changed: number }> {
  const before = new Map((await rowsOf(db, [...new Set(items.map(({ id }) => id))])).map((row) => [row.id, row]));
  const after = new Map<string, Item>();
  for (const item of items) {
    const known = before.get(item.id);
    const renewed = renew(item, after.get(item.id) ?? (known && (JSON.parse(known.data) as Item)));
    if (renewed !== undefined) after.set(item.id, renewed);
  }
  const responseOf = await responsesFor(db, [...after.keys()], visits);
  const rows = [...after.values()].map((item) => {
    const response = responseOf(item.id);
    const known = before.get(item.id);
    return toRow(item, { response, first_response: known ? known.first_response : response });
  });
  await upsert(db, rows);
  const added = rows.filter(({ id }) => !before.has(id)).length;
  return { added, changed: rows.length - added };
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

/** The stored answers of the visits to these items. */
async function responsesFor(db: Db, ids: string[], visits: Visits): Promise<(id: string) => number | null> {
  const nameOf = ({ at, url }: Visit) => `${at} ${url}`;
  const wanted = new Map(ids.flatMap((id) => visits.get(id) ?? []).map((visit) => [nameOf(visit), visit]));
  const found = await responsesAt(db, [...wanted.values()]);
  const byVisit = new Map([...wanted.keys()].map((key, i) => [key, found[i] ?? null]));
  return (id) => {
    const visit = visits.get(id);
    return visit === undefined ? null : (byVisit.get(nameOf(visit)) ?? null);
  };
}

/** The rows of these ids. */
export async function rowsOf(db: Db, ids: string[]): Promise<ItemRow[]> {
  const rows: ItemRow[] = [];
  for (const some of inParts(ids))
    for (const row of await db.selectFrom('item').selectAll().where('id', 'in', some).execute()) rows.push(row);
  return rows;
}

/** In the order of their ids, so that two who write the same rows do not wait for one another. */
async function upsert(db: Db, rows: ItemRow[]): Promise<void> {
  for (const some of inParts(rows.sort((a, b) => compare(a.id, b.id))))
    await db
      .insertInto('item')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          canonical_url: eb.ref('excluded.canonical_url'),
          source_id: eb.ref('excluded.source_id'),
          published_at: eb.ref('excluded.published_at'),
          first_seen_at: eb.ref('excluded.first_seen_at'),
          first_response: eb.ref('excluded.first_response'),
          response: eb.ref('excluded.response'),
          wants_page: eb.ref('excluded.wants_page'),
          data: eb.ref('excluded.data'),
        })),
      )
      .execute();
}

function toRow(item: Item, responses: Pick<ItemRow, 'response' | 'first_response'>): ItemRow {
  return {
    id: item.id,
    canonical_url: keyOf(item.canonicalUrl),
    source_id: item.sourceId,
    published_at: item.publishedAt,
    first_seen_at: item.firstSeenAt,
    ...responses,
    wants_page: item.linkOnly || item.textFrom === 'feed' ? 0 : 1,
    data: JSON.stringify(item),
  };
}

/** Items with since ≤ publishedAt < until, by date, then id, each with the captured words of its page. */
export async function itemsBetween(db: Db, since: Iso, until: Iso): Promise<Item[]> {
  return joined(
    await withPages(db).where('item.published_at', '>=', since).where('item.published_at', '<', until).execute(),
  );
}

/** Those of them whose words their feeds did not bring, or that have a page, likewise. */
export async function itemsWithPages(db: Db, since: Iso, until: Iso): Promise<Item[]> {
  const between = withPages(db)
    .select(['item.published_at', 'item.id'])
    .where('item.published_at', '>=', since)
    .where('item.published_at', '<', until);
  const wanting = await between.where('item.wants_page', '=', sql.lit(1)).execute();
  const others = await between
    .where('item.wants_page', '=', sql.lit(0))
    .where('page.canonical_url', 'is not', null)
    .execute();
  const inOrder = [...wanting, ...others].sort(
    (a, b) => compare(a.published_at, b.published_at) || compare(a.id, b.id),
  );
  return joined(inOrder);
}

/** The dates of a source's newest items. */
export async function datesOf(db: Db, sourceId: string, most: number): Promise<Iso[]> {
  const rows = await db
    .selectFrom('item')
    .select('published_at')
    .where('source_id', '=', sourceId)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows.map(({ published_at }) => published_at);
}

/** The items of one page, likewise. */
export async function itemsAt(db: Db, canonicalUrl: string): Promise<Item[]> {
  return joined(await withPages(db).where('item.canonical_url', '=', keyOf(canonicalUrl)).execute());
}

/** The items of one source, likewise. */
export async function itemsOf(db: Db, sourceId: string): Promise<Item[]> {
  return joined(await withPages(db).where('item.source_id', '=', sourceId).execute());
}

/** The items of these ids, likewise; those that are not there are left out. */
export async function itemsById(db: Db, ids: string[]): Promise<Item[]> {
  const found: Item[] = [];
  for (const some of inParts(ids)) found.push(...joined(await withPages(db).where('item.id', 'in', some).execute()));
  return found;
}

/** When each item of these sources was first seen, by its id; source by source, each by date, then id. */
export async function firstSeen(db: Db, sourceIds: string[]): Promise<Map<string, Iso>> {
  const bySource = new Map<string, [string, Iso][]>(sourceIds.map((id) => [id, []]));
  for (const some of inParts([...bySource.keys()])) {
    const rows = await db
      .selectFrom('item')
      .select(['id', 'source_id', 'first_seen_at'])
      .where('source_id', 'in', some)
      .orderBy('published_at')
      .orderBy('id')
      .execute();
    for (const { id, source_id, first_seen_at } of rows) bySource.get(source_id)?.push([id, first_seen_at]);
  }
  return new Map([...bySource.values()].flat());
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
