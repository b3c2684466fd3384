import { raw } from 'hono/html';
import { parseBlock } from '../../issue/parse.ts';
import { piecesHtml } from '../../render/archive/pieces.ts';
import { directionIn, inlineWords } from '../../render/archive/words.ts';
import { escapeHtml } from '../../render/escape.ts';
import { type Piece, setBlock, setLetter } from '../../render/pieces.ts';
import { hostOf } from '../../text/url.ts';
import { type Html, html } from './html.ts';

const PLAIN = { rtl: false, voucher: () => undefined };

/** A block's or letter's Markdown as the email sets it: the same pieces, without styles of their own. `under` stands below each quote, in order. */
export function blockWords(markdown: string, under: Html[] = []): Html {
  const { heading, pieces } = setBlock(parseBlock(markdown));
  const above = heading ? headingHtml(heading) : '';
  return raw(above + withNotes(desked(piecesHtml(pieces.map(unloaded), PLAIN, heading?.nodes)), under));
}

/** The letter likewise. */
export function letterWords(markdown: string): Html {
  return raw(desked(piecesHtml(setLetter(markdown).pieces.map(unloaded), PLAIN)));
}

/** What an editor's words will look like while they are typed. Safe to put into the page. */
export function previewHtml(markdown: string): string {
  const words = /^\s{0,3}#{2,6}\s/.test(markdown) ? blockWords(markdown) : letterWords(markdown);
  return String(words) || String(html`<p class="nothing">Nothing yet.</p>`);
}

function headingHtml({ nodes, length }: NonNullable<ReturnType<typeof setBlock>['heading']>): string {
  const time = length ? ` <span class="length">${escapeHtml(length)}</span>` : '';
  return `<h2 class="heading"${directionIn(nodes, false)}>${desked(inlineWords(nodes))}${time}</h2>`;
}

/** A picture would be loaded from elsewhere: the desk says what it shows. The email's own frame has it on request. */
function unloaded(piece: Piece): Piece {
  if (piece.kind !== 'image') return piece;
  const value = `Picture from ${hostOf(piece.url)}: ${piece.alt}`;
  return { kind: 'prose', nodes: [{ type: 'emphasis', children: [{ type: 'text', value }] }] };
}

/** Words came through escaped, so that a tag here is one of ours: a link opens in a tab of its own, which learns nothing of the desk. */
function desked(markup: string): string {
  return markup.replaceAll('<a href="', '<a target="_blank" rel="noreferrer noopener" data-source href="');
}

/** Each quote gets its note; where their numbers differ, all of them stand at the end. */
function withNotes(markup: string, under: Html[]): string {
  const parts = markup.split('</figure>');
  if (parts.length - 1 !== under.length) return markup + under.join('');
  return parts.map((part, i) => (i < under.length ? `${part}${under[i]}</figure>` : part)).join('');
}
