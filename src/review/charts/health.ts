import type { WeekFigures } from '../../actions/desk/types.ts';
import { type Html, html } from '../pages/html.ts';
import { at, figure, fitted, WIDTH } from './frame.ts';

type Source = WeekFigures['sources'][number];

const ROW = 24;
const NAME = 150;
const COUNT = 100;
/** Sick ones first, then those that brought most. The table has all. */
const MOST = 24;

/** What each source brought, how much of it is told, and which are sick. */
export function healthChart(all: Source[]): Html {
  const sources = [...all].sort(
    (a, b) => b.failuresInARow - a.failuresInARow || b.items - a.items || (a.id < b.id ? -1 : 1),
  );
  const shown = sources.slice(0, MOST);
  const most = Math.max(1, ...shown.map(({ items }) => items));
  const sick = all.filter(({ failuresInARow }) => failuresInARow > 0).length;
  return figure(
    {
      id: 'health',
      name: 'Sources',
      says: `${all.length} sources, ${sick === 0 ? 'all well' : `${sick} sick`}${shown.length < all.length ? `; the first ${shown.length} are drawn` : ''}. The stronger part is what the issue tells.`,
      height: Math.max(1, shown.length) * ROW + 4,
      columns: ['Source', 'Items', 'Told', 'Items a week', 'Failures in a row', 'Last error'],
      rows: sources.map((each) => [
        each.name,
        each.items,
        each.told,
        each.itemsAWeek === undefined ? '' : Math.round(each.itemsAWeek),
        each.failuresInARow,
        each.lastError ?? '',
      ]),
    },
    html`${shown.map((each, i) => row(each, i, most))}`,
  );
}

function row({ name, items, told, failuresInARow, lastError }: Source, i: number, most: number): Html {
  const y = i * ROW;
  const room = WIDTH - NAME - COUNT;
  const width = items > 0 ? Math.max(2, (room * items) / most) : 0;
  const sick = failuresInARow > 0;
  return html`<g><title>${name}: ${items} items, ${told} told${sick ? `, failed ${failuresInARow} times in a row${lastError ? `: ${lastError}` : ''}` : ''}</title>
    <circle class="${sick ? 'dot-sick' : 'dot-well'}" cx="5" cy="${y + 12}" r="4"/>
    <text class="chart-label" x="16" y="${y + 16}">${fitted(name, NAME - 22, 14)}</text>
    <rect class="chart-bar" x="${NAME}" y="${y + 7}" width="${at(width)}" height="10" rx="2"/>
    <rect class="chart-chosen" x="${NAME}" y="${y + 7}" width="${at(items > 0 ? (width * Math.min(told, items)) / items : 0)}" height="10" rx="2"/>
    <text class="${sick ? 'chart-sick' : 'chart-number'}" x="${WIDTH}" y="${y + 16}" text-anchor="end">${sick ? `failed ${failuresInARow}×` : `${items} · ${told} told`}</text></g>`;
}
