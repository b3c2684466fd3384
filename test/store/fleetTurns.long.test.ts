import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openPool } from '../../src/store/postgres.ts';
import { serve } from '../support/door.ts';
import { noCluster, noPostgres, startPostgres } from '../support/postgres.ts';
import { reply } from '../support/servers.ts';
import { at, openWeb, page } from '../support/web.ts';
import { cuttable, join, postgresForFile, until } from './fleets.ts';

const postgres = postgresForFile();
const skipped = noPostgres ? ` (skipped: ${noPostgres})` : '';
/** Two clocks are compared, each cut to whole milliseconds somewhere. */
const TOLERANCE = 3;

/** A host that says when each page was asked for and answered, in the milliseconds of one clock. */
async function watchedHost(robots: string) {
  const log: { path: string; start: number; end: number; atOnce: number }[] = [];
  let running = 0;
  const server = await serve(async (hit, response) => {
    if (hit.path === '/robots.txt') return reply(response, 200, robots);
    const visit = { path: hit.path, start: performance.now(), end: 0, atOnce: ++running };
    log.push(visit);
    await sleep(5);
    running--;
    visit.end = performance.now();
    reply(response, 200, 'words');
  });
  return { server, log };
}

/** Doors of several processes, which wait as they would. */
async function doorsOf(url: string, count: number) {
  const fleets = await Promise.all(Array.from({ length: count }, (_, i) => join(url, { id: `worker ${i}` })));
  const wait = (ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal ? { signal } : {});
  return fleets.map(({ turns }) => openWeb({ turns, wait }).fetch);
}

describe.skipIf(noPostgres)(`turns with hosts, on Postgres${skipped}`, () => {
  test('three processes ask one host two things at once, and no more', async () => {
    const { server, log } = await watchedHost('');
    const doors = await doorsOf(await postgres.database(), 3);
    const asked = doors.flatMap((fetch, i) =>
      Array.from({ length: 20 }, (_, n) => fetch(page(at(server, 'one', `/${i}/${n}`), { robots: true }))),
    );
    expect((await Promise.all(asked)).every(({ status }) => status === 200)).toBe(true);
    expect(log).toHaveLength(60);
    expect(Math.max(...log.map(({ atOnce }) => atOnce))).toBe(2);
  });

  test('a crawl-delay is kept by all of them together', async () => {
    const { server, log } = await watchedHost('User-agent: *\nCrawl-delay: 0.2\n');
    const doors = await doorsOf(await postgres.database(), 2);
    const asked = doors.flatMap((fetch, i) =>
      Array.from({ length: 4 }, (_, n) => fetch(page(at(server, 'slow', `/${i}/${n}`), { robots: true }))),
    );
    await Promise.all(asked);
    expect(log).toHaveLength(8);
    for (const [i, visit] of log.entries()) {
      expect(visit.atOnce).toBe(1);
      if (i > 0) expect(visit.start - (log[i - 1]?.end ?? 0)).toBeGreaterThanOrEqual(200 - TOLERANCE);
    }
  });

  test('whoever must be alone waits for both turns, and nobody is let in beside', async () => {
    const url = await postgres.database();
    const [one, other] = [await join(url), await join(url)];
    const first = await one.turns.take('a.example', { delayMs: 0 });
    const order: string[] = [];
    const alone = other.turns.take('a.example', { delayMs: 50 }).then((turn) => {
      order.push('alone');
      return turn;
    });
    await expect(one.turns.take('a.example', { delayMs: 50, signal: AbortSignal.timeout(100) })).rejects.toThrow();
    expect(order).toEqual([]);
    await first.giveBack();
    const turn = await alone;
    await expect(one.turns.take('a.example', { delayMs: 0, signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await turn.giveBack();
    await (await one.turns.take('a.example', { delayMs: 0 })).giveBack();
  });

  test('who waits comes before who had a turn and wants one again, however quick that is', async () => {
    const url = await postgres.database();
    const [quick, patient] = [await join(url), await join(url)];
    const [first] = [
      await quick.turns.take('a.example', { delayMs: 0 }),
      await quick.turns.take('a.example', { delayMs: 0 }),
    ];
    const order: string[] = [];
    const waiting = patient.turns.take('a.example', { delayMs: 0 }).then(() => order.push('patient'));
    const pool = await openPool(url);
    onTestFinished(() => pool.end());
    await until(async () => (await pool.query('select from pullquote.turn where next is not null')).rowCount === 1);
    await first?.giveBack();
    const stop = new AbortController();
    const again = quick.turns.take('a.example', { delayMs: 0, signal: stop.signal }).then(() => order.push('quick'));
    await Promise.race([waiting, again]);
    expect(order).toEqual(['patient']);
    stop.abort();
    await expect(again).rejects.toThrow();
  });

  test('who lost the database holds nothing by the time that others get it', async () => {
    const url = await postgres.database();
    const way = await cuttable(url);
    const [lost, other] = [await join(way.url, { leaseMs: 1000 }), await join(url)];
    const turns = [
      await lost.turns.take('a.example', { delayMs: 0 }),
      await lost.turns.take('a.example', { delayMs: 0 }),
    ];
    expect(turns.map((turn) => turn.held())).toEqual([true, true]);
    way.cut();
    const next = await other.turns.take('a.example', { delayMs: 0 });
    expect(turns.map((turn) => turn.held())).toEqual([false, false]);
    way.mend();
    for (const turn of turns) await turn.giveBack();
    expect(next.held()).toBe(true);
    const second = await other.turns.take('a.example', { delayMs: 0 });
    await expect(other.turns.take('a.example', { delayMs: 0, signal: AbortSignal.timeout(100) })).rejects.toThrow();
    expect(second.held()).toBe(true);
  });

  test('a process that was stopped knows that its turn is lost as soon as it goes on', async () => {
    const url = await postgres.database();
    const fleet = await join(url);
    const holder = spawn(process.execPath, [path.join(import.meta.dirname, 'fleetHolder.ts'), url, '1500'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void holder.kill('SIGKILL'));
    const lines = createInterface({ input: holder.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('held');
    holder.kill('SIGSTOP');
    const turn = await fleet.turns.take('a.example', { delayMs: 1 });
    holder.stdin.write('and now?\n');
    holder.kill('SIGCONT');
    expect((await lines.next()).value).toBe('lost');
    expect(turn.held()).toBe(true);
  });

  test('a lease is counted from before it is asked for, and goes on while the process lives', async () => {
    const url = await postgres.database();
    let now = 0;
    const fleet = await join(url, { leaseMs: 60_000, now: () => now });
    const turn = await fleet.turns.take('a.example', { delayMs: 0 });
    now = 59_999;
    expect(turn.held()).toBe(true);
    await fleet.beat(WORKER);
    now = 119_998;
    expect(turn.held()).toBe(true);
    now = 119_999;
    expect(turn.held()).toBe(false);
  });

  test('a lease is renewed before it ends, without a worker that beats', async () => {
    const url = await postgres.database();
    const fleet = await join(url, { leaseMs: 3000 });
    const pool = await openPool(url);
    onTestFinished(() => pool.end());
    const turn = await fleet.turns.take('a.example', { delayMs: 1 });
    const ends = async () => (await pool.query('select one_until, two_until from pullquote.turn')).rows[0];
    const { one_until: first } = await ends();
    await until(async () => (await ends()).one_until > first);
    expect(turn.held()).toBe(true);
    const { one_until: one, two_until: two } = await ends();
    expect(two).toEqual(one);
  });

  test('nothing is left of hosts that nobody asks; of those that rest, until they are tidied away', async () => {
    const url = await postgres.database();
    const fleet = await join(url);
    const pool = await openPool(url);
    const rows = async () => Number((await pool.query('select count(*) from pullquote.turn')).rows[0].count);
    try {
      const both = [1, 2].map(() => fleet.turns.take('a.example', { delayMs: 0 }));
      for (const turn of await Promise.all(both)) await turn.giveBack();
      expect(await rows()).toBe(0);
      await (await fleet.turns.take('a.example', { delayMs: 10 })).giveBack();
      const kept = await fleet.turns.take('b.example', { delayMs: 0 });
      await (await fleet.turns.take('c.example', { delayMs: 60_000 })).giveBack();
      expect(await rows()).toBe(3);
      await (await fleet.turns.take('a.example', { delayMs: 10 })).giveBack();
      await pool.query('select pg_sleep(0.02)');
      await fleet.tidy();
      expect(await rows()).toBe(2);
      expect(kept.held()).toBe(true);
    } finally {
      await pool.end();
    }
  });

  test('what it holds is given back when it closes; giving back twice takes nothing from others', async () => {
    const url = await postgres.database();
    const one = await join(url);
    const turn = await one.turns.take('a.example', { delayMs: 1 });
    await one.close();
    const other = await join(url);
    const next = await other.turns.take('a.example', { delayMs: 1 });
    await turn.giveBack();
    await expect(other.turns.take('a.example', { delayMs: 0, signal: AbortSignal.timeout(100) })).rejects.toThrow();
    expect(next.held()).toBe(true);
  });
});

test.skipIf(noCluster)(`a database that starts again is waited for${skipped}`, async () => {
  const cluster = await startPostgres({ own: true });
  onTestFinished(() => cluster.stop());
  const fleet = await join(cluster.url);
  const before = await fleet.turns.take('a.example', { delayMs: 1 });
  await cluster.kill();
  await expect(before.giveBack()).rejects.toThrow();
  const waiting = fleet.turns.take('b.example', { delayMs: 0 });
  await cluster.start();
  expect((await waiting).held()).toBe(true);
});

const WORKER = {
  ...{ id: 'w1', host: 'h1', pid: 1, startedAt: '2026-11-22T12:00:00.000Z' },
  room: { crawl: 4, page: 4, write: 2 },
  doing: { crawl: 1, page: 0, write: 0 },
};
