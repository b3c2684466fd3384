/** What a service's answer says: every way in which services fail ends in one of a few outcomes. */
import { retryAfterMs } from '../text/retryAfter.ts';
import type { FetchResponse } from '../types.ts';
import { failureOf, type Outcome } from './failures.ts';
import { extractJson } from './json.ts';
import type { ResolvedModel } from './presets.ts';
import type { Usage } from './prices.ts';
import { splitThinking } from './thinking.ts';
import { readUsage } from './usage.ts';

interface Choice {
  finish_reason?: unknown;
  message?: Record<string, unknown> | null;
  /** OpenRouter, where a host failed after it had begun. */
  error?: unknown;
}
interface Read {
  outcome: Outcome;
  usage?: Usage;
}
interface Asked {
  model: ResolvedModel;
  key: string | undefined;
  plain: boolean;
}

/** What a 200 says: an answer, or one of the failures that services hide in one. */
export function readAnswer(body: unknown, asked: Asked): Read {
  const data = typeof body === 'string' ? parsed(body) : body;
  if (typeof data !== 'object' || data === null) {
    const detail = `${asked.model.baseUrl} answered with a page, not with a model's answer`;
    return { outcome: { kind: 'again', detail } };
  }
  const { choices, error } = data as { choices?: Choice[]; error?: unknown };
  const usage = readUsage(data);
  const spent = usage ? { usage } : {};
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  const hidden = error ?? choice?.error;
  if (!choice || hidden) {
    const code = Number((hidden as { code?: unknown } | undefined)?.code);
    const said = wordsOf(hidden) || 'it holds no answer';
    return { outcome: failureOf({ ...asked, code: code >= 400 ? code : undefined, said }), ...spent };
  }
  return { outcome: readChoice(choice), ...spent };
}

/** What an error status says. */
export function readFailure({ status, headers, body }: FetchResponse, now: Date, asked: Asked): Outcome {
  const data = parsed(new TextDecoder().decode(body)) as { error?: unknown } | undefined;
  const said = wordsOf(data?.error) || wordsOf(data);
  const code = status === 200 ? undefined : status;
  return failureOf({ ...asked, code, said, waitMs: retryAfterMs(headers, now) });
}

function readChoice(choice: Choice): Outcome {
  const message = choice.message ?? {};
  const content = typeof message.content === 'string' ? message.content : '';
  const { answer, cut } = splitThinking(content);
  if (choice.finish_reason === 'length' || cut) return { kind: 'length' };
  if (choice.finish_reason === 'content_filter' || (typeof message.refusal === 'string' && answer.trim() === '')) {
    return { kind: 'unusable', detail: 'the model declined to answer (content filter)' };
  }
  if (choice.finish_reason === 'insufficient_system_resource')
    return { kind: 'again', detail: 'the model ran out of capacity' };
  // DeepSeek blanks what is not JSON and calls it finished
  if (answer.trim() === '') return { kind: 'again', detail: 'the model answered nothing' };
  return { kind: 'answer', text: answer.trim() };
}

/** Worth keeping: a 200 that holds JSON. What failed is asked again the next time. */
export function isUsable(response: FetchResponse): boolean {
  if (response.status !== 200) return false;
  const data = parsed(new TextDecoder().decode(response.body)) as { choices?: Choice[]; error?: unknown } | undefined;
  const choice = data?.choices?.[0];
  const content = choice?.message?.content;
  if (data?.error || !choice || choice.error || choice.finish_reason === 'length' || typeof content !== 'string')
    return false;
  const { answer, cut } = splitThinking(content);
  try {
    return !cut && extractJson(answer) !== undefined;
  } catch {
    return false;
  }
}

/** `message` with its `code`, where that is a word; a page's HTML is no message. */
function wordsOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  const { message, code } = error as { message?: unknown; code?: unknown };
  const word = typeof code === 'string' && /^[a-z_]+$/.test(code) ? ` (${code})` : '';
  return typeof message === 'string' ? message + word : word.trim();
}

/** The package hands a body over as a string where its type does not say JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
