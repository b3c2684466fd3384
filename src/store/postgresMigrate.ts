/** The tables of one newsletter, in a schema of its own, made and brought up to date. */
import { type Kysely, sql } from 'kysely';
import { UserError } from '../errors.ts';
import { sha256 } from '../text/hash.ts';
import { placeOf } from '../text/postgres.ts';
import { MIGRATIONS, postgresTypes } from './migrations.ts';
import type { Db } from './tables.ts';

/** The first version that pg-boss runs on. */
const OLDEST = 13;
/** Postgres cuts longer names, of 63 bytes, without a word. */
const LONGEST_SLUG = 40;

interface Versions {
  version: { number: number };
}

/** The schema of a newsletter: its name as far as it is readable, and a hash of it, since names that look alike are not the same. */
export function schemaOf(newsletter: string): string {
  const name = newsletter.normalize('NFC').trim();
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST_SLUG)
    .replace(/^_|_$/g, '');
  return ['pullquote', slug, sha256(name).slice(0, 8)].filter(Boolean).join('_');
}

/** Runs the migrations that this schema has not seen, in one transaction; whoever comes at the same time waits and finds it done. Throws UserError where Postgres is too old, or the schema newer than this. */
export async function migratePostgres(db: Db, schema: string, url: string): Promise<void> {
  const { rows } = await sql<{ major: number; known: string | null }>`
    select current_setting('server_version_num')::int / 10000 as major, to_regclass(${`${schema}.version`})::text as known`.execute(
    db,
  );
  const [{ major, known } = { major: 0, known: null }] = rows;
  if (major < OLDEST) throw new UserError(`${placeOf(url)} is version ${major}: Pullquote needs ${OLDEST} or newer`);
  if (known !== null && (await versionOf(db, schema)) === MIGRATIONS.length) return;
  await db.transaction().execute(async (locked) => {
    await lockNames(locked, schema, ['migrations']);
    await makeSchema(locked, schema);
    const version = await versionOf(locked, schema);
    if (version > MIGRATIONS.length)
      throw new UserError(
        `${placeOf(url)}: schema ${schema} was written by a newer Pullquote (its version is ${version}, this one knows ${MIGRATIONS.length}): update Pullquote, or drop the schema: it costs a crawl, nothing that you decided`,
      );
    const own = locked.withSchema(schema);
    for (const step of MIGRATIONS.slice(version)) await step(own as unknown as Kysely<unknown>, postgresTypes(schema));
    await versionsOf(locked, schema).updateTable('version').set({ number: MIGRATIONS.length }).execute();
  });
}

/** Made only where it is not there: else a user who may use it, and not make it, would be refused. */
async function makeSchema(db: Db, schema: string): Promise<void> {
  // asked of the table: what a connection remembers of names is as old as its last statement that read one
  const { rows } = await sql`select 1 from pg_catalog.pg_namespace where nspname = ${schema}`.execute(db);
  if (rows.length === 0) await db.schema.createSchema(schema).execute();
  const own = versionsOf(db, schema);
  await own.schema
    .createTable('version')
    .ifNotExists()
    .addColumn('number', 'integer', (c) => c.notNull())
    .execute();
  const { none } = await own
    .selectFrom('version')
    .select((eb) => eb.fn.countAll<number>().as('none'))
    .executeTakeFirstOrThrow();
  if (none === 0) await own.insertInto('version').values({ number: 0 }).execute();
}

async function versionOf(db: Db, schema: string): Promise<number> {
  const row = await versionsOf(db, schema).selectFrom('version').select('number').executeTakeFirst();
  return row?.number ?? 0;
}

function versionsOf(db: Db, schema: string): Kysely<Versions> {
  return (db as unknown as Kysely<Versions>).withSchema(schema);
}

/** A process that was stopped in the middle of a transaction loses it after so long, so that nobody waits for its locks. */
const LONGEST_PAUSE = '20s';

/**
 * Waits, within a transaction, until nobody else has these names of this schema, which it then has to its end. They are taken in the order of their keys, so that no two wait for one another
 * in a circle.
 */
export async function lockNames(db: Db, schema: string, names: string[]): Promise<void> {
  const keys = names.map((name) => Buffer.from(sha256(`${schema} ${name}`), 'hex').readBigInt64BE());
  const inOrder = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1)).map(String);
  await sql`
    select set_config('idle_in_transaction_session_timeout', ${LONGEST_PAUSE}, true)
    union all select pg_advisory_xact_lock(key)::text from unnest(${inOrder}::bigint[]) as key`.execute(db);
}
