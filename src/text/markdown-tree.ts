/** Reading Markdown as issues use it: CommonMark 0.31 without HTML, setext headings and indented code. */
import type { Definition, Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

const NOT_OURS = { disable: { null: ['htmlFlow', 'htmlText', 'setextUnderline', 'codeIndented'] } };

/**
 * The text as an mdast tree whose positions are offsets into it. A tag is text. Links and images by reference (`[words][1]`) become plain
 * links and images where their definition stands in the same text.
 */
export function parseMarkdown(markdown: string): Root {
  // a byte order mark would be left out of the count of offsets; here it is a character as anywhere else in a text
  const root = fromMarkdown(markdown.replace(/^\uFEFF/, '\u2060'), { extensions: [NOT_OURS] });
  const targets = new Map<string, string>();
  for (const node of walk(root)) {
    if (node.type === 'definition' && !targets.has(node.identifier)) targets.set(node.identifier, node.url);
  }
  if (targets.size) resolveReferences(root, targets);
  return root;
}

function resolveReferences(root: Root, targets: Map<string, string>): void {
  for (const node of walk(root)) {
    if (!('children' in node)) continue;
    const children: Nodes[] = node.children;
    for (const [i, child] of children.entries()) {
      if (child.type !== 'linkReference' && child.type !== 'imageReference') continue;
      const url = targets.get(child.identifier);
      if (url === undefined) continue;
      const place = child.position ? { position: child.position } : {};
      if (child.type === 'linkReference') children[i] = { type: 'link', url, children: child.children, ...place };
      else children[i] = { type: 'image', url, alt: child.alt ?? '', ...place };
    }
  }
}

/** Every node in document order. What is under a node of a type in `skip` is left out. No recursion, so no depth is too deep. */
export function* walk(node: Nodes, skip: ReadonlySet<string> = new Set()): Generator<Nodes> {
  const stack: Nodes[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    if (!('children' in next) || skip.has(next.type)) continue;
    for (let i = next.children.length - 1; i >= 0; i--) stack.push(next.children[i] as Nodes);
  }
}

const DEEPEST = 50;

/** The words that a reader sees: escapes resolved, links by their words, line breaks as `\n`, an empty line between paragraphs, no pictures. */
export function plainText(node: Nodes, depth = 0): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value.replace(/\r\n?/g, '\n');
    case 'break':
      return '\n';
    case 'root':
    case 'blockquote':
      return joined(node.children, '\n\n', depth);
    case 'list':
    case 'listItem':
      return joined(node.children, '\n', depth);
    default:
      return 'children' in node ? joined(node.children, '', depth) : '';
  }
}

function joined(nodes: Nodes[], between: string, depth: number): string {
  if (depth > DEEPEST) return '';
  return nodes
    .map((node) => plainText(node, depth + 1))
    .filter((text) => text !== '')
    .join(between);
}

/** The words of a piece of Markdown, as `plainText` gives them. */
export function plainOf(markdown: string): string {
  return plainText(parseMarkdown(markdown));
}

/** A node's first and last offset in the text that was parsed. */
export function span(node: Nodes): [start: number, end: number] {
  const { start, end } = node.position ?? {};
  return [start?.offset ?? 0, end?.offset ?? 0];
}

/** Link targets in document order, each once; `skip` names node types whose links don't count. Pictures are none. */
export function linksIn(node: Nodes, skip?: ReadonlySet<string>): string[] {
  const urls = new Set<string>();
  for (const each of walk(node, skip)) if (each.type === 'link') urls.add(each.url);
  return [...urls];
}

/** A rule, or a link's definition: what may follow a block's last words without being part of them. */
function isSeparator(node: RootContent): node is Definition | Extract<RootContent, { type: 'thematicBreak' }> {
  return node.type === 'thematicBreak' || node.type === 'definition';
}

/** The offset at which a block's own words end, before the rules, definitions and white space that follow them. */
export function endOfWords(root: Root): number {
  const last = root.children.findLast((node) => !isSeparator(node));
  return last ? span(last)[1] : 0;
}

/** Parts a block's own words from what follows them. */
export function splitTail(markdown: string): { body: string; tail: string } {
  const end = endOfWords(parseMarkdown(markdown));
  return { body: markdown.slice(0, end), tail: markdown.slice(end) };
}

/** The fence that a text lacks, where its last thing is code that was opened and never closed: what follows would become code too. */
export function missingFence(markdown: string): string | undefined {
  if (!/`{3}|~{3}/.test(markdown)) return undefined;
  const last = parseMarkdown(markdown).children.at(-1);
  if (last?.type !== 'code') return undefined;
  const lines = markdown.slice(...span(last)).split(/\r\n?|\n/);
  const fence = /^(?:`{3,}|~{3,})/.exec(lines[0] ?? '')?.[0];
  if (fence === undefined) return undefined;
  const end = lines.length > 1 ? (lines.at(-1) ?? '').trim() : '';
  const closed = end.length >= fence.length && end === fence.charAt(0).repeat(end.length);
  return closed ? undefined : fence;
}

/** Whether the last thing in a text, white space and definitions aside, is a rule. */
export function endsWithRule(markdown: string): boolean {
  return parseMarkdown(markdown).children.findLast((node) => node.type !== 'definition')?.type === 'thematicBreak';
}

/** Where the letter's own words stand in the text before the first block: after the title, before the rule. */
export function letterSpan(letter: string): [start: number, end: number] {
  const nodes = parseMarkdown(letter).children;
  const title = nodes.findIndex((node) => node.type === 'heading' && node.depth === 1);
  const words = nodes.filter((node, i) => i !== title && !isSeparator(node));
  const [first, last] = [words[0], words.at(-1)];
  if (first && last) return [span(first)[0], span(last)[1]];
  const after = title < 0 ? 0 : span(nodes[title] as RootContent)[1];
  return [after, after];
}

/** The letter's own words: no title, no rule. */
export function letterBody(letter: string): string {
  return letter.slice(...letterSpan(letter));
}

/** White space as single spaces: what a formatter or another system's line endings may change without editing anything. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Whether two texts differ in white space alone. */
export function sameWords(a: string, b: string): boolean {
  return squeeze(a) === squeeze(b);
}
