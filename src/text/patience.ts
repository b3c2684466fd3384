import { setTimeout } from 'node:timers/promises';

/** How long somebody waits for a database that is away. */
export interface Patience {
  /** Milliseconds from the first failure. */
  ms: number;
  /** Milliseconds before the second try; each wait is twice as long as the one before, up to `longest`. */
  first?: number;
  longest?: number;
}
/** A restart takes seconds, a failover half a minute. */
export const PATIENCE: Patience = { ms: 30_000 };

/** Does `work` again as long as it fails in a way that `passes`, and `mayRepeat` allows it. Throws what the last try threw. */
export async function patiently<T>(
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
  { ms, first = 50, longest = 2000 }: Patience = PATIENCE,
  mayRepeat: () => boolean = () => true,
): Promise<T> {
  const until = performance.now() + ms;
  for (let pause = first; ; pause = Math.min(pause * 2, longest)) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || !mayRepeat() || performance.now() + pause > until) throw error;
      await setTimeout(pause);
    }
  }
}
