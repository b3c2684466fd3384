import type { DeskView } from '../../actions/desk/types.ts';
import { type Html, html, kilobytes } from './html.ts';
import { type IconName, icon } from './icons.ts';

/** The email as it will be: its line in an inbox, and a frame that can run nothing. The page's scripts load the frame. */
export function email(view: DeskView, size: { bytes: number; limit: number }): string {
  const share = Math.min(100, (100 * size.bytes) / size.limit);
  return String(html`<div id="part-email" class="part email" data-rev="${view.rev}" data-testid="email">
    <div class="mail-row" aria-label="As an inbox shows it" role="group" data-testid="inbox-line">
      <span class="mail-face" aria-hidden="true">${[...view.newsletter][0] ?? '?'}</span>
      <div class="mail-words"><p class="mail-from">${view.newsletter}</p><p class="mail-line"><b>${view.subject || 'No subject'}</b> <span class="hint">${view.preheader}</span></p></div>
    </div>
    <div class="toolbar" role="group" aria-label="How the email is shown" data-live id="email-tools">
      ${choice('width', [
        ['phone', 'Phone', 'phone'],
        ['desktop', 'Desktop', 'screen'],
      ])}
      ${choice('scheme', [
        ['light', 'Light'],
        ['dark', 'Dark'],
      ])}
      <button type="button" class="btn" data-do="email-images" aria-pressed="false" data-testid="email-images">${icon('picture')}<span>Pictures</span></button>
      <button type="button" class="btn" data-do="email-text" aria-pressed="false" data-testid="email-text">${icon('text')}<span>Text part</span></button>
      <button type="button" class="btn" data-do="test-open" data-testid="test-open">Send a test…</button>
    </div>
    <div class="meter" title="Gmail cuts an email at ${kilobytes(size.limit)}"><svg class="meter-bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="${kilobytes(size.bytes)} of ${kilobytes(size.limit)}"><rect class="meter-all" width="100" height="4"/><rect class="meter-part${share > 90 ? ' meter-full' : ''}" width="${share.toFixed(1)}" height="4"/></svg><span class="hint">${kilobytes(size.bytes)} of ${kilobytes(size.limit)}</span></div>
    <div class="stage" id="email-stage" data-live data-width="phone" data-testid="email-stage"></div>
  </div>`);
}

function choice(name: string, options: [value: string, label: string, icon?: IconName][]): Html {
  return html`<div class="choice" role="group" aria-label="${name === 'width' ? 'Width' : 'Light or dark'}">${options.map(
    ([value, label, picture], i) =>
      html`<button type="button" class="btn" data-do="email-${name}" data-value="${value}" aria-pressed="${i === 0 ? 'true' : 'false'}" data-testid="email-${value}">${picture ? icon(picture) : ''}<span>${label}</span></button>`,
  )}</div>`;
}
