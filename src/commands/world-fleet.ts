/** What a command shares with other processes, where `DATABASE_URL` names a database: turns with hosts, and jobs. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Env } from '../config/env.ts';
import type { Boss } from '../queue/boss.ts';
import type { Fleet, HostTurns, Iso, Report, Spread, Store, WorkerState } from '../types.ts';
import { jobWorlds } from './world-worker.ts';

export interface ShareOptions {
  url: string;
  env: Env;
  newsletter: string;
  mailto: string | undefined;
  /** The path of the recording that is replayed. */
  replay?: string | undefined;
  store: Store;
  report: Report;
}
export interface Shared {
  turns: HostTurns;
  workers(): Promise<WorkerState[]>;
  /** When the earliest visit of the newsletter is due. */
  nextVisit(): Promise<Iso | undefined>;
  /** Where a worker lives that takes jobs. */
  spread(): Promise<Spread | undefined>;
  close(): Promise<void>;
}
/** What a command does at once where it must do its jobs itself. */
const ROOM = { crawl: 12, page: 24, write: 4 };

/** Opens nothing before it is needed: most commands ask no host. */
export function shareWith(o: ShareOptions): Shared {
  let opened: Promise<Fleet> | undefined;
  const fleet = () => {
    opened ??= openFleetAt(o.url);
    return opened;
  };
  const closing: (() => Promise<void>)[] = [];
  return {
    turns: { take: async (host, how) => (await fleet()).turns.take(host, how) },
    workers: async () => (await fleet()).workers(),
    nextVisit: async () => (await fleet()).nextDue([o.newsletter]),
    async spread() {
      const known = await fleet();
      if ((await known.workers()).length === 0) return undefined;
      const { openBoss } = await import('../queue/boss.ts');
      const boss = await openBoss({ url: o.url, note: o.report.info });
      closing.push(() => boss.close());
      return spreadOver(o, known, boss, closing);
    },
    async close() {
      for (const close of closing.reverse()) await close();
      // one that could not be opened was told by whoever needed it
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}

async function openFleetAt(url: string): Promise<Fleet> {
  const { openFleet } = await import('../store/fleet.ts');
  return openFleet({ url, id: randomUUID() });
}

async function spreadOver(
  o: ShareOptions,
  fleet: Fleet,
  boss: Boss,
  closing: (() => Promise<void>)[],
): Promise<Spread> {
  const { createSpread } = await import('../queue/spread.ts');
  const { newsletter, mailto, replay: file } = o;
  const replay = file && { sha256: await fleet.saveRecording(readFileSync(file)), file };
  const envelope = { newsletter, ...(mailto ? { mailto } : {}), ...(replay ? { replay } : {}) };
  const spread = createSpread({ boss, fleet, envelope, takeOver: () => takeOver(o, fleet, boss, closing) });
  closing.push(() => spread.close());
  return spread;
}

/** Every worker is gone: whoever waits for jobs does them. */
async function takeOver(o: ShareOptions, fleet: Fleet, boss: Boss, closing: (() => Promise<void>)[]): Promise<void> {
  o.report.warn('every worker is gone: what is left is done here');
  const { startPump } = await import('../queue/pump.ts');
  const { KINDS, URGENT } = await import('../queue/envelope.ts');
  const { openStores } = await import('../store/stores.ts');
  const stores = await openStores(o.url);
  const worlds = jobWorlds({ env: o.env, fleet, storeOf: stores.of, clock: () => new Date(), note: o.report.info });
  const log = () => {};
  const pumps = KINDS.map((kind) =>
    startPump({ boss, fleet, kind, room: ROOM[kind], reserved: 0, minPriority: URGENT, handle: worlds.handle, log }),
  );
  closing.push(async () => {
    await Promise.all(pumps.map((pump) => pump.stop(0)));
    await worlds.close();
    await stores.close();
  });
}
