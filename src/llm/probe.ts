/** One tiny call that finds out what a model can do, for `doctor --model`. */
import type { Fetch, Model, ModelProbe } from '../types.ts';
import { type Called, type ChatClient, call } from './chat.ts';
import { priceNote } from './estimate.ts';
import { extractJson } from './json.ts';
import { BLOCK, TYPICAL } from './limits.ts';
import { presetOf, type ResolvedModel } from './presets.ts';
import { costOf, priceOf } from './prices.ts';
import { firstChat } from './prompt.ts';
import { thinkingIn } from './thinking.ts';
import { tellsCached } from './usage.ts';

export interface ProbeOptions {
  model: Model;
  key: string | undefined;
  fetch: Fetch;
  clock: () => Date;
  timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
const QUESTION = {
  system: 'You are asked whether you can answer in JSON.',
  prompt: 'Answer with this JSON object and nothing else: {"ok": true}',
  maxTokens: 200,
};

/** Asks once, and a second time where an option was refused. Nothing is stored. Throws UserError for an unknown preset. */
export async function probe(o: ProbeOptions): Promise<ModelProbe> {
  const model = presetOf(o.model);
  let body: Uint8Array = new Uint8Array();
  const client: ChatClient = {
    ...{ model, key: o.key, fetch: o.fetch, clock: o.clock, timeoutMs: o.timeoutMs ?? TIMEOUT_MS, keep: false },
    look: (answer) => {
      body = answer;
    },
  };
  const chat = firstChat(QUESTION, model);
  const first = await call(client, chat, false);
  const plain = first.outcome.kind === 'plainer';
  const called = plain ? await call(client, chat, true) : first;
  const failure = failureOf(called, chat.maxTokens);
  const thinking = thinkingIn(body);
  return {
    ...{ at: model.baseUrl, keyName: model.keyName, calls: plain ? 2 : 1, plain },
    ...(failure ? { failure } : { json: model.jsonObject && !plain ? 'json_object' : 'prompt' }),
    ...(thinking ? { thinking } : {}),
    ...(called.usage ? { usage: called.usage } : {}),
    tellsCached: tellsCached(parsed(body)),
    price: { known: priceOf(model, o.clock()).known, note: priceNote(model, o.clock()) },
    dollars: dollarsOf(model, o.clock()),
  };
}

function failureOf({ outcome }: Called, limit: number): ModelProbe['failure'] {
  if (outcome.kind === 'length') return { detail: `the answer was cut off at ${limit} tokens, thinking included` };
  if (outcome.kind !== 'answer') {
    const { detail, code } = outcome;
    return { detail, ...(code === undefined ? {} : { code }) };
  }
  try {
    const { ok } = extractJson(outcome.text) as { ok?: unknown };
    return ok === true ? undefined : { detail: 'it answered with other JSON than it was asked for' };
  } catch {
    return { detail: `it did not answer with JSON, but with “${outcome.text.slice(0, 60)}”` };
  }
}

function dollarsOf(model: ResolvedModel, at: Date): ModelProbe['dollars'] {
  const price = priceOf(model, at);
  const cost = (tokensIn: number, tokensOut: number) =>
    costOf({ tokensIn, tokensOut, tokensCached: 0, tokensReasoning: 0 }, price);
  const { maxTokens } = firstChat({ ...QUESTION, maxTokens: BLOCK.maxTokens }, model);
  return { block: cost(BLOCK.tokensIn, maxTokens), issue: cost(TYPICAL.tokensIn, TYPICAL.tokensOut) };
}

function parsed(body: Uint8Array): object {
  try {
    return Object(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return {};
  }
}
