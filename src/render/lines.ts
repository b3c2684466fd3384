import type { BlockContent, DefinitionContent, PhrasingContent } from 'mdast';
import { plainText } from '../text/markdown-tree.ts';

/** The lines of a paragraph as the editor wrote them: a line break is a line break. */
export function linesOf(nodes: PhrasingContent[]): PhrasingContent[][] {
  const lines: PhrasingContent[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'break') {
      lines.push([]);
    } else if (node.type === 'text') {
      for (const [i, value] of node.value.split(/\r?\n/).entries()) {
        if (i > 0) lines.push([]);
        if (value !== '') lines.at(-1)?.push({ type: 'text', value });
      }
    } else lines.at(-1)?.push(node);
  }
  return lines.filter((line) => line.length > 0);
}

/** Lines as one paragraph again. */
export function joinLines(lines: PhrasingContent[][]): PhrasingContent[] {
  return lines.flatMap((line, i): PhrasingContent[] => (i === 0 ? line : [{ type: 'break' }, ...line]));
}

/** The words of inline nodes. */
export function lineText(nodes: PhrasingContent[]): string {
  return plainText({ type: 'paragraph', children: nodes });
}

/** Parts the last line `— Name` from a quote's words. A quote that is nothing else keeps it. */
export function splitSpeaker(children: (BlockContent | DefinitionContent)[]): {
  nodes: (BlockContent | DefinitionContent)[];
  by?: string;
} {
  const last = children.at(-1);
  if (last?.type !== 'paragraph') return { nodes: children };
  const lines = linesOf(last.children);
  const by = /^[—–―]\s*(\S.*)$/.exec(lineText(lines.pop() ?? []))?.[1]?.trim();
  const nodes = lines.length
    ? [...children.slice(0, -1), { ...last, children: joinLines(lines) }]
    : children.slice(0, -1);
  return by && nodes.length ? { nodes, by } : { nodes: children };
}
