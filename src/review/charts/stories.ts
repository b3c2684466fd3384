import type { WeekFigures } from '../../actions/desk/types.ts';
import { type Html, html } from '../pages/html.ts';
import { at, figure, fitted, WIDTH } from './frame.ts';

type Story = WeekFigures['stories'][number];
interface Dot extends Story {
  x: number;
  y: number;
}

const HEIGHT = 260;
const [LEFT, TOP, BOTTOM] = [30, 12, 34];
/** So many of the best are drawn and listed: a week has thousands. */
const MOST = 400;
const LISTED = 60;
const NAMED = 5;
/** Units that a name may take. */
const NAME = 230;

/** Each story by how many pages tell it (across, logarithmic) and its score (up); those in the issue are filled. `total`: how many there were, where `all` are but the best of them. */
export function storiesChart(all: Story[], total = all.length): Html {
  const stories = [...all].sort((a, b) => b.score - a.score).filter(({ inIssue }, i) => inIssue || i < MOST);
  const top = Math.max(1, ...stories.map(({ score }) => score));
  const low = Math.min(0, ...stories.map(({ score }) => score));
  const widest = Math.max(2, ...stories.map(({ items }) => items));
  const y = (score: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (score - low) / (top - low));
  const x = (items: number) => LEFT + 12 + ((WIDTH - LEFT - 24) * Math.log(Math.max(1, items))) / Math.log(widest);
  const dots = spread(stories.map((story) => ({ ...story, x: x(story.items), y: y(story.score) })));
  const told = stories.filter(({ inIssue }) => inIssue).length;
  return figure(
    {
      id: 'stories',
      name: 'Stories by size and score',
      says: `${countOf(stories.length, total)}; the ${told} in the issue are large and coloured, those off the topic hollow. Where many would lie on one another they stand side by side.`,
      height: HEIGHT,
      columns: ['Story', 'Score', 'Pages', 'In the issue'],
      rows: stories
        .slice(0, LISTED)
        .map(({ title, score, items, inIssue }) => [title, Math.round(score * 10) / 10, items, inIssue ? 'yes' : '']),
    },
    html`${axes(top, low, y, widest, x)}${[...dots].sort((a, b) => Number(a.inIssue) - Number(b.inIssue)).map(dot)}${names(dots)}`,
  );
}

function countOf(drawn: number, total: number): string {
  const count = (n: number) => n.toLocaleString('en');
  return drawn < total ? `The best ${count(drawn)} of ${count(total)} stories` : `${count(drawn)} stories`;
}

/** Stories of one size stand over one another: each further one at the same height goes a little to the right. */
function spread(dots: Dot[]): Dot[] {
  const taken = new Map<string, number>();
  return dots.map((each) => {
    const cell = `${each.items}/${Math.round(each.y / 5)}`;
    const before = taken.get(cell) ?? 0;
    taken.set(cell, before + 1);
    return { ...each, x: Math.min(WIDTH - 6, each.x + Math.min(before, 9) * 5) };
  });
}

function dot({ title, score, items, inIssue, onTopic, x, y }: Dot): Html {
  const look = inIssue ? 'dot-told' : onTopic ? 'dot' : 'dot-off';
  return html`<circle class="${look}" cx="${at(x)}" cy="${at(y)}" r="${inIssue ? 4.5 : 3}"><title>${title}: score ${score.toFixed(1)}, ${items} ${items === 1 ? 'page' : 'pages'}${inIssue ? ', in the issue' : ''}</title></circle>`;
}

/** The best of the issue by name, where no other of the issue stands in the way of the words. */
function names(dots: Dot[]): Html {
  const told = dots.filter(({ inIssue }) => inIssue);
  const lines: number[] = [];
  const shown: Html[] = [];
  for (const { id, title, x, y } of told) {
    if (shown.length >= NAMED || lines.some((line) => Math.abs(line - y) < 15)) continue;
    const right = x < WIDTH / 2;
    const words = fitted(title, Math.min(NAME, right ? WIDTH - x - 12 : x - LEFT - 12));
    const [from, to] = right ? [x + 5, x + NAME] : [x - NAME, x - 5];
    if (told.some((other) => other.id !== id && Math.abs(other.y - y) < 10 && other.x > from && other.x < to)) continue;
    lines.push(y);
    shown.push(
      html`<text class="chart-name" x="${at(right ? x + 9 : x - 9)}" y="${at(y + 4)}" text-anchor="${right ? 'start' : 'end'}">${words}</text>`,
    );
  }
  return html`${shown}`;
}

function axes(
  top: number,
  low: number,
  y: (score: number) => number,
  widest: number,
  x: (items: number) => number,
): Html {
  const step = [1, 2, 5, 10, 20, 50, 100, 1000].find((each) => (top - low) / each <= 5) ?? 1000;
  const scores: number[] = [];
  for (let score = Math.ceil(low / step) * step; score <= top; score += step) scores.push(score);
  const sizes = [1, 2, 5, 10, 20, 50, 100, 200].filter((size) => size <= widest);
  return html`${scores.map((score) => html`<line class="chart-grid" x1="${LEFT}" x2="${WIDTH}" y1="${at(y(score))}" y2="${at(y(score))}"/><text class="chart-tick" x="${LEFT - 6}" y="${at(y(score) + 4)}" text-anchor="end">${score}</text>`)}${sizes.map(
    (size) => html`<text class="chart-tick" x="${at(x(size))}" y="${HEIGHT - 16}" text-anchor="middle">${size}</text>`,
  )}<text class="chart-tick" x="${WIDTH}" y="${HEIGHT - 2}" text-anchor="end">pages that tell it (logarithmic)</text><text class="chart-tick" x="0" y="${HEIGHT - 2}">up: score</text>`;
}
