/** A process that takes jobs: its pumps, its signs of life, and the visits that it makes due sources into. */
import { hostname } from 'node:os';
import { sayFailure } from '../text/postgres.ts';
import type { DueSource, Fleet, Iso, JobKind, WorkerState } from '../types.ts';
import type { Boss } from './boss.ts';
import type { HowEnded } from './doJob.ts';
import { type Envelope, type Handle, KINDS } from './envelope.ts';
import type { Log, LogEvent } from './log.ts';
import { waited, within } from './pauses.ts';
import { type Pump, startPump } from './pump.ts';
import { scheduleDue } from './schedule.ts';

export interface WorkerOptions {
  boss: Boss;
  fleet: Fleet;
  id: string;
  /** Jobs of each kind at once; 0: none of this kind. */
  room: Record<JobKind, number>;
  handle: Handle;
  /** Whose due sources it queues, and the crawl of one. Left out: it only helps. */
  schedule?: { newsletters: string[]; job(due: DueSource): Envelope };
  log: Log;
  clock: () => Date;
}
export interface WorkerHealth {
  /** The database answered within the last 15 s. */
  ok: boolean;
  id: string;
  pid: number;
  startedAt: Iso;
  /** Since when the database answers; left out while it does not. */
  databaseSince?: Iso;
  room: Record<JobKind, number>;
  doing: Record<JobKind, number>;
  /** Jobs since the start, by how they ended. */
  ended: Record<HowEnded, number>;
}
export interface Worker {
  state(): WorkerHealth;
  /** Takes nothing more, waits up to `graceMs` for what is under way, gives the rest back at once, and leaves the fleet. */
  stop(graceMs: number): Promise<void>;
}

/** Milliseconds between two signs of life; the fleet's lease is 15 s. */
const BEAT = 3_000;
const SILENT = 15_000;
/** Between two looks for due sources: while there are any, and at most. */
const DUE = 1_000;
const LONGEST = 30_000;
/** Due sources that are queued at once. */
const MOST = 500;
const TIDY = 10 * 60_000;
const LEAVING = 5_000;

/** Room beside the normal one for jobs that somebody waits for. */
export function reservedFor(room: number): number {
  return room === 0 ? 0 : Math.max(1, Math.ceil(room / 4));
}

export function startWorker(o: WorkerOptions): Worker {
  const { boss, fleet, room, log, clock } = o;
  const startedAt = clock().toISOString();
  const ended: Record<HowEnded, number> = { done: 0, again: 0, failed: 0, lost: 0 };
  const database = watchDatabase(clock);
  const pumps = new Map<JobKind, Pump>();
  for (const kind of KINDS) {
    if (room[kind] <= 0) continue;
    const reserved = reservedFor(room[kind]);
    const onEnd = (how: HowEnded) => void ended[how]++;
    pumps.set(kind, startPump({ ...{ boss, fleet, kind, room: room[kind], reserved, handle: o.handle, log }, onEnd }));
  }
  const doing = () =>
    Object.fromEntries(KINDS.map((kind) => [kind, pumps.get(kind)?.doing() ?? 0])) as Record<JobKind, number>;
  const beat = async () => {
    const told: Omit<WorkerState, 'seenAt'> = {
      id: o.id,
      host: hostname(),
      pid: process.pid,
      startedAt,
      room,
      doing: doing(),
    };
    await fleet.beat(told);
    database.answered();
    return BEAT;
  };
  const tidy = async () => {
    await fleet.tidy();
    return TIDY;
  };
  const scheduling = new AbortController();
  const living = new AbortController();
  const life = [again('beat', beat, living.signal, log), again('tidy', tidy, living.signal, log)];
  const visits = o.schedule
    ? again('schedule', () => visitDue(o, o.schedule as Scheduled), scheduling.signal, log)
    : undefined;
  // a second stop hurries the first, and is no news
  const said = new Set<LogEvent['event']>();
  const once = (event: LogEvent['event']) => {
    if (!said.has(event)) log({ level: 'info', event, what: o.id });
    said.add(event);
  };
  once('started');
  return {
    state: () => ({
      ...{ ok: database.ok(), id: o.id, pid: process.pid, startedAt, room, doing: doing(), ended: { ...ended } },
      ...database.since(),
    }),
    async stop(graceMs) {
      once('stopping');
      scheduling.abort();
      await Promise.all([...pumps.values()].map((pump) => pump.stop(graceMs)));
      living.abort();
      // a database that is away keeps nobody: who can't say that it leaves is forgotten with its lease
      const left = Promise.all([visits, ...life]).then(() => fleet.leave(o.id));
      await within(LEAVING, left).catch(() => undefined);
      once('stopped');
    },
  };
}

type Scheduled = NonNullable<WorkerOptions['schedule']>;

/** Queues what is due; gives the milliseconds until the next look. */
async function visitDue({ boss, fleet, clock }: WorkerOptions, { newsletters, job }: Scheduled): Promise<number> {
  const taken = await scheduleDue({ boss, fleet, newsletters, job, most: MOST });
  if (taken > 0) return DUE;
  const next = await fleet.nextDue(newsletters);
  const until = next === undefined ? LONGEST : Date.parse(next) - clock().getTime();
  return Math.min(LONGEST, Math.max(DUE, until));
}

/** Does something again and again, after the pause that it gives, until the signal. While it fails it is tried every few seconds. */
async function again(what: string, step: () => Promise<number>, signal: AbortSignal, log: Log): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    let pause = BEAT;
    try {
      pause = await step();
      failing = false;
    } catch (error) {
      if (!failing) log({ level: 'warn', event: 'database', what, error: sayFailure(error) });
      failing = true;
    }
    await waited(pause, signal);
  }
}

/** Since when the database answers, by the signs of life that it took. */
function watchDatabase(clock: () => Date) {
  let last = Number.NEGATIVE_INFINITY;
  let since: Iso | undefined;
  const ok = () => performance.now() - last < SILENT;
  return {
    answered() {
      if (!ok() || since === undefined) since = clock().toISOString();
      last = performance.now();
    },
    ok,
    since: () => (ok() && since !== undefined ? { databaseSince: since } : {}),
  };
}
