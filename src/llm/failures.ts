/** What a failed call means: ask again, never ask again, or do without. */
import type { ResolvedModel } from './presets.ts';

export type Outcome =
  | { kind: 'answer'; text: string }
  /** Cut off at its limit of tokens. */
  | { kind: 'length' }
  /** May go well the next time. `mayHaveCost`: the service may have worked, and been paid for it. */
  | { kind: 'again'; detail: string; mayHaveCost?: boolean; timedOut?: boolean }
  /** This call will not do; another may. */
  | { kind: 'unusable'; detail: string; mayHaveCost?: boolean; timedOut?: boolean }
  /** No call will do until the operator mends something. */
  | { kind: 'refused'; detail: string };

/**
 * Of an HTTP status, or the code in an error that came with a 200. `said` is the service's own message; the key never stands in what
 * comes out.
 */
export function failureOf(
  code: number | undefined,
  said: string,
  { model, key }: { model: ResolvedModel; key: string | undefined },
): Outcome {
  const words = (key ? said.replaceAll(key, '[key]') : said).replace(/\s+/g, ' ').trim().slice(0, 200);
  const quoted = words ? `: ${words}` : '';
  const at = `${model.baseUrl} (${code ?? 200})`;
  switch (code) {
    case 401:
      return key
        ? { kind: 'refused', detail: `${at} does not accept the key in ${model.keyName}` }
        : { kind: 'refused', detail: `${at} wants a key: set ${model.keyName}` };
    case 402:
      return { kind: 'refused', detail: `${at} says that there is no credit left${quoted}` };
    case 403:
      return { kind: 'refused', detail: `${at} refuses this key or account${quoted}` };
    case 404:
      return { kind: 'refused', detail: `${at} has no model ${model.model}, or is no model's address${quoted}` };
    case 429:
      return { kind: 'unusable', detail: `${at} is too busy for us just now${quoted}` };
    case undefined:
      return { kind: 'again', detail: `${at} sent no usable answer${quoted}`, mayHaveCost: true };
    default:
      if (code >= 500 || code === 408 || code === 409) return { kind: 'again', detail: `${at} failed${quoted}` };
      return { kind: 'unusable', detail: `${at} did not accept the request${quoted}` };
  }
}

/** Of a call without any answer, by the words of the door: they are all that a recording keeps of it. */
export function unreachable(message: string): Outcome {
  if (/timed out/.test(message)) return { kind: 'unusable', detail: message, mayHaveCost: true, timedOut: true };
  if (/broke off/.test(message)) return { kind: 'again', detail: message, mayHaveCost: true };
  return { kind: 'unusable', detail: message };
}
