/** How the tables came to be. The version of a database is the number of migrations that it has seen: append, never change. */
import { type ColumnDefinitionBuilder, type Kysely, type RawBuilder, sql } from 'kysely';

type TypeName = 'text' | 'real' | 'double precision' | 'bytea' | 'integer' | 'bigint' | RawBuilder<unknown>;
/** What the types of columns are called. */
interface Types {
  /** Compared and ordered by code points. */
  text: TypeName;
  /** Eight bytes. */
  real: TypeName;
  bytes: TypeName;
  /** Of a row that has a number for its key; `numbered` makes that key count by itself. */
  id: TypeName;
  numbered(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  /** Makes it quick to find stored answers by what was asked. */
  indexAnswers(db: Kysely<unknown>): Promise<void>;
  /** Says how large values are kept. */
  keepLarge(db: Kysely<unknown>): Promise<void>;
  /** Whether there may be rows from before a migration. */
  filled: boolean;
}
type Migration = (db: Kysely<unknown>, types: Types) => Promise<void>;

export const SQLITE: Types = {
  ...{ text: 'text', real: 'real', bytes: sql`blob`, id: 'integer' },
  numbered: (column) => column.primaryKey().autoIncrement(),
  indexAnswers: ({ schema }) =>
    schema.createIndex('response_request').on('response').columns(['url', 'method', 'body_hash', 'at']).execute(),
  keepLarge: async () => {},
  filled: true,
};
/** Its text has the order of some language unless told otherwise. The first store on it had all of the first six migrations at once. */
export const postgresTypes = (schemaName: string): Types => ({
  ...{ text: sql`text collate "C"`, real: 'double precision', bytes: 'bytea', id: 'bigint' },
  numbered: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
  indexAnswers: async ({ schema }) => {
    // of any length, which no other kind of index takes; those of one model are told apart by what it was asked
    await schema.createIndex('response_url').on('response').using('hash').column('url').execute();
    await schema.createIndex('response_body').on('response').column('body_hash').execute();
  },
  keepLarge: async (db) => {
    // answers are compressed already; words are packed several times faster by LZ4, where this Postgres has it
    await sql`alter table ${sql.id(schemaName, 'response')} alter column body set storage external`.execute(db);
    const { rows } = await sql`
      select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)`.execute(db);
    if (rows.length === 0) return;
    for (const name of ['item', 'page'])
      await sql`alter table ${sql.id(schemaName, name)} alter column data set compression lz4`.execute(db);
  },
  filled: false,
});

export const MIGRATIONS: Migration[] = [
  async (db, { text, bytes, id, numbered, indexAnswers }) => {
    const { schema } = db;
    await schema
      .createTable('response')
      .addColumn('id', id, numbered)
      .addColumn('method', text, (c) => c.notNull())
      .addColumn('url', text, (c) => c.notNull())
      .addColumn('body_hash', text, (c) => c.notNull())
      .addColumn('request_body', text)
      .addColumn('final_url', text, (c) => c.notNull())
      .addColumn('status', 'integer', (c) => c.notNull())
      .addColumn('headers', text, (c) => c.notNull())
      .addColumn('body', bytes, (c) => c.notNull())
      .addColumn('sha256', text, (c) => c.notNull())
      .addColumn('at', text, (c) => c.notNull())
      .execute();
    await indexAnswers(db);
    await schema
      .createTable('item')
      .addColumn('id', text, (c) => c.primaryKey().notNull())
      .addColumn('canonical_url', text, (c) => c.notNull())
      .addColumn('published_at', text, (c) => c.notNull())
      .addColumn('first_response', id)
      .addColumn('response', id)
      .addColumn('data', text, (c) => c.notNull())
      .execute();
    await schema.createIndex('item_date').on('item').columns(['published_at', 'id']).execute();
    await schema.createIndex('item_page').on('item').column('canonical_url').execute();
    await schema.createIndex('item_first_response').on('item').column('first_response').execute();
    await schema.createIndex('item_response').on('item').column('response').execute();
    await schema
      .createTable('page')
      .addColumn('canonical_url', text, (c) => c.primaryKey().notNull())
      .addColumn('url', text, (c) => c.notNull())
      .addColumn('captured_at', text, (c) => c.notNull())
      .addColumn('data', text, (c) => c.notNull())
      .execute();
    await schema.createIndex('page_captured').on('page').column('captured_at').execute();
    await schema
      .createTable('health')
      .addColumn('source_id', text, (c) => c.primaryKey().notNull())
      .addColumn('last_success_at', text)
      .addColumn('last_tried_at', text, (c) => c.notNull())
      .addColumn('failures_in_a_row', 'integer', (c) => c.notNull())
      .addColumn('last_error', text)
      .execute();
    await schema
      .createTable('run')
      .addColumn('id', id, numbered)
      .addColumn('command', text, (c) => c.notNull())
      .addColumn('started_at', text, (c) => c.notNull())
      .addColumn('ended_at', text)
      .addColumn('outcome', text)
      .addColumn('detail', text)
      .execute();
  },
  async (db, { text, real, filled }) => {
    const { schema } = db;
    const health = (name: string, type: TypeName) => schema.alterTable('health').addColumn(name, type).execute();
    await health('items_a_week', real);
    await health('silent_since', text);
    await health('moved_to', text);
    await health('requests', text);
    await health('requests_at', text);
    await schema
      .alterTable('item')
      .addColumn('source_id', text, (c) => c.notNull().defaultTo(''))
      .execute();
    if (filled) await sql`update item set source_id = json_extract(data, '$.sourceId')`.execute(db);
    await schema.createIndex('item_source').on('item').columns(['source_id', 'published_at', 'id']).execute();
  },
  async (db, { text }) => {
    await db.schema.alterTable('health').addColumn('asked', text).execute();
  },
  async (db, { text }) => {
    await db.schema
      .createTable('verdict')
      .addColumn('one', text, (c) => c.notNull())
      .addColumn('other', text, (c) => c.notNull())
      .addColumn('same', 'integer', (c) => c.notNull())
      .addColumn('at', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('verdict_pages', ['one', 'other'])
      .execute();
  },
  async (db, { text }) => {
    await db.schema
      .createTable('outbox')
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('platform', text, (c) => c.notNull())
      .addColumn('data', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('outbox_issue', ['number', 'platform'])
      .execute();
  },
  async (db, { text, filled }) => {
    await db.schema
      .alterTable('item')
      .addColumn('first_seen_at', text, (c) => c.notNull().defaultTo(''))
      .execute();
    // Postgres reads no JSON that holds a NUL or half a surrogate pair, which titles may, so that nothing is asked of JSON any more
    if (filled)
      await sql`update item set first_seen_at = coalesce(json_extract(data, '$.firstSeenAt'), '')`.execute(db);
  },
  async (db, { text, filled, keepLarge }) => {
    await db.schema.alterTable('health').addColumn('visits', text).execute();
    await db.schema.alterTable('health').addColumn('reading', text).execute();
    await db.schema
      .alterTable('item')
      .addColumn('wants_page', 'integer', (c) => c.notNull().defaultTo(1))
      .execute();
    if (filled)
      await sql`update item set wants_page = 0 where json_extract(data, '$.textFrom') = 'feed' or json_extract(data, '$.linkOnly')`.execute(
        db,
      );
    await db.schema
      .createIndex('item_wants_page')
      .on('item')
      .columns(['published_at', 'id'])
      .where(sql.ref('wants_page'), '=', sql.lit(1))
      .execute();
    await keepLarge(db);
  },
];
