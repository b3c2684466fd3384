import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { schemaOf } from '../../src/store/postgresMigrate.ts';
import type { Store } from '../../src/types.ts';
import { noCluster, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { answer, at, item, page } from './material.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;
let postgres: TestPostgres;

async function open(o: { url?: string; ms?: number } = {}): Promise<Store> {
  const { url = await postgres.database(), ms = 30_000 } = o;
  const store = await openPostgresStore({ url, newsletter: 'Away', patience: { ms } });
  onTestFinished(() => store.close());
  return store;
}

/** Runs statements beside the store. */
async function run(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

function start(url: string): Child {
  const script = join(import.meta.dirname, 'opener.ts');
  const child = spawn(process.execPath, [script, url, 'At once'], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe.skipIf(noCluster)(`a Postgres that comes and goes${noCluster ? ` (skipped: ${noCluster})` : ''}`, () => {
  beforeAll(async () => {
    postgres = await startPostgres({ own: true });
  });
  afterAll(() => postgres?.stop());

  test('ten processes that open an empty database at once make its tables once', async () => {
    const url = await postgres.database();
    const children = Array.from({ length: 10 }, () => start(url));
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    const ends = children.map(async (child) => {
      const said: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
      child.stdin.write('go\n');
      const [code] = await once(child, 'exit');
      return [code, Number(Buffer.concat(said).toString())] as const;
    });
    const ended = await Promise.all(ends);
    expect(ended.map(([code]) => code)).toEqual(Array(10).fill(0));
    expect(Math.max(...ended.map(([, count]) => count))).toBe(10);
    expect(await run(url, `select count(*)::int as n from ${schemaOf('At once')}.version`)).toEqual([{ n: 1 }]);
  });

  test('whoever waits for a server is told so, and not the password', async () => {
    const url = await postgres.database();
    await postgres.kill();
    const notes: string[] = [];
    const told = Promise.withResolvers<void>();
    const note = (message: string) => {
      notes.push(message);
      told.resolve();
    };
    const opening = openPostgresStore({ url, newsletter: 'Away', note });
    onTestFinished(async () => (await opening).close());
    await told.promise;
    await postgres.start();
    await opening;
    expect(notes[0]).toMatch(/^waiting for the database: /);
    expect(notes.join()).not.toContain(new URL(url).password);
  });

  test('calls wait for a server that was killed, and nothing that was saved is lost', async () => {
    const store = await open();
    await store.saveItems([item('before')], new Map());
    await postgres.kill();
    const calls = Promise.all([
      store.saveItems([item('meanwhile')], new Map()),
      store.keep(answer('https://site.example/feed.xml', 'one', at(20))),
      store.savePage(page('before')),
      store.items('', '9999'),
      store.together((tx) => tx.saveHealth({ sourceId: 'site', lastTriedAt: at(20), failuresInARow: 0 })),
    ]);
    await postgres.start();
    expect((await calls)[0]).toEqual({ added: 1, changed: 0 });
    expect((await store.items('', '9999')).map(({ id }) => id)).toEqual(['before', 'meanwhile']);
    expect(await store.healthOf('site')).toBeDefined();
  });

  test('a server that is killed again and again in the middle of everything', async () => {
    const store = await open();
    let saved = 0;
    let isOver = false;
    const save = async (from: number) => {
      for (let i = from; !isOver; i += 4, saved++) await store.saveItems([item(`i${i}`), item('all')], new Map());
    };
    const saving = Promise.all([0, 1, 2, 3].map(save));
    for (let round = 0; round < 5; round++) {
      const before = saved;
      while (saved < before + 20) await new Promise((resolve) => setImmediate(resolve));
      await postgres.kill();
      await postgres.start();
    }
    isOver = true;
    await saving;
    expect(await store.items('', '9999')).toHaveLength(saved + 1);
  });

  test('work that has begun is not begun again, and nothing of it stays', async () => {
    const url = await postgres.database();
    const store = await open({ url });
    let begun = 0;
    const work = store.together(async (tx, statements) => {
      begun++;
      await tx.saveItems([item('a')], new Map());
      const { rows } = await statements.executeSql('select pg_backend_pid() as pid');
      await run(url, `select pg_terminate_backend(${Number(rows[0]?.pid)})`);
      await tx.saveItems([item('b')], new Map());
    });
    await expect(work).rejects.toThrow(/does not answer/);
    expect(begun).toBe(1);
    expect(await store.items('', '9999')).toEqual([]);
  });

  test('when patience ends it is told where the database should be, and no password', async () => {
    const url = await postgres.database();
    const store = await open({ url, ms: 200 });
    await postgres.kill();
    const { host, password } = new URL(url);
    const error = await store.items('', '9999').catch((e: Error) => e);
    await postgres.start();
    expect(String(error)).toContain(`Postgres at ${host}, database pullquote_test_`);
    expect(String(error)).toMatch(/is not there: is it running/);
    expect(String(error)).not.toContain(decodeURIComponent(password));
    expect(await store.items('', '9999')).toEqual([]);
  });

  test('a process that stands still within a transaction loses it, and nobody waits for ever', async () => {
    const url = await postgres.database();
    const [stopped, other] = [await open({ url }), await open({ url })];
    const work = stopped.together(async (tx) => {
      await tx.saveItems([item('a', { title: 'Stopped' })], new Map());
      await other.saveItems([item('a', { title: 'Other' })], new Map());
      await tx.saveItems([item('b')], new Map());
    });
    await expect(work).rejects.toThrow(/does not answer/);
    expect(await other.items('', '9999')).toEqual([item('a', { title: 'Other' })]);
  });
});
