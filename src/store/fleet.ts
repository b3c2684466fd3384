/** What processes that share a Postgres know of one another: turns with hosts, workers, due sources, results, recordings. */
import { randomUUID } from 'node:crypto';
import { patiently } from '../text/patience.ts';
import { explainPostgres, passes } from '../text/postgres.ts';
import type { Fleet } from '../types.ts';
import { type FleetDb, openFleetDb } from './fleetDatabase.ts';
import { nextDueOf, scheduleSources, setDueOf, takeDueSources } from './fleetDue.ts';
import { forgetOldResults, keepRecording, readRecording, saveResultOf, takeResultsOf } from './fleetResults.ts';
import { forgetFreeTurns } from './fleetTurnRows.ts';
import { createFleetTurns, type FleetTurns } from './fleetTurns.ts';
import { forgetOldWorkers, forgetWorker, readWorkers, sawWorker } from './fleetWorkers.ts';

/** Longer than a busy process is ever silent, short enough that a dead one's hosts are soon asked again. */
const LEASE_MS = 15_000;
/** What is said here is said again in a moment, or waited for by a person. */
const PATIENCE = { ms: 10_000 };

export interface FleetOptions {
  /** `postgres://…` */
  url: string;
  /** Who this is, for those who look into the database. */
  id?: string;
  /** How long a turn, and the word of a worker that it lives, hold without being renewed. */
  leaseMs?: number;
  /** Milliseconds that never go back, for leases; by default those since the process began. */
  now?: () => number;
}

/**
 * Opens the schema `pullquote`, making it where there is none. What the database or the way to it did is told as a UserError that says
 * what to do, here and by every method that makes its own statements.
 */
export async function openFleet(o: FleetOptions): Promise<Fleet> {
  const { url, id = randomUUID(), leaseMs = LEASE_MS, now = () => performance.now() } = o;
  const told = (error: unknown) => {
    throw explainPostgres(error, url);
  };
  const again = <T>(work: () => Promise<T>): Promise<T> => patiently(work, passes, PATIENCE).catch(told);
  const db = await again(() => openFleetDb(url));
  const turns = createFleetTurns(db, { id, leaseMs, now });
  const words: FleetDb = {
    query: (text, values) => again(() => db.query(text, values)),
    write: (text, values) => again(() => db.write(text, values)),
    together: (work) => db.together(work).catch(told),
    close: db.close,
  };
  // below, it is asked whether a failure may pass
  const shared: FleetTurns = {
    take: (host, wanted) => turns.take(host, wanted).catch(told),
    renew: () => turns.renew().catch(told),
    close: turns.close,
  };
  return fleetOn(words, shared, leaseMs);
}

function fleetOn(db: FleetDb, turns: FleetTurns, leaseMs: number): Fleet {
  return {
    turns,
    async beat(worker) {
      await turns.renew();
      await sawWorker(db, worker);
    },
    leave: (workerId) => forgetWorker(db, workerId),
    workers: () => readWorkers(db, leaseMs),
    schedule: (newsletter, sources) => scheduleSources(db, newsletter, sources),
    takeDue: (newsletters, most, give) => takeDueSources(db, newsletters, most, give),
    nextDue: (newsletters) => nextDueOf(db, newsletters),
    setDue: setDueOf,
    saveResult: saveResultOf,
    takeResults: (run) => takeResultsOf(db, run),
    saveRecording: (har) => keepRecording(db, har),
    recording: (sha256) => readRecording(db, sha256),
    async tidy() {
      await forgetFreeTurns(db);
      await forgetOldWorkers(db);
      await forgetOldResults(db);
    },
    async close() {
      await turns.close();
      await db.close();
    },
  };
}
