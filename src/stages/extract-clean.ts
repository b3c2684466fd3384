/**
 * What Readability leaves around an article's own words: share bars, related links, sign-up boxes, bylines, captions. Each rule looks
 * only at blocks that are small beside the article, so that a wrong guess costs a line, never the article. Words within a sentence are
 * never taken out: a quote must stand on the page as it stands here.
 */

import { isBesideName, isBesideNote } from './extract-beside.ts';
import { type DomElement, type DomNode, ELEMENT, TEXT, words } from './extract-dom.ts';

const INLINE = new Set(
  'A ABBR B BDI BDO BIG CITE CODE DATA DEL DFN EM FONT I INS KBD LABEL MARK Q RP RT RUBY S SAMP SMALL SPAN STRIKE STRONG SUB SUP TIME TT U VAR BUTTON'.split(
    ' ',
  ),
);
const HEADING = /^H[1-6]$/;
/** Elements that are beside the article by their meaning. */
const BESIDE = new Set(
  'ASIDE BUTTON FORM FOOTER NAV FIGURE FIGCAPTION TIME INPUT LABEL DIALOG VIDEO AUDIO MENU'.split(' '),
);
const BESIDE_ROLES =
  /^(navigation|complementary|contentinfo|search|dialog|alertdialog|toolbar|menu|menubar|banner|tablist)$/;
/** Seen by no reader: text for screen readers stands beside what it explains. */
const UNSEEN = /(^|\s)(sr-only|visually-?hidden|screen-?reader(-text)?|a11y-hidden|u-hidden|hide-text)(\s|$)/i;

const HIDDEN_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i;
/** No rule takes more of the article than this. */
const MOST_SHARE = 0.4;
const LONGEST_LINE = 160;
const LONGEST_NOTE = 300;

interface Size {
  chars: number;
  /** Characters in links to the page's own site. */
  linked: number;
}

/**
 * Takes out of `root` what is not the article's words, and gives it back. `host` is the page's; `chars` is about how long the article is,
 * where `root` holds more than that.
 */
export function cleanArticle(root: DomElement, host: string, chars?: number): DomElement {
  const sizes = new Map<DomElement, Size>();
  const size = measure(root, host, sizes, false);
  prune(root, chars ?? size.chars, sizes);
  if (chars === undefined) dropEmptyHeadings(root);
  return root;
}

function measure(node: DomElement, host: string, sizes: Map<DomElement, Size>, linked: boolean): Size {
  const size = { chars: 0, linked: 0 };
  const inLink = linked || (node.nodeName === 'A' && isOwn(node.getAttribute('href') ?? '', host));
  for (let child: DomNode | null = node.firstChild; child; child = child.nextSibling) {
    if (child.nodeType === ELEMENT) {
      const inner = measure(child as DomElement, host, sizes, inLink);
      size.chars += inner.chars;
      size.linked += inner.linked;
    } else if (child.nodeType === TEXT) {
      const chars = child.textContent.replace(/\s+/g, ' ').length;
      if (child.textContent.trim() === '') continue;
      size.chars += chars;
      if (inLink) size.linked += chars;
    }
  }
  sizes.set(node, size);
  return size;
}

function isOwn(href: string, host: string): boolean {
  const found = /^https?:\/\/(?:www\.)?([^/:?#]+)/i.exec(href.trim());
  return !found || (found[1] ?? '').toLowerCase() === host;
}

function prune(parent: DomElement, whole: number, sizes: Map<DomElement, Size>): void {
  for (let node = parent.firstChild; node; ) {
    const next = node.nextSibling;
    if (node.nodeType === ELEMENT) {
      const element = node as DomElement;
      if (isBeside(element, whole, sizes)) element.remove();
      else {
        if (isWithinSentence(element, sizes)) forgetNames(element);
        prune(element, whole, sizes);
      }
    }
    node = next;
  }
}

function isBeside(element: DomElement, whole: number, sizes: Map<DomElement, Size>): boolean {
  const size = sizes.get(element);
  if (!size) return false;
  if (isUnseen(element)) return true;
  // where nearly all is links, it is a menu, however much of the page it is
  if (size.chars > whole * MOST_SHARE) return size.linked > size.chars * 0.9 && besideByLinks(element, size);
  if (isWithinSentence(element, sizes)) return false;
  return (
    besideByTag(element) ||
    besideByName(element, size) ||
    besideByLinks(element, size) ||
    besideByWords(element, size) ||
    besideByParts(element, size, sizes)
  );
}

function isUnseen(element: DomElement): boolean {
  return (
    UNSEEN.test(element.className) ||
    element.hasAttribute('hidden') ||
    HIDDEN_STYLE.test(element.getAttribute('style') ?? '')
  );
}

/** Whether an inline element stands among other words: then it may not go, for what is left must be as it stands on the page. */
function isWithinSentence(element: DomElement, sizes: Map<DomElement, Size>): boolean {
  if (!INLINE.has(element.nodeName)) return false;
  let block = element.parentNode;
  while (block && INLINE.has(block.nodeName)) block = block.parentNode;
  const around = block ? sizes.get(block)?.chars : undefined;
  return around !== undefined && (sizes.get(element)?.chars ?? 0) < around;
}

/** Readability would take a span out of its sentence for being called `extra` or `comment`. */
function forgetNames(element: DomElement): void {
  for (const name of ['class', 'id', 'role', 'rel', 'itemprop']) element.removeAttribute(name);
}

/** A line that is mostly made of such pieces: `By Jane Doe | 3 May | Share`. */
function besideByParts(element: DomElement, size: Size, sizes: Map<DomElement, Size>): boolean {
  if (size.chars > LONGEST_LINE || INLINE.has(element.nodeName)) return false;
  let beside = 0;
  for (let node = element.firstChild; node; node = node.nextSibling) {
    const part = sizes.get(node as DomElement);
    if (part && (besideByTag(node as DomElement) || besideByName(node as DomElement, part))) beside += part.chars;
  }
  return beside > size.chars * 0.5;
}

function besideByTag(element: DomElement): boolean {
  if (BESIDE_ROLES.test(element.getAttribute('role') ?? '')) return true;
  if (!BESIDE.has(element.nodeName)) return false;
  return element.nodeName !== 'FIGURE' || !element.querySelector('pre, table, blockquote');
}

function besideByName(element: DomElement, size: Size): boolean {
  if (/^(PRE|CODE|BLOCKQUOTE)$/.test(element.nodeName)) return false;
  const names = [element.className, element.getAttribute('data-testid'), element.getAttribute('data-component')].join(
    ' ',
  );
  return isBesideName(names, size.chars);
}

function besideByLinks(element: DomElement, size: Size): boolean {
  if (
    !/^(UL|OL|DL|DIV|P|SECTION|HEADER|CENTER|TABLE)$/.test(element.nodeName) ||
    (element.nodeName === 'TABLE' && element.querySelector('th'))
  )
    return false;
  return size.chars > 0 && size.linked > size.chars * 0.65;
}

/** A short block that only labels, points elsewhere, pleads or reserves. */
function besideByWords(element: DomElement, size: Size): boolean {
  if (
    size.chars > LONGEST_NOTE ||
    !/^(P|DIV|LI|H[1-6]|SECTION|HEADER|CENTER|DD|STRONG|EM|SPAN|A)$/.test(element.nodeName)
  )
    return false;
  return isBesideNote(words(element));
}

/** A heading that nothing follows was that of something which is gone. */
function dropEmptyHeadings(article: DomElement): void {
  let followed = false;
  for (const element of [...article.querySelectorAll('h1,h2,h3,h4,h5,h6,p,li,pre,td,blockquote,div')].reverse()) {
    if (!HEADING.test(element.nodeName)) followed ||= hasOwnText(element);
    else if (!followed) element.remove();
  }
}

function hasOwnText(element: DomElement): boolean {
  for (let node = element.firstChild; node; node = node.nextSibling) {
    const inline = node.nodeType === TEXT || INLINE.has(node.nodeName);
    if (inline && words(node) !== '') return true;
  }
  return false;
}
