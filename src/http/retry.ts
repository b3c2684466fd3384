/** When a request is made again, and after how long. */
import { sha256 } from '../text/hash.ts';
import { retryAfterMs } from '../text/retryAfter.ts';
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
  /** The shortest pause in milliseconds: the host's crawl-delay. */
  least: number;
  now: () => Date;
  wait: (ms: number) => Promise<unknown>;
}
interface Answered {
  status: number;
  headers: Record<string, string>;
}
/** How often it was repeated so far, by why. */
interface Repeats {
  busy: number;
  failed: number;
}

/**
 * Makes the request, and again: after 429 always, after 503 where it is safe or the server names a time, `most` times; after 500, 502,
 * 504 (a passing failure) once where it is safe; after a broken connection once. Any other answer stands.
 */
export async function withRetries<T extends Answered>(plan: RetryPlan, attempt: () => Promise<T>): Promise<T> {
  const repeats: Repeats = { busy: 0, failed: 0 };
  let broken = false;
  for (;;) {
    let pause: number | undefined;
    try {
      const answer = await attempt();
      pause = pauseAfter(answer, repeats, plan);
      if (pause === undefined) return answer;
    } catch (error) {
      if (broken || !worthAnotherTry(error, plan.safe)) throw error;
      broken = true;
      pause = 200 * (1 + jitter(plan.url, 0));
    }
    await plan.wait(Math.max(pause, plan.least));
  }
}

/** Milliseconds to wait, or undefined: this answer stands. */
function pauseAfter({ status, headers }: Answered, repeats: Repeats, plan: RetryPlan): number | undefined {
  const busy = status === 429 || status === 503;
  const failed = status === 500 || status === 502 || status === 504;
  if (!(busy && repeats.busy < plan.most) && !(failed && plan.safe && repeats.failed === 0)) return undefined;
  const asked = retryAfterMs(headers, plan.now());
  if (asked !== undefined && asked > LONGEST_WAIT_MS) return undefined;
  if (asked === undefined && status === 503 && !plan.safe) return undefined;
  const before = busy ? repeats.busy++ : repeats.failed++;
  return asked ?? 1000 * 2 ** before * (1 + jitter(plan.url, before));
}

/** 0–0.5, from the URL: hosts asked at one moment do not all return at one moment. */
function jitter(url: string, repeats: number): number {
  return Number.parseInt(sha256(`${repeats} ${url}`).slice(0, 8), 16) / 0x1_0000_0000 / 2;
}
