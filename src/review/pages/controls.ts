import { safeUrl } from '../../render/escape.ts';
import { hostOf } from '../../text/url.ts';
import { type Html, html, json } from './html.ts';
import { type IconName, icon } from './icons.ts';

/** What a button does: a verb of the desk or something of the page, with what it needs to know. */
export interface Act {
  do: string;
  label: string;
  args?: Record<string, unknown>;
  icon?: IconName;
  /** Only the icon is shown; the label is for screen readers and as a hint. */
  quiet?: boolean;
  key?: string;
  class?: string;
  testid?: string;
  disabled?: boolean;
}

/** A button with words. */
export function button(act: Act): Html {
  const hint = [act.quiet ? act.label : '', act.key ? `(${act.key})` : ''].filter(Boolean).join(' ');
  return html`<button type="button" class="${['btn', act.class].filter(Boolean).join(' ')}" data-do="${act.do}" data-testid="${act.testid ?? act.do}"${
    act.args ? html` data-args="${json(act.args)}"` : ''
  }${act.quiet ? html` aria-label="${act.label}"` : ''}${hint ? html` title="${hint}"` : ''}${act.disabled ? html` disabled` : ''}>${
    act.icon ? icon(act.icon) : ''
  }${act.quiet ? '' : html`<span>${act.label}</span>`}</button>`;
}

/** A link to a page of the web: in a tab of its own that learns nothing of the desk; opening it is kept. A link that is none is its words. */
export function outward(url: string, words: string | Html, o: { page?: string; class?: string } = {}): Html {
  const safe = safeUrl(url);
  if (!safe) return html`<span class="${o.class ?? ''}">${words}</span>`;
  return html`<a class="${o.class ?? ''}" href="${safe}" target="_blank" rel="noreferrer noopener" data-source="${o.page ?? url}">${words}</a>`;
}

/** The host of a page, or the address itself where it has none. */
export function siteOf(url: string): string {
  return hostOf(url) || url;
}

/** Words with a part of them marked. Offsets outside the words are drawn in. */
export function marked(text: string, spans: { start: number; end: number }[]): Html {
  const shown: Html[] = [];
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const [from, to] = [Math.max(at, start), Math.min(text.length, end)];
    if (to <= from) continue;
    shown.push(html`${text.slice(at, from)}<mark>${text.slice(from, to)}</mark>`);
    at = to;
  }
  return html`${shown}${text.slice(at)}`;
}

/** What is said where there is nothing to show. */
export function empty(title: string, words: string): Html {
  return html`<div class="empty"><p class="empty-title">${title}</p><p>${words}</p></div>`;
}
