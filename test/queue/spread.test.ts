import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { listFailed, requeue } from '../../src/queue/failed.ts';
import { createSpread, type SpreadOptions } from '../../src/queue/spread.ts';
import { startWorker, type WorkerOptions } from '../../src/queue/worker.ts';
import type { JobOutcome, Source, SourceHealth } from '../../src/types.ts';
import { noPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { openQueue, openQueueAt, type QueueWorld, type Task, until, write } from '../support/queue.ts';

const clock = () => new Date('2026-11-20T10:00:00.000Z');
const source = (id: string) =>
  ({ id, kind: 'feed', name: `Feed ${id}`, url: `https://${id}.example/feed`, enabled: true }) as Source;

describe.skipIf(noPostgres)(`work that is spread over workers on Postgres (${noPostgres ?? 'found'})`, () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres?.stop());
  const open = async () => closed(await openQueue(postgres));
  const room = { crawl: 3, page: 3, write: 2 };
  function work(queue: QueueWorld, o: Partial<WorkerOptions> = {}) {
    const { boss, fleet } = queue;
    const log = (event: QueueWorld['log'][number]) => void queue.log.push(event);
    const worker = startWorker({ ...{ boss, fleet, id: 'one', room, handle: queue.writing(), log, clock }, ...o });
    onTestFinished(() => worker.stop(0));
    return worker;
  }
  const spreadOf = ({ boss, fleet }: QueueWorld, o: Partial<SpreadOptions> = {}) =>
    createSpread({ boss, fleet, envelope: { newsletter: 'N' }, takeOver: async () => {}, ...o });

  it('gives outcomes in the order of the jobs, and tells of each as it comes', async () => {
    const queue = await open();
    const worker = work(closed(await openQueueAt(queue.url)));
    await until('a worker is seen', async () => (await queue.fleet.workers()).length === 1);
    const told: number[] = [];
    const jobs = Array.from({ length: 40 }, (_, i) => ({ name: `task ${i}`, items: [`${i}`] }));
    const spread = spreadOf(queue);
    const outcomes = await spread.run('page', jobs, (i) => told.push(i));
    expect(outcomes).toEqual(jobs.map(({ name }) => ({ ok: true, result: { name } })));
    expect(told.sort((a, b) => a - b)).toEqual(jobs.map((_, i) => i));
    expect(await spread.run('write', [])).toEqual([]);
    expect(worker.state()).toMatchObject({
      ok: true,
      ended: { done: 40, failed: 0 },
      doing: { crawl: 0, page: 0, write: 0 },
    });
  });

  it('does the jobs itself where nobody is there, starting once', async () => {
    const queue = await open();
    let started = 0;
    const takeOver = async () => {
      started++;
      for (const kind of ['crawl', 'page'] as const) queue.pump({ kind, handle: queue.writing(), minPriority: 1 });
    };
    const spread = spreadOf(queue, { takeOver });
    const jobs = [{ name: 'a', items: ['a'], source: { id: 'a' } }];
    const both = await Promise.all([spread.run('page', jobs), spread.run('crawl', jobs)]);
    expect([both, started]).toEqual([
      [[{ ok: true, result: { name: 'a' } }], [{ ok: true, result: { name: 'a' } }]],
      1,
    ]);
  });

  it('a poison job ends among the failed, is told as an outcome, and can be put back', async () => {
    const queue = await open();
    let poison = true;
    const handle = queue.writing(async ({ name }: Task) => {
      if (poison && name === 'bad') throw new TypeError('cannot read the page\nat somewhere');
    });
    work(queue, { handle });
    await until('a worker is seen', async () => (await queue.fleet.workers()).length === 1);
    const hurry = async () => {
      await queue.pool.query("update pullquote_jobs.job set start_after = now() where state = 'retry'");
      queue.boss.wakeHere('page');
    };
    const impatient = setInterval(() => void hurry().catch(() => undefined), 50);
    onTestFinished(() => clearInterval(impatient));
    const jobs = ['good', 'bad', 'fine'].map((name) => ({ name, items: [name] }));
    const outcomes: JobOutcome[] = await spreadOf(queue).run('page', jobs);
    expect(outcomes).toEqual([
      { ok: true, result: { name: 'good' } },
      { ok: false, error: 'cannot read the page' },
      { ok: true, result: { name: 'fine' } },
    ]);
    const { jobs: failed, total } = await listFailed(queue.boss, 10);
    expect(total).toBe(1);
    expect(failed).toMatchObject([
      { kind: 'page', newsletter: 'N', what: 'the page of item bad', error: 'cannot read the page', tries: 4 },
    ]);
    await expect(requeue(queue.boss, ['nonsense'])).rejects.toThrow(/"nonsense" is no id/);
    await expect(requeue(queue.boss, ['00000000-0000-4000-8000-000000000000'])).rejects.toThrow(/no failed job/);
    expect((await listFailed(queue.boss, 10)).total).toBe(1);
    poison = false;
    expect(await requeue(queue.boss, [failed[0]?.id as string])).toEqual({ again: 1, givenUp: 0 });
    await until('it is done', async () => (await queue.written()).includes('bad'));
    expect((await listFailed(queue.boss, 10)).total).toBe(0);
    expect(await requeue(queue.boss, 'all')).toEqual({ again: 0, givenUp: 0 });
  });

  it('a failed crawl that its schedule has queued again is given up when it is put back', async () => {
    const queue = await open();
    await queue.put('crawl', ['feed']);
    await queue.pool.query("update pullquote_jobs.job set retry_limit = 0, singleton_key = 'same'");
    const [job] = await queue.boss.pg.fetch('crawl');
    await queue.boss.pg.fail('crawl', job?.id as string, { message: 'no' });
    await queue.put('crawl', ['feed']);
    await queue.pool.query(
      "update pullquote_jobs.job set singleton_key = 'same' where state = 'created' and name = 'crawl'",
    );
    expect(await requeue(queue.boss, 'all')).toEqual({ again: 0, givenUp: 1 });
    expect((await listFailed(queue.boss, 10)).total).toBe(0);
  });

  it('takes out of the queue what nobody waits for any more', async () => {
    const queue = await open();
    const spread = spreadOf(queue);
    void spread.run('page', [{ name: 'a', items: ['a'] }]).catch(() => undefined);
    await until('it is queued', async () => (await queue.boss.pg.findJobs('page')).length === 1);
    await spread.close();
    expect((await queue.boss.pg.findJobs('page')).map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('crawls what is due, sets its next visit and queues its pages, in one transaction each', async () => {
    const queue = await open();
    await queue.fleet.schedule('N', [source('a'), source('b')]);
    await queue.fleet.schedule('Another', [source('c')]);
    const nextAt = '2031-01-01T00:00:00.000Z';
    const health: SourceHealth[] = [];
    work(queue, {
      clock: () => new Date(),
      schedule: {
        newsletters: ['N'],
        job: ({ newsletter, source }) => ({ newsletter, mailto: 'ed@example.com', args: { source, alone: true } }),
      },
      handle: async (kind, { args, mailto }) => ({
        store: queue.store,
        async settle(store) {
          const { source: of, items } = args as { source?: Source; items?: string[] };
          await write(store, `${kind} ${of?.id ?? items?.join()} ${mailto}`);
          return kind === 'crawl' ? { nextAt, pages: [{ items: [`${of?.id}1`], respectful: false }], health } : {};
        },
      }),
    });
    await until('all is done', async () => (await queue.written()).length === 4);
    expect((await queue.written()).sort()).toEqual(
      ['crawl a', 'crawl b', 'page a1', 'page b1'].map((what) => `${what} ed@example.com`),
    );
    expect(await queue.fleet.nextDue(['N'])).toBe(nextAt);
    expect(new Date((await queue.fleet.nextDue(['Another'])) as string) <= new Date()).toBe(true);
  });

  it('leaves the fleet when it stops, and tells how it went', async () => {
    const queue = await open();
    const worker = work(queue);
    await until('it is seen', async () => (await queue.fleet.workers()).length === 1);
    expect((await queue.fleet.workers())[0]).toMatchObject({ id: 'one', room, doing: { crawl: 0, page: 0, write: 0 } });
    await worker.stop(0);
    expect(await queue.fleet.workers()).toEqual([]);
    expect(queue.log.map(({ event }) => event)).toEqual(['started', 'stopping', 'stopped']);
  });
});

function closed(queue: QueueWorld): QueueWorld {
  onTestFinished(() => queue.close());
  return queue;
}
