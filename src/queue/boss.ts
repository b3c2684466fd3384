/** pg-boss, started: the queues of the three kinds of jobs and of those that failed, and what wakes whoever waits for one. */
import { setTimeout } from 'node:timers/promises';
import type { ConstructorOptions, PgBoss } from 'pg-boss';
import { UserError } from '../errors.ts';
import { patiently } from '../text/patience.ts';
import { driverAddress, explainPostgres, INSTALL, passes, sayFailure } from '../text/postgres.ts';
import { seldom } from '../text/seldom.ts';
import type { JobKind, Statements } from '../types.ts';
import { KINDS } from './envelope.ts';
import { makeQueues } from './queues.ts';

export interface Boss {
  pg: PgBoss;
  /** Tells every process that listens that there are new jobs of a kind, when the transaction of `statements` is committed, or now. */
  wake(kind: JobKind, statements?: Statements): Promise<void>;
  /** Tells this process alone. */
  wakeHere(kind: JobKind): void;
  /** Calls `wake` when there may be new jobs of a kind, until the function it gives is called. */
  onWake(kind: JobKind, wake: () => void): () => void;
  close(): Promise<void>;
}
export interface BossOptions {
  url: string;
  /** Told of what pg-boss has to say, each thing now and then only. */
  note(message: string): void;
  /** Milliseconds to wait for a database that does not answer yet. */
  patienceMs?: number;
}

/** pg-boss keeps its tables here. */
export const SCHEMA = 'pullquote_jobs';
const CHANNEL = 'pullquote_jobs';
/** Connections: fetches of three queues, touches and the supervisor seldom come together. */
const CONNECTIONS = 4;
const PATIENCE = 30_000;
/** Between two tries to start. */
const PAUSE = 500;
/** A statement that takes longer met a network that swallows everything: the connection is given up. */
const STATEMENT = 60_000;
const CLOSING = 5_000;

/**
 * Starts pg-boss on the database of `url`, its tables made where there are none: any number of processes may do so at once. It goes on
 * when the database goes away and comes back. Throws UserError where pg-boss is not installed, or the database can't be used.
 */
export async function openBoss({ url, note, patienceMs = PATIENCE }: BossOptions): Promise<Boss> {
  const postgres = /^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '');
  if (!postgres)
    throw new UserError('DATABASE_URL is no address of Postgres: write postgres://user:password@host:5432/name');
  const Pg = await load();
  const say = seldom((message) => note(`the queue: ${message}`));
  const begin = () => started(new Pg(optionsOf(url)), say);
  try {
    return await patiently(begin, mayPass, { ms: patienceMs, first: PAUSE, longest: PAUSE });
  } catch (error) {
    throw explainPostgres(error, url);
  }
}

/** Also what pg-boss meets where another process makes its tables at the same moment: at the next try they are there. */
function mayPass(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return passes(error) || (code === '23505' && constraint?.startsWith('pg_') === true);
}

async function started(pg: PgBoss, say: (message: string) => void): Promise<Boss> {
  pg.on('error', (error) => isDeaf(error) || say(sayFailure(error)));
  pg.on('warning', ({ message }) => say(message));
  try {
    await pg.start();
    await makeQueues(pg);
    return await bossOf(pg, say);
  } catch (error) {
    await stop(pg);
    throw error;
  }
}

/** Whether pg-boss is there. */
export async function isQueueInstalled(): Promise<boolean> {
  try {
    await load();
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function load(): Promise<typeof PgBoss> {
  try {
    return (await import('pg-boss')).PgBoss;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError(`DATABASE_URL is set, but what talks to Postgres is not installed: ${INSTALL}`);
  }
}

function optionsOf(url: string): ConstructorOptions {
  return {
    ...{ connectionString: driverAddress(url), schema: SCHEMA, application_name: 'pullquote queue', max: CONNECTIONS },
    // the driver takes more than pg-boss names
    ...{ query_timeout: STATEMENT, keepAlive: true },
    // a dead worker's jobs are given back at most so long after their last heartbeat was due
    ...{ supervise: true, superviseIntervalSeconds: 2, monitorIntervalSeconds: 2 },
    // what is over is deleted often, since the supervisor counts the whole table each time
    maintenanceIntervalSeconds: 120,
    // due times are the fleet's, and we have a listener of our own
    ...{ schedule: false, useListenNotify: false },
  };
}

async function bossOf(pg: PgBoss, say: (message: string) => void): Promise<Boss> {
  const waiting = new Map<JobKind, Set<() => void>>(KINDS.map((kind) => [kind, new Set()]));
  const wakeHere = (kind: JobKind) => {
    for (const wake of waiting.get(kind) ?? []) wake();
  };
  const listener = await listen(pg, say, (kind) => (kind === undefined ? KINDS : [kind]).forEach(wakeHere));
  return {
    ...{ pg, wakeHere },
    async wake(kind, statements) {
      await (statements ?? pg.getDb()).executeSql('select pg_notify($1, $2)', [CHANNEL, kind]);
    },
    onWake(kind, wake) {
      waiting.get(kind)?.add(wake);
      return () => void waiting.get(kind)?.delete(wake);
    },
    async close() {
      await listener?.close().catch(() => undefined);
      await stop(pg);
    },
  };
}

/** A pooler in transaction mode takes our `LISTEN`, and gives the connection that listens to others. */
function isDeaf(error: unknown): boolean {
  return /channel registration was lost/.test(sayFailure(error));
}

/** Hears of new jobs at once. Where that is not possible (a pooler between us and Postgres) they are found by asking. */
async function listen(pg: PgBoss, say: (message: string) => void, heard: (kind?: JobKind) => void) {
  try {
    const told = (kind: string) => KINDS.includes(kind as JobKind) && heard(kind as JobKind);
    const listener = await pg.getDb().listen?.(CHANNEL, told, () => heard());
    pg.on('error', (error) => {
      if (!isDeaf(error)) return;
      say('new jobs are found by asking for them: a pooler in transaction mode lets nobody listen');
      // else it would try again and again
      listener?.close().catch(() => undefined);
    });
    return listener;
  } catch (error) {
    say(`new jobs are found by asking for them: ${sayFailure(error)}`);
    return undefined;
  }
}

/** A connection that hangs keeps nobody from ending. */
async function stop(pg: PgBoss): Promise<void> {
  const late = new AbortController();
  const stopped = pg.stop({ graceful: false, close: true }).catch(() => undefined);
  await Promise.race([stopped, setTimeout(CLOSING, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
}
