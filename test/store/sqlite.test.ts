import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { explain } from '../../src/store/database.ts';
import { openStore } from '../../src/store/index.ts';
import { MIGRATIONS, SQLITE } from '../../src/store/migrations.ts';
import { storeContract } from './contract.ts';
import { answer, at, item } from './material.ts';
import { pruneContract } from './pruneContract.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-store-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function open(path = join(folder(), '.pullquote/state.db')) {
  const store = await openStore({ path });
  onTestFinished(() => store.close());
  return store;
}

/** What opening the file says. */
async function complaint(path: string): Promise<string> {
  const error = await openStore({ path }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe('the store on SQLite', () => {
  storeContract(() => open());
  pruneContract(() => open(), true);
});

describe('the file of the store', () => {
  test('what was saved is there when it is opened again', async () => {
    const path = join(folder(), 'state.db');
    const first = await openStore({ path });
    await first.saveItems([item('a')], new Map());
    expect(await first.size()).toBeGreaterThan(4096);
    await first.close();
    expect(await (await open(path)).items('', '9999')).toEqual([item('a')]);
  });

  test('one of the first version opens, and keeps what it held', async () => {
    const path = join(folder(), 'state.db');
    const sqlite = new Sqlite(path);
    const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    await (MIGRATIONS[0] as (typeof MIGRATIONS)[number])(old, SQLITE);
    sqlite.pragma('user_version = 1');
    const insert = (table: string, row: Record<string, unknown>) =>
      sqlite
        .prepare(`insert into ${table} (${Object.keys(row)}) values (${Object.keys(row).map(() => '?')})`)
        .run(...Object.values(row));
    const known = item('a', { sourceId: 'paper' });
    const { id, canonicalUrl: canonical_url, publishedAt: published_at } = known;
    insert('item', { id, canonical_url, published_at, data: JSON.stringify(known) });
    insert('health', { source_id: 'paper', last_tried_at: at(20), failures_in_a_row: 2, last_error: 'gone' });
    insert('run', { command: 'crawl', started_at: at(20) });
    await old.destroy();

    const store = await open(path);
    expect(await store.items('', '9999')).toEqual([known]);
    expect(await store.itemsOf('paper')).toEqual([known]);
    expect(await store.health()).toEqual([
      { sourceId: 'paper', lastTriedAt: at(20), failuresInARow: 2, lastError: 'gone' },
    ]);
    expect(await store.runs(9)).toEqual([{ command: 'crawl', startedAt: at(20) }]);
    await store.saveHealth({ sourceId: 'paper', lastTriedAt: at(21), failuresInARow: 0, itemsAWeek: 3 });
    expect(await store.health()).toMatchObject([{ itemsAWeek: 3 }]);
  });

  test('one of the fifth version learns when its items were first seen', async () => {
    const path = join(folder(), 'state.db');
    const sqlite = new Sqlite(path);
    const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    for (const step of MIGRATIONS.slice(0, 5)) await step(old, SQLITE);
    sqlite.pragma('user_version = 5');
    const known = item('a', { title: 'A NUL \0, half a pair \ud83d', firstSeenAt: at(4), publishedAt: at(3) });
    sqlite
      .prepare('insert into item (id, canonical_url, source_id, published_at, data) values (?, ?, ?, ?, ?)')
      .run('a', 'site.example/a', 'site', at(3), JSON.stringify(known));
    await old.destroy();
    const store = await open(path);
    expect(await store.items('', '9999')).toEqual([known]);
    expect(await store.firstSeen(['site'])).toEqual(new Map([['a', at(4)]]));
    expect(await store.prune({ before: at(4), keep: [], sources: [] })).toMatchObject({ items: 0 });
    expect(await store.prune({ before: at(5), keep: [], sources: [] })).toMatchObject({ items: 1 });
  });

  test('room that pruning made is given back to the disk', async () => {
    const store = await open();
    const text = 'Words. '.repeat(3000);
    const many = Array.from({ length: 700 }, (_, i) => item(`n${i}`, { text: `${i} ${text}` }));
    await store.saveItems(many, new Map());
    const before = await store.size();
    expect(await store.prune({ before: at(28), keep: [], sources: [] })).toMatchObject({ compacted: true });
    expect(await store.size()).toBeLessThan(before / 10);
  });

  test('two processes may have it open, and each sees what the other wrote', async () => {
    const path = join(folder(), 'state.db');
    const [one, two] = [await open(path), await open(path)];
    await Promise.all([one.saveItems([item('a')], new Map()), two.saveItems([item('b')], new Map())]);
    expect((await one.items('', '9999')).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('many that open a new one at once agree on its tables', async () => {
    const path = join(folder(), 'state.db');
    const stores = await Promise.all(Array.from({ length: 5 }, () => open(path)));
    for (const store of stores) expect(await store.runs(1)).toEqual([]);
  });

  test.each([
    ['a text file', 'This is no database, but it is long enough to have been one. '.repeat(20)],
    ['a cut header', 'SQLite format 3\0 and then nothing that makes sense'.padEnd(4096, 'x')],
  ])('%s is refused with what to do', async (_what, text) => {
    const path = join(folder(), 'state.db');
    writeFileSync(path, text);
    expect(await complaint(path)).toMatch(
      /state\.db is (no database|damaged); delete .*state\.db: it costs a crawl, nothing that you decided/,
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('damage in the middle is told by the call that meets it', async () => {
    const path = join(folder(), 'state.db');
    const store = await openStore({ path });
    const many = Array.from({ length: 500 }, (_, i) => item(`n${i}`, { summary: 'word '.repeat(100) }));
    await store.saveItems(many, new Map());
    await store.close();
    const file = openSync(path, 'r+');
    const { size } = statSync(path);
    for (let page = 2; page * 4096 < size; page++) writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    const broken = await open(path);
    await expect(broken.items('', '9999')).rejects.toThrow(/is damaged; delete .*state\.db: it costs a crawl/);
  });

  test('one that a newer version wrote is refused and let be', async () => {
    const path = join(folder(), 'state.db');
    await (await openStore({ path })).close();
    const sqlite = new Sqlite(path);
    sqlite.pragma('user_version = 999');
    sqlite.close();
    expect(await complaint(path)).toMatch(
      /newer Pullquote \(its version is 999, this one knows \d+\): update Pullquote, or delete/,
    );
  });

  test('a file where the folder should be, and a folder where the file should be', async () => {
    const dir = folder();
    writeFileSync(join(dir, '.pullquote'), '');
    expect(await complaint(join(dir, '.pullquote/state.db'))).toMatch(/a file stands where its folder should be/);
    mkdirSync(join(dir, 'state.db'));
    expect(await complaint(join(dir, 'state.db'))).toMatch(/cannot be opened: make its folder readable and writable/);
  });

  test('a full disk is told, and the database goes on with what it had', () => {
    const path = join(folder(), 'full.db');
    const sqlite = new Sqlite(path);
    onTestFinished(() => void sqlite.close());
    sqlite.exec('create table t (x)');
    sqlite.pragma('max_page_count = 5');
    const fill = () => sqlite.prepare('insert into t values (zeroblob(100000))').run();
    expect(fill).toThrow();
    try {
      fill();
    } catch (error) {
      const said = explain(error, path);
      expect(said).toBeInstanceOf(UserError);
      expect((said as UserError).message).toMatch(
        /^The disk is full: .*full\.db could not be written\. Free some space/,
      );
    }
  });

  test('a bug stays a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(explain(bug, 'state.db')).toBe(bug);
  });

  test('a file that may not be written is told', async () => {
    const path = join(folder(), 'state.db');
    await (await openStore({ path })).close();
    chmodSync(path, 0o444);
    const sqlite = new Sqlite(path, { readonly: true });
    onTestFinished(() => void sqlite.close());
    // the superuser may write everything, so the file is opened as read-only to hear what SQLite says then
    let error: unknown;
    try {
      sqlite.prepare("insert into run (command, started_at) values ('x', 'y')").run();
    } catch (e) {
      error = e;
    }
    expect((explain(error, path) as UserError).message).toMatch(
      /may not be written: make it and its folder writable for you/,
    );
  });

  test('a kill in the middle of a save leaves all of a save or none', async () => {
    const path = join(folder(), 'state.db');
    const script = join(import.meta.dirname, 'writer.ts');
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve) => {
      let batches = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        batches += chunk.toString().split('\n').length - 1;
        if (batches >= 3) child.kill('SIGKILL');
      });
      child.on('exit', () => resolve());
    });
    const items = await (await open(path)).items('', '9999');
    const batches = Map.groupBy(items, ({ title }) => title);
    expect(batches.size).toBeGreaterThanOrEqual(3);
    for (const [title, batch] of batches) expect(batch, title).toHaveLength(200);
  });

  test('bodies are compressed', async () => {
    const store = await open();
    const before = await store.size();
    await store.keep(
      answer('https://site.example/feed.xml', '<item>the same again</item>'.repeat(100_000), at(20), { headers: {} }),
    );
    expect((await store.size()) - before).toBeLessThan(200_000);
  });
});
