import type { DeskBlock, DeskQuote } from '../../actions/desk/types.ts';
import type { SlotName } from '../../types.ts';
import { button, siteOf } from './controls.ts';
import { type Html, html, json, shortDay } from './html.ts';
import { icon } from './icons.ts';
import { blockWords } from './words.ts';

export const SLOTS: Record<SlotName | 'house', string> = {
  lead: 'Lead',
  voices: 'Voices',
  reads: 'Read',
  watch: 'Watch',
  recurring: 'Every week',
  house: 'House',
};

/** A block of `total`, with what can be done to it. */
export function blockArticle(block: DeskBlock, id: string, total: number): Html {
  const { index, rev, markdown, heading, quotes } = block;
  const name = heading || 'Block without a heading';
  const under = quotes.map((quote, i) => quoteNote(quote, i));
  return html`<article id="${id}" class="block card" tabindex="-1" data-index="${index}" data-rev="${rev}" data-markdown="${markdown}" data-name="${name}"${block.story ? html` data-story="${block.story.id}"` : ''}${block.story?.pinned ? html` data-pinned` : ''} data-pages="${json(pagesOf(block))}" data-quotes="${json(quotes.map(({ text }) => text.slice(0, 80)))}" aria-label="${`Block ${index + 1} of ${total}: ${name}`}" data-testid="block">
    <div class="bar">
      <button type="button" class="grip" data-do="grip" data-testid="grip" aria-label="Move “${name}”: drag, or Alt and the arrow keys" title="Drag, or Alt ↑ ↓">${icon('grip')}</button>
      ${origin(block)}
      <span class="flag" hidden></span>
      ${acts(block, total)}
    </div>
    <div class="words">${blockWords(markdown, under)}</div>
  </article>`;
}

/** The pages that stand behind it, as the dialogs and keys ask for them: those of its story, then its other links. */
function pagesOf({ story, links }: DeskBlock): { url: string; title: string; source?: string }[] {
  if (story) return story.items.map(({ url, title, source }) => ({ url, title, source }));
  return [...new Set(links)].map((url) => ({ url, title: '' }));
}

/** Which slot it is in and whose words they are. */
function origin({ story }: DeskBlock): Html {
  if (!story) return html`<span class="slot">Yours</span>`;
  const by = story.edited ? 'edited' : story.writer === 'model' ? 'written by the model' : 'extractive';
  return html`<span class="slot">${SLOTS[story.slot]}</span><span class="hint by">${by}</span>${
    story.pinned && html`<span class="tag">${icon('pin')} pinned</span>`
  }${story.told && html`<span class="tag" title="${story.told.detail}">told in ${story.told.number}</span>`}`;
}

function acts(block: DeskBlock, total: number): Html {
  const { story, quotes, index, heading } = block;
  return html`<div class="acts">
    ${button({ do: 'edit', label: 'Edit', icon: 'edit', key: 'e' })}
    ${quotes.length > 0 && button({ do: 'swap-open', label: 'Swap quote', icon: 'swap', key: 'q', quiet: true })}
    ${story && button({ do: 'rewrite-open', label: 'Rewrite', icon: 'wand', key: 'r', quiet: true })}
    ${button({ do: 'delete-block', label: 'Delete', icon: 'bin', key: 'x', quiet: true })}
    <details class="more" data-testid="more"><summary class="btn" aria-label="More for “${heading || 'this block'}”" title="More">${icon('more')}</summary>
      <div class="menu">
        ${button({ do: 'move-up', label: 'Move up', icon: 'up', key: 'K', disabled: index === 0 })}
        ${button({ do: 'move-down', label: 'Move down', icon: 'down', key: 'J', disabled: index === total - 1 })}
        ${story && storyActs(block)}
        ${button({ do: 'evidence-open', label: 'Where it comes from', icon: 'source' })}
        ${button({ do: 'source-open', label: 'Read the source', icon: 'text', key: 's', disabled: block.links.length === 0 && !story })}
      </div>
    </details>
  </div>`;
}

function storyActs({ story }: DeskBlock): Html {
  if (!story) return html``;
  const url = story.items[0]?.url;
  return html`${
    url &&
    button({
      do: 'pin',
      label: story.pinned ? 'Unpin' : 'Pin',
      icon: 'pin',
      key: 'p',
      args: { url, ...(story.pinned ? { off: true } : {}) },
    })
  }${button({ do: 'mute-open', label: 'Mute…', icon: 'mute', key: 'm' })}${
    story.items.length > 1 && button({ do: 'not-same-open', label: 'Not the same story…', icon: 'split', key: 'n' })
  }`;
}

const PROOF = {
  proven: 'Proven',
  passage: 'Proven by its passage',
  vouched: 'Vouched for',
  missing: 'Not found',
} as const;

/** Under a quote: how it is known to be verbatim, and the way to where it stands. */
function quoteNote({ proof, url, text }: DeskQuote, i: number): Html {
  const detail =
    proof.kind === 'vouched' ? `by ${proof.by}, heard ${shortDay(proof.heard)}` : url ? siteOf(url) : 'no page';
  const bad = proof.kind === 'missing';
  return html`<p class="proof proof-${proof.kind}"><button type="button" class="proof-name" data-do="evidence-open" data-args="${json({ quote: i })}" data-testid="proof" title="${proof.kind === 'missing' ? proof.detail : 'See where it stands'}">${icon(bad ? 'warn' : proof.kind === 'vouched' ? 'hand' : 'check')}<span>${PROOF[proof.kind]}</span></button><span class="hint">${detail}</span>${button({ do: 'swap-open', label: 'Swap this quote', icon: 'swap', quiet: true, args: { quote: i, words: text.slice(0, 80) } })}</p>`;
}
