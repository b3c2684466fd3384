/** Calls within the budget: money is set aside, the call is made, what it took is written on the bill. */
import type { AskRequest } from '../types.ts';
import type { BillKeeper } from './bill.ts';
import { createBudget } from './budget.ts';
import { type Called, type Chat, type ChatClient, call } from './chat.ts';
import type { Outcome } from './failures.ts';
import { costOf, priceOf, type Usage } from './prices.ts';
import { worstCase } from './prompt.ts';
import { type CountTokens, loadTokenCounter } from './tokens.ts';

export interface Payer {
  /** What became of the call; undefined: the budget does not cover it. */
  call(purpose: AskRequest['purpose'], chat: Chat): Promise<Outcome | undefined>;
  /** Why no further call will be made, once that is so. */
  refusal(): string | undefined;
}

/** After so many calls in a row that nobody answered in time, the rest of the issue does without. */
const MOST_TIMEOUTS = 3;

export function createPayer(
  client: ChatClient,
  keeper: BillKeeper,
  o: { budget: number; clock: () => Date; countTokens?: CountTokens },
): Payer {
  const budget = createBudget(o.budget);
  let counter: Promise<CountTokens> | undefined;
  let refusal: string | undefined;
  let timeouts = 0;

  function note(outcome: Outcome): void {
    timeouts = 'timedOut' in outcome ? timeouts + 1 : 0;
    if (outcome.kind === 'refused') refusal ??= outcome.detail;
    if (timeouts >= MOST_TIMEOUTS) refusal ??= `the model did not answer in time, ${MOST_TIMEOUTS} times in a row`;
  }

  return {
    refusal: () => refusal,
    async call(purpose, chat) {
      counter ??= o.countTokens ? Promise.resolve(o.countTokens) : loadTokenCounter();
      const count = await counter;
      const price = priceOf(client.model, o.clock());
      const worst = worstCase(chat, count);
      const reserved = costOf(worst, price);
      if (!(await budget.reserve(reserved))) return undefined;
      if (refusal !== undefined) {
        budget.settle(reserved, 0);
        return { kind: 'refused', detail: refusal };
      }
      // whatever happens in between, the reservation ends: others may be waiting for it
      let dollars = reserved;
      try {
        const called = await call(client, chat);
        const usage = used(called, worst);
        dollars = called.cached ? 0 : costOf(usage, price);
        if (called.cached) keeper.addCached(purpose);
        else keeper.add(purpose, usage, dollars);
        note(called.outcome);
        return called.outcome;
      } finally {
        budget.settle(reserved, dollars);
      }
    },
  };
}

/** What a call took, as far as anybody says; where it may have cost and nobody says, all that it could. */
function used({ outcome, usage }: Called, worst: Usage): Usage {
  if (usage) return usage;
  if (outcome.kind === 'answer' || outcome.kind === 'length' || 'mayHaveCost' in outcome) return worst;
  return { tokensIn: 0, tokensOut: 0, tokensCached: 0, tokensReasoning: 0 };
}
