import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fetchAttempts, giveBack, LostJob } from '../../src/queue/attempt.ts';
import { openBoss } from '../../src/queue/boss.ts';
import { unpack } from '../../src/queue/envelope.ts';
import { insertJobs } from '../../src/queue/insert.ts';
import { settleJob } from '../../src/queue/settleJob.ts';
import { startWorker } from '../../src/queue/worker.ts';
import type { Store } from '../../src/types.ts';
import { noPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { openQueue, openQueueAt, type QueueWorld, until, write } from '../support/queue.ts';

const names = (most: number) => Array.from({ length: most }, (_, i) => `task ${i}`);

describe.skipIf(noPostgres)(`jobs on Postgres (${noPostgres ?? 'found'})`, () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres?.stop());
  const open = async () => closed(await openQueue(postgres));

  it('starts ten times at once on an empty database', async () => {
    const url = await postgres.database();
    const notes: string[] = [];
    const starts = Array.from({ length: 10 }, () => openBoss({ url, note: (message) => void notes.push(message) }));
    const all = await Promise.all(starts);
    onTestFinished(async () => void (await Promise.all(all.map((boss) => boss.close()))));
    const queues = await all[9]?.pg.getQueues();
    expect(queues?.map(({ name }) => name).sort()).toEqual(['crawl', 'failed', 'page', 'write']);
    expect(queues?.find(({ name }) => name === 'crawl')).toMatchObject({
      ...{ heartbeatSeconds: 10, retryLimit: 3, expireInSeconds: 900, deadLetter: 'failed', policy: 'exclusive' },
    });
    expect(notes).toEqual([]);
  });

  it('does each job once where two processes take them', async () => {
    const queue = await open();
    const other = closed(await openQueueAt(queue.url));
    await queue.put('page', names(200));
    const pumps = [queue, other].map((world) => world.pump({ handle: world.writing(), room: 8 }));
    await until('all are written', async () => (await queue.written()).length >= 200);
    await Promise.all(pumps.map((pump) => pump.stop(5000)));
    expect((await queue.written()).sort()).toEqual(names(200).sort());
    expect(await statesOf(queue, 'page')).toEqual({ completed: 200 });
  });

  it('hears of new jobs of another process, and of its own kind alone', async () => {
    const queue = await open();
    const other = closed(await openQueueAt(queue.url));
    const heard: string[] = [];
    for (const kind of ['crawl', 'page'] as const) queue.boss.onWake(kind, () => void heard.push(kind));
    await other.put('page', ['one']);
    await until('it is heard', () => heard.length > 0);
    expect(heard).toEqual(['page']);
  });

  it('keeps arguments to the byte: order of keys, NUL, halves of pairs', async () => {
    const queue = await open();
    const args = { z: 1, a: 'x\0y\ud800', source: { id: 's', name: 's' } };
    await insertJobs(queue.boss, 'crawl', [{ newsletter: 'N', args }], { priority: 0 });
    const [job] = await queue.boss.pg.fetch<object>('crawl');
    expect(JSON.stringify(unpack(job?.data).args)).toBe(JSON.stringify(args));
  });

  it('leaves nothing of a job whose settling throws, and tries it again', async () => {
    const queue = await open();
    let tries = 0;
    await queue.put('page', ['one']);
    queue.pump({
      handle: async () => ({
        store: queue.store,
        async settle(store: Store) {
          await write(store, 'half');
          if (++tries === 1) throw new Error('out of luck');
          return {};
        },
      }),
    });
    await until('it is done', async () => (await statesOf(queue, 'page')).completed === 1);
    expect(await queue.written()).toEqual(['half']);
    expect(queue.log.map(({ event, attempt, error }) => [event, attempt, error])).toEqual([
      ['again', 1, 'out of luck'],
      ['done', 2, undefined],
    ]);
  });

  it('tries a transaction that had to give way again, without doing the slow part anew', async () => {
    const queue = await open();
    let [slow, settled] = [0, 0];
    await queue.put('page', ['one']);
    queue.pump({
      handle: async () => {
        slow++;
        return {
          store: queue.store,
          async settle(store: Store) {
            await write(store, 'one');
            if (++settled === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
            return {};
          },
        };
      },
    });
    await until('it is done', async () => (await statesOf(queue, 'page')).completed === 1);
    expect([slow, settled, await queue.written()]).toEqual([1, 2, ['one']]);
  });

  it('ends no job by a transaction that comes to nothing', async () => {
    const queue = await open();
    const failing: Store['together'] = (work) =>
      queue.store.together(async (store, statements) => {
        await work(store, statements);
        throw Object.assign(new Error('Connection terminated unexpectedly'));
      });
    await queue.put('page', ['one']);
    const [attempt] = await fetchAttempts(queue.boss, 'page', 1, 0);
    if (!attempt) throw new Error('nothing was fetched');
    const lose = new AbortController();
    const ending = { ...queue, kind: 'page' as const, attempt, envelope: unpack(attempt.data), signal: lose.signal };
    let tries = 0;
    const settle = async (store: Store) => {
      if (++tries === 3) lose.abort();
      return write(store, 'one');
    };
    const work = { store: { ...queue.store, together: failing }, settle };
    await expect(settleJob(ending, work)).rejects.toThrow(LostJob);
    expect([tries, await queue.written(), await statesOf(queue, 'page')]).toEqual([3, [], { active: 1 }]);
    await settleJob({ ...ending, signal: new AbortController().signal }, { ...work, store: queue.store });
    expect([await queue.written(), await statesOf(queue, 'page')]).toEqual([['one'], { completed: 1 }]);
  });

  it('rolls back what a late attempt wrote', async () => {
    const queue = await open();
    await queue.put('page', ['one']);
    const [attempt] = await queue.boss.pg.fetch('page', { includeMetadata: true });
    if (!attempt) throw new Error('nothing was fetched');
    // another process has it by now
    await queue.boss.pg.fail('page', attempt.id);
    await queue.pool.query('update pullquote_jobs.job set start_after = now()');
    await until('somebody else took it', async () => (await queue.boss.pg.fetch('page')).length === 1);
    const ending = { ...queue, kind: 'page' as const, attempt, envelope: unpack(attempt.data) };
    const work = { store: queue.store, settle: (store: Store) => write(store, 'late') };
    await expect(settleJob({ ...ending, signal: new AbortController().signal }, work)).rejects.toThrow(LostJob);
    expect(await queue.written()).toEqual([]);
    expect(await statesOf(queue, 'page')).toEqual({ active: 1 });
    // nor does it take what was given to somebody else
    expect(await giveBack(queue.boss, 'page', [attempt])).toBe(0);
  });

  it('does what is urgent first, and keeps room for it', async () => {
    const queue = await open();
    const gate = Promise.withResolvers<void>();
    const begun: string[] = [];
    await queue.put('crawl', ['calm 1', 'calm 2', 'calm 3']);
    queue.pump({
      ...{ kind: 'crawl' as const, room: 2, reserved: 1 },
      handle: queue.writing(async ({ name }) => {
        begun.push(name);
        if (name.startsWith('calm')) await gate.promise;
      }),
    });
    await until('its room is full', () => begun.length === 2);
    await queue.put('crawl', ['urgent 1', 'urgent 2'], { priority: 10 });
    await until('the urgent ones are done', async () => (await queue.written()).length === 2);
    expect(await queue.written()).toEqual(['urgent 1', 'urgent 2']);
    expect(begun.filter((name) => name.startsWith('calm'))).toHaveLength(2);
    gate.resolve();
    await until('all is done', async () => (await queue.written()).length === 5);
  });

  it('takes nothing below the priority it is told', async () => {
    const queue = await open();
    await queue.put('page', ['calm']);
    await queue.put('page', ['urgent'], { priority: 10 });
    const pump = queue.pump({ handle: queue.writing(), minPriority: 1 });
    await until('the urgent one is done', async () => (await queue.written()).length === 1);
    await pump.stop(5000);
    expect(await queue.written()).toEqual(['urgent']);
    expect(await statesOf(queue, 'page')).toEqual({ created: 1, completed: 1 });
  });

  it('gives back at its stop what is not over, for others to take at once', async () => {
    const queue = await open();
    const ended: string[] = [];
    const signals: AbortSignal[] = [];
    await queue.put('page', names(3));
    const pump = queue.pump({
      room: 2,
      reserved: 0,
      onEnd: (how) => void ended.push(how),
      handle: queue.writing((_, signal) => {
        signals.push(signal);
        return new Promise((resolve) => signal.addEventListener('abort', resolve));
      }),
    });
    await until('two are under way', () => signals.length === 2);
    await pump.stop(0);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(await statesOf(queue, 'page')).toEqual({ created: 3 });
    await until('they have ended here', () => ended.length === 2);
    expect(ended).toEqual(['lost', 'lost']);
    const other = queue.pump({ handle: queue.writing() });
    await until('they are done', async () => (await queue.written()).length === 3);
    await other.stop(5000);
    expect((await queue.written()).sort()).toEqual(names(3));
  });

  it('waits at its stop for what is nearly over, and takes nothing more', async () => {
    const queue = await open();
    const gate = Promise.withResolvers<void>();
    await queue.put('page', ['slow']);
    const pump = queue.pump({ handle: queue.writing(() => gate.promise) });
    await until('it is under way', () => pump.doing() === 1);
    const stopped = pump.stop(20_000);
    await queue.put('page', ['later']);
    gate.resolve();
    await stopped;
    expect(await queue.written()).toEqual(['slow']);
    expect(await statesOf(queue, 'page')).toEqual({ created: 1, completed: 1 });
  });

  it('hurries at a second stop, and tells of one', async () => {
    const queue = await open();
    const clock = () => new Date('2026-11-20T10:00:00.000Z');
    const gate = Promise.withResolvers<void>();
    const handle = queue.writing(() => gate.promise);
    const log = (event: QueueWorld['log'][number]) => void queue.log.push(event);
    const worker = startWorker({ ...queue, id: 'one', room: { crawl: 1, page: 1, write: 1 }, handle, log, clock });
    await queue.put('page', ['slow']);
    await until('it is under way', () => worker.state().doing.page === 1);
    const first = worker.stop(600_000);
    await worker.stop(0);
    gate.resolve();
    await first;
    const events = queue.log.map(({ event }) => event).filter((event) => /^st/.test(event));
    expect(events).toEqual(['started', 'stopping', 'stopped']);
    expect(await statesOf(queue, 'page')).toEqual({ created: 1 });
  });

  it('does a source that is queued or under way not a second time', async () => {
    const queue = await open();
    const envelope = { newsletter: 'N', args: { source: { id: 'feed', name: 'A feed' } } };
    const twice = () => insertJobs(queue.boss, 'crawl', [envelope, envelope], { priority: 0 });
    await twice();
    await queue.boss.pg.fetch('crawl');
    await twice();
    expect(await statesOf(queue, 'crawl')).toEqual({ active: 1 });
    // what a command waits for is its own
    await insertJobs(queue.boss, 'crawl', [{ ...envelope, run: randomUUID(), index: 0 }], { priority: 10 });
    expect(await statesOf(queue, 'crawl')).toEqual({ active: 1, created: 1 });
  });

  it('says plainly why there is no database, and never the password', async () => {
    const url = new URL(postgres.url);
    const openAt = async (change: (url: URL) => void) => {
      const changed = new URL(url);
      change(changed);
      return openBoss({ url: changed.href, note: () => {}, patienceMs: 0 }).then(
        () => 'opened',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    };
    const wrong = await openAt((u) => void Object.assign(u, { password: 's3cr%2Fet' }));
    expect(wrong).toMatch(/^UserError: .*refuses the password/);
    expect(wrong).not.toMatch(/s3cr/);
    expect(await openAt((u) => void Object.assign(u, { pathname: '/nowhere' }))).toMatch(/has no such database/);
    expect(await openAt((u) => void Object.assign(u, { port: '1' }))).toMatch(/is not there: is it running/);
    expect(await openAt((u) => void Object.assign(u, { search: '?host=%2Fnone' }))).toMatch(/^UserError/);
    await expect(openBoss({ url: 'mysql://u:hush@h/d', note: () => {} })).rejects.toThrow(/^(?!.*hush).*postgres:\/\//);
  });
});

function closed(queue: QueueWorld): QueueWorld {
  onTestFinished(() => queue.close());
  return queue;
}

async function statesOf(queue: QueueWorld, kind: string): Promise<Record<string, number>> {
  const jobs = await queue.boss.pg.findJobs(kind);
  const states: Record<string, number> = {};
  for (const { state } of jobs) states[state] = (states[state] ?? 0) + 1;
  return states;
}
