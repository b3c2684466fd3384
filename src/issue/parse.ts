import type { RootContent } from 'mdast';
import { parseMarkdown, plainText, span } from '../text/markdown-tree.ts';
import { memo } from '../text/memo.ts';
import type { Block, Issue } from '../types.ts';
import { readFront, splitFront } from './front.ts';
import { readBlock } from './parts.ts';

/**
 * Reads `issue.md`. `letter` and each block's `markdown` are the file's own bytes and follow one another without a gap; the rest is derived
 * from them. Throws UserError, with the line, where the front matter is missing or wrong.
 */
export function parseIssue(markdown: string): Issue {
  const { front, rest } = splitFront(markdown);
  const fields = readFront(front);
  const nodes = parseMarkdown(rest).children;
  const starts = blockStarts(nodes).map((offset) => lineStart(rest, offset));
  const first = starts[0] ?? rest.length;
  const title = titleOf(nodes, first);
  return {
    ...fields,
    ...(title === undefined ? {} : { title }),
    letter: rest.slice(0, first),
    blocks: starts.map((start, i) => parseBlock(rest.slice(start, starts[i + 1] ?? rest.length))),
    front,
  };
}

/** After an edit of one block the desk reads them all again. */
const read = memo(readBlock, 300);

/** Reads one block's Markdown, for a block that is put into an issue: plain data of the caller's own. */
export function parseBlock(markdown: string): Block {
  const { heading, level, length, parts, links } = read(markdown);
  return {
    heading,
    level,
    ...(length ? { length: { ...length } } : {}),
    markdown,
    parts: parts.map((part) => ({ ...part })),
    links: [...links],
  };
}

/** Where blocks begin: at each heading of level 2–6, and at what follows a rule without one. */
function blockStarts(nodes: RootContent[]): number[] {
  const starts: number[] = [];
  let afterRule: number | undefined;
  let ruled = false;
  for (const node of nodes) {
    const [start] = span(node);
    if (node.type === 'thematicBreak') {
      ruled = true;
      afterRule = undefined;
    } else if (node.type === 'heading' && node.depth > 1) {
      starts.push(start);
      ruled = false;
    } else if (ruled) {
      // definitions belong to the words that follow them; alone they begin nothing
      afterRule ??= start;
      if (node.type === 'definition') continue;
      starts.push(afterRule);
      ruled = false;
    }
  }
  return starts;
}

/** A heading may stand up to three blanks in. Markdown knows three line ends. */
function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** The words of the first level-1 heading before the first rule and the first block. */
function titleOf(nodes: RootContent[], end: number): string | undefined {
  for (const node of nodes) {
    if (node.type === 'thematicBreak' || span(node)[0] >= end) return undefined;
    if (node.type === 'heading' && node.depth === 1) return plainText(node);
  }
  return undefined;
}
