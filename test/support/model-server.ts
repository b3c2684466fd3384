/** A real HTTP server that answers like DeepSeek's chat API, thinking included, and fails in every way that services do. */
import type { ServerResponse } from 'node:http';
import { type LoopbackServer, reply, startServer } from './servers.ts';

/** What the client sent. */
export interface ModelCall {
  body: {
    model: string;
    messages: { role: string; content: string }[];
    max_tokens?: number;
    response_format?: { type: string };
    [name: string]: unknown;
  };
  headers: Record<string, string | undefined>;
}
/** How to answer one call. Without `status`, `raw` or `cut` it is a proper completion. */
export interface ModelReply {
  /** The content as an object: it is written as JSON. */
  json?: unknown;
  /** The content as it is. */
  content?: string;
  reasoning?: string;
  /** Where the thinking stands: DeepSeek's field by default. */
  reasoningField?: 'reasoning_content' | 'reasoning';
  finish?: string;
  /** Merged into a usage of 100 tokens in, 50 out, 20 of them thinking; null: none is said. */
  usage?: Record<string, unknown> | null;
  /** An error status, with `error` as its message. */
  status?: number;
  error?: string;
  headers?: Record<string, string>;
  /** The whole body, as it is. */
  raw?: string;
  /** Sends half of the body, then cuts the connection. */
  cut?: boolean;
  /** Never answers. */
  hang?: boolean;
  /** Sends blank lines, again and again, and never answers. */
  drip?: boolean;
  /** Blank lines before the body, as DeepSeek sends while a call waits. */
  blankLines?: number;
  /** Waited for before the answer. */
  after?: Promise<unknown>;
}
export interface ModelServer extends LoopbackServer {
  calls: ModelCall[];
}

/** Starts the server; `answer` is asked for each call, `n` counts from 0. `url` is the base URL for the client. */
export async function startModelServer(answer: (call: ModelCall, n: number) => ModelReply): Promise<ModelServer> {
  const calls: ModelCall[] = [];
  const server = await startServer(async (hit, response) => {
    if (hit.path !== '/chat/completions') return reply(response, 404, '{"error":{"message":"no such path"}}');
    const call = { body: JSON.parse(hit.body), headers: hit.headers };
    calls.push(call);
    await send(response, answer(call, calls.length - 1), call);
  });
  return { ...server, calls };
}

async function send(response: ServerResponse, r: ModelReply, call: ModelCall): Promise<void> {
  await r.after;
  if (r.hang) return;
  if (r.drip) return drip(response);
  const headers = { 'content-type': 'application/json', ...r.headers };
  if (r.status !== undefined) {
    return reply(response, r.status, JSON.stringify({ error: { message: r.error ?? 'it failed' } }), headers);
  }
  const body = r.raw ?? JSON.stringify(completion(r, call));
  if (r.cut) {
    response.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
    return;
  }
  response.writeHead(200, headers);
  for (let line = 0; line < (r.blankLines ?? 0); line++) response.write('\n');
  response.end(body);
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const beat = setInterval(() => response.write('\n'), 20);
  response.on('close', () => clearInterval(beat));
}

function completion(r: ModelReply, call: ModelCall): object {
  const content = r.content ?? JSON.stringify(r.json ?? { ok: true });
  const thinking = r.reasoning === undefined ? {} : { [r.reasoningField ?? 'reasoning_content']: r.reasoning };
  const usage = {
    prompt_tokens: 100,
    completion_tokens: 50,
    total_tokens: 150,
    prompt_cache_hit_tokens: 0,
    prompt_cache_miss_tokens: 100,
    completion_tokens_details: { reasoning_tokens: 20 },
    ...r.usage,
  };
  return {
    id: 'test',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: call.body.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, ...thinking },
        finish_reason: r.finish ?? 'stop',
        logprobs: null,
      },
    ],
    ...(r.usage === null ? {} : { usage }),
  };
}
