/** The tables that processes share, in the schema `pullquote`, and how they came to be. */
import type pg from 'pg';
import { UserError } from '../errors.ts';

/** The version of a database is the number of migrations that it has seen: append, never change. */
const MIGRATIONS: string[] = [
  `-- a host's two turns: who has each, until when; where nobody has one it is free, or rests until then;
  -- and who has the next one, as long as that is heard of
  create table pullquote.turn (
    host text collate "C" primary key,
    one text collate "C",
    one_until timestamptz not null,
    two text collate "C",
    two_until timestamptz not null,
    next text collate "C",
    next_until timestamptz not null default '-infinity'
  ) with (fillfactor = 70);
  create table pullquote.worker (
    id text collate "C" primary key,
    data text not null,
    seen_at timestamptz not null
  );
  create table pullquote.source (
    newsletter text collate "C" not null,
    id text collate "C" not null,
    data text not null,
    due_at timestamptz not null,
    primary key (newsletter, id)
  );
  create index source_due on pullquote.source (newsletter, due_at, id);
  create table pullquote.result (
    run text collate "C" not null,
    index integer not null,
    data text not null,
    at timestamptz not null default now(),
    primary key (run, index)
  );
  create index result_at on pullquote.result (at);
  create table pullquote.recording (
    sha256 text collate "C" primary key,
    har bytea not null,
    used_at timestamptz not null
  );`,
];

/** Brings the shared schema up to date, making it where there is none; however many processes do so at once, one does it. */
export async function migrateFleet(client: pg.PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('pullquote', 0))`);
  // asked first: who may not make schemas may use one that was made for them; and of the table, since what a connection remembers of names may be old
  const { rows } = await client.query(`select 1 from pg_catalog.pg_namespace where nspname = 'pullquote'`);
  if (rows.length === 0) await client.query('create schema pullquote');
  const version = await versionOf(client);
  if (version > MIGRATIONS.length) {
    throw new UserError(
      `The database was used by a newer Pullquote (its schema "pullquote" has version ${version}, this one knows ${MIGRATIONS.length}): update Pullquote on this machine`,
    );
  }
  for (const step of MIGRATIONS.slice(version)) await client.query(step);
  if (version < MIGRATIONS.length) await client.query('update pullquote.version set version = $1', [MIGRATIONS.length]);
}

async function versionOf(client: pg.PoolClient): Promise<number> {
  const { rows: tables } = await client.query(`select to_regclass('pullquote.version') is not null as made`);
  if (!tables[0].made) {
    await client.query('create table pullquote.version (version integer not null)');
    await client.query('insert into pullquote.version (version) values (0)');
  }
  const { rows } = await client.query('select version from pullquote.version');
  return rows[0].version;
}
