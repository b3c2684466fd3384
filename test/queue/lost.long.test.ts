/** What becomes of jobs whose worker dies, hangs or loses its database: these wait for the lease of 10 s. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { listFailed } from '../../src/queue/failed.ts';
import { createSpread } from '../../src/queue/spread.ts';
import { startWorker } from '../../src/queue/worker.ts';
import { noCluster, noPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { openQueue, openQueueAt, type QueueWorld, until } from '../support/queue.ts';

const PATIENT = 90_000;
const room = { crawl: 3, page: 3, write: 2 };

describe.skipIf(noPostgres)(`jobs that are lost (Postgres: ${noPostgres ?? 'found'})`, () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres?.stop());
  const open = async () => closed(await openQueue(postgres));

  it('a killed process: somebody else does its jobs, each once', async () => {
    const queue = await open();
    const killed = await started(queue.url, 600_000);
    await queue.put('page', ['one', 'two']);
    await until('it took them', () => killed.said.filter((line) => line.startsWith('took')).length === 2);
    killed.process.kill('SIGKILL');
    queue.pump({ handle: queue.writing() });
    await until('they are done', async () => (await queue.written()).length === 2, PATIENT);
    expect((await queue.written()).sort()).toEqual(['one', 'two']);
  });

  it('a process that is stopped for longer than its lease: what it does when it goes on counts for nothing', async () => {
    const queue = await open();
    const paused = await started(queue.url, 500);
    await queue.put('page', ['one']);
    await until('it took the job', () => paused.said.includes('took one'));
    paused.process.kill('SIGSTOP');
    queue.pump({ handle: queue.writing() });
    await until('another one did it', async () => (await queue.written()).length === 1, PATIENT);
    paused.process.kill('SIGCONT');
    await until('it hears that the job is lost', () => paused.said.includes('lost'), PATIENT);
    expect(await queue.written()).toEqual(['one']);
  });

  it('a job that kills whoever does it ends among the failed, and the command hears of it', async () => {
    const queue = await open();
    const spread = createSpread({ ...queue, envelope: { newsletter: 'N' }, takeOver: async () => {} });
    const outcomes = spread.run('page', [{ name: 'deadly', items: ['deadly'] }]);
    await until('it is queued', async () => (await queue.boss.pg.findJobs('page')).length === 1);
    // its last try
    await queue.pool.query('update pullquote_jobs.job set retry_limit = 0');
    expect(await queue.boss.pg.fetch('page')).toHaveLength(1);
    expect(await outcomes).toEqual([{ ok: false, error: 'whoever did it died, again and again' }]);
    expect(await listFailed(queue.boss, 5)).toMatchObject({ total: 1, jobs: [{ kind: 'page', tries: 1 }] });
  });

  it('is told to end what is lost', async () => {
    const queue = await open();
    const ended: string[] = [];
    await queue.put('page', ['one']);
    let first = true;
    queue.pump({
      onEnd: (how) => void ended.push(how),
      handle: queue.writing(async (_, signal) => {
        if (first) {
          first = false;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        }
      }),
    });
    await until('it is under way', async () => (await queue.boss.pg.findJobs('page'))[0]?.state === 'active');
    await queue.boss.pg.fail('page', (await queue.boss.pg.findJobs('page'))[0]?.id as string);
    await until('it is done', async () => (await queue.written()).length === 1);
    expect(ended[0]).toBe('lost');
  });

  it('is told to end what is lost, too, where the same process takes the job again before it has heard of that', async () => {
    const queue = await open();
    const ended: string[] = [];
    const told = Promise.withResolvers<void>();
    let tries = 0;
    await queue.put('page', ['one']);
    queue.pump({
      onEnd: (how) => void ended.push(how),
      handle: queue.writing(async (_, signal) => {
        tries += 1;
        if (tries === 1) signal.addEventListener('abort', () => told.resolve());
        await told.promise;
      }),
    });
    await until('it is under way', () => tries === 1);
    await queue.boss.pg.fail('page', (await queue.boss.pg.findJobs('page'))[0]?.id as string);
    await queue.pool.query('update pullquote_jobs.job set start_after = now()');
    await queue.boss.wake('page');
    await until('both have ended', () => ended.length === 2);
    expect(ended).toEqual(['lost', 'done']);
    expect(await queue.written()).toEqual(['one']);
  });

  it('asks again for a job whose result was lost', async () => {
    const queue = await open();
    let lose = true;
    const fleet = {
      ...queue.fleet,
      takeResults: async (run: string) => {
        const results = await queue.fleet.takeResults(run);
        if (results.length > 0 && lose) {
          lose = false;
          return [];
        }
        return results;
      },
    };
    queue.pump({ handle: queue.writing() });
    const spread = createSpread({ ...queue, fleet, envelope: { newsletter: 'N' }, takeOver: async () => {} });
    const outcomes = await spread.run('page', [{ name: 'a', items: ['a'] }]);
    expect(outcomes).toEqual([{ ok: true, result: { name: 'a' } }]);
    expect(await queue.written()).toEqual(['a', 'a']);
  });
});

describe.skipIf(noCluster)(`a database that is killed and comes back (${noCluster ?? 'found'})`, () => {
  it('is waited for: worker and command go on, and each job is done once', async () => {
    const postgres = await startPostgres({ own: true, durable: true });
    onTestFinished(() => postgres.stop());
    const queue = closed(await openQueue(postgres));
    const mine = closed(await openQueueAt(queue.url));
    const clock = () => new Date('2026-11-20T10:00:00.000Z');
    const log = (event: QueueWorld['log'][number]) => void queue.log.push(event);
    let open = false;
    const handle = queue.writing(() => until('it may go on', () => open, PATIENT));
    const worker = startWorker({ ...queue, id: 'one', room, handle, log, clock });
    onTestFinished(() => worker.stop(0));
    const jobs = Array.from({ length: 20 }, (_, i) => ({ name: `task ${i}`, items: [`${i}`] }));
    const spread = createSpread({ ...mine, envelope: { newsletter: 'N' }, takeOver: async () => {} });
    const outcomes = spread.run('page', jobs);
    await until('its room is full', () => worker.state().doing.page === 4);
    await postgres.kill();
    open = true;
    await until('the pump has noticed', () => queue.log.some(({ event }) => event === 'database'));
    await postgres.start();
    expect(await outcomes).toEqual(jobs.map(({ name }) => ({ ok: true, result: { name } })));
    expect((await queue.written()).sort()).toEqual(jobs.map(({ name }) => name).sort());
    await until('it is well', () => worker.state().ok);
  });
});

function closed(queue: QueueWorld): QueueWorld {
  onTestFinished(() => queue.close());
  return queue;
}

async function started(url: string, ms: number): Promise<{ process: ChildProcess; said: string[] }> {
  const script = fileURLToPath(new URL('../support/queueProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, String(ms)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => said.push(...chunk.toString().split('\n')));
  await until('the process is ready', () => said.includes('ready'));
  return { process: child, said };
}
