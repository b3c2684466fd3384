import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { WeekFigures } from '../../src/actions/desk/types.ts';
import { week } from '../../src/review/pages/week.ts';

const NOTHING: WeekFigures = {
  funnel: [],
  leftOut: [],
  stories: [],
  sources: [],
  bill: { model: 'none', budget: 0, dollars: 0, lines: [] },
};
const story = (i: number, score: number) => ({
  id: String(i),
  title: `Story ${i}`,
  items: 1 + (i % 9),
  score,
  inIssue: i < 9,
  onTopic: i % 2 === 0,
});

function drawn(figures: WeekFigures) {
  return parseHTML(`<!doctype html><html><body>${week(figures)}</body></html>`).document;
}

describe('the pictures of a week', () => {
  it('stay within their frame, whatever the figures', () => {
    const stories = Array.from({ length: 3000 }, (_, i) => story(i, i % 7 === 0 ? -i : 40 / (i + 1)));
    const sources = Array.from({ length: 300 }, (_, i) => ({
      id: `s${i}`,
      name: 'A name that is far longer than there is room for it in any picture',
      items: i * 997,
      told: i * 2000,
      failuresInARow: i === 250 ? 4 : 0,
    }));
    const funnel = [9_999_999, 12, 1, 0].map((count, i) => ({ label: `Step ${i}`, count, detail: 'counted' }));
    const document = drawn({ ...NOTHING, stories, sources, funnel });
    for (const picture of document.querySelectorAll('svg.chart-picture')) {
      const [, , width = 0, height = 0] = (picture.getAttribute('viewBox') ?? '').split(' ').map(Number);
      for (const shape of picture.querySelectorAll('rect, circle')) {
        const of = (name: string) => Number(shape.getAttribute(name) ?? 0);
        const right = shape.localName === 'rect' ? of('x') + of('width') : of('cx');
        const bottom = shape.localName === 'rect' ? of('y') + of('height') : of('cy');
        expect(right).toBeLessThanOrEqual(width);
        expect(right).toBeGreaterThanOrEqual(0);
        expect(bottom).toBeLessThanOrEqual(height);
      }
    }
    expect(document.body.innerHTML).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('draw sick sources first, and say so in words', () => {
    const sources = [0, 3].map((failuresInARow, i) => ({
      id: `s${i}`,
      name: `Source ${i}`,
      items: 9,
      told: 1,
      failuresInARow,
    }));
    const health = drawn({ ...NOTHING, sources }).querySelector('[data-testid="chart-health"]');
    expect(health?.querySelector('.chart-label')?.textContent).toBe('Source 1');
    expect(health?.querySelector('.chart-sick')?.textContent).toBe('failed 3×');
  });

  it('draw a funnel’s bars in proportion to their counts', () => {
    const funnel = [200, 100, 50, 1].map((count, i) => ({ label: `Step ${i}`, count, detail: 'counted' }));
    const bars = [...drawn({ ...NOTHING, funnel }).querySelectorAll('rect.chart-bar, rect.chart-chosen')].filter(
      (bar) => bar.getAttribute('height') === '10' && bar.getAttribute('y') !== '4',
    );
    const [first = 0, ...others] = bars.map((bar) => Number(bar.getAttribute('width')));
    expect(others.map((width) => Math.round((200 * width) / first))).toEqual([100, 50, 1]);
  });

  it('say of how many stories the drawn ones are the best, and lose none of the issue', () => {
    const stories = Array.from({ length: 401 }, (_, i) => ({ ...story(i, 500 - i), inIssue: i === 400 }));
    const funnel = [{ label: 'stories', count: 1234, detail: 'counted' }];
    const chart = drawn({ ...NOTHING, stories, funnel }).querySelector('[data-testid="chart-stories"]');
    expect(chart?.querySelector('.hint')?.textContent).toContain('The best 401 of 1,234 stories; the 1 in the issue');
    expect(chart?.querySelectorAll('.dot-told')).toHaveLength(1);
  });

  it('have a title and a table each, also with nothing to show', () => {
    const document = drawn(NOTHING);
    const charts = [...document.querySelectorAll('.chart')];
    expect(charts).toHaveLength(4);
    for (const chart of charts) {
      expect(chart.querySelector('svg title')?.textContent).toBeTruthy();
      expect(chart.querySelector('table thead th')).not.toBeNull();
    }
    expect(document.body.innerHTML).not.toMatch(/NaN|Infinity|undefined/);
  });
});
