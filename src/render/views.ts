import type { Blockquote, RootContent } from 'mdast';
import { plainText } from '../text/markdown-tree.ts';
import { escapePlain, safeUrl } from './escape.ts';
import type { Frame, FramedBlock } from './frame.ts';
import { flowHtml, type HtmlStyle, inlineHtml, isRtl } from './html.ts';
import { splitSpeaker } from './lines.ts';
import type { Piece } from './pieces.ts';
import { type Footnotes, flowText, footnoteLines, headingText, inlineText, quoteText, underlined } from './plain.ts';
import { WIDTH, wrap } from './wrap.ts';

/** Outlook for Windows breaks a table cell of more than some 1,800 pixels at a page's end, so no section holds many blocks. */
const BLOCKS_A_SECTION = 4;
/** What a template is given: strings, numbers, truth values, and lists and records of them. `html` alone is markup. */
export type View = Record<string, unknown>;

/** What `issue.mjml.hbs` is given. */
export function htmlView(frame: Frame): View {
  const style: HtmlStyle = { look: frame.look.light, link: frame.link, voucher: frame.voucher, rtl: frame.rtl };
  const { letter, blocks, look, rtl, link: _link, voucher: _voucher, ...words } = frame;
  const set = blocks.map((block, i) => blockView(block, blocks[i - 1]?.house ?? false, frame, style));
  const groups = [];
  for (let i = 0; i < set.length; i += BLOCKS_A_SECTION) groups.push({ blocks: set.slice(i, i + BLOCKS_A_SECTION) });
  return {
    ...words,
    look: look.light,
    dark: look.dark,
    dir: rtl ? 'rtl' : 'ltr',
    start: rtl ? 'right' : 'left',
    end: rtl ? 'left' : 'right',
    letter: htmlPieces(letter, frame, style),
    groups,
  };
}

/** A tinted band parts blocks by itself: there is no rule beside it. */
function blockView(block: FramedBlock, afterHouse: boolean, frame: Frame, style: HtmlStyle): View {
  const { heading, house } = block;
  const rule = block.rule && !house && !afterHouse;
  return {
    house,
    rule,
    spaced: rule || afterHouse,
    ...(heading ? { heading: headingView(heading, frame, style) } : {}),
    pieces: htmlPieces(block.pieces, frame, style),
  };
}

function headingView(
  { level, nodes, length }: NonNullable<FramedBlock['heading']>,
  frame: Frame,
  style: HtmlStyle,
): View {
  const sizes: Record<number, number> = { 2: 24, 3: 22, 4: 21 };
  return {
    tag: `h${level}`,
    size: sizes[level] ?? 18,
    html: inlineHtml(nodes, { ...style, plainLinks: true }),
    ...directionOf(nodes, frame),
    ...(length ? { length } : {}),
  };
}

/** `flip` is true where the words run against the direction of the issue; `dir` and `start` are then their own. */
function directionOf(nodes: RootContent[], frame: Frame): { rtl: boolean; dir: string; start: string; flip: boolean } {
  const words = nodes.map((node) => plainText(node)).join(' ');
  const rtl = /\p{L}/u.test(words) ? isRtl(words) : frame.rtl;
  return { rtl, dir: rtl ? 'rtl' : 'ltr', start: rtl ? 'right' : 'left', flip: rtl !== frame.rtl };
}

/** `said` marks a quote that is a voice's own post or comment; any other is a pull quote. */
function htmlPieces(pieces: Piece[], frame: Frame, style: HtmlStyle): View[] {
  return pieces.map((piece, i) => ({ ...htmlPiece(piece, frame, style), said: pieces[i - 1]?.kind === 'voice' }));
}

function htmlPiece(piece: Piece, frame: Frame, given: HtmlStyle): View {
  const run = directionOf('nodes' in piece ? piece.nodes : [], frame);
  const style = { ...given, rtl: run.rtl };
  switch (piece.kind) {
    case 'voice': {
      const url = frame.link(safeUrl(piece.url) ?? '');
      const handle = { html: inlineHtml(piece.nodes, style) };
      return { kind: piece.kind, handle, url, html: inlineHtml(piece.rest, style) };
    }
    case 'moment':
      return { kind: piece.kind, label: piece.label, url: frame.link(safeUrl(piece.url) ?? '') };
    case 'image':
      return { ...piece };
    case 'quote':
      return { kind: piece.kind, ...run, ...quoteView(piece.nodes, style) };
    case 'other':
      return { kind: piece.kind, ...run, html: flowHtml(piece.nodes, style) };
    default:
      return { kind: piece.kind, ...run, html: inlineHtml(piece.nodes, style) };
  }
}

function quoteView(children: Blockquote['children'], style: HtmlStyle): View {
  const { nodes, by } = splitSpeaker(children);
  const voucher = style.voucher(nodes);
  const speaker = by ?? voucher?.by;
  return {
    html: flowHtml(nodes, style),
    ...(speaker ? { by: speaker } : {}),
    ...(voucher ? { vouched: voucher.note } : {}),
  };
}

/** What `issue.txt.hbs` is given: lines that are already set in columns. */
export function textView(frame: Frame): View {
  const { letter, blocks, editor, address, title, tags } = frame;
  const notes = footnotes(frame);
  const body = textPieces(letter, frame, notes);
  return {
    number: frame.number,
    numbered: frame.numbered,
    date: frame.date,
    masthead: escapePlain(frame.masthead),
    ...(title ? { title: wrap(escapePlain(title)).join('\n') } : {}),
    ...(editor ? { editor: { name: escapePlain(editor.name) } } : {}),
    ...(address ? { address: escapePlain(address) } : {}),
    vouched: frame.vouched,
    tags,
    thick: '='.repeat(WIDTH),
    thin: '-'.repeat(WIDTH),
    letter: [body, ...(notes.urls.length ? [footnoteLines(notes).join('\n')] : [])].join('\n\n').trim(),
    blocks: blocks.map((block) => textBlock(block, frame)),
    corrections: frame.corrections.map(({ date, text }) =>
      wrap(escapePlain(`Correction, ${date}: ${text}`)).join('\n'),
    ),
  };
}

function footnotes(frame: Frame): Footnotes {
  return { urls: [], link: frame.link, voucher: frame.voucher };
}

function textBlock(block: FramedBlock, frame: Frame): View {
  const notes = footnotes(frame);
  const { heading } = block;
  const words = heading && headingText(heading.nodes, notes) + (heading.length ? ` (${heading.length})` : '');
  const body = textPieces(block.pieces, frame, notes);
  return {
    rule: block.rule,
    ...(words ? { heading: underlined(words, '-').join('\n') } : {}),
    body,
    notes: footnoteLines(notes).join('\n'),
  };
}

function textPieces(pieces: Piece[], frame: Frame, notes: Footnotes): string {
  return pieces.map((piece) => textPiece(piece, frame, notes).join('\n')).join('\n\n');
}

function textPiece(piece: Piece, frame: Frame, notes: Footnotes): string[] {
  switch (piece.kind) {
    case 'voice': {
      const line = `@${inlineText(piece.nodes, notes)}${inlineText(piece.rest, notes)}`;
      return [...wrap(line), frame.link(safeUrl(piece.url) ?? '')];
    }
    case 'moment':
      return [`${piece.label} ${frame.link(safeUrl(piece.url) ?? '')}`.trim()];
    case 'image':
      return [...wrap(escapePlain(`[Image: ${piece.alt}]`)), piece.url];
    case 'quote':
      return quoteText(piece.nodes, notes);
    case 'other':
      return flowText(piece.nodes, notes);
    default:
      return wrap(inlineText(piece.nodes, notes));
  }
}
