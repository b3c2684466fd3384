import type { DeskBlock, SourceView } from '../../actions/desk/types.ts';
import { marked, outward, siteOf } from './controls.ts';
import { html, shortDay } from './html.ts';

/**
 * The captured words of a page, as text. `data-text` marks the element whose text is those words and nothing else, so that a selection in it is a pair of offsets.
 * `block`: the one that a selected passage would be quoted in.
 */
export function source(view: SourceView, block?: DeskBlock): string {
  const { url, title, author, site, publishedAt, capturedAt, text, whole, marks, minutes } = view;
  const by = [author, site ?? siteOf(url), publishedAt && shortDay(publishedAt), minutes && `${minutes} min`];
  return String(html`<div id="part-source" class="part" data-url="${url}"${block && html` data-index="${block.index}" data-rev="${block.rev}"`} data-testid="source">
    <h2 class="part-name" tabindex="-1">${outward(url, title || url)}</h2>
    <p class="hint">${by.filter(Boolean).join(' · ')}${capturedAt && ` · captured ${shortDay(capturedAt)}`}</p>
    ${!whole && html`<p class="notice">Only the passages that were kept are here; the captured page is not on this machine. Crawl again to read it whole.</p>`}
    <div class="quoting" data-quoting data-testid="quoting">${
      block
        ? html`<button type="button" class="btn main" data-do="quote-passage" data-testid="quote-passage" disabled>Quote this</button><span class="hint">Mark words below; they are quoted in “${block.heading || 'this block'}”.</span>`
        : html`<span class="hint">Choose a block first to quote from this page.</span>`
    }</div>
    <div class="source-text" data-text tabindex="0" role="document" aria-label="Captured words" data-testid="source-text">${marked(sameLength(text), marks)}</div>
  </div>`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const UNSHOWN = /[\u0000-\u0008\u000b-\u001f\u007f\u202d\u202e]/g;

/** What a page may not show, a blank for each: an HTML parser would drop or join them, and offsets would be others. */
function sameLength(text: string): string {
  return text.toWellFormed().replace(UNSHOWN, ' ');
}
