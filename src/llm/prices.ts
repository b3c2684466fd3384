/** What models cost, in US dollars a million tokens, as listed in November 2026 (DeepSeek) and summer 2026 (the others). */
import type { ResolvedModel } from './presets.ts';

export interface Price {
  input: number;
  /** Input that the service had in its cache. */
  cached: number;
  /** Thinking included. */
  output: number;
}
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

const price = (input: number, cached: number, output: number): Price => ({ input, cached, output });
const FREE = price(0, 0, 0);
/** By preset and the service's name of the model. */
const PRICES: Record<string, Price> = {
  'deepseek/deepseek-flash': price(0.15, 0.003, 0.6),
  'deepseek/deepseek-v4-pro': price(0.66, 0.022, 1.98),
  'openai/gpt-5-mini': price(0.25, 0.025, 2),
  'openai/gpt-5.2': price(1.75, 0.175, 14),
  'openai/gpt-5.5': price(5, 0.5, 30),
  'openai/gpt-4o': price(2.5, 1.25, 10),
  'openai/gpt-4o-mini': price(0.15, 0.075, 0.6),
  'groq/openai/gpt-oss-20b': price(0.075, 0.0375, 0.3),
  'groq/openai/gpt-oss-120b': price(0.15, 0.075, 0.6),
};
/** DeepSeek takes twice as much on weekdays 01:00–04:00 and 06:00–10:00 UTC; its holidays are not known here and count as weekdays. */
const PEAK_HOURS = [
  [1, 4],
  [6, 10],
] as const;
const PEAK_FACTOR = 2;

/** The price at a moment. `known: false`: it is the dearest of the table, so that a budget holds all the same. */
export function priceOf(model: ResolvedModel, at: Date): Price & { known: boolean } {
  if (model.free) return { ...FREE, known: true };
  const name = `${model.preset}/${model.model}`;
  const listed = Object.hasOwn(PRICES, name) ? PRICES[name] : undefined;
  if (!listed) return { ...dearest(), known: false };
  const factor = model.preset === 'deepseek' && isPeak(at) ? PEAK_FACTOR : 1;
  const { input, cached, output } = listed;
  return { input: input * factor, cached: cached * factor, output: output * factor, known: true };
}

function dearest(): Price {
  const all = Object.values(PRICES);
  const most = (field: keyof Price) => Math.max(...all.map((p) => p[field]));
  return price(most('input'), most('cached'), most('output'));
}

function isPeak(at: Date): boolean {
  const [day, hour] = [at.getUTCDay(), at.getUTCHours()];
  return day >= 1 && day <= 5 && PEAK_HOURS.some(([from, to]) => hour >= from && hour < to);
}

/** US dollars. */
export function costOf(usage: Usage, { input, cached, output }: Price): number {
  if (usage.dollars !== undefined) return usage.dollars;
  const fresh = usage.tokensIn - usage.tokensCached;
  return (fresh * input + usage.tokensCached * cached + usage.tokensOut * output) / 1_000_000;
}
