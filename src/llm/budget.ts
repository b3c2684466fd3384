/** The hard budget: money is set aside before a call and given back when it is known what the call took. */

export interface Budget {
  /** True once `dollars` are set aside; waits while calls are running that may leave enough. False: it will not fit. */
  reserve(dollars: number): Promise<boolean>;
  /** Ends a reservation at what was really spent. */
  settle(reserved: number, spent: number): void;
}

/** Below a billionth of a dollar is rounding. */
const ROUNDING = 1e-9;

export function createBudget(limit: number): Budget {
  let [spent, reserved, running] = [0, 0, 0];
  let waiting: (() => void)[] = [];
  return {
    async reserve(dollars) {
      while (spent + reserved + dollars > limit + ROUNDING) {
        if (running === 0) return false;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      reserved += dollars;
      running++;
      return true;
    },
    settle(reservation, dollars) {
      reserved -= reservation;
      spent += dollars;
      running--;
      // in order of arrival; each looks for itself whether it fits now
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}
