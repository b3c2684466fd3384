/** An issue in somebody else's Markdown (Jekyll, Hugo, mailing platforms) as Markdown that issues are written in. */
import type { Heading, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { htmlIssue, type IssueMarkdown, pictureMarkdown } from './htmlIssue.ts';
import { isFurniture } from './issueFurniture.ts';
import { plainText, span, walk } from './markdown-tree.ts';
import { publicUrl } from './personalLinks.ts';
import { withoutTags } from './templateTags.ts';
import { httpUrl } from './url.ts';

/** What takes the place of the characters from `start` to `end`. */
interface Change {
  start: number;
  end: number;
  text: string;
}
interface Lost {
  links: number;
  pictures: number;
}
const LONGEST = 2_000_000;

/**
 * The same words and formatting in the Markdown of `issue.md`: HTML in it becomes Markdown, underlined headings get their `#`, indented code its fence, a second title becomes a heading. Tags of a site
 * generator or mailing platform go, with those for a video or post made into links. What needs no change keeps its characters. Relative addresses are resolved against `base`; without one their words stay. At
 * most 2 million characters are read. Never throws.
 */
export function foreignMarkdown(markdown: string, base?: string): IssueMarkdown & { tagsLost: number } {
  const lines = markdown
    .slice(0, LONGEST)
    .toWellFormed()
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const { text, lost: tagsLost } = withoutTags(lines);
  const root = fromMarkdown(text);
  const lost: Lost = { links: 0, pictures: 0 };
  const changes = [...blockChanges(root, text, base, lost), ...inlineChanges(root, text, base, lost)];
  const changed = applied(text, changes)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { markdown: changed, linksLost: lost.links, picturesLost: lost.pictures, tagsLost };
}

/** Changes to whole blocks: they stand at the top, or in quotes and lists. */
function blockChanges(root: Root, text: string, base: string | undefined, lost: Lost): Change[] {
  const changes: Change[] = [];
  const title = root.children.find(({ type }) => type === 'heading');
  for (const [i, node] of root.children.entries()) {
    const [start, end] = span(node);
    const own = text.slice(start, end);
    const put = (words: string) => void changes.push({ start, end, text: words });
    if (node.type === 'heading') {
      const isTitle = node === title && node.depth === 1 && !root.children.slice(0, i).some(isRule);
      const written = headingLine(node, own, isTitle);
      if (written !== own) put(written);
    } else if (node.type === 'code' && !/^ {0,3}[`~]{3}/.test(own)) put(fence(node.value));
    else if (node.type === 'html') put(fromHtml(own, base, lost));
    else if (node.type === 'paragraph' && isFurniture(own)) put('');
  }
  return changes;
}

function isRule({ type }: Nodes): boolean {
  return type === 'thematicBreak';
}

/** With marks in front of it, on one line. A title stands once, and first. */
function headingLine(node: Heading, own: string, isTitle: boolean): string {
  const depth = node.depth === 1 && !isTitle ? 2 : node.depth;
  if (/^ {0,3}#/.test(own)) return depth === node.depth ? own : own.replace('#', '##');
  const [first, last] = [node.children[0], node.children.at(-1)];
  if (!first || !last) return '';
  const words = own.slice(span(first)[0] - span(node)[0], span(last)[1] - span(node)[0]);
  return `${'#'.repeat(depth)} ${words.replace(/\s*\n\s*/g, ' ')}`;
}

function fence(code: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}\n${code}\n${ticks}`;
}

function fromHtml(html: string, base: string | undefined, lost: Lost): string {
  const made = htmlIssue(html, base);
  lost.links += made.linksLost;
  lost.pictures += made.picturesLost;
  return made.markdown;
}

/** Changes within paragraphs, headings, quotes and lists: tags, pictures, and addresses that lead nowhere or to one reader. */
function inlineChanges(root: Root, text: string, base: string | undefined, lost: Lost): Change[] {
  const changes: Change[] = [];
  const anchors: (string | undefined)[] = [];
  const taken = new Set<Nodes>();
  for (const node of walk(root)) {
    const [start, end] = span(node);
    if (taken.has(node)) for (const child of 'children' in node ? node.children : []) taken.add(child);
    else if (node.type === 'link') {
      const picture = onlyPicture(node);
      const url = httpUrl(node.url, base);
      const kept = url && publicUrl(url);
      if (picture) {
        for (const child of node.children) taken.add(child);
        changes.push({ start, end, text: pictureOf(picture, base, lost) });
      } else if (kept === undefined && !/^mailto:/i.test(node.url)) {
        if (!node.url.startsWith('#')) lost.links++;
        changes.push(...unlinked(node, start, end));
      } else if (!/^https?:/i.test(node.url) && kept !== undefined) {
        changes.push(...relinked(node, start, end, kept));
      }
    } else if (node.type === 'image') {
      const written = pictureOf(node, base, lost);
      if (written !== text.slice(start, end)) changes.push({ start, end, text: written });
    } else if (node.type === 'html' && !root.children.includes(node)) {
      changes.push({ start, end, text: inlineTag(node.value, base, anchors, lost) });
    }
  }
  return changes;
}

function onlyPicture(node: Nodes): Extract<Nodes, { type: 'image' }> | undefined {
  const [child, ...more] = 'children' in node ? node.children : [];
  return child?.type === 'image' && more.length === 0 ? child : undefined;
}

function pictureOf(node: Extract<Nodes, { type: 'image' }>, base: string | undefined, lost: Lost): string {
  const url = httpUrl(node.url, base);
  if (url !== undefined) return pictureMarkdown(node.alt || node.title || '', url);
  lost.pictures++;
  return '';
}

/** The words of a link stay, its brackets and address go. */
function unlinked(node: Nodes, start: number, end: number): Change[] {
  const [from, to] = wordsOf(node);
  if (from === undefined || to === undefined) return [{ start, end, text: plainText(node) }];
  return [
    { start, end: from, text: '' },
    { start: to, end, text: '' },
  ];
}

function relinked(node: Nodes, start: number, end: number, url: string): Change[] {
  const [from, to] = wordsOf(node);
  const target = url.replaceAll('(', '%28').replaceAll(')', '%29');
  if (from === undefined || to === undefined) return [];
  return [
    { start, end: from, text: '[' },
    { start: to, end, text: `](${target})` },
  ];
}

function wordsOf(node: Nodes): [number?, number?] {
  const children: Nodes[] = 'children' in node ? node.children : [];
  const [first, last] = [children[0], children.at(-1)];
  return first && last ? [span(first)[0], span(last)[1]] : [];
}

/** Elements that have no mark in Markdown. */
const KNOWN = new Set(
  'abbr cite del div figcaption figure font iframe ins kbd mark p picture q s section small source span strike sub sup table tbody td tr u video'.split(
    ' ',
  ),
);
const MARKS: Record<string, string> = { em: '*', i: '*', strong: '**', b: '**', code: '`' };

/** A tag in the middle of a paragraph. What has no mark in Markdown goes, and its words stay. */
function inlineTag(tag: string, base: string | undefined, anchors: (string | undefined)[], lost: Lost): string {
  const name = /^<\/?([a-z][a-z0-9]*)/i.exec(tag)?.[1]?.toLowerCase() ?? '';
  const closes = tag.startsWith('</');
  if (name === 'br') return '\n';
  if (name === 'a' && closes) {
    const url = anchors.pop();
    return url === undefined ? '' : `](${url})`;
  }
  if (name === 'a') {
    const made = htmlIssue(`${tag}x</a>`, base);
    lost.links += made.linksLost;
    anchors.push(/^\[x\]\((.*)\)$/.exec(made.markdown)?.[1]);
    return anchors.at(-1) === undefined ? '' : '[';
  }
  if (name === 'img') return fromHtml(tag, base, lost);
  if (MARKS[name] !== undefined) return MARKS[name];
  // words between angle brackets that only look like a tag
  return KNOWN.has(name) || name === '' ? '' : tag;
}

/** The text with its changes; one that lies within another goes with it. */
function applied(text: string, changes: Change[]): string {
  const sorted = changes.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let out = '';
  let at = 0;
  for (const { start, end, text: words } of sorted) {
    if (start < at) continue;
    out += text.slice(at, start) + words;
    at = end;
  }
  return out + text.slice(at);
}
