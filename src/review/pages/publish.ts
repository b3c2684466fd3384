import type { DeskView } from '../../actions/desk/types.ts';
import { type Html, html } from './html.ts';

/** What publishing will do, shown before it is done; a send asks for the issue's number. */
export function publish(view: DeskView, { to, lines }: { to: string; lines: string[] }): string {
  const { number } = view;
  return String(html`<div id="part-publish" data-to="${to}" data-testid="publish">
    ${view.status === 'draft' && html`<p class="notice notice-bad">The issue is not approved. Approve it first.</p>`}
    <p class="hint">This will happen on ${to}:</p>
    <ol class="steps" data-testid="publish-lines">${lines.map((line) => html`<li>${line}</li>`)}</ol>
    <fieldset class="ways"><legend>How far</legend>
      ${way('draft', 'Make or renew the draft', 'Nobody gets anything.', true)}
      ${way('schedule', 'Schedule it', 'It goes out by itself at that time.')}
      ${way('send', 'Send it now', 'To every subscriber, at once.')}
    </fieldset>
    <div class="field when-schedule"><label for="publish-at">When</label><input id="publish-at" name="at" type="datetime-local" data-testid="publish-at"></div>
    <div class="field when-send"><label for="publish-confirm">Type ${number} to send issue ${number} to everybody</label><input id="publish-confirm" name="confirm" inputmode="numeric" autocomplete="off" data-number="${number}" data-testid="publish-confirm"></div>
  </div>`);
}

function way(value: string, label: string, what: string, first = false): Html {
  return html`<label class="way"><input type="radio" name="what" value="${value}"${first ? html` checked` : ''} data-testid="what-${value}"><span><b>${label}</b><span class="hint">${what}</span></span></label>`;
}
