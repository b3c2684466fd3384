/** Writing Markdown: words that are not ours become Markdown that means just these words. Reading it is in `markdown-tree.ts`. */
import { parseMarkdown, plainText, walk } from './markdown-tree.ts';

export { parseMarkdown, plainText } from './markdown-tree.ts';

const PUNCTUATION = /[!-/:-@[-`{-~]/;

/**
 * Words for a paragraph. Only what would change meaning is escaped, never `[…]`; line breaks become spaces. White space at either end is
 * kept as one space, so that pieces can be put together with links.
 */
export function escapeText(words: string): string {
  const line = oneLine(words);
  const escaped = line.startsWith(' ') ? escapeMarks(line) : escapeStart(escapeMarks(line));
  // a piece that begins with a space goes on in a line that has begun
  return readsAs(line.startsWith(' ') ? `x${escaped}` : escaped, line.startsWith(' ') ? `x${line}` : line)
    ? escaped
    : escapeAll(line);
}

/** Words for a heading, after its `## `. */
export function escapeHeading(words: string): string {
  const line = oneLine(words).trim();
  const escaped = escapeMarks(line).replace(/(^|\s)(#+)$/, '$1\\$2');
  return readsAs(`## ${escaped}`, line) ? escaped : escapeAll(line);
}

/** A last line that readers of an issue take for the speaker's name. */
const SPEAKER = /^\s*[—–―]/;

/** A block quote of these words, line by line; empty lines part paragraphs. Last lines that look like a speaker's join the one before. */
export function escapeQuote(words: string): string {
  const lines = words
    .trim()
    .split(/\r\n?|\n/)
    .map((line) => oneLine(line).trim());
  while (lines.length > 1 && (lines.at(-1) === '' || SPEAKER.test(lines.at(-1) as string))) {
    const last = lines.pop() as string;
    lines[lines.length - 1] = `${lines.at(-1)} ${last}`.trim();
  }
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .split('\n')
    .map((line) => (line ? `> ${escapeText(line)}` : '>'))
    .join('\n');
}

/**
 * A block quote of Markdown that stands for `words`, or undefined where, in a quote, it would not: other words, a last line that looks
 * like a speaker's, or a heading, picture or quote in it.
 */
export function quoteOf(markdown: string, words: string): string | undefined {
  const lines = markdown.trim().split(/\r\n?|\n/);
  if (words.trim() === '') return undefined;
  const quoted = lines.map((line) => (line ? `> ${line}` : '>')).join('\n');
  const [quote, ...more] = parseMarkdown(quoted).children;
  if (quote?.type !== 'blockquote' || more.length) return undefined;
  for (const node of walk(quote))
    if (node !== quote && /^(heading|image|blockquote|table|html|definition)/.test(node.type)) return undefined;
  const read = plainText(quote);
  // emphasised, linked or in a list it is the last line all the same
  if (SPEAKER.test(read.split('\n').at(-1) ?? '')) return undefined;
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
  return plain(read) === plain(words) ? quoted : undefined;
}

/** `[words](url)`. What is no http(s) link becomes its words alone; without words the host stands for them. */
export function linkText(words: string, url: string): string {
  const target = linkTarget(url);
  const line = oneLine(words).trim();
  if (target === undefined) return escapeText(line);
  const shown = line === '' ? new URL(target).hostname : line;
  // balanced brackets would do in CommonMark, but not for the plain readers of Markdown that a workspace meets
  for (const label of [escapeMarks(shown).replace(/\[(?:…|\.\.\.)\]|\\?[[\]]/g, bracket), escapeAll(shown)]) {
    if (isLink(`[${label}](${target})`, shown, target)) return `[${label}](${target})`;
  }
  return escapeText(line);
}

/** A link that can stand between parentheses; undefined where it is not http(s). */
function linkTarget(url: string): string | undefined {
  const trimmed = url.toWellFormed().trim();
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  return trimmed
    .replace(/[\s\p{Cc}<>()\\]/gu, (mark) => (mark === '(' ? '%28' : mark === ')' ? '%29' : encodeURIComponent(mark)))
    .replace(/(&#?\w{1,32});/g, '$1%3B');
}

function bracket(mark: string): string {
  return mark.startsWith('\\') || mark.length > 1 ? mark : `\\${mark}`;
}

/** Control characters and white space as single spaces. */
function oneLine(words: string): string {
  return words.toWellFormed().replace(/[\s\p{Cc}\uFEFF]+/gu, ' ');
}

/** Escapes the inline marks that could mean something here or next to another piece. */
function escapeMarks(line: string): string {
  return line.replace(/[\\`*_([:<&!@]/g, (mark, at: number) => {
    const [before, after] = [line[at - 1] ?? '', line[at + 1] ?? ''];
    return isMark(mark, before, after, line.slice(at, at + 80), line.startsWith('[')) ? `\\${mark}` : mark;
  });
}

function isMark(mark: string, before: string, after: string, rest: string, inBrackets: boolean): boolean {
  switch (mark) {
    case '\\':
      return after === '' || PUNCTUATION.test(after);
    case '*':
      return !(before === ' ' && after === ' ');
    case '_':
      return !(before === ' ' && after === ' ') && !(/[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after));
    case '(':
    case '[':
      return before === ']';
    case ':':
      return before === ']' && inBrackets;
    case '<':
      return /^<[a-z][^\s<>]*[:@]/i.test(rest);
    case '&':
      return /^&#?\w{1,32};/.test(rest);
    case '!':
    case '@':
      return after === '';
    default:
      return true;
  }
}

/** Escapes what would make a list, heading, quote, fence or rule of a line. */
function escapeStart(line: string): string {
  return line
    .replace(/^(?:#{1,6}(?= |$)|>|[-+](?= |$)|-[- ]*$|~~~)/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?= |$)/, '$1\\$2');
}

/** Every ASCII punctuation mark escaped but for cut marks: sure, and ugly. */
function escapeAll(line: string): string {
  return line.replace(/\[(?:…|\.\.\.)\](?![([:])|[!-/:-@[-`{-~]/g, (mark) => (mark.length > 1 ? mark : `\\${mark}`));
}

function readsAs(markdown: string, words: string): boolean {
  const [node, ...more] = parseMarkdown(markdown).children;
  if (!node) return words.trim() === '';
  if (more.length || (node.type !== 'paragraph' && node.type !== 'heading')) return false;
  return node.children.every(({ type }) => type === 'text') && plainText(node) === words.trim();
}

function isLink(markdown: string, words: string, url: string): boolean {
  const [paragraph] = parseMarkdown(markdown).children;
  if (paragraph?.type !== 'paragraph' || paragraph.children.length !== 1) return false;
  const [link] = paragraph.children;
  if (link?.type !== 'link' || link.url !== url || plainText(link) !== words) return false;
  for (const node of walk(link)) if (node !== link && node.type !== 'text') return false;
  return true;
}
