/** When a request is made again, and after how long. */
import { sha256 } from '../text/hash.ts';
import { worthAnotherTry } from './failures.ts';

/** Longer requests to wait are not obeyed by waiting: the answer is handed on as it is. */
const LONGEST_WAIT_MS = 20_000;

export interface RetryPlan {
  /** Seed of the jitter, so that two runs wait alike. */
  url: string;
  /** GET: may be repeated even where the server may have acted on it. */
  safe: boolean;
  /** Repeats after 429 and 503. */
  most: number;
  now: () => Date;
  wait: (ms: number) => Promise<unknown>;
}

/**
 * Makes the request, and again: after 429 always, after 503 where it is safe or the server names a time, `most` times; after a broken
 * connection once.
 */
export async function withRetries<T extends { status: number; headers: Record<string, string> }>(
  plan: RetryPlan,
  attempt: () => Promise<T>,
): Promise<T> {
  let broken = false;
  for (let retries = 0; ; ) {
    let pause: number | undefined;
    try {
      const answer = await attempt();
      pause = retries < plan.most ? pauseAfter(answer, retries, plan) : undefined;
      if (pause === undefined) return answer;
      retries++;
    } catch (error) {
      if (broken || !worthAnotherTry(error, plan.safe)) throw error;
      broken = true;
      pause = 200 * (1 + jitter(plan.url, 0));
    }
    await plan.wait(pause);
  }
}

/** Milliseconds to wait, or undefined: this answer stands. */
function pauseAfter(
  { status, headers }: { status: number; headers: Record<string, string> },
  retries: number,
  plan: RetryPlan,
): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const asked = retryAfterMs(headers, plan.now());
  if (asked !== undefined) return asked <= LONGEST_WAIT_MS ? asked : undefined;
  if (status === 503 && !plan.safe) return undefined;
  return 1000 * 2 ** retries * (1 + jitter(plan.url, retries));
}

/** `Retry-After` (RFC 9110 §10.2.3) in milliseconds: seconds, or a date, read against the server's own clock. */
export function retryAfterMs(headers: Record<string, string>, now: Date): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const [until, server] = [Date.parse(value), Date.parse(headers.date ?? '')];
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, until - (Number.isNaN(server) ? now.getTime() : server));
}

/** 0–0.5, from the URL: hosts asked at one moment do not all return at one moment. */
function jitter(url: string, retries: number): number {
  return Number.parseInt(sha256(`${retries} ${url}`).slice(0, 8), 16) / 0x1_0000_0000 / 2;
}
