/** The SQLite file: opened, brought up to date, and its failures in words. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect, sql } from 'kysely';
import { UserError } from '../errors.ts';
import { recent } from '../text/recent.ts';
import type { Statements } from '../types.ts';
import type { Backend } from './backend.ts';
import { compact } from './compact.ts';
import { MIGRATIONS, SQLITE } from './migrations.ts';
import type { Db, Tables } from './tables.ts';

/** A writer waits for another one: at each try so many milliseconds inside SQLite, which stops the process, and as many outside it. */
const PATIENCE = 100;
/** Statements that are kept ready: a store makes a few dozen, and some more by how many values they take. */
const STATEMENTS = 200;
const TRIES = 300;

/** Opens the database at `path` (made where there is none, its folder too), every migration run. Throws UserError. */
export async function openDatabase(path: string): Promise<Db> {
  let db: Db | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const sqlite = new Sqlite(path, { timeout: PATIENCE });
    const prepared = recent<Sqlite.Statement>(STATEMENTS);
    const database = {
      close: () => void sqlite.close(),
      prepare: (text: string) => prepared(text, () => sqlite.prepare(text)),
    };
    db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    // with a write-ahead log a reader and a writer do not wait for one another; NORMAL loses nothing when a process is killed
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    // 16 MB instead of 4: a crawl of many sources copies the log into the file less often, a quarter less work for SQLite
    sqlite.pragma('wal_autocheckpoint = 4000');
    await migrate(db, path);
    return db;
  } catch (error) {
    await db?.destroy();
    throw explain(error, path);
  }
}

async function migrate(db: Db, path: string): Promise<void> {
  if ((await versionOf(db)) === MIGRATIONS.length) return;
  await writing(db, async (locked) => {
    // read again: another process may have done it while this one waited for the lock
    const version = await versionOf(locked);
    if (version > MIGRATIONS.length)
      throw new UserError(
        `${path} was written by a newer Pullquote (its version is ${version}, this one knows ${MIGRATIONS.length}): update Pullquote, or ${startAfresh(path)}`,
      );
    for (const step of MIGRATIONS.slice(version)) await step(locked as Kysely<unknown>, SQLITE);
    await sql.raw(`pragma user_version = ${MIGRATIONS.length}`).execute(locked);
  });
}

async function versionOf(db: Db): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
}

/** The store's database on SQLite, which lets one write at a time. */
export function sqliteBackend(db: Db, path: string): Backend {
  return {
    ...{ db, like: 'like' },
    write: (work) => writing(db, work),
    writing: (_names, work) => writing(db, work),
    lock: async () => undefined,
    statements: statementsOf,
    compact: () => compact(db),
    size: async () => sizeOf(path),
    close: () => db.destroy(),
    guard: async (method) => {
      try {
        return await method();
      } catch (error) {
        throw explain(error, path);
      }
    },
  };
}

/** SQLite counts question marks, where Postgres has numbers. */
function statementsOf(db: Db): Statements {
  return {
    executeSql: async (text, values = []) => {
      const inOrder: unknown[] = [];
      const marked = text.replace(/\$(\d+)/g, (_, number: string) => {
        inOrder.push(values[Number(number) - 1]);
        return '?';
      });
      const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(marked, inOrder));
      return { rows };
    },
  };
}

/**
 * Runs `work` in one transaction, all of it or nothing; every write goes through here. The lock is taken first: SQLite refuses a
 * transaction that has read and then wants to write after somebody else did.
 */
function writing<T>(db: Db, work: (locked: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await begin(connection);
    try {
      const result = await work(connection);
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      // a full disk has rolled back already
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

async function begin(connection: Db): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await sql`begin immediate`.execute(connection);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || tried === TRIES) throw error;
      await setTimeout(PATIENCE);
    }
  }
}

/** Bytes of the database and what SQLite keeps beside it. */
export function sizeOf(path: string): number {
  let bytes = 0;
  for (const file of [path, `${path}-wal`, `${path}-shm`])
    bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return bytes;
}

const startAfresh = (path: string) => `delete ${path}: it costs a crawl, nothing that you decided`;

/** What SQLite and the disk complain of, by the start of their code, and what to do about it. */
const FAILURES: [code: string, say: (path: string) => string][] = [
  ['SQLITE_NOTADB', (path) => `${path} is no database; ${startAfresh(path)}`],
  ['SQLITE_CORRUPT', (path) => `${path} is damaged; ${startAfresh(path)}`],
  [
    'SQLITE_FULL',
    (path) =>
      `The disk is full: ${path} could not be written. Free some space and run again; what was saved before is kept`,
  ],
  ['SQLITE_READONLY', (path) => `${path} may not be written: make it and its folder writable for you`],
  ['SQLITE_CANTOPEN', (path) => `${path} cannot be opened: make its folder readable and writable for you`],
  ['SQLITE_BUSY', (path) => `${path} is in use by another process: wait until it is done and run again`],
  ['SQLITE_IOERR', (path) => `${path} could not be read or written: is the disk full, or not there any more?`],
  ['ENOSPC', (path) => `The disk is full: ${path} could not be made. Free some space and run again`],
  // what Node says where it cannot make a folder on a read-only disk
  [
    'ENOENT',
    (path) => `${path} cannot be made: its folder cannot either. Is the disk read-only, or not there any more?`,
  ],
  ['EROFS', (path) => `${path} cannot be made: its disk is read-only`],
  ['EACCES', (path) => `${path} cannot be made: make its folder writable for you`],
  ['EPERM', (path) => `${path} cannot be made: make its folder writable for you`],
  ['ENOTDIR', (path) => `${path} cannot be made: a file stands where its folder should be`],
  ['EEXIST', (path) => `${path} cannot be made: a file stands where its folder should be`],
];

/** The failure as a UserError where it is the world's, else as it is. */
export function explain(error: unknown, path: string): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== 'string' || error instanceof UserError) return error;
  const known = FAILURES.find(([start]) => code.startsWith(start));
  return known ? new UserError(known[1](path)) : error;
}
