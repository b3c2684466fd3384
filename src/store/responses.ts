/** Stored HTTP answers: every version of a feed that an item was read from, the newest of everything else. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { sql } from 'kysely';
import { sha256 } from '../text/hash.ts';
import { compare } from '../text/order.ts';
import type { Iso, StoredResponse } from '../types.ts';
import { inParts } from './parts.ts';
import type { Db, ResponseRow } from './tables.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);
type StoredRow = Omit<ResponseRow, 'id'> & { id: number };
type NewRow = Omit<ResponseRow, 'id'>;

/** The newest stored answer to the same method, URL and request body. */
export async function latestResponse(
  db: Db,
  method: string,
  url: string,
  bodyHash: string,
): Promise<StoredResponse | undefined> {
  const row = await newest(db, method, url, bodyHash).selectAll().executeTakeFirst();
  return row && fromRow(row);
}

/**
 * Stores an answer. One with the body of the newest version is that version: its moment stays, since that is when these bytes were first
 * seen; its headers are renewed, since they carry the validators for the next request. Another body is a new version, and versions that
 * no item and no page was read from are let go.
 */
export async function keepResponse(db: Db, row: NewRow): Promise<void> {
  const { method, url, body_hash } = row;
  const last = await newest(db, method, url, body_hash).select(['id', 'sha256']).executeTakeFirst();
  if (last?.sha256 === row.sha256) {
    const { headers, status, final_url } = row;
    await db.updateTable('response').set({ headers, status, final_url }).where('id', '=', last.id).execute();
    return;
  }
  await db.insertInto('response').values(row).execute();
  await forgetUnused(db, row);
}

/** An answer as it is stored. */
export async function pack(response: StoredResponse): Promise<NewRow> {
  return { ...toRow(response), body: await compress(response.body) };
}

/** What was asked, and when. */
export interface Visit {
  url: string;
  at: Iso;
}

/** The ids of the versions that were on the web at these moments, in the order of `visits`: of each the newest that is not younger. */
export async function responsesAt(db: Db, visits: Visit[]): Promise<(number | null)[]> {
  const ids: (number | null)[] = [];
  for (const some of inParts(visits)) {
    const rows = some.map(({ url, at }, i) => sql`(${sql.lit(i)}, ${url}, ${at})`);
    // both databases call the columns so
    const visit = sql<{ column1: number; column2: string; column3: string }>`(values ${sql.join(rows)})`.as('visit');
    const found = await db
      .selectFrom(visit)
      .select((eb) => [
        'visit.column1 as i',
        eb
          .selectFrom('response')
          .select('response.id')
          .whereRef('response.url', '=', 'visit.column2')
          .where('response.method', '=', 'GET')
          .where('response.body_hash', '=', '')
          .whereRef('response.at', '<=', 'visit.column3')
          .orderBy('response.at', 'desc')
          .orderBy('response.id', 'desc')
          .limit(1)
          .as('id'),
      ])
      .execute();
    const byVisit = new Map(found.map(({ i, id }) => [i, id]));
    for (const i of some.keys()) ids.push(byVisit.get(i) ?? null);
  }
  return ids;
}

/** Answers by their ids, in the order in which they were captured. */
export async function responsesOf(db: Db, ids: number[]): Promise<StoredResponse[]> {
  const rows: StoredRow[] = [];
  for (const some of inParts(ids))
    rows.push(...(await db.selectFrom('response').selectAll().where('id', 'in', some).execute()));
  rows.sort((a, b) => compare(a.at, b.at) || a.id - b.id);
  return Promise.all(rows.map(fromRow));
}

function newest(db: Db, method: string, url: string, bodyHash: string) {
  return db
    .selectFrom('response')
    .where('url', '=', url)
    .where('method', '=', method)
    .where('body_hash', '=', bodyHash)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
}

/** A feed that changes at every visit would otherwise grow the store without end. */
async function forgetUnused(
  db: Db,
  { method, url, body_hash }: Pick<ResponseRow, 'method' | 'url' | 'body_hash'>,
): Promise<void> {
  await db
    .deleteFrom('response')
    .where('url', '=', url)
    .where('method', '=', method)
    .where('body_hash', '=', body_hash)
    .where('id', '!=', (eb) => eb.selectFrom(newest(db, method, url, body_hash).select('id').as('last')).select('id'))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('item').select('item.id').whereRef('item.response', '=', 'response.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('item').select('item.id').whereRef('item.first_response', '=', 'response.id'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('page').select('page.url').whereRef('page.captured_at', '=', 'response.at'))),
    )
    .execute();
}

function toRow(response: StoredResponse): Omit<ResponseRow, 'id' | 'body'> {
  return {
    method: response.method,
    url: response.url,
    body_hash: response.bodyHash,
    request_body: response.requestBody ?? null,
    final_url: response.finalUrl,
    status: response.status,
    headers: JSON.stringify(response.headers),
    sha256: sha256(response.body),
    at: response.at,
  };
}

async function fromRow(row: StoredRow): Promise<StoredResponse> {
  return {
    method: row.method,
    url: row.url,
    bodyHash: row.body_hash,
    ...(row.request_body === null ? {} : { requestBody: row.request_body }),
    finalUrl: row.final_url,
    status: row.status,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: new Uint8Array(await expand(row.body)),
    at: row.at,
  };
}
