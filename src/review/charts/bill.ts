import type { Bill } from '../../types.ts';
import { dollars, type Html, html } from '../pages/html.ts';
import { at, figure, WIDTH } from './frame.ts';

const ROW = 24;
const NAME = 130;

/** What the model cost, by purpose, beside the budget. */
export function billChart({ model, budget, dollars: spent, lines, note }: Bill): Html {
  const calls = lines.reduce((sum, line) => sum + line.calls, 0);
  const share = budget > 0 ? Math.min(1, spent / budget) : 0;
  const most = Math.max(1e-9, ...lines.map((line) => line.dollars));
  const says =
    model === 'none'
      ? 'No model was asked.'
      : `${dollars(spent)} of ${dollars(budget)} with ${model}, ${calls} calls. The first bar is the share of the budget; those below compare the purposes.${note ? ` ${note}` : ''}`;
  return figure(
    {
      id: 'bill',
      name: 'The bill',
      says,
      height: 30 + lines.length * ROW,
      columns: ['Purpose', 'Calls', 'From the cache', 'Tokens in', 'Tokens out', 'Dollars'],
      rows: lines.map((line) => [
        line.purpose,
        line.calls,
        line.cachedCalls,
        line.tokensIn,
        line.tokensOut,
        dollars(line.dollars),
      ]),
    },
    html`<g><title>${dollars(spent)} of ${dollars(budget)}</title><rect class="chart-back" x="0" y="4" width="${WIDTH}" height="10" rx="5"/><rect class="chart-chosen" x="0" y="4" width="${at(share * WIDTH)}" height="10" rx="5"/></g>${lines.map(
      (line, i) => {
        const y = 28 + i * ROW;
        return html`<g><title>${line.purpose}: ${line.calls} calls, ${dollars(line.dollars)}</title><text class="chart-label" x="0" y="${y + 12}">${line.purpose}</text><rect class="chart-bar" x="${NAME}" y="${y + 3}" width="${at(((WIDTH - NAME - 110) * line.dollars) / most)}" height="10" rx="2"/><text class="chart-number" x="${WIDTH}" y="${y + 12}" text-anchor="end">${line.calls} × · ${dollars(line.dollars)}</text></g>`;
      },
    )}`,
  );
}
