/** One call of an OpenAI-compatible chat API, and what became of it. Every way in which services fail ends in one of a few outcomes. */
import type OpenAI from 'openai';
import type { Fetch, FetchResponse } from '../types.ts';
import { failureOf, type Outcome, unreachable } from './failures.ts';
import { extractJson } from './json.ts';
import type { ResolvedModel } from './presets.ts';
import type { Usage } from './prices.ts';
import { splitThinking, stripThinking } from './thinking.ts';
import { readUsage } from './usage.ts';

export type Message = { role: 'system' | 'user' | 'assistant'; content: string };
export interface Chat {
  messages: Message[];
  maxTokens: number;
}
/** What a call became, what it took (undefined: nobody said), and whether a stored answer spared it. */
export interface Called {
  outcome: Outcome;
  usage?: Usage;
  cached: boolean;
}
export interface ChatClient {
  model: ResolvedModel;
  key: string | undefined;
  fetch: Fetch;
  timeoutMs: number;
}

/** Only these leave: the package would add the machine's system and version, and headers from the environment. */
const SENT = ['accept', 'authorization', 'content-type'];
const MAX_BYTES = 5_000_000;

interface Choice {
  finish_reason?: unknown;
  message?: Record<string, unknown> | null;
}

/** Makes the call. Never rejects. */
export async function call(client: ChatClient, chat: Chat): Promise<Called> {
  const seen: { response?: FetchResponse; failure?: string } = {};
  try {
    const api = await openApi(client, seen);
    const data: unknown = await api.chat.completions.create(bodyOf(client.model, chat));
    return { ...read(data, client, seen.response?.status ?? 200), cached: seen.response?.from === 'stored' };
  } catch (error) {
    const { response } = seen;
    if (!response) return { outcome: unreachable(seen.failure ?? (error as Error).message), cached: false };
    const said = readError(response.body);
    const code = response.status === 200 ? undefined : response.status;
    return { outcome: failureOf(code, said, client), cached: response.from === 'stored' };
  }
}

function bodyOf(model: ResolvedModel, { messages, maxTokens }: Chat): OpenAI.ChatCompletionCreateParamsNonStreaming {
  return {
    model: model.model,
    messages,
    [model.limitName]: maxTokens,
    ...(model.jsonObject ? { response_format: { type: 'json_object' } } : {}),
    // what each service calls its thinking is not in the package's types; it passes through
    ...model.thinking(model.effort, model.model),
  };
}

/** The package is loaded when a model is first asked; its retries are ours, and counted. */
async function openApi(client: ChatClient, seen: { response?: FetchResponse; failure?: string }): Promise<OpenAI> {
  const { default: OpenAIClient } = await import('openai');
  return new OpenAIClient({
    // it refuses to be built without one; servers of one's own want none
    apiKey: client.key || 'no-key',
    baseURL: client.model.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: client.timeoutMs * 2 + 60_000,
    logLevel: 'off',
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      if (!client.key) headers.delete('authorization');
      try {
        const response = await client.fetch({
          url: String(input),
          method: 'POST',
          headers: Object.fromEntries(SENT.map((name) => [name, headers.get(name) ?? '']).filter(([, value]) => value)),
          body: String(init?.body),
          from: 'operator',
          cache: 'keep',
          worthKeeping: isUsable,
          strip: stripThinking,
          timeoutMs: client.timeoutMs,
          maxBytes: MAX_BYTES,
        });
        seen.response = response;
        const body = response.status === 204 || response.status === 304 ? null : Buffer.from(response.body);
        return new Response(body, { status: response.status, headers: { 'content-type': contentType(response) } });
      } catch (error) {
        seen.failure = (error as Error).message;
        throw error;
      }
    },
  });
}

function contentType(response: FetchResponse): string {
  return response.headers['content-type'] ?? 'application/json';
}

/** What a 200 says: an answer, or one of the failures that services hide in one. */
function read(body: unknown, client: ChatClient, status: number): Omit<Called, 'cached'> {
  const data = typeof body === 'string' ? parsed(body) : body;
  if (typeof data !== 'object' || data === null) {
    return {
      outcome: { kind: 'again', detail: `${client.model.baseUrl} answered with a page, not with a model's answer` },
    };
  }
  const { choices, error } = data as { choices?: Choice[]; error?: { code?: unknown; message?: unknown } };
  const usage = readUsage(data);
  const spent = usage ? { usage } : {};
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  if (!choice || error) {
    const code = Number(error?.code);
    return {
      outcome: failureOf(code >= 400 ? code : undefined, String(error?.message ?? `no choices (${status})`), client),
      ...spent,
    };
  }
  return { outcome: readChoice(choice), ...spent };
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

/** The package hands a body over as a string where its type does not say JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Worth keeping: a 200 that holds JSON. What failed is asked again the next time. */
function isUsable(response: FetchResponse): boolean {
  if (response.status !== 200) return false;
  try {
    const data = JSON.parse(new TextDecoder().decode(response.body)) as { choices?: Choice[]; error?: unknown };
    const choice = data.choices?.[0];
    if (data.error || !choice || choice.finish_reason === 'length') return false;
    const content = choice.message?.content;
    if (typeof content !== 'string') return false;
    const { answer, cut } = splitThinking(content);
    return !cut && extractJson(answer) !== undefined;
  } catch {
    return false;
  }
}

/** The words of an error's body: `error.message`, else nothing; a page's HTML is no message. */
function readError(body: Uint8Array): string {
  try {
    const { error, message } = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>).message : error;
    return String(inner ?? message ?? '');
  } catch {
    return '';
  }
}
