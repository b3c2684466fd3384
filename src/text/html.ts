/** HTML to plain text and to links, without building a tree: linear in its input, whatever the input is. */
import { type MarkupHandler, scanMarkup } from './markup.ts';
import { httpUrl } from './url.ts';

const LONGEST_HTML = 4_000_000;
const MOST_LINKS = 5_000;

const names = (list: string) => new Set(list.split(' '));
/** Elements that stand as paragraphs of their own. */
const BLOCKS = names(
  'address article aside blockquote body center details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html main menu nav ol p pre section summary table tbody tfoot thead ul',
);
const LISTS = names('ul ol menu dl');
/** Elements that stand on a line of their own. */
const LINES = names('li dt dd tr caption option legend');
const CELLS = names('td th');
/** Elements whose words a reader does not see. */
const UNSEEN = names(
  'script style template noscript head title iframe object applet svg canvas audio video map select datalist textarea noframes',
);
const VOID = names('area base br col embed hr img input link meta param source track wbr');
/** Elements whose end tag is often left out: a hidden one ends where the next of its name begins. */
const OPEN_ENDED = names('p li dt dd tr td th option');

type LinkOpener = (name: string, attributes: Record<string, string>) => void;
/** What stands between two pieces of text: nothing, a space, a new line, an empty line. */
type Gap = 0 | 1 | 2 | 3;
/** Control characters, which a terminal would obey. */
const CONTROLS = /\p{Cc}/gu;
/** A piece without any of these is a piece as it is: white space is single spaces. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to look for
const UNTIDY = /[\u0000-\u001f\u007f-\u009f]|[^\S ]| {2}/;
const BETWEEN = ['', ' ', '\n', '\n\n'] as const;

/**
 * The words of a fragment or page of HTML as a reader sees them: entities decoded, white space collapsed, paragraphs parted by an empty
 * line, list items and table rows on lines of their own, lines of `pre` kept. Hidden elements, scripts and media are left out. Reads at
 * most 4 million characters. Never throws.
 */
export function htmlToText(html: string): string {
  const reader = wordReader();
  scanMarkup(html.slice(0, LONGEST_HTML), 'html', reader.on);
  return reader.text();
}

/** `htmlToText` and `linksIn` of one fragment, in one walk. */
export function wordsAndLinks(html: string, base: string): { text: string; links: string[] } {
  const [words, links] = [wordReader(), linkReader(base)];
  scanMarkup(html.slice(0, LONGEST_HTML), 'html', {
    ...words.on,
    open(name, attributes, place) {
      links.open(name, attributes);
      words.on.open(name, attributes, place);
    },
  });
  return { text: words.text(), links: links.found() };
}

function wordReader(): { on: Required<MarkupHandler>; text(): string } {
  const out = textWriter();
  const unseen = unseenElements();
  let lists = 0;
  let pre = 0;
  const gapOf = (name: string): Gap => {
    if (LISTS.has(name) && lists > 0) return 2;
    if (BLOCKS.has(name)) return 3;
    if (LINES.has(name)) return 2;
    return CELLS.has(name) ? 1 : 0;
  };
  const on: Required<MarkupHandler> = {
    open(rawName, attributes, { empty }) {
      const name = rawName.toLowerCase();
      if (unseen.open(name, attributes, empty)) return;
      if (name === 'br') return out.lineBreak();
      out.gap(gapOf(name));
      if (LISTS.has(name)) lists++;
      if (name === 'pre') pre++;
    },
    close(rawName) {
      const name = rawName.toLowerCase();
      if (unseen.close(name)) return;
      if (LISTS.has(name)) lists = Math.max(0, lists - 1);
      if (name === 'pre') pre = Math.max(0, pre - 1);
      out.gap(gapOf(name));
    },
    text(value) {
      if (unseen.inside()) return;
      if (pre > 0) out.lines(value);
      else out.words(value);
    },
  };
  return { on, text: out.text };
}

/** Collects text with the widest gap that was asked for between two pieces. */
function textWriter() {
  const parts: string[] = [];
  let pending: Gap = 0;
  const gap = (wanted: Gap) => {
    if (wanted > pending) pending = wanted;
  };
  const put = (piece: string) => {
    if (parts.length > 0) parts.push(BETWEEN[pending]);
    parts.push(piece);
    pending = 0;
  };
  const words = (written: string) => {
    const untidy = UNTIDY.test(written);
    const value = untidy ? written.replace(CONTROLS, ' ') : written;
    const piece = value.trim();
    if (piece === '' || isSpace(value, 0)) gap(1);
    if (piece === '') return;
    put(untidy ? piece.replace(/\s+/g, ' ') : piece);
    if (isSpace(value, value.length - 1)) gap(1);
  };
  const lines = (value: string) => {
    for (const [index, line] of value.split(/\r\n?|\n/).entries()) {
      if (index > 0) gap(pending >= 2 ? 3 : 2);
      const piece = line.replace(CONTROLS, ' ').trimEnd();
      if (piece !== '') put(piece);
      else if (line !== '') gap(1);
    }
  };
  // a second line break in a row is how many feeds write a paragraph
  const lineBreak = () => gap(pending >= 2 ? 3 : 2);
  return { gap, words, lines, lineBreak, text: () => parts.join('').trim() };
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

/** Knows whether the walk is inside an element that is not shown. Counts one name only, so that lost end tags cost little. */
export function unseenElements() {
  let name = '';
  let depth = 0;
  const hides = (tag: string, attributes: Record<string, string>) =>
    UNSEEN.has(tag) || 'hidden' in attributes || /display\s*:\s*none/i.test(attributes.style ?? '');
  return {
    inside: () => depth > 0,
    /** True where this start tag or what is around it is not shown. */
    open(tag: string, attributes: Record<string, string>, empty: boolean): boolean {
      if (depth > 0 && tag === name && OPEN_ENDED.has(tag)) depth = 0;
      if (depth > 0) {
        if (tag === name && !empty) depth++;
        return true;
      }
      if (VOID.has(tag) || !hides(tag, attributes)) return false;
      // XHTML in feeds closes such elements in one tag; a browser would hide the rest of the page
      if (empty) return true;
      name = tag;
      depth = 1;
      return true;
    },
    close(tag: string): boolean {
      if (depth === 0) return false;
      if (tag === name) depth--;
      return true;
    },
  };
}

/** The absolute http(s) targets of a fragment's links, in order, each once; relative ones are resolved against `base`. At most 5,000. */
export function linksIn(html: string, base: string): string[] {
  // most summaries have none
  if (!/href/i.test(html)) return [];
  const reader = linkReader(base);
  scanMarkup(html.slice(0, LONGEST_HTML), 'html', { open: reader.open, close() {} });
  return reader.found();
}

function linkReader(base: string): { open: LinkOpener; found(): string[] } {
  const found = new Set<string>();
  let from = base;
  const open: LinkOpener = (rawName, { href }) => {
    if (href === undefined || found.size >= MOST_LINKS) return;
    const name = rawName.toLowerCase();
    if (name === 'base') from = httpUrl(href, base) ?? base;
    if (name !== 'a' && name !== 'area') return;
    const url = httpUrl(href, from);
    if (url !== undefined) found.add(url);
  };
  return { open, found: () => [...found] };
}
