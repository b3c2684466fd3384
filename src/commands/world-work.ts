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
import { jobWorlds } from './world-worker.ts';
import { type Kept, keepWorkspaces } from './world-workspaces.ts';

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

/** Takes jobs until SIGTERM or SIGINT. Throws UserError where it can't begin. */
export async function work(o: WorkOptions): Promise<void> {
  const env = readEnv(resolve(o.dir));
  const url = urlOf(env);
  const log = logOf(o, env, url);
  const closing: (() => Promise<void>)[] = [];
  const opened = <T extends { close(): Promise<void> }>(it: T): T => {
    closing.push(() => it.close());
    return it;
  };
  try {
    const stores = opened(await openStores(url));
    const id = randomUUID();
    const fleet = opened(await openFleet({ url, id }));
    const note = (message: string) => log({ level: 'info', event: 'note', what: message });
    const warn = (message: string) => log({ level: 'warn', event: 'note', what: message });
    const boss = opened(await openBoss({ url, note: warn }));
    const clock = () => new Date();
    const kept = opened(await keepWorkspaces({ dirs: dirsOf(o), files: openFiles, fleet, stores, clock, warn }));
    const worlds = opened(jobWorlds({ env, fleet, storeOf: stores.of, clock, note: o.verbose ? note : () => {} }));
    const worker = startWorker({
      boss,
      fleet,
      id,
      room: o.room,
      handle: worlds.handle,
      ...scheduling(kept),
      log,
      clock,
    });
    await untilStopped(worker, o, log);
  } finally {
    for (const close of closing.reverse()) await close().catch(() => undefined);
  }
}

function scheduling(kept: Kept): Pick<Parameters<typeof startWorker>[0], 'schedule'> {
  return kept.newsletters.length > 0 ? { schedule: kept } : {};
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
function dirsOf({ dir, folders }: WorkOptions): { dir: string; named: boolean }[] {
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

async function untilStopped(worker: Worker, { health, graceMs }: WorkOptions, log: Log): Promise<void> {
  const server = health === undefined ? undefined : await startHealth({ port: health, state: worker.state });
  if (server) log({ level: 'info', event: 'health', what: `http://127.0.0.1:${server.port}/health` });
  try {
    await new Promise<void>((stop) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop());
    });
    const hurried = new Promise<void>((hurry) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => hurry());
    }).then(() => worker.stop(0));
    await Promise.race([worker.stop(graceMs), hurried]);
  } finally {
    await server?.close();
  }
}
