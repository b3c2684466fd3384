/** Milliseconds between two notes that say the same. */
const QUIET = 30_000;
/** Different ones that are remembered. */
const MOST = 100;

/** Passes notes on, but none again within half a minute: while a database is away the same is said many times a second. */
export function seldom(note: (message: string) => void): (message: string) => void {
  const last = new Map<string, number>();
  return (message) => {
    const now = performance.now();
    if (now - (last.get(message) ?? Number.NEGATIVE_INFINITY) < QUIET) return;
    if (last.size > MOST) last.clear();
    last.set(message, now);
    note(message);
  };
}
