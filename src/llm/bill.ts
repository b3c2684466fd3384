/** The bill: what was asked for which purpose, and what it took. */
import type { AskRequest, Bill, BillLine } from '../types.ts';
import type { ResolvedModel } from './presets.ts';
import { priceOf, type Usage } from './prices.ts';

export interface BillKeeper {
  /** A call that went out. */
  add(purpose: AskRequest['purpose'], usage: Usage, dollars: number): void;
  /** A call that a stored answer spared. */
  addCached(purpose: AskRequest['purpose']): void;
  bill(): Bill;
}

export function createBill(model: ResolvedModel, budget: number, clock: () => Date): BillKeeper {
  const lines = new Map<string, BillLine>();
  const lineOf = (purpose: string): BillLine => {
    const none = {
      calls: 0,
      cachedCalls: 0,
      tokensIn: 0,
      tokensOut: 0,
      tokensCached: 0,
      tokensReasoning: 0,
      dollars: 0,
    };
    const line = lines.get(purpose) ?? { purpose, ...none };
    lines.set(purpose, line);
    return line;
  };
  return {
    add(purpose, usage, dollars) {
      const line = lineOf(purpose);
      line.calls++;
      line.tokensIn += usage.tokensIn;
      line.tokensOut += usage.tokensOut;
      line.tokensCached += usage.tokensCached;
      line.tokensReasoning += usage.tokensReasoning;
      line.dollars += dollars;
    },
    addCached(purpose) {
      lineOf(purpose).cachedCalls++;
    },
    bill() {
      // by name: calls that run side by side finish in any order
      const sorted = [...lines.values()].sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
      const rounded = sorted.map((line) => ({ ...line, dollars: round(line.dollars) }));
      return {
        model: model.label,
        budget,
        dollars: round(sorted.reduce((sum, line) => sum + line.dollars, 0)),
        lines: rounded,
        ...(priceOf(model, clock()).known ? {} : { note: unknownPrice(model) }),
      };
    },
  };
}

/** Said before, in an estimate, and after. */
export function unknownPrice({ label }: ResolvedModel): string {
  return `the price of ${label} is not known, so the dearest that is known is counted: say \`price: { input: …, output: … }\` beside the name, in dollars a million tokens`;
}

/** To a millionth of a dollar: sums of floats differ in their last digits by the order of adding. */
function round(dollars: number): number {
  return Math.round(dollars * 1_000_000) / 1_000_000;
}
