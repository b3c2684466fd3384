/** The words of a Bluesky post, and the same with its links as Markdown. Facets count bytes of UTF-8 (app.bsky.richtext.facet). */
import { escapeText, linkText, parseMarkdown, plainText } from '../text/markdown.ts';
import { withoutUnseen } from '../text/unseen.ts';
import { httpUrl } from '../text/url.ts';

/** Bluesky itself stops at 300 letters; other clients and servers may not. */
const MOST_BYTES = 100_000;
/** Beyond this it is no post that somebody set links in by hand. */
const MOST_MARKED = 10_000;
const MOST_FACETS = 200;

/** A run of bytes with the page it leads to. */
export interface Facet {
  start: number;
  end: number;
  url: string;
}
export interface RichText {
  text: string;
  /** Left out where nothing is linked, or where Markdown would not say the same words. */
  markdown?: string;
  /** Where its links lead, in order. */
  links: string[];
}

interface Piece {
  text: string;
  url?: string;
}

/** Facets that overlap, or begin or end inside a letter, are left out: their words stay. */
export function richText(raw: string, facets: Facet[]): RichText {
  const pieces = piecesOf(Buffer.from(raw).subarray(0, MOST_BYTES), facets);
  const text = pieces
    .map((piece) => piece.text)
    .join('')
    .trim();
  const links = pieces.flatMap(({ url }) => (url === undefined ? [] : [url]));
  const markdown = links.length === 0 || text.length > MOST_MARKED ? '' : markdownOf(pieces);
  return { text, links: [...new Set(links)], ...(markdown !== '' && saysTheSame(markdown, text) ? { markdown } : {}) };
}

function piecesOf(bytes: Buffer, facets: Facet[]): Piece[] {
  const pieces: Piece[] = [];
  const words = (from: number, to: number) =>
    withoutUnseen(bytes.subarray(from, to).toString('utf8')).replaceAll('\r\n', '\n');
  const sorted = facets.slice(0, MOST_FACETS).sort((a, b) => a.start - b.start);
  let at = 0;
  for (const { start, end, url } of sorted) {
    const target = httpUrl(url);
    if (target === undefined || start < at || end <= start || !isEdge(bytes, start) || !isEdge(bytes, end)) continue;
    pieces.push({ text: words(at, start) }, { text: words(start, end), url: target });
    at = end;
  }
  return [...pieces, { text: words(at, bytes.length) }];
}

/** Whether a letter begins there, or the text ends. */
function isEdge(bytes: Buffer, at: number): boolean {
  const byte = bytes[at];
  return at === bytes.length || (byte !== undefined && (byte & 0b1100_0000) !== 0b1000_0000);
}

/** Line by line, since a line break would end a link and begin a list. */
function markdownOf(pieces: Piece[]): string {
  let markdown = '';
  for (const { text, url } of pieces) {
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (index > 0) markdown = `${markdown.trimEnd()}\n`;
      if (line.trim() === '') markdown += line === '' ? '' : ' ';
      else markdown += url === undefined ? escapeText(line) : linkText(line, url);
    }
  }
  return markdown.trim();
}

function saysTheSame(markdown: string, text: string): boolean {
  const plain = (words: string) => words.replace(/\s+/g, ' ').trim();
  return plain(plainText(parseMarkdown(markdown))) === plain(text);
}
