/** What a feed element says, from the raw XML between its tags: as words, or as HTML. */
import { decodeHTMLStrict, escapeText } from 'entities';
import { textToHtml } from './feed-html.ts';
import { htmlToText } from './html.ts';

const LONGEST_TEXT = 4_096;

/** Elements that titles and mislabelled plain text are really marked up with; anything else between `<` and `>` is words. */
const INLINE =
  'a|abbr|acronym|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|sup|table|td|tr|tt|u|ul|var|wbr';
const TAGS = new RegExp(`</?(?:${INLINE})(?:\\s[^<>]*)?/?>`, 'gi');
/** Control characters and marks that turn the order of what follows: a terminal obeys them, and they make one name look like another. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const SCRIPTS = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const LOOKS_LIKE_HTML = new RegExp(`</?(?:${INLINE})(?:\\s[^<>]*)?/?>|&(?:#x?[0-9a-f]{1,6}|[a-z]{2,16});`, 'i');
const ANY_MARKUP = /<[a-z/!]|&(?:#x?[0-9a-f]{1,6}|[a-z]{2,16});/i;
/** Not well formed as XML: an `&` that begins no entity, or an HTML entity. */
const STRAY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i;

/** The characters of an element that holds text, and whether there is markup among them that was not escaped. */
export function elementText(raw: string): { text: string; markup: boolean; stray: boolean } {
  if (!/[<&]/.test(raw)) return { text: raw, markup: false, stray: false };
  const pieces: string[] = [];
  let outside = '';
  let at = 0;
  for (const match of raw.matchAll(/<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)/g)) {
    const before = raw.slice(at, match.index);
    outside += before;
    pieces.push(decode(before), match[1] ?? '');
    at = match.index + match[0].length;
  }
  const rest = raw.slice(at);
  outside += rest;
  pieces.push(decode(rest));
  return { text: pieces.join(''), markup: /<[a-z/]/i.test(outside), stray: STRAY.test(outside) };
}

/** Entities of XML and HTML, one level of them; a name that neither knows stays as it is. */
export function decode(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}

/** One line of plain words: markup gone, entities decoded to the end, white space collapsed. */
export function oneLine(text: string, isHtml = false): string {
  const bounded = text.slice(0, LONGEST_TEXT).trim();
  if (/^[\w ,.:/-]*$/.test(bounded) && !bounded.includes('  ')) return bounded;
  const words = isHtml
    ? htmlToText(bounded)
    : decode(
        bounded
          .replace(SCRIPTS, ' ')
          .replace(/<br\s*\/?>/gi, ' ')
          .replace(TAGS, ''),
      );
  return words.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** How an element says what it holds: `type` of Atom 1.0 and media RSS, `mode` of Atom 0.3; and its prefixes for XHTML. */
export interface Typed {
  xhtml: string[];
  type: string | undefined;
  mode: string | undefined;
}

/** A title as plain words. */
export function titleOf(raw: string, typed: Typed): string {
  const html = inlineOrEscaped(raw, typed);
  return oneLine(html.text, html.isHtml && typed.type !== undefined);
}

/**
 * The HTML of a description, summary or content. Plain text is made HTML: what Atom or `type` calls plain and has no tag that people
 * write, and elsewhere what has no tag at all. With `lines`, its line ends count. '' where it is no text.
 */
export function htmlOf(
  raw: string,
  typed: Typed,
  o: { atom: boolean; lines: boolean },
): { html: string; stray: boolean } {
  const { text, isHtml, stray } = inlineOrEscaped(raw, typed);
  const saysPlain = o.atom || typed.type !== undefined;
  const plain = !isHtml && !(saysPlain ? LOOKS_LIKE_HTML : ANY_MARKUP).test(text);
  return { html: plain ? textToHtml(text, o.lines) : text.trim(), stray };
}

/** Text as it was meant: base64 decoded, inline markup kept as written, escaped markup unescaped. */
function inlineOrEscaped(raw: string, typed: Typed): { text: string; isHtml: boolean; stray: boolean } {
  const kind = (typed.type ?? '').toLowerCase().trim();
  const mode = (typed.mode ?? '').toLowerCase();
  const { text, markup, stray } = elementText(raw);
  const isHtml = kind.includes('html');
  if (mode === 'base64' || isBinary(kind)) return { text: fromBase64(text, kind), isHtml, stray };
  const inline = kind === 'xhtml' || mode === 'xml' || /[/+]xml$/.test(kind);
  if (markup) return { text: inlineMarkup(raw, typed.xhtml, inline), isHtml: true, stray };
  // without a tag, inline text is text: its one level of escapes is the markup's own
  if (inline) return { text: escapeText(text), isHtml: true, stray };
  const wrapped = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(text);
  return { text: wrapped?.[1] ?? text, isHtml, stray };
}

function isBinary(type: string): boolean {
  return type.includes('/') && !/^text\/|[/+]xml$|html/.test(type);
}

function fromBase64(text: string, type: string): string {
  if (/^(image|audio|video)\//.test(type) || !/^[\sA-Za-z0-9+/=_-]*$/.test(text)) return '';
  return new TextDecoder('utf-8').decode(Buffer.from(text, 'base64'));
}

/**
 * Inline markup as HTML: prefixes gone; entities are the markup's own and stay. CDATA is text where the element says that its markup is
 * inline, and more HTML where the feed just left some tags unescaped.
 */
function inlineMarkup(raw: string, declared: string[], inline: boolean): string {
  const own = /xmlns:([\w-]{1,20})\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/i.exec(raw)?.[1];
  const prefixes = ['xhtml', 'html', ...declared, own ?? ''].filter((prefix) => /^[\w-]{1,20}$/.test(prefix));
  const tags = new RegExp(`<(/?)(?:${prefixes.join('|')}):(?=[a-z])`, 'gi');
  return raw
    .replace(/<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g, (_, text: string) => (inline ? escapeText(text) : text))
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(tags, '<$1');
}
