import type { Candidate, DeskBlock } from '../../actions/desk/types.ts';
import { button, empty, marked, siteOf } from './controls.ts';
import { type Html, html } from './html.ts';

/** Quotes that could stand in the place of the block's quote of that index, best first. */
export function candidates(block: DeskBlock | undefined, quoteIndex: number, found: Candidate[]): string {
  const quote = block?.quotes[quoteIndex];
  return String(html`<div id="part-candidates" class="part"${block && html` data-index="${block.index}" data-rev="${block.rev}"`} data-testid="candidates">
    <h2 class="part-name" tabindex="-1">Another quote</h2>
    ${quote && html`<p class="hint">In the place of</p><blockquote class="passage old">${quote.text}</blockquote>`}
    ${
      !quote || found.length === 0
        ? empty(
            'No other quote',
            'Nothing else in the captured pages is worth quoting by the machine’s rules. Read a source and mark words of your own.',
          )
        : html`<ol class="rows cands">${found.map((each) => candidate(each, quote.text))}</ol>`
    }
    ${quote?.url && button({ do: 'source-open', label: 'Choose words in the source', icon: 'text', args: { url: quote.url } })}
  </div>`);
}

function candidate({ text, url, source, passage, score, seconds, voice, id }: Candidate, quote: string): Html {
  const at = passage.indexOf(text);
  const chosen = { text, url, ...(seconds === undefined ? {} : { seconds }), ...(voice ? { voice } : {}) };
  return html`<li class="row cand" data-testid="candidate" data-id="${id}">
    <blockquote class="passage">${at < 0 ? text : marked(passage, [{ start: at, end: at + text.length }])}</blockquote>
    <div class="row-acts">${button({ do: 'swap-quote', label: 'Take this', icon: 'check', args: { quote, candidate: chosen }, class: 'mend' })}<span class="hint">${voice ? `@${voice.handle} (${voice.where})` : source || siteOf(url)}${seconds !== undefined && ` at ${clock(seconds)}`}</span><span class="score" title="Score">${score.toFixed(1)}</span></div>
  </li>`;
}

/** `12:34`, or `1:02:34`. */
function clock(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
