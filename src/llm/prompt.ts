/** A question as chat messages, and the most that asking it can take. */
import type { AskRequest } from '../types.ts';
import type { Chat, Message } from './chat.ts';
import type { ResolvedModel } from './presets.ts';
import type { Usage } from './prices.ts';
import { type CountTokens, promptTokens } from './tokens.ts';

/** What a model needs to think, beside the tokens of its answer. */
export const THINKING_ROOM = { none: 0, low: 2000, medium: 6000, high: 12_000 };
const JSON_ONLY = 'Answer with one JSON object and nothing else.';
/** Of a bad answer, shown to the model again. */
const LONGEST_QUOTED = 4000;

type Question = Pick<AskRequest, 'system' | 'prompt' | 'maxTokens'>;

/** The first call of a question. Its limit is the answer's, with room to think, within what the operator allows. */
export function firstChat(question: Question, model: ResolvedModel): Chat {
  const most = model.maxTokens ?? Number.POSITIVE_INFINITY;
  const maxTokens = Math.min(question.maxTokens + THINKING_ROOM[model.effort], most);
  return { messages: firstMessages(question), maxTokens };
}

/** After an answer that was cut off: twice the room. Undefined where the operator allows no more. */
export function longerChat(chat: Chat, model: ResolvedModel): Chat | undefined {
  const maxTokens = Math.min(chat.maxTokens * 2, model.maxTokens ?? Number.POSITIVE_INFINITY);
  return maxTokens > chat.maxTokens ? { ...chat, maxTokens } : undefined;
}

/** After an answer that was not what was asked. */
export function repairChat(chat: Chat, question: Question, answer: string, reason: string): Chat {
  const remark = `That answer cannot be used: ${reason}. Give the whole answer again, mended. ${JSON_ONLY}`;
  return {
    ...chat,
    messages: [
      ...firstMessages(question),
      { role: 'assistant', content: answer.slice(0, LONGEST_QUOTED) },
      { role: 'user', content: remark },
    ],
  };
}

function firstMessages({ system, prompt }: Question): Message[] {
  // services that are asked for a JSON object want the word in the prompt
  const told = /\bjson\b/i.test(system) ? system : `${system}\n\n${JSON_ONLY}`.trim();
  return [
    { role: 'system', content: told },
    { role: 'user', content: prompt },
  ];
}

/** The most that a call can take: nothing cached, an answer as long as it may be. */
export function worstCase({ messages, maxTokens }: Chat, count: CountTokens): Usage {
  const contents = messages.map((message) => message.content);
  return { tokensIn: promptTokens(contents, count), tokensOut: maxTokens, tokensCached: 0, tokensReasoning: 0 };
}
