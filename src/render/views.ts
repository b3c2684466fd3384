import type { Blockquote, RootContent } from 'mdast';
import { plainText } from '../text/markdown-tree.ts';
import { safeUrl } from './escape.ts';
import type { Frame, FramedBlock } from './frame.ts';
import { flowHtml, type HtmlStyle, inlineHtml, isRtl } from './html.ts';
import { splitSpeaker } from './lines.ts';
import type { Piece } from './pieces.ts';
import { wordsLanguage } from './words.ts';

/** Outlook for Windows breaks a table cell of more than some 1,800 pixels at a page's end, so no section holds many blocks. */
const BLOCKS_A_SECTION = 4;
/** What a template is given: strings, numbers, truth values, and lists and records of them. `html`, `tags` and `type` alone are markup. */
export type View = Record<string, unknown>;

/** What `issue.mjml.hbs` is given. */
export function htmlView(frame: Frame): View {
  const style: HtmlStyle = { look: frame.look.light, link: frame.link, voucher: frame.voucher, rtl: frame.rtl };
  const { letter, blocks, look, rtl, link: _link, voucher: _voucher, say: _say, ...words } = frame;
  const levels = headingLevels(blocks);
  const set = blocks.map((block, i) =>
    blockView(block, levels[i] ?? 2, blocks[i - 1]?.house ?? frame.contents.length > 0, frame, style),
  );
  const groups = [];
  for (let i = 0; i < set.length; i += BLOCKS_A_SECTION) groups.push({ blocks: set.slice(i, i + BLOCKS_A_SECTION) });
  return {
    ...words,
    look: look.light,
    dark: look.dark,
    dir: rtl ? 'rtl' : 'ltr',
    start: rtl ? 'right' : 'left',
    end: rtl ? 'left' : 'right',
    rtl,
    words: fixedWords(frame),
    corrections: frame.corrections.map(({ date, text }) => ({ label: frame.say('correction', { date }), date, text })),
    letter: htmlPieces(letter, frame, style),
    groups,
  };
}

/** The fixed sentences around an issue. `foreign` is their language where they don't exist in the issue's own. */
export function fixedWords({ say, number, minutes, masthead, vouched, editor, lang }: Frame): Record<string, string> {
  const spoken = wordsLanguage(lang);
  return {
    issue: say('issue', { number }),
    minutes: say('minutes', { minutes }),
    web: say('web'),
    contents: say('contents'),
    verbatim: say(vouched ? 'vouchedFor' : 'verbatim'),
    made: editor ? say('madeBy', { editor: editor.name }) : say('made'),
    because: say('because', { name: masthead }),
    unsubscribe: say('unsubscribe'),
    preferences: say('preferences'),
    answer: say('answer'),
    foreign: lang.startsWith(spoken) || (spoken === 'he' && lang.startsWith('iw')) ? '' : spoken,
  };
}

/** A level of HTML for each block: 2 for the highest that the issue uses, and none left out on the way down, as screen readers walk them. */
function headingLevels(blocks: FramedBlock[]): number[] {
  const used = [...new Set(blocks.flatMap(({ heading }) => (heading ? [heading.level] : [])))].sort();
  let above = 1;
  return blocks.map(({ heading }) => {
    if (!heading) return 2;
    above = Math.min(used.indexOf(heading.level) + 2, above + 1);
    return above;
  });
}

/** A tinted band parts blocks by itself: there is no rule beside it. */
function blockView(block: FramedBlock, level: number, afterBand: boolean, frame: Frame, style: HtmlStyle): View {
  const { heading, house, lead } = block;
  const rule = block.rule && !house && !afterBand;
  return {
    house,
    lead,
    rule,
    spaced: rule || afterBand,
    ...(heading ? { heading: headingView(heading, level, lead, frame, style) } : {}),
    pieces: htmlPieces(block.pieces, frame, style),
  };
}

function headingView(
  { nodes, length }: NonNullable<FramedBlock['heading']>,
  level: number,
  lead: boolean,
  frame: Frame,
  style: HtmlStyle,
): View {
  const size = lead ? 'lead' : level === 2 ? 'h2' : level === 3 ? 'h3' : 'h4';
  return {
    tag: `h${level}`,
    size: frame.type.sizes[size],
    line: frame.type.sizes[`${size}Line`],
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
