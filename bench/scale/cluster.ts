/** A Postgres of one's own in a temporary folder, as an operator would run it: durable, with the settings that docs/scale.md gives for a small machine. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** Those of docs/scale.md for 100,000 feeds, with less memory. */
const SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '4GB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  synchronous_commit: 'on',
  max_connections: '100',
};
/** Linux counts processor time in hundredths of a second. */
const TICK = 0.01;

/** Starts one; `sql` asks it, `cpu` gives the processor seconds that all of it took so far. */
export async function startCluster() {
  const bin = globSync('/usr/lib/postgresql/*/bin').at(-1);
  if (bin === undefined) throw new Error('There is no Postgres here: apt-get install postgresql');
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-scale-'));
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(dir, owner.uid, owner.gid);
  const made = spawnSync(join(bin, 'initdb'), ['-D', join(dir, 'data'), '-U', 'scale', '-A', 'trust', '-E', 'UTF8'], {
    ...owner,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stderr);
  const port = await freePort();
  const flags = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const where = ['-D', join(dir, 'data'), '-p', String(port), '-k', dir, '-h', '127.0.0.1'];
  const server = spawn(join(bin, 'postgres'), [...where, ...flags], { ...owner, stdio: 'ignore' });
  const pid = server.pid as number;
  // whoever breaks a measurement off leaves no server behind
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.kill('SIGINT');
      server.once('exit', () => {
        rmSync(dir, { recursive: true, force: true });
        process.exit(1);
      });
    });
  const url = `postgres://scale@127.0.0.1:${port}/postgres`;
  const pool = await connected(url);
  return {
    url,
    pid,
    sql: async <T = Record<string, unknown>>(text: string, values?: unknown[]) =>
      (await pool.query(text, values)).rows as T[],
    stop: async () => {
      await pool.end();
      server.kill('SIGINT');
      await once(server, 'exit');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function idOf(flag: string): number {
  return Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function connected(url: string): Promise<pg.Pool> {
  for (let tried = 1; ; tried++) {
    const pool = new pg.Pool({ connectionString: url, max: 8 });
    // an idle connection that the stopping server ends is no failure
    pool.on('error', () => undefined);
    try {
      await pool.query('select 1');
      return pool;
    } catch (error) {
      await pool.end();
      if (tried === 100) throw error;
      await setTimeout(100);
    }
  }
}

/** Processor seconds of a postmaster, of its processes, and of those that have ended. */
export function cpuOf(postmaster: number): number {
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    if (fields === undefined) continue;
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number);
    if (Number(name) === postmaster) ticks += Number(user) + Number(system) + Number(endedUser) + Number(endedSystem);
    else if (Number(fields[1]) === postmaster) ticks += Number(user) + Number(system);
  }
  return ticks * TICK;
}

/** The fields of /proc/PID/stat from the third on: the second, the name, may hold blanks. */
function statOf(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // it has ended meanwhile
    return undefined;
  }
}
