import type { Blockquote, List, PhrasingContent, RootContent } from 'mdast';
import { plainText } from '../text/markdown-tree.ts';
import { cleanText, escapePlain, partTags, safeUrl } from './escape.ts';
import { splitSpeaker } from './lines.ts';
import type { Voucher } from './vouched.ts';
import { columns, GLUE, wrap } from './wrap.ts';

/** The numbered links of one block, in the order in which they stand. */
export interface Footnotes {
  urls: string[];
  link: (url: string) => string;
  voucher: (nodes: RootContent[]) => Voucher | undefined;
}
const DEEPEST = 8;

/** Inline nodes as words. A link is its words and a number; emphasis keeps a mark unless all of the line is emphasised. */
export function inlineText(nodes: PhrasingContent[], notes: Footnotes): string {
  return partTags(inlineWords(nodes, notes, 0));
}

/** As `inlineText`, without marks of emphasis: for headings. */
export function headingText(nodes: PhrasingContent[], notes: Footnotes): string {
  const bare = (node: PhrasingContent): PhrasingContent[] =>
    node.type === 'strong' || node.type === 'emphasis' ? node.children.flatMap(bare) : [node];
  return inlineText(nodes.flatMap(bare), notes);
}

function inlineWords(nodes: PhrasingContent[], notes: Footnotes, depth: number): string {
  if (depth > DEEPEST) return cleanText(nodes.map((node) => plainText(node)).join(''));
  const alone = nodes.length === 1;
  return nodes.map((node) => inlineNode(node, notes, alone, depth + 1)).join('');
}

function inlineNode(node: PhrasingContent, notes: Footnotes, alone: boolean, depth: number): string {
  switch (node.type) {
    case 'break':
      return '\n';
    case 'emphasis':
    case 'strong': {
      const mark = alone ? '' : node.type === 'strong' ? '*' : '_';
      return mark + inlineWords(node.children, notes, depth) + mark;
    }
    case 'link':
      return linkText(node.url, inlineWords(node.children, notes, depth), notes);
    case 'image':
      return cleanText(node.alt ?? '');
    default:
      return cleanText(plainText(node));
  }
}

function linkText(url: string, words: string, notes: Footnotes): string {
  const safe = safeUrl(url);
  if (!safe) return words;
  if (words === safe || words === safe.replace(/^mailto:/, '')) return words;
  return words + footnoteMark(safe, notes);
}

/** The number of a link behind the words that it belongs to; nothing where it may not be printed. A picture's address (`bare`) has no campaign. */
export function footnoteMark(url: string, notes: Footnotes, bare = false): string {
  const safe = safeUrl(url);
  if (!safe) return '';
  const target = bare ? safe : notes.link(safe);
  if (!notes.urls.includes(target)) notes.urls.push(target);
  return `${GLUE}[${notes.urls.indexOf(target) + 1}]`;
}

/** The footnotes as lines, `[1] https://…`. */
export function footnoteLines(notes: Footnotes): string[] {
  return notes.urls.map((url, i) => `[${i + 1}] ${url}`);
}

/** Paragraphs, lists, quotes and code in lines, each line behind `lead` (`> ` in a quote), an empty line between them. */
export function flowText(nodes: RootContent[], notes: Footnotes, lead = '', depth = 0): string[] {
  const lines: string[] = [];
  for (const node of nodes) {
    const more = flowNode(node, notes, lead, depth + 1);
    if (lines.length && more.length) lines.push(lead.trimEnd());
    lines.push(...more);
  }
  return lines;
}

function flowNode(node: RootContent, notes: Footnotes, lead: string, depth: number): string[] {
  if (depth > DEEPEST) return wrap(escapePlain(plainText(node)), lead);
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return wrap(inlineText(node.children, notes), lead);
    case 'list':
      return listText(node, notes, lead, depth);
    case 'blockquote':
      return quoteText(node.children, notes, lead, depth);
    case 'code':
      return escapePlain(node.value)
        .split('\n')
        .map((line) => `${lead}    ${line}`);
    default:
      return [];
  }
}

/** A quote behind `> `, and below it who said it and who vouches for it. */
export function quoteText(children: Blockquote['children'], notes: Footnotes, lead = '', depth = 0): string[] {
  const { nodes, by } = splitSpeaker(children);
  const voucher = notes.voucher(nodes);
  const speaker = by ?? voucher?.by;
  const below = [...(speaker ? [`— ${speaker}`] : []), ...(voucher ? [`(${voucher.note})`] : [])];
  const lines = below.flatMap((words) => wrap(escapePlain(words), `${lead}  `, `${lead}    `));
  return [...flowText(nodes, notes, `${lead}> `, depth), ...lines];
}

function listText(list: List, notes: Footnotes, lead: string, depth: number): string[] {
  return list.children.flatMap((item, i) => {
    const mark = list.ordered ? `${(list.start ?? 1) + i}. ` : '* ';
    const [first, ...rest] = item.children;
    const hang = lead + ' '.repeat(mark.length);
    const head =
      first?.type === 'paragraph'
        ? wrap(inlineText(first.children, notes), lead + mark, hang)
        : [`${lead}${mark}`.trimEnd()];
    return [...head, ...flowText(first?.type === 'paragraph' ? rest : item.children, notes, hang, depth)];
  });
}

/** A line of words over a line of marks of the same length. */
export function underlined(words: string, mark: string): string[] {
  const lines = wrap(words);
  return [...lines, mark.repeat(Math.max(1, ...lines.map(columns)))];
}
