/** The price of a model at a moment, and what a call comes to. The figures are in priceList.ts. */

import type { ResolvedModel } from './presets.ts';
import { PEAKS, PRICES, type Price } from './priceList.ts';

export interface Usage {
  tokensIn: number;
  tokensOut: number;
  /** Part of `tokensIn`. */
  tokensCached: number;
  /** Part of `tokensOut`. */
  tokensReasoning: number;
  /** Where the service says itself what it took. */
  dollars?: number;
}

const FREE: Price = { input: 0, cached: 0, output: 0 };
/** The clock stands still while a command runs: what begins so shortly before a dear hour is counted at its price. */
const RUN_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;

/**
 * The price at a moment. `known: false`: nobody said it, and it is the dearest of the list, so that a budget holds all the same.
 * `peakUntil`: a dear hour has begun, or is about to, and ends then.
 */
export function priceOf(model: ResolvedModel, at: Date): Price & { known: boolean; peakUntil?: Date } {
  if (model.price) return { cached: model.price.input, ...model.price, known: true };
  if (model.free) return { ...FREE, known: true };
  const name = `${model.preset}/${model.model}`;
  const listed = Object.hasOwn(PRICES, name) ? PRICES[name] : undefined;
  if (!listed) return { ...dearest(), known: false };
  const peakUntil = peakEnd(model.preset, at) ?? peakEnd(model.preset, new Date(at.getTime() + RUN_MS));
  if (!peakUntil) return { ...listed, known: true };
  const { factor } = PEAKS[model.preset] as (typeof PEAKS)[string];
  const [input, cached, output] = [listed.input * factor, listed.cached * factor, listed.output * factor];
  return { input, cached, output, known: true, peakUntil };
}

function dearest(): Price {
  const all = Object.values(PRICES);
  const most = (field: keyof Price) => Math.max(...all.map((price) => price[field]));
  return { input: most('input'), cached: most('cached'), output: most('output') };
}

/** When the dear hours end that `at` lies in. */
function peakEnd(preset: string, at: Date): Date | undefined {
  const hours = Object.hasOwn(PEAKS, preset) ? PEAKS[preset]?.hours : undefined;
  const [day, hour] = [at.getUTCDay(), at.getUTCHours()];
  if (!hours || day === 0 || day === 6) return undefined;
  const [, end] = hours.find(([from, to]) => hour >= from && hour < to) ?? [];
  return end === undefined
    ? undefined
    : new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS + (end - hour) * HOUR_MS);
}

/** US dollars. */
export function costOf(usage: Usage, { input, cached, output }: Price): number {
  if (usage.dollars !== undefined) return usage.dollars;
  const fresh = usage.tokensIn - usage.tokensCached;
  return (fresh * input + usage.tokensCached * cached + usage.tokensOut * output) / 1_000_000;
}
