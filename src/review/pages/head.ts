import type { DeskView } from '../../actions/desk/types.ts';
import { button } from './controls.ts';
import { type Html, html, plural, shortDay } from './html.ts';
import { icon } from './icons.ts';
import type { DeskOptions } from './options.ts';

const STATUS = { draft: 'Draft', approved: 'Approved', published: 'Published' } as const;

/** The head: which issue, how it stands, what to undo, and the way out. What the page's scripts fill in is marked `data-live`. */
export function head(view: DeskView, o: DeskOptions): string {
  return String(html`<header id="part-head" class="head" data-rev="${view.rev}" data-number="${view.number}" data-testid="head">
    <div class="head-row">
      <p class="head-name"><span class="head-letter">${view.newsletter}</span> <b>${view.number}</b></p>
      <span class="pill pill-${view.status}" data-testid="status">${STATUS[view.status]}</span>
      <button type="button" class="head-subject" data-do="to-subject" data-testid="to-subject" aria-label="Subject: ${view.subject || 'none yet'}. Edit it">${view.subject || 'No subject yet'}</button>
      <p id="saved" class="saved" data-live data-testid="saved" role="status"></p>
      <p id="tally" class="tally" data-live data-testid="tally"></p>
      <div class="head-acts">
        ${button({ do: 'undo', label: view.undo ? `Undo: ${view.undo}` : 'Nothing to undo', icon: 'undo', quiet: true, key: 'u', disabled: !view.undo })}
        ${button({ do: 'redo', label: view.redo ? `Redo: ${view.redo}` : 'Nothing to redo', icon: 'redo', quiet: true, key: 'U', disabled: !view.redo })}
        ${button({ do: 'theme', label: 'Light or dark desk', icon: 'moon', quiet: true })}
        ${button({ do: 'help', label: 'Keys', icon: 'keys', quiet: true, key: '?' })}
        ${wayOut(view)}
      </div>
    </div>
    ${notices(view, o)}
  </header>`);
}

function wayOut(view: DeskView): Html {
  if (view.status === 'draft')
    return button({ do: 'approve-open', label: 'Approve…', class: 'main', key: 'a', testid: 'approve-open' });
  const label = view.status === 'published' ? 'Published' : 'Publish…';
  return button({ do: 'publish-open', label, class: 'main', key: 'a', testid: 'publish-open' });
}

function notices(view: DeskView, o: DeskOptions): Html {
  const { approved } = view;
  return html`<div class="notices" data-testid="notices">
    <p id="desks" class="notice" data-live data-testid="desks"${o.desks > 1 ? '' : html` hidden`}>${
      o.desks > 1
        ? `${plural(o.desks, 'desk')} are open on this issue. Both may be used: nothing is overwritten unseen.`
        : ''
    }</p>
    <p id="busy" class="notice" data-live data-testid="busy" hidden></p>
    ${(o.problems ?? []).map((problem) => html`<p class="notice notice-bad" role="alert">${icon('warn')} ${problem}</p>`)}
    ${approved && html`<p class="notice notice-good">${icon('check')} Approved by ${approved.by} on ${shortDay(approved.at)}. A change makes it a draft again.</p>`}
    ${view.notes.map((note) => html`<p class="notice">${note}</p>`)}
  </div>`;
}
