import type { Estimate, Model } from '../types.ts';
import { unknownPrice } from './bill.ts';
import { presetOf, type ResolvedModel } from './presets.ts';
import { PRICES_AS_OF } from './priceList.ts';
import { costOf, priceOf } from './prices.ts';
import { firstChat, worstCase } from './prompt.ts';
import { loadTokenCounter } from './tokens.ts';

/**
 * What these prompts would cost at most, for `--dry-run`: every answer as long as it may be, nothing cached, no second call. US
 * dollars. Throws UserError for an unknown preset.
 */
export async function estimate(
  prompts: { prompt: string; system: string; maxTokens: number }[],
  model: Model,
  clock: () => Date,
): Promise<Estimate> {
  const resolved = presetOf(model);
  const price = priceOf(resolved, clock());
  const count = await loadTokenCounter();
  const sum = { calls: prompts.length, tokensIn: 0, tokensOut: 0, dollars: 0 };
  for (const asked of prompts) {
    const worst = worstCase(firstChat(asked, resolved), count);
    sum.tokensIn += worst.tokensIn;
    sum.tokensOut += worst.tokensOut;
    sum.dollars += costOf(worst, price);
  }
  return { ...sum, note: priceNote(resolved, clock()) };
}

/** Whose price it is, and until when it is a dear one. */
export function priceNote(model: ResolvedModel, at: Date): string {
  const { known, peakUntil } = priceOf(model, at);
  if (!known) return unknownPrice(model);
  if (model.price) return 'at the price in newsletter.yaml';
  if (model.free) return 'a server of your own costs nothing';
  const listed = `at the prices of ${PRICES_AS_OF}`;
  return peakUntil ? `${listed}, peak price until ${peakUntil.toISOString().slice(11, 16)} UTC` : listed;
}
