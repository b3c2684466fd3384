/** A page's HTML to the article on it. */
import { escapeUTF8 } from 'entities';
import { htmlToText, linksIn } from '../text/html.ts';
import { sanitizeHtml } from '../text/sanitize.ts';
import { looksBinary, withoutUnseen } from '../text/unseen.ts';
import { hostOf, httpUrl } from '../text/url.ts';
import type { Article } from '../types.ts';
import { type FoundBody, findBody } from './extract-body.ts';
import type { DomElement } from './extract-dom.ts';
import { authorName, type PageMeta, readMeta } from './extract-meta.ts';
import { type PreparedPage, preparePage } from './extract-prepare.ts';

export { reservesRights } from './extract-rights.ts';

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
const WORDS_PER_MINUTE = 200;
/** JSON-LD stands in for the page only where it holds more than a description. */
const MIN_CHARS_OF_JSON = 600;
const MIN_PROSE = 200;
/** With fewer words a page is a teaser, a login, an error, or empty until its scripts run. */
const MIN_WORDS = 50;
/** Below this many words, a page that speaks of subscribing or of an error is no article. */
const MIN_WORDS_OF_DOUBT = 250;
const CLOSED =
  /\b(subscribe|sign in|log in|register|create (a free|an) account|become a (paid )?(member|subscriber))\b[^.]{0,60}\b(to (continue|keep|read|view|access|unlock)|for (full|immediate) access|for the full)\b|\bthis (post|article|story|content) is for (paid|paying|premium)?\s*(subscribers|members)\b|\balready a (paid )?(subscriber|member)\b/i;
const FAILED =
  /^\W*((error )?(403|404|410|429|500|502|503)\b|(page )?not found|access denied|just a moment|attention required|are you (a robot|human)|verify(ing)? (that )?you are( a)? human|forbidden|bad gateway|service unavailable|something went wrong)|\b(enable|turn on|requires?) javascript\b|\bjavascript is (disabled|not (enabled|available))\b/i;

/**
 * The article of the page at `o.url`. `text` has paragraphs parted by an empty line, list items on lines of their own and no character
 * that the page does not show; `html` is sanitised, its links absolute. Dates are as the page gives them, links https alone for the
 * image. Never throws: what holds no article is `incomplete`. Follows Mozilla's Readability; time and memory are bounded for any input.
 */
export function extractArticle(html: string, o: { url: string }): Article {
  const page = readShown(looksBinary(html) ? '' : html, o.url);
  const { meta, text } = page;
  const wordCount = countWords(text);
  // a line with a number or a handle says more than a name
  const author = meta.author || (/[\d@]/.test(page.byline) ? '' : authorName(page.byline, o.url));
  return {
    title: meta.title,
    ...(author ? { author } : {}),
    ...(meta.siteName ? { siteName: meta.siteName } : {}),
    ...(meta.publishedAt ? { publishedAt: meta.publishedAt } : {}),
    ...(meta.language ? { language: meta.language } : {}),
    text,
    html: page.html,
    ...(meta.imageUrl ? { imageUrl: meta.imageUrl } : {}),
    wordCount,
    minutes: Math.max(1, Math.round(wordCount / WORDS_PER_MINUTE)),
    incomplete: isIncomplete(page, wordCount),
  };
}

interface ReadPage {
  meta: PageMeta;
  text: string;
  html: string;
  byline: string;
  /** The markup of the whole page. */
  body: string;
  /** Characters in whole paragraphs. */
  prose: number;
}

/** Pages that show nothing without scripts often keep their words for readers who have none. */
function readShown(html: string, url: string): ReadPage {
  const page = readPage(html, url, false);
  if (page.prose >= MIN_PROSE || !/<(noscript|template)|text\/(x-)?template/i.test(html)) return page;
  const lenient = readPage(html, url, true);
  return lenient.prose > page.prose * 2 ? lenient : page;
}

function readPage(html: string, url: string, lenient: boolean): ReadPage {
  const page = preparePage(html, lenient);
  const meta = readMeta(page.head, url);
  return { meta, ...bodyOf(page, meta, url) };
}

/** The absolute http(s) links of an article's words, in order, each once. */
export function articleLinks(article: Article, url: string): string[] {
  return linksIn(article.html, url);
}

/** The words as JSON-LD gives them, where the page itself shows clearly fewer; else those of the article's element. */
function bodyOf(page: PreparedPage, meta: PageMeta, url: string): Omit<ReadPage, 'meta'> {
  const body = tryToFindBody(page, meta.title, hostOf(url));
  const shown = body ? sanitizeHtml(withAbsoluteLinks(body.element, httpUrl(page.head.base, url) ?? url)) : '';
  const prose = body?.prose ?? 0;
  const written = meta.articleBody.length;
  const useWritten = written > MIN_CHARS_OF_JSON && prose < written * 0.6;
  const html = withoutUnseen(useWritten ? paragraphs(meta.articleBody) : shown);
  return {
    html,
    text: htmlToText(html),
    prose: useWritten ? written : prose,
    byline: body?.byline ?? '',
    body: page.body,
  };
}

/** Readability and the DOM were made for pages, not for attacks: what they stumble over has no article. */
function tryToFindBody(page: PreparedPage, title: string, host: string): FoundBody | undefined {
  try {
    return findBody(page, title, host);
  } catch {
    return undefined;
  }
}

function withAbsoluteLinks(element: DomElement, base: string): string {
  for (const link of element.querySelectorAll('[href], [src]')) {
    for (const name of ['href', 'src']) {
      const value = link.getAttribute(name);
      if (value === null || /^(mailto|data):/i.test(value)) continue;
      const absolute = value.startsWith('#') ? undefined : httpUrl(value, base);
      if (absolute) link.setAttribute(name, absolute);
      else link.removeAttribute(name);
    }
  }
  return element.innerHTML;
}

function paragraphs(text: string): string {
  return text
    .split(/\n+/)
    .map((paragraph) => `<p>${escapeUTF8(paragraph)}</p>`)
    .join('');
}

function isIncomplete(page: ReadPage, wordCount: number): boolean {
  if (wordCount < MIN_WORDS) return true;
  if (wordCount >= MIN_WORDS_OF_DOUBT) return false;
  if (page.meta.paywalled || FAILED.test(page.meta.title) || FAILED.test(page.text.slice(0, 400))) return true;
  // the plea to subscribe is not among the article's words
  return CLOSED.test(htmlToText(page.body));
}

/** Words between spaces; of scripts without spaces, two characters count as a word. */
function countWords(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0;
  let words = Math.round(unspaced / 2);
  for (const _ of text.replace(UNSPACED, ' ').matchAll(/\S+/g)) words++;
  return words;
}
