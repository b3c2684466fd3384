/** Stored HTTP answers: every version of a feed that an item was read from, the newest of everything else. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { sha256 } from '../text/hash.ts';
import type { Iso, StoredResponse } from '../types.ts';
import { writing } from './database.ts';
import type { Db, ResponseRow } from './tables.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);
type StoredRow = Omit<ResponseRow, 'id'> & { id: number };

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
export async function keepResponse(db: Db, response: StoredResponse): Promise<void> {
  const row = { ...toRow(response), body: await compress(response.body) };
  await writing(db, async (locked) => {
    const { method, url, body_hash } = row;
    const last = await newest(locked, method, url, body_hash).select(['id', 'sha256']).executeTakeFirst();
    if (last?.sha256 === row.sha256) {
      const { headers, status, final_url } = row;
      await locked.updateTable('response').set({ headers, status, final_url }).where('id', '=', last.id).execute();
      return;
    }
    await locked.insertInto('response').values(row).execute();
    await forgetUnused(locked, row);
  });
}

/** The id of the version of a feed that was on the web at a moment: the newest that is not younger. */
export async function responseAt(db: Db, url: string, at: Iso): Promise<number | null> {
  const row = await newest(db, 'GET', url, '').where('at', '<=', at).select('id').executeTakeFirst();
  return row?.id ?? null;
}

/** Answers by their ids, in the order in which they were captured. */
export async function responsesOf(db: Db, ids: number[]): Promise<StoredResponse[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('response').selectAll().where('id', 'in', ids).orderBy('at').orderBy('id').execute();
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
