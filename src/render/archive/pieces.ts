import type { PhrasingContent } from 'mdast';
import { walk } from '../../text/markdown-tree.ts';
import { escapeHtml } from '../escape.ts';
import type { Frame } from '../frame.ts';
import { splitSpeaker } from '../lines.ts';
import type { Piece } from '../pieces.ts';
import { directionIn, flowWords, inlineWords, pageUrl } from './words.ts';

type Setting = Pick<Frame, 'rtl' | 'voucher'>;
type QuotePiece = Extract<Piece, { kind: 'quote' }>;

/** The pieces of a letter or block as HTML. `heading` is the block's own, where its words may be a link. */
export function piecesHtml(pieces: Piece[], setting: Setting, heading: PhrasingContent[] = []): string {
  const sources = sourcesOf(pieces, heading);
  const html = pieces.map((piece, i) => pieceHtml(piece, setting, pieces[i - 1]?.kind === 'voice', sources[i]));
  return html.filter((each) => each !== '').join('\n');
}

/** For each piece the last link at or above it: the page that a quote belongs to. */
export function sourcesOf(pieces: Piece[], heading: PhrasingContent[]): (string | undefined)[] {
  // the heading carries the link where it says the same as the attribution under it
  let source = linkOf({ kind: 'prose', nodes: heading });
  return pieces.map((piece) => {
    source = linkOf(piece) ?? source;
    return source;
  });
}

/** The last link of a piece: what a quote under it belongs to. */
function linkOf(piece: Piece): string | undefined {
  if (piece.kind === 'voice' || piece.kind === 'moment') return pageUrl(piece.url);
  if (piece.kind === 'quote' || piece.kind === 'image') return undefined;
  const nodes = [...walk({ type: 'root', children: piece.nodes })];
  const links = nodes.flatMap((node) => (node.type === 'link' ? [pageUrl(node.url)] : []));
  return links.filter((url) => url !== undefined).at(-1);
}

function pieceHtml(piece: Piece, setting: Setting, said: boolean, source: string | undefined): string {
  const dir = 'nodes' in piece ? directionIn(piece.nodes, setting.rtl) : '';
  switch (piece.kind) {
    case 'voice':
      return `<p class="voice">${handle(piece.url, piece.nodes)}${inlineWords(piece.rest)}</p>`;
    case 'moment':
      return `<p class="moment">${linked(piece.url, `<span aria-hidden="true">▶&#xfe0e;</span> ${escapeHtml(piece.label)}`)}</p>`;
    case 'image':
      return `<p class="picture"><img src="${escapeHtml(piece.url)}" alt="${escapeHtml(piece.alt)}" loading="lazy" referrerpolicy="no-referrer"></p>`;
    case 'quote':
      return quoteHtml(piece, setting, { said, ...(source ? { source } : {}) });
    case 'other':
      return `<div class="other"${dir}>${flowWords(piece.nodes)}</div>`;
    default:
      return `<p class="${piece.kind}"${dir}>${inlineWords(piece.nodes)}</p>`;
  }
}

function handle(url: string, nodes: PhrasingContent[]): string {
  return linked(url, `@${inlineWords(nodes, true)}`);
}

function linked(url: string, html: string): string {
  const safe = pageUrl(url);
  return safe ? `<a href="${escapeHtml(safe)}">${html}</a>` : html;
}

/** A quote with whose words they are; `said`: a voice's own post, else a pull quote. */
export function quoteHtml(
  { nodes: all }: QuotePiece,
  { rtl, voucher: voucherOf }: Setting,
  { said, source }: { said: boolean; source?: string },
): string {
  const { nodes, by } = splitSpeaker(all);
  const voucher = voucherOf(nodes);
  const speaker = by ?? voucher?.by;
  const caption = [
    ...(speaker ? [`— ${escapeHtml(speaker)}.`] : []),
    ...(voucher ? [`<span class="vouched">${escapeHtml(voucher.note)}</span>`] : []),
  ];
  const cite = source ? ` cite="${escapeHtml(source)}"` : '';
  const words = `<blockquote${cite}${directionIn(nodes, rtl)}>${flowWords(nodes)}</blockquote>`;
  // a paragraph in the caption: feed readers know paragraphs, and not captions
  const below = caption.length ? `<figcaption><p>${caption.join(' ')}</p></figcaption>` : '';
  return `<figure class="quote${said ? ' said' : ''}">${words}${below}</figure>`;
}
