/** What a service says that a call took. */
import type { Usage } from './prices.ts';

/** Undefined where the answer says nothing of use. Never negative, never more cached or thought than there was. */
export function readUsage(data: object): Usage | undefined {
  const usage = object((data as Record<string, unknown>).usage);
  const [tokensIn, tokensOut] = [count(usage.prompt_tokens), count(usage.completion_tokens)];
  if (tokensIn === undefined || tokensOut === undefined) return undefined;
  // DeepSeek's own field, then OpenAI's
  const cached = count(usage.prompt_cache_hit_tokens) ?? count(object(usage.prompt_tokens_details).cached_tokens) ?? 0;
  const reasoning = count(object(usage.completion_tokens_details).reasoning_tokens) ?? 0;
  const dollars = count(usage.cost);
  return {
    tokensIn,
    tokensOut,
    tokensCached: Math.min(cached, tokensIn),
    tokensReasoning: Math.min(reasoning, tokensOut),
    ...(dollars === undefined ? {} : { dollars }),
  };
}

/** Whether it says how much of the prompt was in its cache, be it nothing. */
export function tellsCached(data: object): boolean {
  const usage = object((data as Record<string, unknown>).usage);
  return (
    (count(usage.prompt_cache_hit_tokens) ?? count(object(usage.prompt_tokens_details).cached_tokens)) !== undefined
  );
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
