/** How many calls and tokens an issue may take: it grows with what is published, and with nothing else (P6). */
import type { Model } from '../types.ts';
import { THINKING_ROOM } from './prompt.ts';

/** Blocks of an ordinary issue. Beside one call a block: 1 on stories, 1 on their worth, 1 letter, 1 check, 1 repair. */
export const ISSUE = 15;
const OTHER_CALLS = 5;
/** Of one call on an average, with little thinking. */
const TOKENS = 5000;

/**
 * What an issue of 15 blocks takes at most, rounded up, by three scripted drafts of a real week (test/commands/cost.long.test.ts) in which
 * the model thinks 400 tokens a call.
 */
export const TYPICAL = { calls: 20, tokensIn: 60_000, tokensOut: 10_000 };
/** What one block takes at most: its prompt, and the answer's own room beside that for thinking. */
export const BLOCK = { tokensIn: 3000, maxTokens: 2500 };

/** For `blocks` blocks: 20 calls and 100,000 tokens where there are 15 or fewer. More thinking than little, which the operator asked for, comes on top. */
export function limitsOf(blocks: number, effort: Model['effort'] = 'low'): { calls: number; tokens: number } {
  const calls = Math.max(blocks, ISSUE) + OTHER_CALLS;
  const thinking = Math.max(0, THINKING_ROOM[effort] - THINKING_ROOM.low);
  return { calls, tokens: calls * (TOKENS + thinking) };
}
