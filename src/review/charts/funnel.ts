import type { WeekFigures } from '../../actions/desk/types.ts';
import { type Html, html } from '../pages/html.ts';
import { at, figure, table, WIDTH } from './frame.ts';

const ROW = 40;
const NARROWEST = 1.5;

/** From what was crawled to what is told: a bar a step, in proportion to its count, but never too thin to be seen; with the ledger of what was left out. */
export function funnelChart(funnel: WeekFigures['funnel'], leftOut: WeekFigures['leftOut']): Html {
  const most = Math.max(1, ...funnel.map(({ count }) => count));
  const steps = funnel.map(({ label, count, detail }, i) => {
    const width = count > 0 ? Math.max(NARROWEST, (WIDTH * count) / most) : 0;
    const y = i * ROW;
    return html`<g><title>${label}: ${count}. ${detail}</title><text class="chart-label" x="0" y="${y + 13}">${label}</text><text class="chart-number" x="${WIDTH}" y="${y + 13}" text-anchor="end">${count.toLocaleString('en')}</text><rect class="chart-back" x="0" y="${y + 19}" width="${WIDTH}" height="10" rx="5"/><rect class="${i === funnel.length - 1 ? 'chart-chosen' : 'chart-bar'}" x="0" y="${y + 19}" width="${at(width)}" height="10" rx="5"/></g>`;
  });
  const [first, last] = [funnel[0], funnel.at(-1)];
  const says =
    first && last
      ? `${first.count.toLocaleString('en')} ${first.label.toLowerCase()}, ${last.count} ${last.label.toLowerCase()}. Bars are as long as their counts.`
      : 'No figures yet.';
  return html`${figure(
    {
      id: 'funnel',
      name: 'From the week to the issue',
      says,
      height: Math.max(1, funnel.length) * ROW,
      columns: ['Step', 'Count', 'What it counts'],
      rows: funnel.map(({ label, count, detail }) => [label, count, detail]),
    },
    html`${steps}`,
  )}${
    leftOut.length > 0 &&
    html`<details class="reasons ledger" data-testid="ledger"><summary>What was left out, and why</summary>${table(
      'What was left out',
      ['Reason', 'Items', 'Stories'],
      leftOut.map(({ reason, items, stories }) => [reason, items, stories]),
    )}</details>`
  }`;
}
