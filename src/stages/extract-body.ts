/** Finds the element that holds an article's words. */
import { Readability } from '@mozilla/readability';
import { cleanArticle } from './extract-clean.ts';
import { buildDocument, type DomDocument, type DomElement, words } from './extract-dom.ts';
import type { PreparedPage } from './extract-prepare.ts';

/** Class names under which the usual systems put an article's words. */
const BODY_NAME =
  /(^|[\s_-])(article|post|entry|story|blog|content)[-_]*(body|content|text|copy)(?![a-z])|\b([aA]rticleBody|prose|markdown-body|wysiwyg|rich-?text|body-copy)\b/;
const BESIDE_NAME = /comment|related|sidebar|footer|newsletter|promo|teaser|disqus|recirc|outbrain|widget|cookie/i;
const MIN_PARAGRAPH = 80;
/** With fewer characters in paragraphs, a page writes its words some other way. */
const MIN_PROSE = 400;

export interface FoundBody {
  element: DomElement;
  /** Characters in whole paragraphs. */
  prose: number;
  /** What stands where the usual systems name the author; it may be a sentence. */
  byline: string;
}

/**
 * Readability's choice, cleaned before and after. Where the page itself marks an element as its article's body and that holds clearly
 * more prose, the marked one: Readability keeps only the best part of an article that is cut up by advertisements.
 */
export function findBody(page: PreparedPage, title: string, host: string): FoundBody | undefined {
  const document = buildDocument(page, title);
  const byline = bylineIn(document);
  cleanPage(document, host);
  const marked = markedBody(document);
  const read = new Readability<DomElement>(document as never, {
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node) => node as unknown as DomElement,
  }).parse();
  const prose = read?.content ? proseIn(read.content).total : 0;
  if (marked && prose < marked.prose * 0.9) {
    // Readability has taken the first document apart
    const second = buildDocument(page, title);
    cleanPage(second, host);
    const again = markedBody(second);
    if (again) return { element: cleanArticle(again.element, host), prose: again.prose, byline };
  }
  return read?.content ? { element: cleanArticle(read.content, host), prose, byline } : undefined;
}

function cleanPage(document: DomDocument, host: string): void {
  const prose = proseIn(document.body).total;
  cleanArticle(document.body, host, prose > MIN_PROSE ? prose : undefined);
}

function bylineIn(document: DomDocument): string {
  const found = document.body.querySelector('[rel~="author"], [itemprop~="author"], .p-author, .byline, .author-name');
  return found ? words(found).slice(0, 200) : '';
}

function markedBody(document: DomDocument): { element: DomElement; prose: number } | undefined {
  const { within, total } = proseIn(document.body);
  let best: { element: DomElement; prose: number } | undefined;
  for (const [element, prose] of within) {
    if (element === document.body) continue;
    const marked =
      element.getAttribute('itemprop') === 'articleBody' ||
      BODY_NAME.test(element.className) ||
      /^(ARTICLE|MAIN)$/.test(element.nodeName);
    // of two nested elements the inner one comes first
    if (marked && prose > total * 0.6 && prose > (best?.prose ?? 0) * 1.1) best = { element, prose };
  }
  return best;
}

/** Characters in the whole paragraphs under each element, links and what stands beside the article aside. */
function proseIn(root: DomElement): { within: Map<DomElement, number>; total: number } {
  const paragraphs: [DomElement, number][] = [];
  for (const p of root.querySelectorAll('p')) {
    const chars = words(p).length;
    if (chars >= MIN_PARAGRAPH) paragraphs.push([p, chars - linkChars(p)]);
  }
  const all = addUp(root, paragraphs);
  const whole = all.get(root) ?? 0;
  const isBeside = (e: DomElement) =>
    (all.get(e) ?? 0) < whole * 0.5 &&
    (/^(ASIDE|FOOTER|NAV|FORM)$/.test(e.nodeName) || BESIDE_NAME.test(e.className) || isHidden(e));
  const kept = paragraphs.filter(([p]) => !ancestors(p, root).some(isBeside));
  const within = addUp(root, kept);
  return { within, total: within.get(root) ?? 0 };
}

function linkChars(element: DomElement): number {
  let chars = 0;
  for (const link of element.querySelectorAll('a')) chars += words(link).length;
  return chars;
}

function isHidden(element: DomElement): boolean {
  return element.hasAttribute('hidden') || /display\s*:\s*none/i.test(element.getAttribute('style') ?? '');
}

function ancestors(element: DomElement, root: DomElement): DomElement[] {
  const found: DomElement[] = [];
  for (let e = element.parentNode; e; e = e.parentNode) {
    found.push(e);
    if (e === root) break;
  }
  return found;
}

function addUp(root: DomElement, paragraphs: [DomElement, number][]): Map<DomElement, number> {
  const sums = new Map<DomElement, number>();
  for (const [p, chars] of paragraphs) for (const e of ancestors(p, root)) sums.set(e, (sums.get(e) ?? 0) + chars);
  return sums;
}
