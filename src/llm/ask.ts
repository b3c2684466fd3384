/** `ask`: a question to the model, its answer as JSON, within the limits of an issue. */
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Answer, Ask, AskRequest, Bill, Fetch, Model } from '../types.ts';
import { createBill } from './bill.ts';
import type { CallModel } from './chat.ts';
import { extractJson } from './json.ts';
import { ISSUE, limitsOf } from './limits.ts';
import { createPayer } from './pay.ts';
import { presetOf } from './presets.ts';
import { firstChat, longerChat, repairChat } from './prompt.ts';
import type { CountTokens } from './tokens.ts';

export interface AskOptions {
  model: Model;
  /** Undefined for a replay, and for servers that want none. */
  key: string | undefined;
  fetch: Fetch;
  /** US dollars; never exceeded. */
  budget: number;
  /** The most calls and tokens; by default an issue's of 15 blocks. */
  limits?: { calls: number; tokens: number };
  clock: () => Date;
  /** Calls at once. */
  concurrency?: number;
  countTokens?: CountTokens;
  /** For one call, thinking included. */
  timeoutMs?: number;
  /** Who makes the calls; by default this process does, through `fetch`. */
  call?: CallModel;
  /** How a pause before a second try is made; by default by waiting. */
  wait?: (ms: number) => Promise<unknown>;
}

const CONCURRENCY = 4;
/** For one call, thinking included. */
export const TIMEOUT_MS = 180_000;
const PAUSE_MS = 1000;

/**
 * Makes `ask` and its bill. Throws UserError for an unknown preset. A question takes at most five calls: one more where the service failed
 * or was busy, one more without the options that it does not know, one more with room where the answer was cut off, one repair where it was
 * not what was asked. Each counts; what is over the limits is answered by nobody.
 */
export function createAsk(o: AskOptions): { ask: Ask; bill(): Bill } {
  const model = presetOf(o.model);
  const keeper = createBill(model, o.budget, o.clock);
  const wait = o.wait ?? sleep;
  const client = { model, key: o.key, fetch: o.fetch, timeoutMs: o.timeoutMs ?? TIMEOUT_MS, clock: o.clock };
  const limits = { ...(o.limits ?? limitsOf(ISSUE, o.model.effort)), dollars: o.budget };
  const payer = createPayer(client, keeper, { ...o, limits, wait });
  const limit = pLimit(o.concurrency ?? CONCURRENCY);

  async function converse<T>(request: AskRequest, parse: (json: unknown) => T): Promise<Answer<T>> {
    const spares = { again: 1, plainer: 1, longer: 1, repair: 1 };
    let chat = firstChat(request, model);
    for (;;) {
      const refusal = payer.refusal();
      if (refusal !== undefined) return failed('refused', refusal);
      const asked = chat;
      const outcome = await limit(() => payer.call(request.purpose, asked));
      if (outcome.kind === 'short') return failed('budget', outcome.detail);
      if (outcome.kind === 'answer') {
        const read = readAnswer(outcome.text, parse);
        if (read.ok || spares.repair-- === 0) return read;
        chat = repairChat(chat, request, outcome.text, read.detail);
      } else if (outcome.kind === 'length') {
        const longer = spares.longer-- === 0 ? undefined : longerChat(chat, model);
        if (!longer) return failed('bad-answer', `the answer was cut off at ${chat.maxTokens} tokens`);
        chat = longer;
      } else if (outcome.kind === 'plainer') {
        if (spares.plainer-- === 0) return failed('refused', outcome.detail);
      } else {
        if (outcome.kind !== 'again' || spares.again-- === 0) return failed('refused', outcome.detail);
        // a busy service holds up all calls, not this one alone
        if (outcome.waitMs === undefined) await wait(PAUSE_MS);
      }
    }
  }

  const ask: Ask = async (request, parse) => {
    try {
      return await converse(request, parse);
    } catch (error) {
      return failed('refused', (error as Error).message);
    }
  };
  return { ask, bill: () => withNotes(keeper.bill(), payer.refusal(), payer.shortage()) };
}

/** What the editor is told once, however many blocks it made extractive. */
function withNotes(bill: Bill, refusal: string | undefined, shortage: string | undefined): Bill {
  const notes = [
    ...(bill.note ? [bill.note] : []),
    ...(refusal ? [`the model was asked no further: ${refusal}`] : []),
    ...(shortage ? [`${shortage}: some of the issue did without the model`] : []),
  ];
  return notes.length ? { ...bill, note: notes.join('; ') } : bill;
}

function readAnswer<T>(text: string, parse: (json: unknown) => T): Extract<Answer<T>, { ok: true }> | Failed {
  try {
    return { ok: true, value: parse(extractJson(text)) };
  } catch (error) {
    return failed('bad-answer', (error as Error).message.slice(0, 500));
  }
}

type Failed = Extract<Answer<never>, { ok: false }>;
function failed(code: Failed['code'], detail: string): Failed {
  return { ok: false, code, detail };
}
