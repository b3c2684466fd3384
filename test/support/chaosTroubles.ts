/** What goes wrong in the chaos test: seeded what and about when, aimed by what the farm sees. */
import { setTimeout } from 'node:timers/promises';
import type { ChaosFleet } from './chaosFleet.ts';
import { lives, ownerOf, type Process } from './chaosProcesses.ts';
import type { Moment } from './crawlFarm.ts';

export type Kind =
  | 'kill a worker'
  | 'kill Postgres'
  | 'pause a worker'
  | 'kill a command'
  | 'stop a worker'
  | 'nothing';
export interface Trouble {
  kind: Kind;
  /** So many milliseconds after the beginning of the round, and then at the next such moment of the farm, if any. */
  after: number;
  at: Moment | undefined;
  /** So many milliseconds after that: what was answered is kept, then read, then written down. */
  later: number;
  /** 0 to 1: which worker, where the moment names none. */
  who: number;
  /** How long Postgres is away, or a process is paused. */
  ms: number;
}

/** Of a hundred rounds. A paused worker is paused for longer than any lease, so that there is never more than one. */
const SHARES: [Kind, number][] = [
  ['kill a worker', 38],
  ['kill Postgres', 18],
  ['pause a worker', 17],
  ['kill a command', 7],
  ['stop a worker', 6],
  ['nothing', 14],
];
const MOMENTS: (Moment | undefined)[] = ['connected', 'asked', 'answered', 'answered', undefined];
const LONGEST_AFTER_MS = 2500;
const LONGEST_LATER_MS = 60;
/** Leases are 15 s, heartbeats of jobs 10 s. */
const PAUSE_MS = 16_500;

export function nextTrouble(random: () => number): Trouble {
  const kinds = SHARES.flatMap(([kind, share]) => Array<Kind>(share).fill(kind));
  const kind = kinds[Math.floor(random() * kinds.length)] as Kind;
  const [after, at, who, more] = [
    random() * LONGEST_AFTER_MS,
    MOMENTS[Math.floor(random() * MOMENTS.length)],
    random(),
    random(),
  ];
  const ms = kind === 'pause a worker' ? PAUSE_MS + more * 3000 : 100 + more * 2900;
  const later = at === 'answered' ? random() * LONGEST_LATER_MS : 0;
  return { kind, after: Math.round(after), at, later: Math.round(later), who, ms: Math.round(ms) };
}

export interface Troubles {
  /** Makes one. Gives what was done, in words; the pause of a worker goes on. */
  make(trouble: Trouble, commands: Process[]): Promise<string>;
  counts: Map<string, number>;
  /** Until nobody is paused any more. */
  over(): Promise<void>;
}

export function createTroubles(fleet: ChaosFleet): Troubles {
  const counts = new Map<string, number>();
  let paused: Promise<void> | undefined;
  let isPaused = false;

  async function aim({ after, at, later, who }: Trouble): Promise<Process | undefined> {
    await setTimeout(after);
    const port = at && (await fleet.farm.next(at, 1500));
    const awake = fleet.workers.filter((worker) => lives(worker) && !worker.paused && !worker.ending);
    const aimed = (port === undefined ? undefined : ownerOf(port, awake)) ?? awake[Math.floor(who * awake.length)];
    if (later > 0) await setTimeout(later);
    return aimed && lives(aimed) ? aimed : undefined;
  }
  function pause(worker: Process, ms: number): void {
    isPaused = true;
    worker.paused = true;
    process.kill(worker.pid, 'SIGSTOP');
    paused = setTimeout(ms).then(() => {
      process.kill(worker.pid, 'SIGCONT');
      worker.paused = false;
      isPaused = false;
    });
  }
  async function killPostgres(ms: number): Promise<void> {
    fleet.downAt = { since: performance.now(), until: Number.POSITIVE_INFINITY };
    await fleet.postgres.kill();
    await setTimeout(ms);
    await fleet.postgres.start();
    fleet.downAt.until = performance.now();
  }
  return {
    counts,
    async make(trouble, commands) {
      const kind = trouble.kind === 'pause a worker' && isPaused ? 'kill a worker' : trouble.kind;
      if (kind === 'nothing') return count(counts, kind);
      const worker = await aim(trouble);
      const said = count(counts, kind);
      const when = `after ${trouble.after} ms${trouble.at ? `, ${trouble.at} + ${trouble.later} ms` : ''}`;
      if (kind === 'kill Postgres') {
        await killPostgres(trouble.ms);
        return `${said} ${when}, for ${trouble.ms} ms`;
      }
      const command = commands.find(lives);
      const victim = kind === 'kill a command' ? command : worker;
      if (!victim) return `${said}: nobody there`;
      if (kind === 'pause a worker') pause(victim, trouble.ms);
      else {
        victim.ending = kind === 'stop a worker' ? 'stopped' : 'killed';
        process.kill(victim.pid, kind === 'stop a worker' ? 'SIGTERM' : 'SIGKILL');
      }
      return `${said} ${victim.pid} ${when}`;
    },
    over: async () => paused,
  };
}

function count(counts: Map<string, number>, kind: string): string {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return kind;
}
