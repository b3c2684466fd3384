/** One call of an OpenAI-compatible chat API, and what became of it. */
import type OpenAI from 'openai';
import type { Fetch, FetchResponse } from '../types.ts';
import { type Outcome, unreachable } from './failures.ts';
import type { ResolvedModel } from './presets.ts';
import type { Usage } from './prices.ts';
import { isUsable, readAnswer, readFailure } from './read.ts';
import { stripThinking } from './thinking.ts';

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
/** Makes one call; `plain` as for `call`. */
export type CallModel = (chat: Chat, plain: boolean) => Promise<Called>;
export interface ChatClient {
  model: ResolvedModel;
  key: string | undefined;
  fetch: Fetch;
  timeoutMs: number;
  clock: () => Date;
  /** Answers are stored by content, and used again. By default yes. */
  keep?: boolean;
  /** Sees each answer as it came, thinking included. */
  look?: (body: Uint8Array) => void;
}

/** Only these leave: the package would add the machine's system and version, and headers from the environment. */
const SENT = ['accept', 'authorization', 'content-type'];
const MAX_BYTES = 5_000_000;

/** Makes the call; `plain`: without JSON mode and without a word on thinking, for services that refuse them. Never rejects. */
export async function call(client: ChatClient, chat: Chat, plain: boolean): Promise<Called> {
  const seen: { response?: FetchResponse; failure?: string } = {};
  const asked = { model: client.model, key: client.key, plain };
  try {
    const api = await openApi(client, seen);
    const data: unknown = await api.chat.completions.create(bodyOf(client.model, chat, plain));
    return { ...readAnswer(data, asked), cached: seen.response?.from === 'stored' };
  } catch (error) {
    const { response } = seen;
    if (!response) return { outcome: unreachable(seen.failure ?? (error as Error).message), cached: false };
    return { outcome: readFailure(response, client.clock(), asked), cached: response.from === 'stored' };
  }
}

function bodyOf(
  model: ResolvedModel,
  { messages, maxTokens }: Chat,
  plain: boolean,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const least = { model: model.model, messages, [model.limitName]: maxTokens };
  if (plain) return least;
  return {
    ...least,
    ...(model.jsonObject ? { response_format: { type: 'json_object' } } : {}),
    // what each service calls its thinking is not in the package's types; it passes through
    ...model.thinking(model.effort, model.model),
  };
}

/** The package is loaded when a model is first asked. Tries are ours, and each is counted. */
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
          cache: client.keep === false ? 'none' : 'keep',
          worthKeeping: isUsable,
          strip: (body) => {
            client.look?.(body);
            return stripThinking(body);
          },
          timeoutMs: client.timeoutMs,
          maxBytes: MAX_BYTES,
          retries: 0,
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
