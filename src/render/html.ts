import type { Blockquote, List, ListItem, PhrasingContent, RootContent } from 'mdast';
import { plainText } from '../text/markdown-tree.ts';
import { escapeHtml, safeUrl } from './escape.ts';
import { splitSpeaker } from './lines.ts';
import type { Look } from './look.ts';
import type { Voucher } from './vouched.ts';

/** How inline and flowing Markdown is written: the palette for inline styles, and what is added to links. */
export interface HtmlStyle {
  look: Look;
  link: (url: string) => string;
  /** Whom a quote is vouched for, if it is. */
  voucher: (nodes: RootContent[]) => Voucher | undefined;
  /** Whether the words run from right to left: lists and bars then stand on the right. */
  rtl: boolean;
  /** A heading's size and colour say enough: its link has no line below. */
  plainLinks?: boolean;
}
/** Nesting beyond this is shown as its words: no writer needs it, and no text may exhaust the stack. */
const DEEPEST = 8;
const MONO = 'font-family:Menlo,Consolas,monospace;font-size:.88em';

/** Inline nodes as HTML that is safe inside any MJML text: line breaks kept, unsafe links and pictures as their words. */
export function inlineHtml(nodes: PhrasingContent[], style: HtmlStyle, depth = 0): string {
  if (depth > DEEPEST) return escapeHtml(nodes.map((node) => plainText(node)).join(''));
  return nodes.map((node) => inlineNode(node, style, depth + 1)).join('');
}

function inlineNode(node: PhrasingContent, style: HtmlStyle, depth: number): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.value).replace(/\r?\n/g, '<br>');
    case 'break':
      return '<br>';
    case 'emphasis':
      return `<em>${inlineHtml(node.children, style, depth)}</em>`;
    case 'strong':
      return `<strong>${inlineHtml(node.children, style, depth)}</strong>`;
    case 'inlineCode':
      return `<code style="${MONO}">${escapeHtml(node.value)}</code>`;
    case 'link':
      return anchor(node.url, inlineHtml(node.children, style, depth), style);
    case 'image':
      return escapeHtml(node.alt ?? '');
    default:
      return escapeHtml(plainText(node));
  }
}

/** A link around HTML, or the HTML alone where the link is none that may be published. */
export function anchor(url: string, html: string, style: HtmlStyle): string {
  const safe = safeUrl(url);
  const line = style.plainLinks ? ';text-decoration:none' : '';
  return safe ? `<a href="${escapeHtml(style.link(safe))}" style="color:${style.look.link}${line}">${html}</a>` : html;
}

/** Paragraphs, lists, quotes and code as HTML. The last one has no margin below, so that a box around them fits closely. */
export function flowHtml(nodes: RootContent[], style: HtmlStyle, depth = 0): string {
  return nodes.map((node, i) => flowNode(node, style, i === nodes.length - 1 ? '0' : '0 0 12px', depth + 1)).join('');
}

function flowNode(node: RootContent, style: HtmlStyle, margin: string, depth: number): string {
  const inside = depth > DEEPEST;
  if (inside) return `<p style="margin:${margin}">${escapeHtml(plainText(node))}</p>`;
  switch (node.type) {
    case 'paragraph':
      return `<p style="margin:${margin}">${inlineHtml(node.children, style)}</p>`;
    case 'heading':
      return `<p style="margin:${margin}"><strong>${inlineHtml(node.children, style)}</strong></p>`;
    case 'list':
      return listHtml(node, style, margin, depth);
    case 'blockquote':
      return quoteHtml(node, style, margin, depth);
    case 'code':
      return `<p style="margin:${margin};${MONO}">${codeHtml(node.value)}</p>`;
    default:
      return '';
  }
}

/** A quote within a list or another quote: a table, since Outlook for Windows knows borders and space inside on cells alone. */
function quoteHtml({ children }: Blockquote, style: HtmlStyle, margin: string, depth: number): string {
  const { nodes, by } = splitSpeaker(children);
  const voucher = style.voucher(nodes);
  const speaker = by ?? voucher?.by;
  const side = style.rtl ? 'right' : 'left';
  const bar = `padding:0;padding-${side}:14px;border-${side}:2px solid ${style.look.rule}`;
  const line = speaker ? `<br>&mdash; ${escapeHtml([speaker, voucher?.note].filter(Boolean).join('. '))}` : '';
  const inner = `<td class="nq" style="${bar}"><blockquote style="margin:0">${flowHtml(nodes, style, depth)}${line}</blockquote></td>`;
  const table = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>${inner}</tr></table>`;
  return margin === '0' ? table : `${table}<p style="margin:0;font-size:12px;line-height:12px">&#8203;</p>`;
}

function listHtml(list: List, style: HtmlStyle, margin: string, depth: number): string {
  const tag = list.ordered ? 'ol' : 'ul';
  const start = list.ordered && (list.start ?? 1) !== 1 ? ` start="${list.start}"` : '';
  const items = list.children.map((item) => `<li style="margin:0 0 6px">${itemHtml(item, style, depth)}</li>`);
  // the room for bullets is a margin: Outlook for Windows knows no space inside a list
  const [above, below] = depth > 1 ? ['6px', '0'] : ['0', margin.split(' ').at(2) ?? '0'];
  const outer = style.rtl ? `${above} 22px ${below} 0` : `${above} 0 ${below} 22px`;
  return `<${tag}${start} style="margin:${outer};padding:0">${items.join('')}</${tag}>`;
}

/** A list item; one paragraph needs no tag of its own. */
function itemHtml(item: ListItem, style: HtmlStyle, depth: number): string {
  const [first, ...rest] = item.children;
  if (first?.type !== 'paragraph') return flowHtml(item.children, style, depth);
  return inlineHtml(first.children, style) + flowHtml(rest, style, depth);
}

/** Code keeps its lines and indents without `white-space`, which several mail clients drop. */
function codeHtml(code: string): string {
  return escapeHtml(code.replaceAll('\t', '  '))
    .replace(/^ +/gm, (indent) => '&nbsp;'.repeat(indent.length))
    .replace(/\n/g, '<br>');
}

/** Whether a text is to be set from right to left: its first letter is of such a script (UAX #9, rules P2 and P3). */
export function isRtl(text: string): boolean {
  const letter = text.match(/\p{L}/u)?.[0];
  return (
    letter !== undefined &&
    /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letter)
  );
}
