/** The hard budget: what a call may take at most is set aside before it, and given back when it is known what it took. */

/** Calls, tokens in and out together, and US dollars. */
export interface Amount {
  calls: number;
  tokens: number;
  dollars: number;
}
export interface Budget {
  /** Sets `amount` aside; waits while calls are running that may leave enough. Gives what it does not fit into, or undefined once it is set aside. */
  reserve(amount: Amount): Promise<keyof Amount | undefined>;
  /** Ends a reservation at what was really taken. */
  settle(reserved: Amount, taken: Amount): void;
}

export const NOTHING: Amount = { calls: 0, tokens: 0, dollars: 0 };
/** Below a billionth is rounding. */
const ROUNDING = 1e-9;

export function createBudget(limits: Amount): Budget {
  /** Spent and set aside together. */
  let used = NOTHING;
  let running = 0;
  let waiting: (() => void)[] = [];
  const shortOf = (amount: Amount) =>
    (['calls', 'tokens', 'dollars'] as const).find((of) => used[of] + amount[of] > limits[of] + ROUNDING);
  return {
    async reserve(amount) {
      for (;;) {
        const short = shortOf(amount);
        if (short === undefined) break;
        if (running === 0) return short;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      used = plus(used, amount, 1);
      running++;
      return undefined;
    },
    settle(reserved, taken) {
      used = plus(plus(used, reserved, -1), taken, 1);
      running--;
      // in order of arrival; each looks for itself whether it fits now
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}

function plus(a: Amount, b: Amount, sign: 1 | -1): Amount {
  return { calls: a.calls + sign * b.calls, tokens: a.tokens + sign * b.tokens, dollars: a.dollars + sign * b.dollars };
}
