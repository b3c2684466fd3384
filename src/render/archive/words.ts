import type { List, ListItem, PhrasingContent, RootContent } from 'mdast';
import { plainText } from '../../text/markdown-tree.ts';
import { isPersonalLink } from '../../text/personalLinks.ts';
import { escapeHtml, safeUrl } from '../escape.ts';
import { isRtl } from '../html.ts';

/** Nesting beyond this is shown as its words, so that no text exhausts the stack. */
const DEEPEST = 8;

/** A link that may stand on a public page: as an email may have it, and made for no single reader. */
export function pageUrl(url: string): string | undefined {
  const safe = safeUrl(url);
  return safe !== undefined && !isPersonalLink(safe) ? safe : undefined;
}

/** Inline nodes as HTML without styles; links that may not be published, and pictures, as their words. `plain`: no link at all. */
export function inlineWords(nodes: PhrasingContent[], plain = false, depth = 0): string {
  if (depth > DEEPEST) return lines(nodes.map((node) => plainText(node)).join(''));
  return nodes.map((node) => inlineNode(node, plain, depth + 1)).join('');
}

function inlineNode(node: PhrasingContent, plain: boolean, depth: number): string {
  switch (node.type) {
    case 'text':
      return lines(node.value);
    case 'break':
      return '<br>';
    case 'emphasis':
      return `<em>${inlineWords(node.children, plain, depth)}</em>`;
    case 'strong':
      return `<strong>${inlineWords(node.children, plain, depth)}</strong>`;
    case 'inlineCode':
      return `<code>${escapeHtml(node.value)}</code>`;
    case 'link': {
      const words = inlineWords(node.children, true, depth);
      const url = plain ? undefined : pageUrl(node.url);
      return url && words.trim() ? `<a href="${escapeHtml(url)}">${words}</a>` : words;
    }
    case 'image':
      return escapeHtml(node.alt ?? '');
    default:
      return escapeHtml(plainText(node));
  }
}

/** A line break is a line break. */
function lines(text: string): string {
  return escapeHtml(text).replace(/\r?\n/g, '<br>');
}

/** Paragraphs, lists, quotes and code as HTML without styles. */
export function flowWords(nodes: RootContent[], depth = 0): string {
  return nodes.map((node) => flowNode(node, depth + 1)).join('');
}

function flowNode(node: RootContent, depth: number): string {
  if (depth > DEEPEST) return `<p>${lines(plainText(node))}</p>`;
  switch (node.type) {
    case 'paragraph':
      return `<p>${inlineWords(node.children)}</p>`;
    case 'heading':
      return `<p><strong>${inlineWords(node.children)}</strong></p>`;
    case 'list':
      return listWords(node, depth);
    case 'blockquote':
      return `<blockquote>${flowWords(node.children, depth)}</blockquote>`;
    case 'code':
      return `<pre><code>${escapeHtml(node.value)}</code></pre>`;
    default:
      return '';
  }
}

function listWords({ ordered, start, children }: List, depth: number): string {
  const tag = ordered ? 'ol' : 'ul';
  const first = ordered && (start ?? 1) !== 1 ? ` start="${start}"` : '';
  return `<${tag}${first}>${children.map((item) => `<li>${itemWords(item, depth)}</li>`).join('')}</${tag}>`;
}

/** A list item; one paragraph needs no tag of its own. */
function itemWords({ children }: ListItem, depth: number): string {
  const [first, ...rest] = children;
  if (first?.type !== 'paragraph') return flowWords(children, depth);
  return inlineWords(first.children) + flowWords(rest, depth);
}

/** ` dir="…"` where the words run against the direction of the page (UAX #9), else nothing. */
export function directionIn(nodes: RootContent[], rtl: boolean): string {
  const words = nodes.map((node) => plainText(node)).join(' ');
  if (!/\p{L}/u.test(words) || isRtl(words) === rtl) return '';
  return rtl ? ' dir="ltr"' : ' dir="rtl"';
}
