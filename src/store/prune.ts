/** Forgetting what is too old to be asked for again. */
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Forget, Forgotten } from '../types.ts';
import type { Backend } from './backend.ts';
import { keyOf } from './key.ts';
import { inParts } from './parts.ts';
import type { Db, Tables } from './tables.ts';

/** Thrown to take a transaction back whose only purpose was to count. */
const ONLY_COUNTED = new Error('a dry run');

/**
 * Forgets in one transaction what is older than `before`: items by when they were published and first seen, whichever is later; pages that no younger item
 * is about; answers that nothing left was read from, of sites and of models; verdicts, runs, and how sources fared that are read no more. What stays:
 * everything of the pages in `keep`; items without a date of a source that is still read, which would come back as new; the newest answer
 * to what each source was last asked for, by which it tells whether anything changed. The outbox is never touched. A dry run counts and changes nothing.
 */
export async function prune(on: Backend, o: Forget): Promise<Forgotten> {
  let forgotten: Forgotten | undefined;
  try {
    await on.writing(['what is old'], async (locked) => {
      forgotten = await forget(locked, o);
      if (o.dryRun) throw ONLY_COUNTED;
    });
  } catch (error) {
    if (error !== ONLY_COUNTED) throw error;
  }
  const done = forgotten as unknown as Forgotten;
  return o.dryRun ? done : { ...done, compacted: await on.compact() };
}

async function forget(db: Db, o: Forget): Promise<Forgotten> {
  const keep = new Set(o.keep.map(keyOf));
  const items = await oldItems(db, o, keep);
  const itemBytes = await remove(db, 'item', items);
  // only now is it known which pages and answers nothing is left of
  const pages = await oldPages(db, o, keep);
  const pageBytes = await remove(db, 'page', pages);
  const responses = await oldResponses(db, o);
  const responseBytes = await remove(db, 'response', responses);
  const { before } = o;
  const verdicts = await db.deleteFrom('verdict').where('at', '<', before).executeTakeFirst();
  const runs = await db.deleteFrom('run').where('started_at', '<', before).executeTakeFirst();
  const fared = await db.selectFrom('health').select('source_id').where('last_tried_at', '<', before).execute();
  const gone = fared.map(({ source_id }) => source_id).filter((id) => !o.sources.includes(id));
  for (const some of inParts(gone)) await db.deleteFrom('health').where('source_id', 'in', some).execute();
  return {
    ...{ items: items.length, pages: pages.length, responses: responses.length, sources: gone.length },
    ...{ verdicts: Number(verdicts.numDeletedRows), runs: Number(runs.numDeletedRows) },
    bytes: itemBytes + pageBytes + responseBytes,
    compacted: false,
  };
}

async function oldItems(db: Db, o: Forget, keep: Set<string>): Promise<string[]> {
  const sources = new Set(o.sources);
  const rows = await db
    .selectFrom('item')
    .select(['id', 'canonical_url', 'source_id', 'published_at', 'first_seen_at'])
    .where('published_at', '<', o.before)
    .where('first_seen_at', '<', o.before)
    .execute();
  const stays = (row: (typeof rows)[number]) =>
    keep.has(row.canonical_url) || (row.published_at === row.first_seen_at && sources.has(row.source_id));
  return rows.filter((row) => !stays(row)).map(({ id }) => id);
}

/** Pages of items that stay only because they have no date are not wanted any more. */
async function oldPages(db: Db, { before }: Forget, keep: Set<string>): Promise<string[]> {
  const young = await db
    .selectFrom('item')
    .select('canonical_url')
    .distinct()
    .where(({ or, eb }) => or([eb('published_at', '>=', before), eb('first_seen_at', '>=', before)]))
    .execute();
  const wanted = new Set(young.map(({ canonical_url }) => canonical_url));
  const rows = await db.selectFrom('page').select('canonical_url').where('captured_at', '<', before).execute();
  return rows.map(({ canonical_url }) => canonical_url).filter((url) => !keep.has(url) && !wanted.has(url));
}

async function oldResponses(db: Db, { before }: Forget): Promise<number[]> {
  const items = await db.selectFrom('item').select(['first_response', 'response']).execute();
  const used = new Set(items.flatMap(({ first_response, response }) => [first_response, response]));
  const pages = await db.selectFrom('page').select('captured_at').distinct().execute();
  const captured = new Set(pages.map(({ captured_at }) => captured_at));
  const asked = await db.selectFrom('health').select('requests').where('requests', 'is not', null).execute();
  const current = new Set(asked.flatMap(({ requests }) => JSON.parse(requests ?? '[]') as string[]));
  const newest = await newestIds(db);
  const rows = await db.selectFrom('response').select(['id', 'url', 'at']).where('at', '<', before).execute();
  const stays = ({ id, url, at }: (typeof rows)[number]) =>
    used.has(id) || captured.has(at) || (current.has(url) && newest.has(id));
  return rows.filter((row) => !stays(row)).map(({ id }) => id);
}

/** The newest version of every answer, as `latestResponse` would find it. */
async function newestIds(db: Db): Promise<Set<number>> {
  const rows = await db
    .selectFrom('response')
    .select(['id', 'method', 'url', 'body_hash'])
    .orderBy('at')
    .orderBy('id')
    .execute();
  const newest = new Map(rows.map(({ id, method, url, body_hash }) => [`${method} ${body_hash} ${url}`, id]));
  return new Set(newest.values());
}

/** What is removed, by the column of its key and the columns that take room. */
const REMOVED = {
  item: { key: 'id', content: 'data' },
  page: { key: 'canonical_url', content: 'data' },
  response: { key: 'id', content: 'body' },
} as const;

/** Removes these rows; gives the bytes that they held. */
async function remove(db: Db, table: keyof typeof REMOVED, keys: (string | number)[]): Promise<number> {
  const { key, content } = REMOVED[table];
  let bytes = 0;
  for (const some of inParts(keys)) {
    const rows = db.selectFrom(table) as SelectQueryBuilder<Tables, keyof typeof REMOVED, object>;
    const held = await rows
      .select(sql<number | null>`sum(length(${sql.ref(content)}))`.as('bytes'))
      .where(sql.ref(key), 'in', some)
      .executeTakeFirst();
    bytes += Number(held?.bytes ?? 0);
    await db.deleteFrom(table).where(sql.ref(key), 'in', some).execute();
  }
  return bytes;
}
