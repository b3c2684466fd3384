import { onTestFinished } from 'vitest';
import { type AskOptions, createAsk } from '../../src/llm/ask.ts';
import type { AskRequest } from '../../src/types.ts';
import { NOON, openDoor } from './door.ts';
import { memoryCache } from './memory-cache.ts';
import { type ModelCall, type ModelReply, startModelServer } from './model-server.ts';

export const KEY = 'sk-test-0123456789';
export const REQUEST: AskRequest = {
  purpose: 'write',
  system: 'Answer in JSON.',
  prompt: 'What is new?',
  maxTokens: 500,
};
/** What is asked for: a number called a. */
export function parseA(json: unknown): number {
  const { a } = json as { a?: unknown };
  if (typeof a !== 'number') throw new Error('"a" must be a number');
  return a;
}

/** A model that answers as it is told, and someone to ask it, gone after the test. A token a letter, so that sums are easy. What was waited for is in `waited`. */
export async function asking(answer: (call: ModelCall, n: number) => ModelReply, o: Partial<AskOptions> = {}) {
  const server = await startModelServer(answer);
  onTestFinished(() => server.close());
  const cache = memoryCache();
  const waited: number[] = [];
  const { fetch } = openDoor({ allow: [server.host], cache });
  const { model = { name: 'deepseek/deepseek-flash' }, ...rest } = o;
  const asker = createAsk({
    model: { ...model, url: server.url },
    key: KEY,
    fetch,
    budget: 1,
    clock: () => NOON,
    countTokens: (text) => text.length,
    wait: async (ms) => void waited.push(ms),
    ...rest,
  });
  const put = (over: Partial<AskRequest> = {}) => asker.ask({ ...REQUEST, ...over }, parseA);
  return { ...asker, put, server, fetch, cache, waited };
}
