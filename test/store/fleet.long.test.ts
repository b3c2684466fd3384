import { describe, expect, test } from 'vitest';
import { openPool } from '../../src/store/postgres.ts';
import type { DueSource, FeedSource, Fleet, Statements } from '../../src/types.ts';
import { noPostgres } from '../support/postgres.ts';
import { join, postgresForFile, until } from './fleets.ts';

const postgres = postgresForFile();
const skipped = noPostgres ? ` (skipped: ${noPostgres})` : '';

function source(id: string, more: { weight?: number } = {}): FeedSource {
  const url = `https://${id}.example/feed`;
  return {
    kind: 'feed',
    id,
    url,
    name: id,
    weight: 1,
    tags: [],
    enabled: true,
    private: false,
    respectOptOut: true,
    ...more,
  };
}
const sources = (count: number, from = 0) => Array.from({ length: count }, (_, i) => source(`s${from + i}`));

/** Takes all that is due, some at a time, and says what each time brought. */
async function takeAll(fleet: Fleet, newsletters: string[], most: number): Promise<DueSource[]> {
  const taken: DueSource[] = [];
  const give = async (due: DueSource[]) => void taken.push(...due);
  while ((await fleet.takeDue(newsletters, most, give)) > 0);
  return taken;
}
const idsOf = (due: DueSource[]) => due.map((one) => one.source.id);

/** Statements outside any transaction, and what the tests ask beside the fleet. */
async function direct<T>(url: string, work: (statements: Statements) => Promise<T>): Promise<T> {
  const pool = await openPool(url);
  try {
    return await work({ executeSql: (text, values) => pool.query(text, values) });
  } finally {
    await pool.end();
  }
}

describe.skipIf(noPostgres)(`what processes know of one another, on Postgres${skipped}`, () => {
  test('ten that start at once find one schema, made once', async () => {
    const url = await postgres.database();
    const fleets = await Promise.all(Array.from({ length: 10 }, () => join(url)));
    for (const fleet of fleets) expect(await fleet.workers()).toEqual([]);
    const { rows } = await direct(url, ({ executeSql }) => executeSql('select version from pullquote.version'));
    expect(rows).toHaveLength(1);
  });

  test('a database of a newer Pullquote is left alone', async () => {
    const url = await postgres.database();
    await (await join(url)).close();
    await direct(url, ({ executeSql }) => executeSql('update pullquote.version set version = 999'));
    await expect(join(url)).rejects.toThrow('update Pullquote on this machine');
  });

  test('where no Postgres is, it says so without the password', async () => {
    const failure = await join('postgres://me:hush@127.0.0.1:1/x').catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'UserError' });
    expect((failure as Error).message).toContain('127.0.0.1:1');
    expect((failure as Error).message).not.toContain('hush');
  });

  test('workers are those that beat within a lease; who leaves is gone at once', async () => {
    const url = await postgres.database();
    const fleet = await join(url, { leaseMs: 60_000 });
    const worker = (id: string, crawl: number) => ({
      ...{ id, host: 'here', pid: 7, startedAt: '2026-11-22T12:00:00.000Z' },
      room: { crawl: 4, page: 4, write: 2 },
      doing: { crawl, page: 0, write: 0 },
    });
    await fleet.beat(worker('b', 0));
    await fleet.beat(worker('a', 1));
    await fleet.beat(worker('b', 3));
    const seen = await fleet.workers();
    expect(seen).toMatchObject([worker('a', 1), worker('b', 3)]);
    expect(seen.every(({ seenAt }) => /^\d{4}-.*Z$/.test(seenAt))).toBe(true);
    await fleet.leave('b');
    expect((await fleet.workers()).map(({ id }) => id)).toEqual(['a']);
    const impatient = await join(url, { leaseMs: 1 });
    await until(async () => (await impatient.workers()).length === 0);
  });

  test('sources are due when they are new or changed, and no more when they are gone', async () => {
    const fleet = await join(await postgres.database());
    await fleet.schedule('weekly', sources(3));
    expect((await takeAll(fleet, ['weekly'], 10)).map((due) => due.source)).toEqual(sources(3));
    await fleet.schedule('weekly', [source('s0'), source('s1', { weight: 2 }), source('s3')]);
    expect(idsOf(await takeAll(fleet, ['weekly'], 10)).sort()).toEqual(['s1', 's3']);
    await fleet.schedule('weekly', []);
    expect(await fleet.nextDue(['weekly'])).toBeUndefined();
  });

  test('what stayed as it was is not written again', async () => {
    const url = await postgres.database();
    const fleet = await join(url);
    await fleet.schedule('weekly', sources(12_000));
    const versions = () =>
      direct(
        url,
        async ({ executeSql }) => (await executeSql('select id, xmin, ctid from pullquote.source order by id')).rows,
      );
    const before = await versions();
    await fleet.schedule('weekly', sources(12_000));
    expect(await versions()).toEqual(before);
  });

  test('newsletters share nothing, and the longest due of all goes first', async () => {
    const url = await postgres.database();
    const fleet = await join(url);
    for (const name of ['one', 'two', 'three']) await fleet.schedule(name, sources(2));
    const due: [string, string, number][] = [
      ['one', 's0', 3],
      ['one', 's1', 5],
      ['two', 's0', 1],
      ['two', 's1', 4],
      ['three', 's0', 2],
    ];
    await direct(url, async (statements) => {
      for (const [name, id, day] of due) await fleet.setDue(statements, name, id, `2026-01-0${day}T00:00:00.000Z`);
      await fleet.setDue(statements, 'three', 's1', '2999-01-01T00:00:00.000Z');
    });
    expect(await fleet.nextDue(['one', 'two'])).toBe('2026-01-01T00:00:00.000Z');
    const taken: string[][] = [];
    const give = async (now: DueSource[]) => void taken.push(now.map((one) => `${one.newsletter} ${one.source.id}`));
    for (const _ of [1, 2, 3]) await fleet.takeDue(['one', 'two', 'one'], 2, give);
    expect(taken).toEqual([
      ['two s0', 'one s0'],
      ['two s1', 'one s1'],
    ]);
    expect(idsOf(await takeAll(fleet, ['three', 'nobody'], 5))).toEqual(['s0']);
  });

  test('four at once take each due source once', async () => {
    const url = await postgres.database();
    const fleets = await Promise.all([1, 2, 3, 4].map(() => join(url)));
    await (fleets[0] as Fleet).schedule('weekly', sources(1000));
    await (fleets[0] as Fleet).schedule('daily', sources(500, 1000));
    const all: string[] = [];
    // who finds everything in others' hands looks again, as a worker does
    const takeWhileLeft = async (fleet: Fleet) => {
      while (all.length < 1500) all.push(...idsOf(await takeAll(fleet, ['weekly', 'daily'], 30)));
    };
    await Promise.all(fleets.map(takeWhileLeft));
    expect(all).toHaveLength(1500);
    expect(new Set(all).size).toBe(1500);
  });

  test('who dies while it takes has taken none, and nobody else gets them meanwhile', async () => {
    const url = await postgres.database();
    const [dying, other] = [await join(url), await join(url)];
    await other.schedule('weekly', sources(3));
    await direct(url, ({ executeSql }) => executeSql('create table job (id text)'));
    const failed = dying.takeDue(['weekly'], 2, async (due, { executeSql }) => {
      for (const id of idsOf(due)) await executeSql('insert into job (id) values ($1)', [id]);
      expect(idsOf(await takeAll(other, ['weekly'], 10))).toHaveLength(1);
      await executeSql('select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(failed).rejects.toThrow('does not answer');
    expect(await takeAll(other, ['weekly'], 10)).toHaveLength(2);
    expect((await direct(url, ({ executeSql }) => executeSql('select * from job'))).rows).toEqual([]);
  });

  test('results are given once, as they come', async () => {
    const url = await postgres.database();
    const [asker, worker] = [await join(url), await join(url)];
    const save = (run: string, index: number, result: unknown) =>
      direct(url, (statements) => worker.saveResult(statements, run, index, result));
    expect(await asker.takeResults('run')).toEqual([]);
    await save('run', 1, { words: 'a \0 b', list: [1, null] });
    await save('run', 0, undefined);
    await save('run', 0, 'a second one');
    await save('other', 0, 'not ours');
    expect(await asker.takeResults('run')).toEqual([
      { index: 0, result: null },
      { index: 1, result: { words: 'a \0 b', list: [1, null] } },
    ]);
    expect(await asker.takeResults('run')).toEqual([]);
    await Promise.all(Array.from({ length: 50 }, (_, i) => save('many', i, i)));
    const both = await Promise.all([asker.takeResults('many'), worker.takeResults('many')]);
    expect(
      both
        .flat()
        .map(({ index }) => index)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test('a recording is kept once and comes back byte by byte', async () => {
    const url = await postgres.database();
    const [one, other] = [await join(url), await join(url)];
    const har = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 256).subarray(1);
    const hashes = await Promise.all([one.saveRecording(har), other.saveRecording(har), one.saveRecording(har)]);
    expect(new Set(hashes).size).toBe(1);
    const back = await other.recording(hashes[0] ?? '');
    expect(Buffer.from(har).equals(back ?? new Uint8Array())).toBe(true);
    expect(await other.recording('0'.repeat(64))).toBeUndefined();
  });

  test('what nobody heard of for a day is forgotten', async () => {
    const url = await postgres.database();
    const fleet = await join(url);
    const [old, recent] = [
      await fleet.saveRecording(Buffer.from('old')),
      await fleet.saveRecording(Buffer.from('new')),
    ];
    await direct(url, async (statements) => {
      for (const run of ['old', 'new']) await fleet.saveResult(statements, run, 0, run);
      await statements.executeSql(`update pullquote.result set at = at - interval '25 hours' where run = 'old'`);
      const text = `update pullquote.recording set used_at = used_at - interval '25 hours' where sha256 = $1`;
      await statements.executeSql(text, [old]);
    });
    await fleet.tidy();
    expect(await fleet.takeResults('old')).toEqual([]);
    expect(await fleet.takeResults('new')).toHaveLength(1);
    expect(await fleet.recording(old)).toBeUndefined();
    expect(await fleet.recording(recent)).toBeDefined();
  });
});
