/** A worker's life: what it opens, the workspaces that it looks after, its end. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { X_TOKEN } from '../actions/secrets.ts';
import { type Env, readEnv } from '../config/env.ts';
import { UserError } from '../errors.ts';
import { openFiles } from '../files/index.ts';
import { type Boss, openBoss } from '../queue/boss.ts';
import { startHealth } from '../queue/health.ts';
import { createLog, type Log } from '../queue/log.ts';
import { startWorker, type Worker } from '../queue/worker.ts';
import { openFleet } from '../store/fleet.ts';
import { openStores } from '../store/stores.ts';
import type { Fleet, JobKind } from '../types.ts';
import { missingKey } from './world-asking.ts';
import { watchBirth } from './world-birth.ts';
import type { GivenFolder } from './world-folders.ts';
import type { Lacks } from './world-lacking.ts';
import { jobWorlds } from './world-worker.ts';
import { keepWorkspaces } from './world-workspaces.ts';

export interface WorkOptions {
  dir: string;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  folders: string[];
  /** Jobs of each kind at once. */
  room: Record<JobKind, number>;
  health: number | undefined;
  graceMs: number;
}

/** Takes jobs until SIGTERM or SIGINT. Where another database stands in the place of the first it begins anew. Throws UserError where it can't begin. */
export async function work(o: WorkOptions): Promise<void> {
  const env = readEnv(resolve(o.dir));
  const url = urlOf(env);
  const log = logOf(o, env, url);
  // until it has begun a signal ends it at once
  let heard: Signals | undefined;
  const signals = () => {
    heard ??= stopSignals();
    return heard;
  };
  while ((await workOnce(o, env, url, log, signals)) === 'anew');
}

type Ended = 'stopped' | 'anew';

async function workOnce(o: WorkOptions, env: Env, url: string, log: Log, signals: () => Signals): Promise<Ended> {
  const closing: (() => Promise<void>)[] = [];
  const opened = <T extends { close(): Promise<void> }>(it: T): T => {
    closing.push(() => it.close());
    return it;
  };
  const note = (message: string) => log({ level: 'info', event: 'note', what: message });
  const warn = (message: string) => log({ level: 'warn', event: 'note', what: message });
  let told: () => { ok: boolean } = () => ({ ok: false });
  try {
    // before any job is taken: a port may be in use
    if (o.health !== undefined) {
      const { port } = opened(await startHealth({ port: o.health, state: () => told() }));
      log({ level: 'info', event: 'health', what: `http://127.0.0.1:${port}/health` });
    }
    const stores = opened(await openStores(url));
    const id = randomUUID();
    const fleet = opened(await openFleet({ url, id }));
    const boss = opened(await openBoss({ url, note: warn }));
    const clock = () => new Date();
    const which = { dirs: dirsOf(o), files: openFiles, lacks: lacksOf(env, o.room) };
    const kept = opened(await keepWorkspaces({ ...which, fleet, stores, clock, note, warn }));
    const worlds = opened(jobWorlds({ env, fleet, storeOf: stores.of, clock, note: o.verbose ? note : () => {} }));
    const another = opened(await watchBirth(boss.pg.getDb()));
    const { handle } = worlds;
    const worker = startWorker({ boss, fleet, id, room: o.room, handle, schedule: kept, log, clock });
    told = () => ({ ...worker.state(), newsletters: kept.newsletters.length, troubles: kept.troubles });
    const ended = await untilStopped(worker, o.graceMs, signals(), another.came);
    if (ended === 'anew') warn('another database stands in the place of the one that was here: the worker begins anew');
    return ended;
  } finally {
    for (const close of closing.reverse()) await close().catch(() => undefined);
  }
}

/** What its environment has not. A worker that asks no model needs no key of one. */
function lacksOf(env: Env, { write }: Record<JobKind, number>): Lacks {
  return {
    secret: (name) => env.secretsFor([name])[name] === undefined,
    key: (model) => (write > 0 ? missingKey(model, env) : undefined),
  };
}

/** Opens the queue alone, for a look at it. */
export async function withBoss<T>(dir: string, look: (boss: Boss, fleet: Fleet) => Promise<T>): Promise<T> {
  const url = urlOf(readEnv(resolve(dir)));
  const boss = await openBoss({ url, note: () => {} });
  try {
    const fleet = await openFleet({ url });
    try {
      return await look(boss, fleet);
    } finally {
      await fleet.close();
    }
  } finally {
    await boss.close();
  }
}

function urlOf({ databaseUrl }: Env): string {
  if (databaseUrl !== undefined) return databaseUrl;
  throw new UserError(
    'a worker takes its jobs from a Postgres: set DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/DATABASE. One machine needs none: `pullquote run` does it all.',
  );
}

/** This folder, where it is a workspace and nobody named others. */
function dirsOf({ dir, folders }: WorkOptions): GivenFolder[] {
  if (folders.length === 0) return [{ dir: resolve(dir), named: false }];
  return folders.map((folder) => ({ dir: resolve(dir, folder), named: true }));
}

/** On a terminal lines for people, else JSON. */
function logOf({ json, quiet }: WorkOptions, env: Env, url: string): Log {
  const { password = '' } = URL.parse(url) ?? {};
  const tell = createLog({
    write: (line) => void process.stdout.write(`${line}\n`),
    json: json || process.stdout.isTTY !== true,
    clock: () => new Date(),
    secrets: [password, decoded(password), ...Object.values(env.secretsFor([X_TOKEN]))],
  });
  return (event) => {
    if (!quiet || event.level !== 'info') tell(event);
  };
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

interface Signals {
  first: Promise<void>;
  second: Promise<void>;
}

function stopSignals(): Signals {
  const { promise: first, resolve: stop } = Promise.withResolvers<void>();
  const { promise: second, resolve: hurry } = Promise.withResolvers<void>();
  let heard = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => (heard++ === 0 ? stop() : hurry()));
  return { first, second };
}

async function untilStopped(
  worker: Worker,
  graceMs: number,
  { first, second }: Signals,
  another: Promise<void>,
): Promise<Ended> {
  const ended = await Promise.race([first.then((): Ended => 'stopped'), another.then((): Ended => 'anew')]);
  // what is under way has no place to go any more
  if (ended === 'anew') await worker.stop(0);
  else await Promise.race([worker.stop(graceMs), second.then(() => worker.stop(0))]);
  return ended;
}
