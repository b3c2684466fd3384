/** Waiting: for a time, and for a bell. */
import { setTimeout } from 'node:timers/promises';

/** Waits for `done`, but no longer. */
export async function within(ms: number, done: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([done, waited(ms, over.signal)]);
  over.abort();
}

/** Waits; whether the time went by before the signal. */
export async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await setTimeout(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

/** Rings when a job ended, and when there may be new ones. A ring that nobody waited for is heard by the next who waits for it. */
export function createBell() {
  let news = false;
  let ended = false;
  let heard: (() => void) | undefined;
  return {
    ring(isNews: boolean) {
      if (isNews) news = true;
      else ended = true;
      heard?.();
    },
    /** Whether it rang in time. */
    async wait(what: 'any' | 'news', ms: number, signal: AbortSignal): Promise<boolean> {
      const over = new AbortController();
      const rang = () => news || (what === 'any' && ended);
      const ring = new Promise<void>((resolve) => {
        heard = () => rang() && resolve();
        heard();
      });
      await Promise.race([ring, waited(ms, AbortSignal.any([over.signal, signal]))]);
      over.abort();
      heard = undefined;
      const was = rang();
      news = false;
      ended = false;
      return was;
    },
  };
}
