/** An issue of a newsletter in HTML, a web page or an email, as Markdown that issues are written in. */
import { unseenElements } from './html.ts';
import { htmlToMarkdown } from './htmlMarkdown.ts';
import { isFurniture, isFurnitureElement } from './issueFurniture.ts';
import { escapeHeading } from './markdown.ts';
import { scanMarkup } from './markup.ts';
import { publicUrl } from './personalLinks.ts';
import { httpUrl, printedUrl, youtubeId } from './url.ts';

/** What was made of it, and what could not be kept. */
export interface IssueMarkdown {
  markdown: string;
  /** Links that were made for one reader, or lead nowhere: their words stay. */
  linksLost: number;
  picturesLost: number;
}
type Piece =
  | { kind: 'words' | 'heading'; html: string; level: number }
  | { kind: 'rule' | 'picture'; markdown: string };

const LONGEST_HTML = 1_000_000;
/** Characters between two blocks: reading Markdown takes long where a paragraph is, and no honest one is. */
const LONGEST_PARAGRAPH = 10_000;
/** Lists and quotes inside one another that go on. */
const DEEPEST = 8;
/** Elements that go on behind a heading, rule or picture in them. */
const REOPENED = new Set(['blockquote', 'ul', 'ol', 'li']);
/** Emails are laid out in tables. */
const LAYOUT = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th']);
const INLINE = new Set('a b strong i em code br span'.split(' '));
const KEPT = new Set(
  'a p div section article main blockquote ul ol li br b strong i em code pre figure figcaption'.split(' '),
);

/**
 * Headings, rules, pictures, quotes, lists, emphasis and links of an issue in HTML. Buttons to subscribe or share, what a reader does not see and links made for one reader go. A page is
 * read from its only `article`, else its `main`. Relative addresses are resolved against `base`; without one their words stay. At most a million characters are read, 10,000 of a paragraph. Never throws.
 */
export function htmlIssue(html: string, base?: string): IssueMarkdown {
  const { pieces, linksLost, picturesLost } = piecesOf(mainPart(html.slice(0, LONGEST_HTML)), base);
  const written = pieces.map(markdownOf).filter((markdown) => markdown !== '');
  return { markdown: written.join('\n\n'), linksLost, picturesLost };
}

/** The part of a page that its markup calls the page's own. */
function mainPart(html: string): string {
  const found: Record<string, { start: number; end?: number }[]> = { article: [], main: [] };
  scanMarkup(html, 'html', {
    open: (name, _, { end }) => void found[name.toLowerCase()]?.push({ start: end }),
    close(name, start) {
      const open = found[name.toLowerCase()]?.findLast(({ end }) => end === undefined);
      if (open) open.end = start;
    },
  });
  const { article = [], main = [] } = found;
  const part = article.length === 1 ? article[0] : main[0];
  return part ? html.slice(part.start, part.end) : html;
}

function piecesOf(html: string, base: string | undefined) {
  const out = pieceWriter();
  const unseen = unseenElements();
  const furniture = skipped();
  let linksLost = 0;
  let picturesLost = 0;
  let room = LONGEST_PARAGRAPH;
  const picture = (attributes: Record<string, string>) => {
    const { src = '', alt = '', title = '', width = '', height = '' } = attributes;
    // a pixel that counts readers
    if (/^[012](px)?$/.test(width.trim()) || /^[012](px)?$/.test(height.trim())) return;
    const url = httpUrl(src, base);
    if (url === undefined) picturesLost++;
    else out.alone({ kind: 'picture', markdown: pictureMarkdown(alt.trim() || title.trim(), url) });
  };
  const link = ({ href }: Record<string, string>): string => {
    const url = href === undefined ? undefined : httpUrl(href, base);
    const kept = url && publicUrl(url);
    if (href && !href.startsWith('#') && kept === undefined) linksLost++;
    return kept === undefined ? '<a>' : `<a href="${escaped(printedUrl(kept))}">`;
  };
  scanMarkup(html, 'html', {
    open(rawName, attributes, { empty }) {
      const name = rawName.toLowerCase();
      if (!INLINE.has(name)) room = LONGEST_PARAGRAPH;
      if (furniture.open(name, attributes)) return;
      const video = name === 'iframe' ? videoOf(attributes.src ?? '') : undefined;
      if (video !== undefined) out.put(`<p><a href="${escaped(video)}">Video</a></p>`);
      if (unseen.open(name, attributes, empty)) return;
      if (/^h[1-6]$/.test(name)) out.heading(Number(name[1]));
      else if (name === 'hr') out.alone({ kind: 'rule', markdown: '* * *' });
      else if (name === 'img') picture(attributes);
      else if (LAYOUT.has(name)) out.put('<div>');
      else if (REOPENED.has(name)) out.openContainer(name, attributes.start);
      else if (KEPT.has(name)) out.put(name === 'a' ? link(attributes) : `<${name}>`);
    },
    close(rawName) {
      const name = rawName.toLowerCase();
      if (furniture.close(name) || unseen.close(name)) return;
      if (/^h[1-6]$/.test(name)) out.endHeading();
      else if (LAYOUT.has(name)) out.put('</div>');
      else if (REOPENED.has(name)) out.closeContainer(name);
      else if (KEPT.has(name)) out.put(`</${name}>`);
    },
    text(value) {
      if (unseen.inside() || furniture.inside()) return;
      out.put(escaped(value.slice(0, room)));
      room = Math.max(0, room - value.length);
    },
  });
  return { pieces: out.end(), linksLost, picturesLost };
}

/** Cuts the markup where a heading, a rule or a picture stands; lists and quotes around it go on behind it. */
function pieceWriter() {
  const pieces: Piece[] = [];
  const open: string[] = [];
  let html = '';
  let level = 0;
  const cut = () => {
    if (html.trim() !== '') pieces.push({ kind: level > 0 ? 'heading' : 'words', html, level });
    level = 0;
    html = open
      .slice(0, DEEPEST)
      .map((name) => `<${name}>`)
      .join('');
  };
  return {
    put(markup: string) {
      html += markup;
    },
    heading(of: number) {
      cut();
      level = of;
      html = '';
    },
    endHeading() {
      if (level > 0) cut();
    },
    alone(piece: Piece) {
      const inHeading = level;
      cut();
      pieces.push(piece);
      level = inHeading;
      if (inHeading > 0) html = '';
    },
    openContainer(name: string, start?: string) {
      if (level > 0) return;
      open.push(name);
      html += /^\d{1,6}$/.test(start ?? '') ? `<${name} start="${start}">` : `<${name}>`;
    },
    closeContainer(name: string) {
      const at = open.lastIndexOf(name);
      if (level > 0 || at < 0) return;
      open.length = at;
      html += `</${name}>`;
    },
    end(): Piece[] {
      cut();
      return pieces;
    },
  };
}

/** Knows whether the walk is within an element of a mailing platform's own. */
function skipped() {
  let name = '';
  let depth = 0;
  return {
    inside: () => depth > 0,
    open(tag: string, attributes: Record<string, string>): boolean {
      if (depth > 0 && tag === name) depth++;
      else if (depth === 0 && isFurnitureElement(tag, attributes.class ?? '')) {
        name = tag;
        depth = 1;
      }
      return depth > 0;
    },
    close(tag: string): boolean {
      if (depth === 0) return false;
      if (tag === name) depth--;
      return true;
    },
  };
}

function markdownOf(piece: Piece): string {
  if ('markdown' in piece) return piece.markdown;
  const { text, markdown } = htmlToMarkdown(piece.html, 'https://import.invalid/');
  if (piece.kind === 'heading') return headingMarkdown(piece.level, text, markdown);
  const paragraphs = markdown.split('\n\n').filter((paragraph) => !isFurniture(paragraph));
  // an attribution line of our own kind, which begins with an @ and a link
  return paragraphs.map((paragraph) => paragraph.replace(/^\\@\[/, '@[')).join('\n\n');
}

function headingMarkdown(level: number, text: string, markdown: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words === '') return '';
  // emphasis is the heading's look, a link in it is not
  const linked = !markdown.includes('\n') && /\]\(https?:/.test(markdown);
  return `${'#'.repeat(level)} ${linked ? markdown : escapeHeading(words)}`;
}

/** A picture on a line of its own; one that says nothing of itself must say something. */
export function pictureMarkdown(alt: string, url: string): string {
  const words = alt
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[[\]\\`*_<>]/g, '')
    .trim();
  return `![${words || 'Picture'}](${printedUrl(url)})`;
}

/** Where the video of a frame is watched. */
function videoOf(src: string): string | undefined {
  const id = youtubeId(src.replace(/^\/\//, 'https://').replace('youtube-nocookie.com', 'youtube.com'));
  return id && `https://www.youtube.com/watch?v=${id}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
