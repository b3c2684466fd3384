import { setTimeout } from 'node:timers/promises';

/** How long somebody waits for a database that is away. */
export interface Patience {
  /** Milliseconds from the first failure. */
  ms: number;
  /** Milliseconds before the second try; each wait is twice as long as the one before, up to `longest`. */
  first?: number;
  longest?: number;
  /** Told why, at each try that failed once somebody has waited for two seconds. */
  onWait?: (error: unknown) => void;
}
/** A restart takes seconds, a failover half a minute. */
export const PATIENCE: Patience = { ms: 30_000 };

/** Shorter waits are not worth a word. */
const NOTICED = 2000;

/** Does `work` again as long as it fails in a way that `passes`, and `mayRepeat` allows it. Throws what the last try threw. */
export async function patiently<T>(
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
  { ms, first = 50, longest = 2000, onWait }: Patience = PATIENCE,
  mayRepeat: () => boolean = () => true,
): Promise<T> {
  const begun = performance.now();
  for (let pause = first; ; pause = Math.min(pause * 2, longest)) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || !mayRepeat() || performance.now() + pause > begun + ms) throw error;
      if (performance.now() + pause > begun + NOTICED) onWait?.(error);
      await setTimeout(pause);
    }
  }
}
