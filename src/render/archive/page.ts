import { plainText } from '../../text/markdown-tree.ts';
import type { Day, Issue, Newsletter } from '../../types.ts';
import { cleanText } from '../escape.ts';
import { type Frame, type FramedBlock, frameOf, longDate } from '../frame.ts';
import { lineText } from '../lines.ts';
import type { Piece } from '../pieces.ts';
import { anchorsOf } from './anchors.ts';
import { piecesHtml, quoteHtml, sourcesOf } from './pieces.ts';
import { issueFolder } from './url.ts';
import { directionIn, inlineWords } from './words.ts';

/** A list of contents helps from so many headings on. */
const LONG = 4;
/** A quote with which an issue is announced has at most so many words. */
const TEASER_WORDS = 60;

/** A block as the page shows it. Only `html` is markup. */
export interface PageBlock {
  id: string;
  house: boolean;
  rule: boolean;
  heading?: { tag: string; size: number; dir: { html: string }; words: string; html: string; length?: string };
  body: { html: string };
}
/** An issue as the archive shows it, in plain words; values under `html` are markup. */
export interface IssuePage {
  number: number;
  /** `issues/89/`. */
  folder: string;
  lang: string;
  title: string;
  day: Day;
  date: string;
  /** The day on which its words last changed: of the newest correction, else its own. */
  changed: Day;
  /** `Issue 89`, `4 min read` and `In this issue` in the newsletter's language. */
  numbered: string;
  minutes: string;
  contentsName: string;
  description: string;
  letter: { html: string };
  blocks: PageBlock[];
  contents: { id: string; words: string; length?: string }[];
  /** `label`: `Correction, 5 February 2026:`. */
  corrections: { day: Day; label: string; text: string }[];
  /** Its first short pull quote, as an announcement. */
  teaser?: { html: string; source: { url: string; host: string }; id: string; words: string };
  /** Its first picture. */
  picture?: { url: string; alt: string };
  /** How it was made and what its quotes are. */
  made: string;
}

/** An issue, set for a page of its own. Nothing of the email's is in it: no platform tag, no campaign parameter. */
export function issuePage(issue: Issue, newsletter: Newsletter): IssuePage {
  const { utm: _campaign, ...rest } = newsletter;
  const frame = frameOf(issue, rest);
  const headings = frame.blocks.map(({ heading }) => (heading ? lineText(heading.nodes) : ''));
  const blocks = pageBlocks(frame, anchorsOf(headings));
  const listed = blocks.flatMap(({ id, heading }) =>
    heading ? [{ id, words: heading.words, ...(heading.length ? { length: heading.length } : {}) }] : [],
  );
  const teaser = teaserOf(frame, blocks);
  const picture = [frame.letter, ...frame.blocks.map(({ pieces }) => pieces)].flat().find(isImage);
  const corrections = (issue.corrections ?? []).map(({ date, text }) => ({
    day: date,
    label: frame.say('correction', { date: longDate(date, frame.lang) }),
    text,
  }));
  return {
    number: issue.number,
    folder: issueFolder(issue.number),
    lang: frame.lang,
    title: oneLine(frame.title ?? frame.documentTitle),
    day: issue.date,
    date: frame.date,
    changed: [issue.date, ...corrections.map(({ day }) => day)].sort().at(-1) ?? issue.date,
    numbered: frame.say('issue', { number: issue.number }),
    minutes: frame.say('minutes', { minutes: frame.minutes }),
    contentsName: frame.say('contents'),
    description: oneLine(frame.preheader ?? ''),
    letter: { html: piecesHtml(frame.letter, frame) },
    blocks,
    contents: listed.length >= LONG ? listed : [],
    corrections,
    ...(teaser ? { teaser } : {}),
    ...(picture ? { picture: { url: picture.url, alt: picture.alt } } : {}),
    made: madeOf(frame),
  };
}

/** What the foot of a page says: whose words the quotes are, and how it was made. */
export function madeOf({ say, vouched, editor }: Pick<Frame, 'say' | 'vouched' | 'editor'>): string {
  const made = editor ? say('madeBy', { editor: editor.name }) : say('made');
  return `${say(vouched ? 'vouchedFor' : 'verbatim')} ${made}`;
}

function isImage(piece: Piece): piece is Extract<Piece, { kind: 'image' }> {
  return piece.kind === 'image';
}

function pageBlocks(frame: Frame, ids: string[]): PageBlock[] {
  // the page's title is a heading of level 1; no level may be left out below it
  let above = 1;
  return frame.blocks.map(({ heading, pieces, house, rule }: FramedBlock, i) => {
    const block = { id: ids[i] as string, house, rule, body: { html: piecesHtml(pieces, frame, heading?.nodes) } };
    if (!heading) return block;
    const { level, nodes, length } = heading;
    above = Math.min(level, above + 1);
    const words = oneLine(lineText(nodes)) || `Part ${i + 1}`;
    const shown = {
      tag: `h${above}`,
      size: level,
      dir: { html: directionIn(nodes, frame.rtl) },
      words,
      html: inlineWords(nodes).trim() || words,
    };
    return { ...block, heading: { ...shown, ...(length ? { length } : {}) } };
  });
}

/** The first pull quote that is short enough, with its page and the block that it stands in. */
function teaserOf(frame: Frame, blocks: PageBlock[]): IssuePage['teaser'] {
  for (const [i, { pieces, heading, house }] of frame.blocks.entries()) {
    const block = blocks[i];
    if (house || !heading || !block?.heading) continue;
    const sources = sourcesOf(pieces, heading.nodes);
    for (const [k, piece] of pieces.entries()) {
      const url = sources[k];
      if (piece.kind !== 'quote' || pieces[k - 1]?.kind === 'voice' || !url || !isShort(piece)) continue;
      const source = { url, host: new URL(url).host.replace(/^www\./, '') };
      return {
        html: quoteHtml(piece, frame, { said: false, source: url }),
        source,
        id: block.id,
        words: block.heading.words,
      };
    }
  }
  return undefined;
}

function isShort({ nodes }: Extract<Piece, { kind: 'quote' }>): boolean {
  return (
    nodes
      .map((node) => plainText(node))
      .join(' ')
      .split(/\s+/).length <= TEASER_WORDS
  );
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
