/** How the tables came to be. The version of a database is the number of migrations that it has seen: append, never change. */
import { type Kysely, sql } from 'kysely';

type Migration = (db: Kysely<unknown>) => Promise<void>;

export const MIGRATIONS: Migration[] = [
  async (db) => {
    const { schema } = db;
    await schema
      .createTable('response')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('method', 'text', (c) => c.notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('body_hash', 'text', (c) => c.notNull())
      .addColumn('request_body', 'text')
      .addColumn('final_url', 'text', (c) => c.notNull())
      .addColumn('status', 'integer', (c) => c.notNull())
      .addColumn('headers', 'text', (c) => c.notNull())
      .addColumn('body', sql`blob`, (c) => c.notNull())
      .addColumn('sha256', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await schema.createIndex('response_request').on('response').columns(['url', 'method', 'body_hash', 'at']).execute();
    await schema
      .createTable('item')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('canonical_url', 'text', (c) => c.notNull())
      .addColumn('published_at', 'text', (c) => c.notNull())
      .addColumn('first_response', 'integer')
      .addColumn('response', 'integer')
      .addColumn('data', 'text', (c) => c.notNull())
      .execute();
    await schema.createIndex('item_date').on('item').columns(['published_at', 'id']).execute();
    await schema.createIndex('item_page').on('item').column('canonical_url').execute();
    await schema.createIndex('item_first_response').on('item').column('first_response').execute();
    await schema.createIndex('item_response').on('item').column('response').execute();
    await schema
      .createTable('page')
      .addColumn('canonical_url', 'text', (c) => c.primaryKey().notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('captured_at', 'text', (c) => c.notNull())
      .addColumn('data', 'text', (c) => c.notNull())
      .execute();
    await schema.createIndex('page_captured').on('page').column('captured_at').execute();
    await schema
      .createTable('health')
      .addColumn('source_id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('last_success_at', 'text')
      .addColumn('last_tried_at', 'text', (c) => c.notNull())
      .addColumn('failures_in_a_row', 'integer', (c) => c.notNull())
      .addColumn('last_error', 'text')
      .execute();
    await schema
      .createTable('run')
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('command', 'text', (c) => c.notNull())
      .addColumn('started_at', 'text', (c) => c.notNull())
      .addColumn('ended_at', 'text')
      .addColumn('outcome', 'text')
      .addColumn('detail', 'text')
      .execute();
  },
  async (db) => {
    const { schema } = db;
    const health = (name: string, type: 'text' | 'real') => schema.alterTable('health').addColumn(name, type).execute();
    await health('items_a_week', 'real');
    await health('silent_since', 'text');
    await health('moved_to', 'text');
    await health('requests', 'text');
    await health('requests_at', 'text');
    await schema
      .alterTable('item')
      .addColumn('source_id', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    await sql`update item set source_id = json_extract(data, '$.sourceId')`.execute(db);
    await schema.createIndex('item_source').on('item').columns(['source_id', 'published_at', 'id']).execute();
  },
  async (db) => {
    await db.schema.alterTable('health').addColumn('asked', 'text').execute();
  },
  async (db) => {
    await db.schema
      .createTable('verdict')
      .addColumn('one', 'text', (c) => c.notNull())
      .addColumn('other', 'text', (c) => c.notNull())
      .addColumn('same', 'integer', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('verdict_pages', ['one', 'other'])
      .execute();
  },
  async (db) => {
    await db.schema
      .createTable('outbox')
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('platform', 'text', (c) => c.notNull())
      .addColumn('data', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('outbox_issue', ['number', 'platform'])
      .execute();
  },
];
