/** The part of the DOM that extraction uses; linkedom's own types are a browser's, which this project does not load. */
import { escapeUTF8 } from 'entities';
import { parseHTML } from 'linkedom/worker';
import type { PreparedPage } from './extract-prepare.ts';

export interface DomNode {
  nodeType: number;
  nodeName: string;
  parentNode: DomElement | null;
  firstChild: DomNode | null;
  nextSibling: DomNode | null;
  textContent: string;
}
export interface DomElement extends DomNode {
  className: string;
  innerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement>;
  remove(): void;
}
export interface DomDocument extends DomElement {
  body: DomElement;
}

export const ELEMENT = 1;
export const TEXT = 3;

/**
 * Builds the DOM of a prepared page. The title tells Readability which heading repeats it; given an author, it takes no words of the
 * article for a byline.
 */
export function buildDocument(page: PreparedPage, title: string): DomDocument {
  const head = `<head><title>${escapeUTF8(title)}</title><meta name="author" content="-"></head>`;
  return parseHTML(`<!doctype html><html>${head}${page.bodyTag}${page.body}</body></html>`)
    .document as unknown as DomDocument;
}

/** Text with every run of white space as one space. */
export function words(node: DomNode): string {
  return (node.textContent ?? '').replace(/\s+/g, ' ').trim();
}
