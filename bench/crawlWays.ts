/** The ways in which `bench/crawl.ts` has the farm crawled: one process on SQLite, and workers on Postgres. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workspace } from '../test/support/cli.ts';
import { WINDOW } from './crawlFeeds.ts';
import { called, measured, startNode, type Usage, usageOf } from './crawlUsage.ts';

/** One round of crawling all feeds. */
export interface Round extends Usage {
  seconds: number;
  items: number;
  /** Items that were not known before. */
  added: number;
  failed: number;
  unchanged: number;
}
/** A way, prepared: with nothing crawled yet. */
interface Prepared {
  crawl(): Promise<Round>;
  end(): Promise<void>;
}
export interface Way {
  name: string;
  /** `run` counts from 0: each begins with nothing. */
  prepare(run: number): Promise<Prepared>;
}
/** What all ways crawl. */
interface Farm {
  urls: string[];
  /** For PULLQUOTE_ALLOW. */
  allow: string;
}

const CLI = resolve('dist/cli.js');
/** Sources at once, of all processes together. */
const AT_ONCE = 12;
const MOST_WAITS = 300;

/** The real command with a database file of its own; a folder given, a CPU profile of each round is written there. */
export function onSqlite(farm: Farm, profiles?: string): Way {
  return {
    name: 'SQLite, 1 process',
    async prepare() {
      const dir = workspaceOf(farm, 'The Farm');
      const nodeArgs = profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];
      const end = async () => rmSync(dir, { recursive: true, force: true });
      return { crawl: () => crawlIn(dir, { PULLQUOTE_ALLOW: farm.allow }, { nodeArgs }), end };
    },
  };
}

/** The same command, its jobs taken by so many workers; a newsletter of its own each time, so that its tables are empty. */
export function onPostgres(farm: Farm, database: string, workers: number): Way {
  return {
    name: `Postgres, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    async prepare(run) {
      const dir = workspaceOf(farm, `The Farm ${process.pid} ${workers} ${run}`);
      // a worker in the workspace itself would crawl what is due before it is asked to
      const elsewhere = workspace({});
      const env = { PULLQUOTE_ALLOW: farm.allow, DATABASE_URL: database };
      const started = await Promise.all(Array.from({ length: workers }, () => startWorker(elsewhere, workers, env)));
      const pids = started.flatMap(({ pid }) => pid ?? []);
      const counted = () => usageOf([...pids, ...called('postgres')]);
      const end = async () => {
        await Promise.all(started.map(stop));
        for (const folder of [dir, elsewhere]) rmSync(folder, { recursive: true, force: true });
      };
      return { crawl: () => crawlIn(dir, env, { counted }), end };
    },
  };
}

function workspaceOf({ urls }: Farm, name: string): string {
  const sources = urls.map((url, i) => `- { kind: feed, url: "${url}", id: feed-${i}, name: Feed ${i} }`);
  const newsletter = `name: ${name}\neditor: { name: MZ }\naddress: 1 Test Street\n`;
  return workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': newsletter });
}

interface Crawled {
  sources: { items: number; added: number; unchanged: boolean; error?: string }[];
  pages: { wanted: number };
}

async function crawlIn(
  dir: string,
  env: Record<string, string>,
  o: { nodeArgs?: string[]; counted?: () => Usage },
): Promise<Round> {
  const before = o.counted?.() ?? { cpu: 0, peak: 0 };
  const args = [...(o.nodeArgs ?? []), CLI, '-C', dir, 'crawl', '--json', '--quiet', ...WINDOW];
  const ran = await measured(args, env);
  const after = o.counted?.() ?? before;
  if (!ran.stdout.startsWith('{')) throw new Error(ran.stderr);
  const { sources, pages } = JSON.parse(ran.stdout) as Crawled;
  if (pages.wanted > 0) throw new Error(`${pages.wanted} pages were asked for: the words should come with the feeds`);
  const sum = (field: 'items' | 'added') => sources.reduce((total, source) => total + source[field], 0);
  return {
    seconds: ran.seconds,
    cpu: ran.cpu + after.cpu - before.cpu,
    peak: ran.peak + after.peak,
    items: sum('items'),
    added: sum('added'),
    failed: sources.filter(({ error }) => error !== undefined).length,
    unchanged: sources.filter(({ unchanged }) => unchanged).length,
  };
}

/** Resolves when the worker answers at its health port. */
async function startWorker(dir: string, workers: number, env: Record<string, string>): Promise<ChildProcess> {
  const port = await freePort();
  const room = ['--crawl', String(Math.max(1, AT_ONCE / workers))];
  const child = startNode([CLI, '-C', dir, 'worker', ...room, '--health', String(port)], env);
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  child.stdout?.resume();
  for (let waited = 0; waited < MOST_WAITS; waited++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer && answer.status < 500) return child;
    await sleep(100);
  }
  await stop(child);
  throw new Error(`a worker did not start: ${said}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The loop over rss-parser in place of ours: each round reads all again, for it has no conditional requests. */
export function plainLoop(farm: Farm): Way {
  return {
    name: 'plain loop over rss-parser',
    async prepare() {
      const dir = workspace({ 'urls.json': JSON.stringify(farm.urls) });
      const crawl = async () => {
        const { stdout, stderr, seconds, cpu, peak } = await measured(['bench/crawlPlain.ts', `${dir}/urls.json`]);
        if (!stdout.startsWith('{')) throw new Error(stderr);
        const { items, failed } = JSON.parse(stdout) as { items: number; failed: number };
        return { seconds, cpu, peak, items, failed, added: 0, unchanged: 0 };
      };
      return { crawl, end: async () => rmSync(dir, { recursive: true, force: true }) };
    },
  };
}
