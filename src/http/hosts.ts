/** Politeness and patience: how many requests a host gets at once, how close to one another, and when it gets no more. */
import PQueue from 'p-queue';

const AT_ONCE = 2;
/** A longer crawl-delay would turn a crawl of one host into hours. */
export const LONGEST_DELAY_MS = 10_000;
/** A host that was silent so often in a run is not asked again: fifty of its pages would cost half an hour. */
const MOST_SILENCES = 3;
const MOST_RETRIES = 2;

/** Waits; ends early, with an error, when `signal` does. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<unknown>;

/** How a request takes its turn: `delayMs` is the host's crawl-delay, 0 for none; `signal` ends the wait for it. */
export interface Turn {
  delayMs: number;
  signal?: AbortSignal | undefined;
}
export interface Hosts {
  /** Runs `task` when the host has room. Whoever waits in one holds no place with another host, so that nobody waits for ever. */
  run<T>(host: string, turn: Turn, task: () => Promise<T>): Promise<T>;
  /** How often a host may be waited for; one that stayed busy to the end is not waited for again. */
  retries(host: string): number;
  stayedBusy(host: string): void;
  wasSilent(host: string): void;
  isSilent(host: string): boolean;
}

interface Host {
  queue: PQueue;
  /** For requests that keep a crawl-delay: one after the other. */
  pace: PQueue;
  /** When the last of those ended, in the milliseconds of `performance.now`. */
  pacedAt?: number;
  busy: boolean;
  silences: number;
  /** Requests that run or wait. */
  inside: number;
}

/** Knows nothing yet. Hosts with nothing to remember are forgotten as soon as their last request ends. */
export function createHosts(wait: Wait): Hosts {
  const known = new Map<string, Host>();
  const at = (name: string): Host => {
    const host = known.get(name) ?? newHost();
    known.set(name, host);
    return host;
  };
  return {
    async run(name, turn, task) {
      const host = at(name);
      host.inside++;
      try {
        if (turn.delayMs <= 0) return await host.queue.add(task, optionsOf(turn));
        return await paced(host, turn, task, wait);
      } finally {
        host.inside--;
        if (host.inside === 0 && host.pacedAt === undefined && !host.busy && host.silences === 0) known.delete(name);
      }
    },
    retries: (name) => (known.get(name)?.busy ? 0 : MOST_RETRIES),
    stayedBusy(name) {
      at(name).busy = true;
    },
    wasSilent: (name) => void at(name).silences++,
    isSilent: (name) => (known.get(name)?.silences ?? 0) >= MOST_SILENCES,
  };
}

function newHost(): Host {
  const [queue, pace] = [new PQueue({ concurrency: AT_ONCE }), new PQueue({ concurrency: 1 })];
  return { queue, pace, busy: false, silences: 0, inside: 0 };
}

/** The delay runs from the end of one request to the start of the next, so that a slow server rests as long as a fast one. */
function paced<T>(host: Host, turn: Turn, task: () => Promise<T>, wait: Wait): Promise<T> {
  const delay = Math.min(turn.delayMs, LONGEST_DELAY_MS);
  const inPace = async () => {
    const rest = host.pacedAt === undefined ? 0 : host.pacedAt + delay - performance.now();
    if (rest > 0) await wait(rest, turn.signal);
    try {
      return await host.queue.add(task, optionsOf(turn));
    } finally {
      host.pacedAt = performance.now();
    }
  };
  return host.pace.add(inPace, optionsOf(turn));
}

function optionsOf({ signal }: Turn): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
