/** Each service as its documentation describes it: what it refuses, where its thinking arrives, what it says of tokens. */
import type { ModelCall, ModelReply } from './model-server.ts';

export interface Service {
  /** A model of it, as newsletter.yaml names it. */
  name: string;
  /** The variable of its key; undefined: it asks for none. */
  keyName?: string;
  /** Why it would refuse what it was sent. */
  refuses: (body: ModelCall['body']) => string | undefined;
  /** Its answer with this content, after some thinking. */
  answer: (content: string) => ModelReply;
  /** What `doctor` says of its thinking. */
  thinking: string;
  /** Whether it says what it had cached. */
  tellsCached: boolean;
  priceKnown: boolean;
}

export const THOUGHT = 'The editor wants JSON, so I count the braces.';
const SAYS_JSON = ({ messages, response_format }: ModelCall['body']) =>
  response_format && !/json/i.test(JSON.stringify(messages)) ? 'the prompt must hold the word json' : undefined;

/** A body with this message and usage, and nothing that others add. */
function bare(message: object, usage: object): ModelReply {
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }];
  return { raw: JSON.stringify({ id: 'x', object: 'chat.completion', choices, usage }) };
}
const PLAIN_USAGE = { prompt_tokens: 40, completion_tokens: 30, total_tokens: 70 };
const OPENAI_USAGE = {
  ...PLAIN_USAGE,
  prompt_tokens_details: { cached_tokens: 16 },
  completion_tokens_details: { reasoning_tokens: 20 },
};

export const SERVICES: Record<string, Service> = {
  deepseek: {
    name: 'deepseek/deepseek-flash',
    keyName: 'DEEPSEEK_API_KEY',
    refuses: (body) => (body.thinking ? SAYS_JSON(body) : 'no thinking was ordered, so it is high'),
    answer: (content) => ({
      ...bare(
        { content, reasoning_content: THOUGHT },
        {
          ...PLAIN_USAGE,
          prompt_cache_hit_tokens: 16,
          prompt_cache_miss_tokens: 24,
          completion_tokens_details: { reasoning_tokens: 20 },
        },
      ),
      blankLines: 2,
    }),
    thinking: 'arrives in `reasoning_content`, 20 tokens',
    tellsCached: true,
    priceKnown: true,
  },
  openai: {
    name: 'openai/gpt-5-mini',
    keyName: 'OPENAI_API_KEY',
    refuses: (body) => ('max_tokens' in body ? "Unsupported parameter: 'max_tokens'" : SAYS_JSON(body)),
    answer: (content) => bare({ content, refusal: null }, OPENAI_USAGE),
    thinking: 'is counted and not shown, 20 tokens',
    tellsCached: true,
    priceKnown: true,
  },
  openrouter: {
    name: 'openrouter/some-lab/some-model',
    keyName: 'OPENROUTER_API_KEY',
    refuses: (body) =>
      (body.provider as { require_parameters?: boolean } | undefined)?.require_parameters && body.reasoning
        ? undefined
        : 'it would go to a host that knows neither JSON mode nor reasoning',
    answer: (content) =>
      bare(
        { content, reasoning: THOUGHT, reasoning_details: [{ type: 'reasoning.text', text: THOUGHT }] },
        { ...OPENAI_USAGE, cost: 0.00002 },
      ),
    thinking: 'arrives in `reasoning`, 20 tokens',
    tellsCached: true,
    priceKnown: false,
  },
  groq: {
    name: 'groq/openai/gpt-oss-20b',
    keyName: 'GROQ_API_KEY',
    refuses: (body) =>
      'reasoning_format' in body ? '`reasoning_format` is not supported with this model' : SAYS_JSON(body),
    answer: (content) => bare({ content, reasoning: THOUGHT }, { ...PLAIN_USAGE, total_time: 0.1 }),
    thinking: 'arrives in `reasoning`',
    tellsCached: false,
    priceKnown: true,
  },
  together: {
    name: 'together/deepseek-ai/DeepSeek-R1',
    keyName: 'TOGETHER_API_KEY',
    refuses: (body) => (body.response_format ? 'response_format is not supported by this model' : undefined),
    answer: (content) => bare({ content: `<think>\n${THOUGHT} {"ok": false}\n</think>\n\n${content}` }, PLAIN_USAGE),
    thinking: 'arrives within the answer, between <think> and </think>',
    tellsCached: false,
    priceKnown: false,
  },
  ollama: {
    name: 'ollama/qwen3:8b',
    refuses: (body) => (body.reasoning_effort ? undefined : 'no effort'),
    answer: (content) => bare({ content, reasoning: THOUGHT }, PLAIN_USAGE),
    thinking: 'arrives in `reasoning`',
    tellsCached: false,
    priceKnown: true,
  },
  llamacpp: {
    name: 'llamacpp/local',
    refuses: () => undefined,
    answer: (content) => bare({ content, reasoning_content: THOUGHT }, PLAIN_USAGE),
    thinking: 'arrives in `reasoning_content`',
    tellsCached: false,
    priceKnown: true,
  },
  vllm: {
    name: 'vllm/Qwen/Qwen3-8B',
    refuses: () => undefined,
    // started without --reasoning-parser, and with a template that opens the tag
    answer: (content) => bare({ content: `${THOUGHT}\n</think>\n${content}` }, PLAIN_USAGE),
    thinking: 'arrives within the answer, between <think> and </think>',
    tellsCached: false,
    priceKnown: true,
  },
};

/** The service's answer to a call: a 400 where it refuses something. */
export function serve(service: Service, call: ModelCall, content: string): ModelReply {
  const error = service.refuses(call.body);
  return error ? { status: 400, error } : service.answer(content);
}
