/** A model's thinking: it is counted, and neither kept nor published. */

interface Message {
  [field: string]: unknown;
}
interface Completion {
  choices?: ({ message?: Message | null } | null)[];
  usage?: Record<string, unknown> | null;
}

/** Where services put it: DeepSeek and llama.cpp; OpenRouter, Groq, Ollama and vLLM; OpenRouter once more, in pieces. */
const FIELDS = ['reasoning_content', 'reasoning', 'reasoning_details'] as const;
/** More ends of thinking than that are somebody's joke. */
const MOST_ENDS = 50;

/** The words after the thinking. `cut`: the thinking has no end, so the answer was cut off within it. */
export function splitThinking(content: string): { answer: string; cut: boolean } {
  // an answer may tell of the tags
  if (isJson(content)) return { answer: content, cut: false };
  // a template may have opened the tag, so the end alone counts; thinking may name the tag, too, and JSON follows its real end
  const ends = [...content.matchAll(/<\/think>/g)].map(({ index }) => index + 8);
  const end = ends.slice(0, MOST_ENDS).find((at) => isJson(content.slice(at))) ?? ends.at(-1);
  if (end !== undefined) return { answer: content.slice(end), cut: false };
  const start = content.indexOf('<think>');
  const brace = content.indexOf('{');
  const thinks = start >= 0 && (brace < 0 || start < brace);
  return thinks ? { answer: content.slice(0, start), cut: true } : { answer: content, cut: false };
}

/** Where a chat answer's thinking stands: a field's name, `<think>` in the content, or nowhere. */
export function thinkingIn(body: Uint8Array): (typeof FIELDS)[number] | '<think>' | undefined {
  for (const choice of parsed(body)?.choices ?? []) {
    const message = choice?.message ?? {};
    const field = FIELDS.find((name) => thoughtOf(message[name]) !== '');
    if (field) return field;
    if (typeof message.content === 'string' && splitThinking(message.content).answer.length < message.content.length)
      return '<think>';
  }
  return undefined;
}

/**
 * A chat answer without the thinking, wherever the service puts it; what is no chat answer is left as it is. Where the service does not
 * say how many tokens it thought, its share of the letters says it.
 */
export function stripThinking(body: Uint8Array): Uint8Array {
  const data = parsed(body);
  if (!Array.isArray(data?.choices)) return body;
  let [thought, said] = [0, 0];
  for (const choice of data.choices) {
    const message = choice?.message;
    if (typeof message !== 'object' || message === null) continue;
    thought += Math.max(...FIELDS.map((field) => thoughtOf(message[field]).length));
    for (const field of FIELDS) delete message[field];
    if (typeof message.content !== 'string') continue;
    const { answer, cut } = splitThinking(message.content);
    thought += message.content.length - answer.length;
    said += answer.length;
    // the mark says that there was no end
    message.content = cut ? `${answer}<think>` : answer;
  }
  if (thought > 0) countThinking(data.usage, thought / (thought + said));
  return Buffer.from(JSON.stringify(data));
}

function countThinking(usage: Completion['usage'], share: number): void {
  if (typeof usage !== 'object' || usage === null || typeof usage.completion_tokens !== 'number') return;
  const details = (usage.completion_tokens_details ?? {}) as Record<string, unknown>;
  if (typeof details !== 'object' || typeof details.reasoning_tokens === 'number') return;
  usage.completion_tokens_details = { ...details, reasoning_tokens: Math.round(usage.completion_tokens * share) };
}

/** OpenRouter's details are a list of `{ text }` or `{ summary }`. */
function thoughtOf(field: unknown): string {
  if (typeof field === 'string') return field;
  if (!Array.isArray(field)) return '';
  return field.map((part) => String(part?.text ?? part?.summary ?? '')).join('');
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed(body: Uint8Array): Completion | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
