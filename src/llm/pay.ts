/** Calls within the limits of an issue: their worst case is set aside, the call is made, what it took is written on the bill. */
import type { AskRequest } from '../types.ts';
import type { BillKeeper } from './bill.ts';
import { type Amount, createBudget, NOTHING } from './budget.ts';
import { type Called, type CallModel, type Chat, type ChatClient, call } from './chat.ts';
import type { Outcome } from './failures.ts';
import { costOf, priceOf, type Usage } from './prices.ts';
import { worstCase } from './prompt.ts';
import { type CountTokens, loadTokenCounter } from './tokens.ts';

export interface Payer {
  /** What became of the call; `short`: it does not fit into what is left, in words. */
  call(purpose: AskRequest['purpose'], chat: Chat): Promise<Outcome | { kind: 'short'; detail: string }>;
  /** Why no further call will be made, once that is so. */
  refusal(): string | undefined;
  /** Of what there was too little for some call, in words. */
  shortage(): string | undefined;
}

/** After so many calls in a row that nobody answered in time, the rest of the issue does without. */
const MOST_TIMEOUTS = 3;

export function createPayer(
  client: ChatClient,
  keeper: BillKeeper,
  o: { limits: Amount; countTokens?: CountTokens; wait: (ms: number) => Promise<unknown>; call?: CallModel },
): Payer {
  const budget = createBudget(o.limits);
  const callModel: CallModel = o.call ?? ((chat, plain) => call(client, chat, plain));
  let counter: Promise<CountTokens> | undefined;
  let refusal: string | undefined;
  let shortage: string | undefined;
  let timeouts = 0;
  let plain = false;
  /** How many times more tokens the service has counted in a prompt than we did. */
  let stretch = 1;
  /** Until a busy service wants to be asked again: it holds for all calls, or each would be spent on hearing it. */
  let pause: Promise<unknown> = Promise.resolve();

  function note({ outcome, usage }: Called, counted: Usage): void {
    timeouts = 'timedOut' in outcome ? timeouts + 1 : 0;
    if (outcome.kind === 'plainer') plain = true;
    if (outcome.kind === 'again' && outcome.waitMs !== undefined) pause = o.wait(outcome.waitMs);
    if (outcome.kind === 'refused') refusal ??= outcome.detail;
    if (timeouts >= MOST_TIMEOUTS) refusal ??= `the model did not answer in time, ${MOST_TIMEOUTS} times in a row`;
    if (usage) stretch = Math.max(stretch, usage.tokensIn / counted.tokensIn);
  }

  async function pay(purpose: AskRequest['purpose'], chat: Chat, counted: Usage): Promise<[Outcome, Amount]> {
    const called = await callModel(chat, plain);
    note(called, counted);
    if (called.cached) {
      keeper.addCached(purpose);
      return [called.outcome, NOTHING];
    }
    const usage = used(called, { ...counted, tokensIn: Math.ceil(counted.tokensIn * stretch) });
    const dollars = costOf(usage, priceOf(client.model, client.clock()));
    keeper.add(purpose, usage, dollars);
    return [called.outcome, { calls: 1, tokens: usage.tokensIn + usage.tokensOut, dollars }];
  }

  return {
    refusal: () => refusal,
    shortage: () => shortage,
    async call(purpose, chat) {
      counter ??= o.countTokens ? Promise.resolve(o.countTokens) : loadTokenCounter();
      const counted = worstCase(chat, await counter);
      const worst = { ...counted, tokensIn: Math.ceil(counted.tokensIn * stretch) };
      const dollars = costOf(worst, priceOf(client.model, client.clock()));
      const reserved = { calls: 1, tokens: worst.tokensIn + worst.tokensOut, dollars };
      const short = await budget.reserve(reserved);
      if (short) {
        shortage ??= SHORT[short](o.limits[short]);
        return { kind: 'short', detail: SHORT[short](o.limits[short]) };
      }
      // whatever happens in between, the reservation ends: others may be waiting for it
      let taken: Amount = NOTHING;
      try {
        await pause;
        if (refusal !== undefined) return { kind: 'refused', detail: refusal };
        taken = reserved;
        const [outcome, real] = await pay(purpose, chat, counted);
        taken = real;
        return outcome;
      } finally {
        budget.settle(reserved, taken);
      }
    },
  };
}

const SHORT: Record<keyof Amount, (limit: number) => string> = {
  calls: (limit) => `the ${limit} calls of an issue do not cover this one`,
  tokens: (limit) => `what is left of the ${limit} tokens of an issue does not cover this call`,
  dollars: (limit) => `what is left of the budget of $${limit} does not cover this call`,
};

/** What a call took, as far as anybody says; where it may have cost and nobody says, all that it could. */
function used({ outcome, usage }: Called, worst: Usage): Usage {
  if (usage) return usage;
  if (outcome.kind === 'answer' || outcome.kind === 'length' || 'mayHaveCost' in outcome) return worst;
  return { tokensIn: 0, tokensOut: 0, tokensCached: 0, tokensReasoning: 0 };
}
