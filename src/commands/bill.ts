/** What a draft will cost and what it has cost, for people. */
import type { Bill, BillLine, Estimate } from '../types.ts';
import { plural, table } from './print.ts';

type Figure = Exclude<keyof BillLine, 'purpose'>;
const HEAD = ['for', 'calls', 'cached', 'tokens in', 'cached', 'out', 'reasoning', 'dollars'];

/** What a dry run says: the most that the first calls can take. A second call of one takes more, and the budget holds all the same. */
export function estimateLine({ calls, tokensIn, tokensOut, dollars, note }: Estimate, budget: number): string {
  if (calls === 0) return 'No model: it costs nothing.';
  const said = note ? `, ${note}` : '';
  return `At most ${plural(calls, 'call')}, ${tokensIn + tokensOut} tokens, $${dollars.toFixed(4)}${said}; never more than the budget of $${budget.toFixed(2)}.`;
}

/** Who wrote, what it took in all and for what, and why the model was asked no further where that is so. */
export function billLines(bill: Bill, writers: Record<string, number>): string[] {
  const by = Object.entries(writers).map(([writer, count]) => `${count} ${writer}`);
  const sum = (figure: Figure) => bill.lines.reduce((total, line) => total + line[figure], 0);
  const asked = sum('calls') + sum('cachedCalls') > 0;
  const cost = asked
    ? `Bill: ${plural(sum('calls'), 'call')} (${sum('cachedCalls')} more answered from the cache), ${sum('tokensIn')} tokens in (${sum('tokensCached')} cached), ${sum('tokensOut')} out (${sum('tokensReasoning')} reasoning), $${bill.dollars.toFixed(4)} of $${bill.budget.toFixed(2)}.`
    : 'Bill: no model was asked.';
  return [
    `Writer: ${by.join(', ') || 'none'}. ${cost}`,
    ...(asked ? [table(bill.lines.map(rowOf), HEAD)] : []),
    ...(bill.note ? [`Model: ${bill.note}.`] : []),
  ];
}

function rowOf(line: BillLine): string[] {
  const figures = [
    line.calls,
    line.cachedCalls,
    line.tokensIn,
    line.tokensCached,
    line.tokensOut,
    line.tokensReasoning,
  ];
  return [line.purpose, ...figures.map(String), `$${line.dollars.toFixed(4)}`];
}
