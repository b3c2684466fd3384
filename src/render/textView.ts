import { escapePlain } from './escape.ts';
import type { Frame, FramedBlock } from './frame.ts';
import type { Piece } from './pieces.ts';
import {
  type Footnotes,
  flowText,
  footnoteLines,
  footnoteMark,
  headingText,
  inlineText,
  quoteText,
  underlined,
} from './plain.ts';
import { fixedWords, type View } from './views.ts';
import { GLUE, WIDTH, wrap } from './wrap.ts';

/** What `issue.txt.hbs` is given: lines that are already set in columns. */
export function textView(frame: Frame): View {
  const { letter, blocks, editor, address, title, tags, contents } = frame;
  const words = Object.entries(fixedWords(frame)).map(([name, text]) => [name, escapePlain(text)]);
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
    words: Object.fromEntries(words),
    contents: contents.map(({ words, length }) => contentsLine(words, length)),
    tags,
    thick: '='.repeat(WIDTH),
    thin: '-'.repeat(WIDTH),
    letter: [body, ...(notes.urls.length ? [footnoteLines(notes).join('\n')] : [])].join('\n\n').trim(),
    blocks: blocks.map((block) => textBlock(block, frame)),
    corrections: frame.corrections.map(({ date, text }) =>
      wrap(escapePlain(`${frame.say('correction', { date })} ${text}`)).join('\n'),
    ),
  };
}

function contentsLine(words: string, length?: string): string {
  return wrap(escapePlain(words + (length ? ` (${length})` : '')), '* ', '  ').join('\n');
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
      const mark = footnoteMark(piece.url, notes);
      return wrap(`@${inlineText(piece.nodes, notes)}${mark}${inlineText(piece.rest, notes)}`);
    }
    case 'moment':
      return [`${piece.label}${footnoteMark(piece.url, notes)}`.replaceAll(GLUE, ' ')];
    case 'image':
      return wrap(escapePlain(`[${frame.say('image')}: ${piece.alt}]`) + footnoteMark(piece.url, notes, true));
    case 'quote':
      return quoteText(piece.nodes, notes);
    case 'other':
      return flowText(piece.nodes, notes);
    default:
      return wrap(inlineText(piece.nodes, notes));
  }
}
