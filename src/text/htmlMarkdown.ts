/** Posts as their sites give them, in HTML, become plain words and Markdown that says the same words. */
import type { Run } from './htmlMarkdownLines.ts';
import { type Block, readPost } from './htmlMarkdownTree.ts';
import { escapeText, linkText } from './markdown.ts';
import { parseMarkdown, plainText, walk } from './markdown-tree.ts';

/**
 * The words of a post in HTML (`p br i em b strong a pre code ul ol li blockquote`; other tags vanish), thrice: `text` is plain,
 * paragraphs parted by an empty line, list items on lines of their own; `markdown` reads as the same words, as issues write it
 * (CommonMark without HTML, setext headings and indented code); `links` are the absolute http(s) targets, `base` for relative ones.
 * Text of at most 100,000 characters, 400 links. Never throws.
 */
export function htmlToMarkdown(html: string, base: string): { text: string; markdown: string; links: string[] } {
  const { blocks, links } = readPost(html, base);
  return { text: textOf(blocks, '\n\n'), markdown: markdownOf(blocks), links };
}

/** As `plainText` reads what `markdownOf` writes. */
function textOf(blocks: Block[], between: string): string {
  return blocks.map(blockText).join(between);
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return wordsOf(block.lines);
    case 'code':
      return block.value;
    case 'quote':
      return textOf(block.blocks, '\n\n');
    case 'list':
      return block.items.map((item) => textOf(item, '\n')).join('\n');
  }
}

function wordsOf(lines: Run[][]): string {
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

function markdownOf(blocks: Block[]): string {
  return blocks.map(blockMarkdown).join('\n\n');
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return paragraphMarkdown(block.lines);
    case 'code':
      return fenced(block.value);
    case 'quote':
      return prefixed(markdownOf(block.blocks), '> ', '> ');
    case 'list':
      return block.items
        .map((item, i) => listItem(item, block.first === undefined ? '- ' : `${block.first + i}. `))
        .join('\n');
  }
}

function listItem(item: Block[], mark: string): string {
  return prefixed(markdownOf(item), mark, ' '.repeat(mark.length));
}

/** Lines of a list item or quote; empty ones without spaces at their end. */
function prefixed(markdown: string, first: string, rest: string): string {
  const lines = markdown.split('\n').map((line, i) => `${i === 0 ? first : rest}${line}`.trimEnd());
  return lines.join('\n');
}

/** A fence longer than any row of backticks in the code. */
function fenced(code: string): string {
  const fence = '`'.repeat(Math.max(3, longestTicks(code) + 1));
  return `${fence}\n${code}\n${fence}`;
}

/** With as much of its formatting as Markdown can say here: emphasis inside words, for one, often can't be said. */
function paragraphMarkdown(lines: Run[][]): string {
  const words = wordsOf(lines);
  for (const write of [emphasised, linked]) {
    const markdown = lines.map((line) => line.map(write).join('')).join('\n');
    if (readsAs(markdown, words)) return markdown;
  }
  return words.split('\n').map(escapeText).join('\n');
}

function emphasised(run: Run): string {
  const mark = `${run.strong ? '**' : ''}${run.emphasis ? '*' : ''}`;
  return `${mark}${linked(run)}${mark.split('').reverse().join('')}`;
}

function linked({ text, code, link }: Run): string {
  if (link) return linkText(text, link.url);
  return code ? codeSpan(text) : escapeText(text);
}

function codeSpan(code: string): string {
  const ticks = '`'.repeat(longestTicks(code) + 1);
  const space = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${code}${space}${ticks}`;
}

function longestTicks(code: string): number {
  return (code.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

const INLINE = new Set(['paragraph', 'text', 'emphasis', 'strong', 'inlineCode', 'link', 'break']);
/** Whether the Markdown is one paragraph of just these words. */
function readsAs(markdown: string, words: string): boolean {
  const [paragraph, ...more] = parseMarkdown(markdown).children;
  if (paragraph?.type !== 'paragraph' || more.length > 0 || plainText(paragraph) !== words) return false;
  for (const node of walk(paragraph)) if (!INLINE.has(node.type)) return false;
  return true;
}
