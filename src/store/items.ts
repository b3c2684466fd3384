/** Items as they were crawled, and the words of their pages joined in when they are asked for. */
import type { Iso, Item, Page, StoredResponse } from '../types.ts';
import { responseAt, responsesOf } from './responses.ts';
import type { Db, ItemRow } from './tables.ts';

/** SQLite takes 32,766 values in one statement; a row has six. */
const ROWS_AT_ONCE = 500;
/** Where a site says what crawlers may do (RFC 9309, TDM Reservation Protocol). */
const SITE_RULES = ['/robots.txt', '/.well-known/tdmrep.json'];
/** Later than any moment. */
const EVER = '9999';
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

async function rowsOf(db: Db, ids: string[]): Promise<ItemRow[]> {
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

/**
 * An item with the words of its page. Words of its own (`textFrom` feed or transcript, and complete) stay: they are the page's as its
 * publisher sent them. Otherwise a page that has words gives them, and all that goes with them. A page that reserved its rights gives
 * none, and makes every item of it link-only.
 */
function joinPage(item: Item, page: Page): Item {
  if (page.optedOut) return { ...item, linkOnly: true };
  const hasOwn = item.text !== '' && !item.incomplete && (item.textFrom === 'feed' || item.textFrom === 'transcript');
  if (hasOwn || page.text === '') return item;
  const language = item.language ?? page.language;
  return {
    ...item,
    text: page.text,
    textFrom: page.cues ? 'transcript' : 'page',
    capturedAt: page.capturedAt,
    incomplete: page.incomplete,
    minutes: page.minutes,
    links: [...new Set([...item.links, ...page.links])],
    ...(language === undefined ? {} : { language }),
    ...(page.author === undefined ? {} : { author: page.author }),
    ...(page.siteName === undefined ? {} : { siteName: page.siteName }),
    ...(page.imageUrl === undefined ? {} : { imageUrl: page.imageUrl }),
    ...(page.cues === undefined ? {} : { cues: page.cues }),
  };
}

/**
 * The stored answers that these items were read from: the feed as it was when each was first seen and when its words last changed,
 * their pages and transcripts, and what those sites say to crawlers. In the order in which they were captured, so that replaying them
 * ends in the same items.
 */
export async function answersFor(db: Db, itemIds: string[]): Promise<StoredResponse[]> {
  const ids = new Set<number | null>();
  const sites = new Set<string>();
  for (const row of await rowsOf(db, [...new Set(itemIds)])) {
    ids.add(row.first_response).add(row.response);
    const { url, transcript } = JSON.parse(row.data) as Item;
    const page = await db
      .selectFrom('page')
      .select(['url', 'captured_at'])
      .where('canonical_url', '=', row.canonical_url)
      .executeTakeFirst();
    for (const address of new Set([url, page?.url, transcript?.url])) {
      if (address === undefined || !URL.canParse(address)) continue;
      ids.add(await responseAt(db, address, page?.captured_at ?? EVER));
      sites.add(new URL(address).origin);
    }
  }
  for (const site of sites) for (const path of SITE_RULES) ids.add(await responseAt(db, `${site}${path}`, EVER));
  return responsesOf(
    db,
    [...ids].filter((id) => id !== null),
  );
}
