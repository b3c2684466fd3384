/** The model of a run, and what it may take. */

import type { WriteJob } from '../actions/jobTypes.ts';
import type { Env } from '../config/env.ts';
import { createAsk } from '../llm/ask.ts';
import type { Called, CallModel } from '../llm/chat.ts';
import { limitsOf } from '../llm/limits.ts';
import { presetOf } from '../llm/presets.ts';
import type { Recording } from '../text/har.ts';
import type { Bill, Fetch, Model, Newsletter, Spread } from '../types.ts';

/** The model, where it can be asked: with its key, or in a replay of a run that asked one. */
export function askingWith(
  model: Model,
  budget: number,
  o: {
    env: Env;
    fetch: Fetch;
    clock: () => Date;
    recording: Recording | undefined;
    warn: (message: string) => void;
    blocks: number;
    /** Others that may put the questions. */
    spread?: Spread | undefined;
  },
): ReturnType<typeof createAsk> | undefined {
  const missing = missingKey(model, o.env);
  if (o.recording) {
    const { responses, verdicts = [] } = o.recording;
    if (verdicts.length === 0 && !responses.some(({ method }) => method === 'POST')) return undefined;
  } else if (missing) {
    o.warn(`${missing} is not set: blocks are extractive. Put it into .env, or say --model none.`);
    return undefined;
  }
  return createAsk({
    model,
    key: o.recording ? undefined : o.env.key(presetOf(model).preset),
    fetch: o.fetch,
    budget,
    limits: limitsOf(o.blocks, model.effort),
    clock: o.clock,
    ...(o.recording ? { wait: async () => {} } : {}),
    ...(o.spread ? { call: callBy(o.spread, model) } : {}),
  });
}

/** Each call is a job; who does it has a key of its own. */
function callBy(spread: Spread, model: Model): CallModel {
  return async (chat, plain) => {
    const [outcome] = await spread.run('write', [{ model, chat, plain } satisfies WriteJob]);
    if (outcome?.ok) return outcome.result as Called;
    // whoever failed may have asked, and been charged for it
    const detail = outcome?.error ?? 'nobody asked the model';
    return { outcome: { kind: 'unusable', detail, mayHaveCost: true }, cached: false };
  };
}

/** The most blocks of an issue: voices are one. */
export function blocksOf({ sections }: Newsletter): number {
  return sections.reduce((sum, { slot, max }) => sum + (slot === 'voices' ? 1 : max), 0);
}

/** The variable that a model's key is missing from, if it needs one. */
export function missingKey(model: Model, env: Env): string | undefined {
  const { keyRequired, keyName, preset } = presetOf(model);
  return keyRequired && !env.key(preset) ? keyName : undefined;
}

export function noBill(budget: number): Bill {
  return { model: 'none', budget, dollars: 0, lines: [] };
}
