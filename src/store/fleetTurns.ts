/** Turns with hosts, taken from the database that processes share, and kept alive while they are held. */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { orEnded } from '../text/ended.ts';
import { passes } from '../text/postgres.ts';
import type { HeldTurn, HostTurns } from '../types.ts';
import type { FleetDb } from './fleetDatabase.ts';
import { freeTurn, renewTurns, type Tried, type Turn, tryTurn } from './fleetTurnRows.ts';

/** Milliseconds between two looks whether a turn is free: at first, and at most; and at most for whoever is next. */
const FIRST_LOOK = 20;
const LAST_LOOK = 500;
const LAST_LOOK_OF_NEXT = 100;

export interface FleetTurns extends HostTurns {
  /** All that are held go on for another lease. */
  renew(): Promise<void>;
  /** Gives back what is still held. */
  close(): Promise<void>;
}
/** A turn of ours: when its lease began, by `now`, unless somebody else may have it already. */
interface Held extends Turn {
  since: number | undefined;
}
export interface TurnsOptions {
  id: string;
  leaseMs: number;
  /** Milliseconds that never go back. */
  now: () => number;
}

export function createFleetTurns(db: FleetDb, o: TurnsOptions): FleetTurns {
  const held = new Map<string, Held>();
  const inLine = createLines();
  // one process may be started twice under one id
  const holder = `${o.id} ${randomUUID()}`;
  let taken = 0;
  let timer: NodeJS.Timeout | undefined;
  let renewing: Promise<void> | undefined;

  /** The lease is counted from before the statement that gives it, so that it ends here before it ends in the database. */
  async function renewAll(): Promise<void> {
    const turns = [...held.values()].filter(({ since }) => since !== undefined);
    if (turns.length === 0) return;
    const since = o.now();
    const alive = await renewTurns(db, turns, o.leaseMs);
    for (const turn of turns) turn.since = alive.has(turn.name) ? since : undefined;
  }
  const renew = () => {
    renewing ??= renewAll().finally(() => {
      renewing = undefined;
    });
    return renewing;
  };
  /** Where the database does not answer, the next time it may; where it does so never, the leases end. */
  const keepAlive = () => {
    if (timer || held.size === 0) return;
    timer = setTimeout(async () => {
      await renew().catch(() => undefined);
      timer = undefined;
      keepAlive();
    }, o.leaseMs / 3).unref();
  };

  async function giveBack(turn: Held): Promise<void> {
    if (!held.delete(turn.name)) return;
    await freeTurn(db, turn);
  }
  async function take(host: string, { delayMs, signal }: { delayMs: number; signal?: AbortSignal }): Promise<HeldTurn> {
    const turn: Turn = { name: `${holder} ${++taken}`, host, delayMs };
    const waiting = inLine(host, () => waited(db, turn, o, signal));
    // who ends does not wait for those before, or for the database
    const since = await orEnded(waiting, signal, () => freeTurn(db, { ...turn, delayMs: 0 }));
    const mine: Held = { ...turn, since };
    held.set(turn.name, mine);
    keepAlive();
    return {
      held: () => mine.since !== undefined && o.now() - mine.since < o.leaseMs,
      giveBack: () => giveBack(mine),
    };
  }
  return {
    take,
    renew,
    async close() {
      clearTimeout(timer);
      await Promise.allSettled([...held.values()].map(giveBack));
    },
  };
}

/** Gives the moment, by `now`, from which the turn is ours for a lease. */
async function waited(db: FleetDb, turn: Turn, { leaseMs, now }: TurnsOptions, signal?: AbortSignal): Promise<number> {
  const began = now();
  let wasNext = false;
  for (let look = FIRST_LOOK; ; look = Math.min(look * 1.5, wasNext ? LAST_LOOK_OF_NEXT : LAST_LOOK)) {
    signal?.throwIfAborted();
    const since = now();
    let tried: Tried;
    try {
      tried = await tryTurn(db, turn, leaseMs);
    } catch (error) {
      // a server that starts again is waited for: no host is to blame for it
      if (signal?.aborted || !passes(error) || since - began > leaseMs) throw error;
      tried = { took: false, next: false };
    }
    if (tried.took) return since;
    if (tried.next && !wasNext) look = FIRST_LOOK;
    wasNext = tried.next;
    await sleep(tried.restMs ?? randomInt(look >> 1, Math.ceil(look)), undefined, signal ? { signal } : {});
  }
}

/** One of a process at a time looks for a turn with a host, the others wait for it here: they cost no statements and come in order. */
function createLines(): <T>(host: string, work: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, Promise<void>>();
  return (host, work) => {
    const mine = (lines.get(host) ?? Promise.resolve()).then(work);
    const over = () => {
      if (lines.get(host) === end) lines.delete(host);
    };
    const end = mine.then(over, over);
    lines.set(host, end);
    return mine;
  };
}
