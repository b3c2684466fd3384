import type { Model } from '../types.ts';
import { presetOf } from './presets.ts';
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
): Promise<{ calls: number; tokensIn: number; tokensOut: number; dollars: number }> {
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
  return sum;
}
