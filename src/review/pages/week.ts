import type { WeekFigures } from '../../actions/desk/types.ts';
import { billChart } from '../charts/bill.ts';
import { funnelChart } from '../charts/funnel.ts';
import { healthChart } from '../charts/health.ts';
import { storiesChart } from '../charts/stories.ts';
import { html } from './html.ts';

/** The week in pictures, each with the table that it is drawn from. */
export function week(figures: WeekFigures): string {
  return String(html`<div id="part-week" class="part week" data-testid="week">
    ${funnelChart(figures.funnel, figures.leftOut)}
    ${storiesChart(figures.stories, figures.funnel.find(({ label }) => label === 'stories')?.count)}
    ${healthChart(figures.sources)}
    ${billChart(figures.bill)}
  </div>`);
}
