/**
 * The work, or the reason of `signal` as soon as that fires: what others wait for, too, goes on without whoever asked. What it gives then is
 * handed to `tooLate`.
 */
export function orEnded<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  tooLate?: (given: T) => unknown,
): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const end = () => {
      reject(signal.reason);
      work.then(tooLate).catch(() => undefined);
    };
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
