/**
 * The services that Pullquote knows, as data. Facts of November 2026; what is wrong here becomes a clear message, not a lost issue.
 * Thinking arrives as `reasoning_content` (DeepSeek, llama.cpp), `reasoning` (OpenRouter, Groq, Ollama, vLLM) or within the content
 * (Together); all three are understood of every service (thinking.ts).
 */
import { UserError } from '../errors.ts';
import type { Model } from '../types.ts';

type Effort = NonNullable<Model['effort']>;
export interface Preset {
  baseUrl: string;
  /** The environment variable of its key. */
  keyName: string;
  /** Whether it answers nobody without a key; a server of one's own seldom asks for one. */
  keyRequired: boolean;
  /** Runs on the operator's own machine: costs nothing. */
  free: boolean;
  /** Whether `response_format: json_object` is sent. */
  jsonObject: boolean;
  /** What the limit of an answer is called. */
  limitName: 'max_tokens' | 'max_completion_tokens';
  /** What asks a model of that name to think so much. */
  thinking: (effort: Effort, model: string) => Record<string, unknown>;
}
/** A model of `newsletter.yaml`, ready to be asked. */
export interface ResolvedModel extends Preset {
  /** As it is written in the configuration. */
  label: string;
  preset: string;
  /** The name that the service knows. */
  model: string;
  effort: Effort;
  /** The most tokens of one answer, thinking included, where the operator set it. */
  maxTokens?: number;
  /** Where the operator set it. */
  price?: NonNullable<Model['price']>;
}

const CHAT_TEMPLATE = (effort: Effort) =>
  effort === 'none' ? { chat_template_kwargs: { enable_thinking: false } } : {};
const OWN_SERVER = {
  keyRequired: false,
  free: true,
  jsonObject: true,
  limitName: 'max_tokens',
  thinking: CHAT_TEMPLATE,
} as const;

export const PRESETS: Record<string, Preset> = {
  deepseek: {
    baseUrl: 'https://api.deepseek.com',
    keyName: 'DEEPSEEK_API_KEY',
    keyRequired: true,
    free: false,
    jsonObject: true,
    limitName: 'max_tokens',
    // thinks by default, at high effort; knows low, high and max
    thinking: (effort) =>
      effort === 'none'
        ? { thinking: { type: 'disabled' } }
        : { thinking: { type: 'enabled' }, reasoning_effort: effort === 'low' ? 'low' : 'high' },
  },
  openai: {
    baseUrl: 'https://api.openai.com/v1',
    keyName: 'OPENAI_API_KEY',
    keyRequired: true,
    free: false,
    jsonObject: true,
    limitName: 'max_completion_tokens',
    // the others refuse the word, and the o family knows no none
    thinking: (effort, model) => {
      if (/^gpt-5/.test(model)) return { reasoning_effort: effort };
      return /^o\d/.test(model) ? { reasoning_effort: effort === 'none' ? 'low' : effort } : {};
    },
  },
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    keyName: 'OPENROUTER_API_KEY',
    keyRequired: true,
    free: false,
    jsonObject: true,
    limitName: 'max_tokens',
    thinking: (effort) => ({
      reasoning: effort === 'none' ? { enabled: false } : { effort },
      // else it may pick a host that passes over what it does not know
      provider: { require_parameters: true },
      usage: { include: true },
    }),
  },
  groq: {
    baseUrl: 'https://api.groq.com/openai/v1',
    keyName: 'GROQ_API_KEY',
    keyRequired: true,
    free: false,
    jsonObject: true,
    limitName: 'max_completion_tokens',
    // `raw`, thinking in the content, and JSON mode exclude one another there; models that do not know the format refuse the word
    thinking: (effort, model) => {
      if (/gpt-oss/.test(model)) return { reasoning_effort: effort === 'none' ? 'low' : effort };
      if (/qwen3/.test(model))
        return { reasoning_effort: effort === 'none' ? 'none' : 'default', reasoning_format: 'parsed' };
      return {};
    },
  },
  together: {
    baseUrl: 'https://api.together.xyz/v1',
    keyName: 'TOGETHER_API_KEY',
    keyRequired: true,
    free: false,
    // the content begins with <think>, which is no JSON
    jsonObject: false,
    limitName: 'max_tokens',
    thinking: () => ({}),
  },
  ollama: {
    ...OWN_SERVER,
    baseUrl: 'http://127.0.0.1:11434/v1',
    keyName: 'OLLAMA_API_KEY',
    thinking: (effort) => ({ reasoning_effort: effort }),
  },
  llamacpp: {
    ...OWN_SERVER,
    baseUrl: 'http://127.0.0.1:8080/v1',
    keyName: 'LLAMACPP_API_KEY',
  },
  vllm: { ...OWN_SERVER, baseUrl: 'http://127.0.0.1:8000/v1', keyName: 'VLLM_API_KEY' },
};

/**
 * The preset of `preset/name`, with `url` in the place of its address. A name whose first word is no preset stands alone beside a `url`
 * (any compatible server, its key in MODEL_API_KEY). Throws UserError, listing the presets, where there is neither.
 */
export function presetOf(model: Model): ResolvedModel {
  const [, first = '', rest = ''] = model.name.match(/^([^/]+)\/(.+)$/) ?? [];
  const known = Object.hasOwn(PRESETS, first) ? PRESETS[first] : undefined;
  const asked = {
    label: model.name,
    effort: model.effort ?? 'low',
    ...(model.maxTokens === undefined ? {} : { maxTokens: model.maxTokens }),
    ...(model.price === undefined ? {} : { price: model.price }),
  };
  if (known) return { ...known, ...asked, preset: first, model: rest, baseUrl: model.url ?? known.baseUrl };
  if (model.url) {
    const own = { ...OWN_SERVER, free: false, keyName: 'MODEL_API_KEY', baseUrl: model.url };
    return { ...own, ...asked, preset: 'custom', model: model.name };
  }
  throw new UserError(
    `model: "${model.name}" is not preset/name. Known presets: ${Object.keys(PRESETS).join(', ')}. ` +
      'For another compatible server give its url beside the name',
  );
}
