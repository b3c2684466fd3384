/** Politeness and patience: how many requests a host gets at once, how close to one another, and when it gets no more. */
import PQueue from 'p-queue';

const AT_ONCE = 2;
/** A longer crawl-delay would turn a crawl of one host into hours. */
const LONGEST_DELAY_MS = 10_000;
/** A host that was silent so often in a run is not asked again: fifty of its pages would cost half an hour. */
const MOST_SILENCES = 3;
const MOST_RETRIES = 2;

export interface Hosts {
  /** Runs when the host has room; `delayMs` is the host's crawl-delay, 0 for none. */
  run<T>(host: string, delayMs: number, task: () => Promise<T>): Promise<T>;
  /** How often a host may be waited for; one that stayed busy to the end is not waited for again. */
  retries(host: string): number;
  stayedBusy(host: string): void;
  wasSilent(host: string): void;
  isSilent(host: string): boolean;
}

export function createHosts(): Hosts {
  const queues = new Map<string, PQueue>();
  const paces = new Map<string, PQueue>();
  const busy = new Set<string>();
  const silences = new Map<string, number>();
  const get = (map: Map<string, PQueue>, host: string, make: () => PQueue) => {
    const found = map.get(host) ?? make();
    map.set(host, found);
    return found;
  };
  return {
    run(host, delayMs, task) {
      const queue = get(queues, host, () => new PQueue({ concurrency: AT_ONCE }));
      if (delayMs <= 0) return queue.add(task);
      const interval = Math.min(delayMs, LONGEST_DELAY_MS);
      const pace = get(paces, host, () => new PQueue({ concurrency: 1, interval, intervalCap: 1 }));
      return pace.add(() => queue.add(task));
    },
    retries: (host) => (busy.has(host) ? 0 : MOST_RETRIES),
    stayedBusy: (host) => void busy.add(host),
    wasSilent: (host) => void silences.set(host, (silences.get(host) ?? 0) + 1),
    isSilent: (host) => (silences.get(host) ?? 0) >= MOST_SILENCES,
  };
}
