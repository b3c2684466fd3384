/** Postgres for tests: a cluster of its own from the binaries of this machine, or databases on a server that the environment names. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
/** The first version whose clusters may order words by ICU, as `initdb` is told below. */
const OLDEST = 15;
const USER = 'pullquote';
const PASSWORD = 'p@ss/word';
/** Milliseconds that a start may take, and between two looks whether it is done. */
const PATIENCE = 30_000;
const LOOK = 25;

export interface TestPostgres {
  /** Of the database that is there from the start. */
  url: string;
  /** A new empty database; gives its URL. */
  database(): Promise<string>;
  /** kill -9 of the postmaster and all its children. */
  kill(): Promise<void>;
  /** Again on the same port and data. */
  start(): Promise<void>;
  /** Ends it and removes what it held. */
  stop(): Promise<void>;
}

const server = process.env.PULLQUOTE_TEST_DATABASE_URL || process.env.DATABASE_URL || undefined;
const bin = findBinaries();
const owner = ownerOf();
/** Why tests that kill and start a cluster of their own are skipped, or undefined where they run. */
export const noCluster: string | undefined =
  bin === undefined
    ? `no Postgres ${OLDEST} or newer is installed`
    : owner === undefined
      ? 'Postgres does not run as root, and there is no user postgres'
      : undefined;
/** Why tests of Postgres are skipped, or undefined where they run. */
export const noPostgres: string | undefined = server === undefined ? noCluster : undefined;

/**
 * A cluster of its own in a temporary folder, listening on a free loopback port; fsync off unless `durable`. Its words are ordered by language unless a column says otherwise, as on most servers. Where
 * the environment names a server its databases are made there, unless `own`: it can't be killed.
 */
export async function startPostgres(o: { durable?: boolean; own?: boolean } = {}): Promise<TestPostgres> {
  if (server !== undefined && !o.own) return onServer(server);
  const uid = owner as { uid?: number; gid?: number };
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-postgres-'));
  const data = join(dir, 'data');
  const secret = join(dir, 'password');
  writeFileSync(secret, PASSWORD);
  for (const path of [dir, secret]) if (uid.uid !== undefined) chownSync(path, uid.uid, uid.gid as number);
  await run(
    join(bin as string, 'initdb'),
    [
      ...['-D', data, '-U', USER, '-E', 'UTF8', '--no-sync', '--auth=scram-sha-256', `--pwfile=${secret}`],
      ...['--locale=C', '--locale-provider=icu', '--icu-locale=en-US'],
    ],
    { ...uid, cwd: dir },
  );
  const port = await freePort();
  const url = `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
  const settings = {
    ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', shared_buffers: '32MB' },
    ...(o.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const args = ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(join(bin as string, 'postgres'), args, { ...uid, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
    await ready(child, url);
  };
  const end = async (how: (pid: number) => Promise<void>) => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    await how(child.pid);
    await gone;
  };
  // a test run that dies leaves no server behind
  const last = () => child?.kill('SIGQUIT');
  process.once('exit', last);
  await start();
  return {
    ...{ url, start, database: () => newDatabase(url) },
    kill: () => end(killAll),
    stop: async () => {
      await end(async (pid) => void process.kill(pid, 'SIGQUIT'));
      process.off('exit', last);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Databases on a server that is there, and stays. */
function onServer(url: string): TestPostgres {
  const made: string[] = [];
  const never = () => Promise.reject(new Error(`Postgres at ${new URL(url).host} is not this test's to kill`));
  return {
    url,
    database: async () => {
      const own = await newDatabase(url);
      made.push(new URL(own).pathname.slice(1));
      return own;
    },
    kill: never,
    start: never,
    stop: async () => {
      for (const name of made) await query(url, `drop database if exists ${name} with (force)`);
    },
  };
}

async function newDatabase(url: string): Promise<string> {
  const name = `pullquote_test_${randomBytes(6).toString('hex')}`;
  await query(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Waits until it answers. Throws where it ended instead, with what it said. */
async function ready(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  for (const until = performance.now() + PATIENCE; ; await setTimeout(LOOK)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Postgres ended at its start: ${said}`);
    try {
      return await query(url, 'select 1');
    } catch (error) {
      if (performance.now() > until) throw new Error(`Postgres did not start: ${said}`, { cause: error });
    }
  }
}

/** Stopped first, so that it starts no more; its children have sessions of their own, so that no group holds them all. */
async function killAll(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const children = pairs.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
  for (const id of [...children, pid]) kill(id);
  // whoever starts it again is refused while one of them lives
  while (await lives([...children, pid])) await setTimeout(LOOK);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}

/** Whether one of them does. What nobody has asked for its exit code yet (Z) is dead all the same. */
async function lives(pids: number[]): Promise<boolean> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,stat=']);
  const living = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  return living.some(([pid, stat]) => pids.includes(Number(pid)) && !stat?.startsWith('Z'));
}

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as { port: number };
  socket.close();
  await once(socket, 'close');
  return port;
}

/** The folder of `initdb` and `postgres`: the newest that Debian has, or one on the PATH. */
function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const folders = [
    ...versions.map((version) => join(debian, String(version), 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && versionOf(folder) >= OLDEST);
}

function versionOf(folder: string): number {
  const said = execFileSync(join(folder, 'initdb'), ['--version'], { encoding: 'utf8' });
  return Number(/\d+/.exec(said)?.[0] ?? 0);
}

/** As whom it runs: as ourselves, but for root, whom Postgres refuses. */
function ownerOf(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {};
  try {
    const idOf = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined;
  }
}
