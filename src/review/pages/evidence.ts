import type { DeskBlock, DeskQuote, WordProof } from '../../actions/desk/types.ts';
import { canonicalUrl } from '../../text/url.ts';
import { signed } from './bench.ts';
import { button, empty, marked, outward, siteOf } from './controls.ts';
import { type Html, html, shortDay } from './html.ts';
import { icon } from './icons.ts';

/** Where everything in a block comes from: its quotes, its numbers and names, its story. `block` undefined: none is chosen, or it is the letter. */
export function evidence(block: DeskBlock | undefined, proofs: WordProof[], opened: string[]): string {
  if (!block)
    return String(
      html`<div id="part-evidence" class="part" data-testid="evidence">${empty('No block is chosen', 'Choose one on the left, with the pointer or with j and k, to see where its words come from.')}</div>`,
    );
  const seen = new Set(opened.map(canonicalUrl));
  return String(html`<div id="part-evidence" class="part" data-index="${block.index}" data-rev="${block.rev}" data-testid="evidence">
    <h2 class="part-name">${block.heading || 'Block without a heading'}</h2>
    ${block.quotes.map((quote, i) => quoteCard(quote, i, seen))}
    ${block.quotes.length === 0 && html`<p class="hint">No quote in this block.</p>`}
    ${words(proofs)}
    ${pages(block, seen)}
    ${story(block)}
  </div>`);
}

const KNOWN = {
  proven: 'Word for word in the captured page',
  passage: 'Word for word in the passage that was kept',
  vouched: 'Vouched for',
  missing: 'Not found',
} as const;

function quoteCard({ text, url, proof }: DeskQuote, i: number, seen: Set<string>): Html {
  return html`<section class="quote-card quote-${proof.kind}" data-testid="quote-proof" data-proof="${proof.kind}" data-quote="${i}" aria-label="Quote ${i + 1}">
    <p class="known">${icon(proof.kind === 'missing' ? 'warn' : proof.kind === 'vouched' ? 'hand' : 'check')}<b>${KNOWN[proof.kind]}</b>${url && html`<span class="hint">${siteOf(url)}${'capturedAt' in proof && proof.capturedAt && `, captured ${shortDay(proof.capturedAt)}`}</span>`}${url && tick(url, seen)}</p>
    ${proofWords(text, proof)}
    <div class="row-acts">
      ${'passage' in proof && outward(proof.at, html`${icon('out')} Open at the place`, { class: 'btn', page: url ?? proof.at })}
      ${url && button({ do: 'source-open', label: 'Read the source', icon: 'text', args: { url } })}
      ${button({ do: 'swap-open', label: 'Swap', icon: 'swap', args: { quote: i, words: text.slice(0, 80) } })}
      ${proof.kind === 'missing' && button({ do: 'vouch-open', label: 'Vouch for it…', icon: 'hand', args: { quote: text, url: url ?? '' } })}
    </div>
  </section>`;
}

function proofWords(text: string, proof: DeskQuote['proof']): Html {
  if ('passage' in proof) return html`<blockquote class="passage">${marked(proof.passage, [proof])}</blockquote>`;
  if (proof.kind === 'vouched')
    return html`<blockquote class="passage">${text}</blockquote><p class="hint">${proof.by}, heard ${shortDay(proof.heard)}${proof.at && ` at ${proof.at}`}. No machine could check it.</p>`;
  return html`<blockquote class="passage">${text}</blockquote><p class="row-detail">${proof.detail}</p>${proof.nearest && html`<p class="hint">Nearest in the source:</p><blockquote class="passage near">${proof.nearest}</blockquote>`}`;
}

function tick(url: string, seen: Set<string>): Html {
  return seen.has(canonicalUrl(url)) ? html`<span class="tag tag-good">${icon('check')} opened</span>` : html``;
}

function words(proofs: WordProof[]): Html {
  if (proofs.length === 0) return html``;
  const sorted = [...proofs].sort((a, b) => Number(a.found !== undefined) - Number(b.found !== undefined));
  return html`<h3 class="part-title">Numbers and names</h3><ul class="rows" data-testid="word-proofs">${sorted.map(
    ({ words: said, kind, found }) =>
      html`<li class="row word ${found ? '' : 'word-missing'}"><p class="word-said"><b>${said}</b><span class="hint">${kind}</span></p>${
        found
          ? html`<p class="row-detail">${marked(found.passage, [found])} ${outward(found.url, siteOf(found.url), { class: 'cite' })}</p>`
          : html`<p class="row-detail bad">${icon('warn')} in none of the sources</p>`
      }</li>`,
  )}</ul>`;
}

function pages({ story, links }: DeskBlock, seen: Set<string>): Html {
  const items = story?.items ?? [];
  const known = new Set(items.map(({ url }) => canonicalUrl(url)));
  const others = links.filter((url) => !known.has(canonicalUrl(url)));
  return html`<h3 class="part-title">Pages</h3><ul class="rows" data-testid="pages">${items.map(
    ({ url, title, source, author, publishedAt }) =>
      html`<li class="row"><div class="row-main"><p class="row-title">${outward(url, title || url)} ${tick(url, seen)}</p><p class="hint">${[source, author, shortDay(publishedAt)].filter(Boolean).join(' · ')}</p></div>${button({ do: 'source-open', label: `Read “${title || url}” here`, icon: 'text', quiet: true, args: { url } })}</li>`,
  )}${others.map(
    (url) =>
      html`<li class="row"><div class="row-main"><p class="row-title">${outward(url, siteOf(url))} ${tick(url, seen)}</p><p class="hint">${url}</p></div>${button({ do: 'source-open', label: `Read ${siteOf(url)} here`, icon: 'text', quiet: true, args: { url } })}</li>`,
  )}</ul>`;
}

function story({ story: told }: DeskBlock): Html {
  if (!told) return html`<p class="hint">This block is yours: no story stands behind it.</p>`;
  return html`<h3 class="part-title">Why it was chosen <span class="score">${told.score.toFixed(1)}</span></h3>
    <ul class="plain">${told.reasons.map(({ term, value, detail }) => html`<li><b>${signed(value)}</b> ${term}: ${detail}</li>`)}</ul>
    ${told.told && html`<p class="hint">Issue ${told.told.number} told it as “${told.told.heading}”: ${told.told.detail}</p>`}
    ${
      told.refused.length > 0 &&
      html`<details class="reasons"><summary>Refused on the way to this text (${told.refused.length})</summary><ul>${told.refused.map(({ rule, detail }) => html`<li><b>${rule}</b> ${detail}</li>`)}</ul></details>`
    }`;
}
