/** Everything that runs in the chaos test: a durable Postgres, a farm, workspaces, and workers that are replaced when they end. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../bench/random.ts';
import { openBoss } from '../../src/queue/boss.ts';
import { openFleet } from '../../src/store/fleet.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { schemaOf } from '../../src/store/postgresMigrate.ts';
import { type Database, databaseAt, startAudit } from './chaosAudit.ts';
import { lives, type Process, startProcess } from './chaosProcesses.ts';
import { type ChaosFarm, startChaosFarm } from './crawlFarm.ts';
import { type FarmFeed, sourceLine } from './crawlFarmPages.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

const WORKERS = 3;
const HOSTS = 12;
/** Visited by the workers' own schedule alone. */
export const SCHEDULED = 'Scheduled Digest';
/** Crawled by commands alone. */
export const ASKED = ['Digest One', 'Digest Two', 'Digest Three', 'Digest Four'];
/** Its robots.txt asks for a pause between two requests; it has listings alone, since feeds are read without it. */
const PACED_HOST = '127.30.1.1';
const FIRST_ENTRIES = 3;
/** A worker that finds no database when it starts may say so and end; whatever watches over it starts it again. */
const START_MS = 20_000;
const MOST_FAULTS = 30;

export interface ChaosFleet {
  postgres: TestPostgres;
  database: Database;
  url: string;
  farm: ChaosFarm;
  feeds: FarmFeed[];
  /** The folder of a newsletter. */
  folder(newsletter: string): string;
  schemas: Map<string, string>;
  /** Those that should run, paused ones too. */
  workers: Process[];
  /** When Postgres was last killed; it is down until it has been started again. */
  downAt: { since: number; until: number };
  /** What was found wrong, in words. */
  faults: string[];
  /** Workers that ended at their start, as no database was there. */
  refused: number;
  /** Where the workers' lines are. */
  log: string;
  start(args: string[], reads?: boolean): Process;
  close(): Promise<void>;
}

export async function openChaosFleet(seed: number): Promise<ChaosFleet> {
  const postgres = await startPostgres({ durable: true, own: true });
  const feeds = makeFeeds();
  const farm = await startChaosFarm(feeds, seeded(seed * 31 + 7));
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-chaos-'));
  const url = await postgres.database();
  const folders = writeWorkspaces(dir, feeds, farm.port);
  const schemas = new Map([SCHEDULED, ...ASKED].map((name) => [name, schemaOf(name)]));
  const database = databaseAt(url);
  await makeTables(url);
  await startAudit(database, schemas);
  const log = join(dir, 'workers.log');
  const env = { DATABASE_URL: url, PULLQUOTE_ALLOW: farm.allow };
  const running = new Set<Process>();
  let closing = false;
  const fleet: ChaosFleet = {
    ...{ postgres, database, url, farm, feeds, schemas, log, faults: [], workers: [], refused: 0 },
    downAt: { since: Number.NEGATIVE_INFINITY, until: Number.NEGATIVE_INFINITY },
    folder: (newsletter) => folders.get(newsletter) as string,
    start(args, reads = false) {
      const started = startProcess(args, { env, log, reads });
      running.add(started);
      void started.ended.then(() => running.delete(started));
      return started;
    },
    async close() {
      closing = true;
      for (const one of running) if (lives(one)) process.kill(one.pid, 'SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      await farm.close();
      await postgres.stop();
    },
  };
  const begin = (place: number) => {
    const worker = fleet.start(['worker', fleet.folder(SCHEDULED)]);
    fleet.workers[place] = worker;
    void worker.ended.then(({ code }) => {
      if (!closing) noteEnd(fleet, worker, code);
      // what can't start is not started for ever
      if (!closing && fleet.faults.length < MOST_FAULTS) begin(place);
    });
  };
  for (let place = 0; place < WORKERS; place++) begin(place);
  return fleet;
}

function noteEnd(fleet: ChaosFleet, { pid, startedAt, ending }: Process, code: number | null): void {
  if (ending === 'killed') return;
  // null: it was stopped before it knew how to stop
  if (ending === 'stopped') {
    if (code) fleet.faults.push(`worker ${pid} was stopped, and ended with code ${code}`);
    return;
  }
  const wasDown = fleet.downAt.until >= startedAt && performance.now() - startedAt < START_MS;
  if (wasDown) fleet.refused++;
  else fleet.faults.push(`worker ${pid} ended by itself with code ${code}`);
}

/** Before anybody uses them, so that nothing goes by unseen. */
async function makeTables(url: string): Promise<void> {
  for (const newsletter of [SCHEDULED, ...ASKED]) await (await openPostgresStore({ url, newsletter })).close();
  await (await openFleet({ url })).close();
  await (await openBoss({ url, note: () => {} })).close();
}

function makeFeeds(): FarmFeed[] {
  const entries = () => Array.from({ length: FIRST_ENTRIES }, (_, n) => ({ n, at: new Date() }));
  const feed = (newsletter: string, host: string, id: string, kind: FarmFeed['kind'] = 'feed'): FarmFeed => {
    const path = `/${id}.${kind === 'feed' ? 'xml' : 'html'}`;
    return { id, newsletter, host, kind, path, entries: entries() };
  };
  const onHosts = Array.from({ length: HOSTS }, (_, i) => {
    const host = `127.30.0.${i + 1}`;
    const asked = ASKED.map((newsletter, k) => feed(newsletter, host, `asked${k}-${i}`));
    return [feed(SCHEDULED, host, `due0-${i}`), feed(SCHEDULED, host, `due1-${i}`), ...asked];
  });
  const listings = [SCHEDULED, ...ASKED.slice(0, 2)].map((newsletter, k) =>
    feed(newsletter, PACED_HOST, `list${k}`, 'listing'),
  );
  return [...onHosts.flat(), ...listings];
}

function writeWorkspaces(dir: string, feeds: FarmFeed[], port: number): Map<string, string> {
  const folders = new Map<string, string>();
  for (const [i, name] of [SCHEDULED, ...ASKED].entries()) {
    const folder = join(dir, `newsletter-${i}`);
    mkdirSync(folder);
    const own = feeds.filter(({ newsletter }) => newsletter === name);
    writeFileSync(join(folder, 'sources.yaml'), own.map((feed) => sourceLine(feed, port)).join(''));
    writeFileSync(join(folder, 'newsletter.yaml'), `name: ${name}\neditor: { name: MZ }\naddress: 1 Test Street\n`);
    folders.set(name, folder);
  }
  return folders;
}
