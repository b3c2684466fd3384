/** What a failed call means: ask again, ask more plainly, never ask again, or do without. */
import type { ResolvedModel } from './presets.ts';

export type Outcome =
  | { kind: 'answer'; text: string }
  /** Cut off at its limit of tokens. */
  | { kind: 'length' }
  /** May go well the next time; `waitMs`: the service is busy, and no call goes well sooner. `mayHaveCost`: the service may have worked, and been paid for it. */
  | { kind: 'again'; detail: string; code?: number; waitMs?: number; mayHaveCost?: boolean }
  /** The service does not know an option that it was sent: it is asked without them from now on. */
  | { kind: 'plainer'; detail: string; code?: number }
  /** This call will not do; another may. */
  | { kind: 'unusable'; detail: string; code?: number; mayHaveCost?: boolean; timedOut?: boolean }
  /** No call will do in this run. */
  | { kind: 'refused'; detail: string; code?: number };

/** What is known of a failed call. */
export interface Failure {
  /** The HTTP status, or the code in an error that came with a 200. */
  code: number | undefined;
  /** The service's own message. */
  said: string;
  /** How long it wants to be left alone. */
  waitMs?: number | undefined;
  model: ResolvedModel;
  key: string | undefined;
  /** It was sent without options already. */
  plain: boolean;
}

/** Nobody waits longer than this for a draft: the rest of it does without. */
export const LONGEST_WAIT_MS = 20_000;
/** Of a busy service that names no time. */
const PAUSE_MS = 2000;
/** What a refused option is called by services that say which it was. */
const OPTION = /response_format|json|reasoning|thinking|effort|template|parameter/i;

/** The key never stands in what comes out. */
export function failureOf(failure: Failure): Outcome {
  return { ...meaningOf(failure), ...(failure.code === undefined ? {} : { code: failure.code }) };
}

function meaningOf(failure: Failure): Exclude<Outcome, { kind: 'answer' | 'length' }> {
  const { code, waitMs, model, key, plain } = failure;
  const said = (key ? failure.said.replaceAll(key, '[key]') : failure.said).replace(/\s+/g, ' ').trim().slice(0, 200);
  const quoted = said ? `: ${said}` : '';
  const at = `${model.baseUrl} (${code ?? 200})`;
  if ((code === 400 || code === 404 || code === 422) && !plain && OPTION.test(said))
    return { kind: 'plainer', detail: `${at} did not accept the request${quoted}` };
  if (waitMs !== undefined && waitMs > LONGEST_WAIT_MS && (code === 429 || code === 503))
    return { kind: 'refused', detail: `${at} is busy and wants to be left alone for ${minutes(waitMs)}${quoted}` };
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
      // OpenAI's way of saying 402
      if (/insufficient_quota|current quota/i.test(said))
        return { kind: 'refused', detail: `${at} says that there is no credit left${quoted}` };
      return { kind: 'again', detail: `${at} is too busy for us just now${quoted}`, waitMs: waitMs ?? PAUSE_MS };
    case undefined:
      return { kind: 'again', detail: `${at} sent no usable answer${quoted}`, mayHaveCost: true };
    case 503:
      return { kind: 'again', detail: `${at} failed${quoted}`, waitMs: waitMs ?? PAUSE_MS };
    default:
      if (code >= 500 || code === 408 || code === 409) return { kind: 'again', detail: `${at} failed${quoted}` };
      return { kind: 'unusable', detail: `${at} did not accept the request${quoted}` };
  }
}

function minutes(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}

/** Of a call without any answer, by the words of the door: they are all that a recording keeps of it. */
export function unreachable(message: string): Outcome {
  if (/timed out/.test(message)) return { kind: 'unusable', detail: message, mayHaveCost: true, timedOut: true };
  if (/broke off/.test(message)) return { kind: 'again', detail: message, mayHaveCost: true };
  return { kind: 'unusable', detail: message };
}
