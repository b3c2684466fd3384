import type { ResponseCache, StoredResponse } from '../../src/types.ts';

/** A response cache that lives as long as its test. */
export function memoryCache(): ResponseCache & { kept: StoredResponse[] } {
  const kept: StoredResponse[] = [];
  return {
    kept,
    latest: async (method, url, bodyHash) =>
      kept.findLast((r) => r.method === method && r.url === url && r.bodyHash === bodyHash),
    keep: async (response) => void kept.push(response),
  };
}
