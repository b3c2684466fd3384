import type { Bench, BenchRow } from '../../actions/desk/types.ts';
import type { DropReason } from '../../types.ts';
import { SLOTS } from './block.ts';
import { button, empty, outward, siteOf } from './controls.ts';
import { type Html, html, plural, shortDay } from './html.ts';
import { icon } from './icons.ts';

export const WHY: Record<DropReason, string> = {
  'off-topic': 'off topic',
  'round-up': 'a round-up',
  promotion: 'promotion',
  'job-ad': 'a job ad',
  notice: 'a notice',
  backlog: 'older than its feed',
  repeats: 'repeats another',
  muted: 'muted',
  'told-before': 'told before',
  'outside-window': 'outside the window',
  'no-text': 'no words captured',
  'source-limit': 'source has its share',
  'domain-limit': 'site has its share',
  'no-room': 'no room',
  'link-only': 'link only',
};

/** What is not in the issue and may be: runners-up, the inbox, and whatever of the week a search finds. `rows` undefined: nothing was searched. */
export function bench({ runnersUp, inbox, note }: Bench, rows: BenchRow[] | undefined, q: string): string {
  return String(html`<div id="part-bench" class="part" data-testid="bench">
    <form class="searching" data-do="search" role="search">
      ${icon('search')}<input id="bench-q" type="search" name="q" value="${q}" placeholder="Search the week" aria-label="Search everything crawled this week" autocomplete="off" data-testid="search">
    </form>
    ${note && html`<p class="notice">${note}</p>`}
    ${
      rows
        ? html`<h3 class="part-title">${rows.length === 0 ? `Nothing of the week holds “${q}”` : plural(rows.length, 'page')}</h3><ul class="rows" data-testid="found">${rows.map(benchRow)}</ul>`
        : html`<h3 class="part-title">Runners-up</h3>${runnersUp.length === 0 ? empty('No runners-up', 'Every story that was good enough is in the issue.') : html`<ul class="rows" data-testid="runners-up">${runnersUp.map(benchRow)}</ul>`}${inboxRows(inbox)}`
    }
    <div class="part-foot">${button({ do: 'refresh-week', label: 'Sort the week again', icon: 'swap', class: 'ghost' })}<span class="hint">from what was crawled; nothing is fetched</span></div>
  </div>`);
}

function benchRow(row: BenchRow): Html {
  const { id, title, url, source, publishedAt, score, reason, items, reasons, quotable, inIssue } = row;
  return html`<li class="row bench-row" tabindex="-1" data-testid="bench-row" data-id="${id}">
    <div class="row-main">
      <p class="row-title">${outward(url, title)}</p>
      <p class="hint">${source}${publishedAt && ` · ${shortDay(publishedAt)}`}${items.length > 1 && ` · ${plural(items.length, 'page')}`}${reason && html` · <span class="why">${WHY[reason]}</span>`}${!quotable && ' · its line alone: no words to quote'}</p>
      ${reasons.length > 0 && html`<details class="reasons"><summary>Why</summary><ul>${reasons.map(({ term, value, detail }) => html`<li><b>${signed(value)}</b> ${term}: ${detail}</li>`)}</ul></details>`}
    </div>
    <div class="row-side">${score !== undefined && html`<span class="score" title="Score">${score.toFixed(1)}</span>`}${
      inIssue
        ? html`<span class="tag">in the issue</span>`
        : button({ do: 'pull-in', label: 'Pull in', icon: 'add', args: { id }, key: 'Enter' })
    }</div>
  </li>`;
}

export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}

function inboxRows(inbox: Bench['inbox']): Html {
  return html`<h3 class="part-title">Inbox</h3>
    <form class="find" data-do="add-find"><input type="url" name="url" required placeholder="https://… a page that you found" aria-label="Address of a page that you found" autocomplete="off" data-testid="find-url"><input name="note" placeholder="A note, if you like" aria-label="Note" autocomplete="off"><button class="btn" data-testid="add-find">Add</button></form>
    ${inbox.length === 0 && html`<p class="hint">Nothing waits in editor.yaml.</p>`}
    <ul class="rows">${inbox.map(
      ({ id, url, note, section, added, usedIn }) =>
        html`<li class="row${id ? ' bench-row' : ''}"${id ? html` tabindex="-1" data-testid="find" data-id="${id}"` : ''}><div class="row-main"><p class="row-title">${outward(url, siteOf(url))}</p><p class="hint">${url}</p><p class="hint">added ${shortDay(added)}${section && ` · for ${SLOTS[section]}`}${note && ` · ${note}`}</p></div><div class="row-side">${
          id
            ? button({ do: 'pull-in', label: 'Pull in', icon: 'add', args: { id }, key: 'Enter' })
            : html`<span class="tag">${usedIn === undefined ? 'in the issue' : `used in ${usedIn}`}</span>`
        }</div></li>`,
    )}</ul>`;
}
