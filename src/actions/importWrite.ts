/** An old issue as the text of `issue.md`. */
import { stringify } from 'yaml';
import { approvalHash } from '../issue/approval.ts';
import { formatIssue, RULE } from '../issue/format.ts';
import { parseIssue } from '../issue/parse.ts';
import { linksIn, parseMarkdown, plainText, sameWords, span } from '../text/markdown-tree.ts';
import type { Issue } from '../types.ts';
import type { OldIssue } from './importTypes.ts';

/** The longest line in bold that is a heading all the same, in words. */
const HEADING_WORDS = 14;

/**
 * The text, and the issue as it is read back. `by`: who says that it was published so, at `at`. Throws UserError where it can't be read back.
 */
export function issueText(
  old: OldIssue & { number: number },
  o: { by?: string; at: string },
): { text: string; issue: Issue } {
  const { number, date, title, preheader, from } = old;
  const front = stringify(
    {
      number,
      date,
      ...(title ? { subject: title } : {}),
      ...(preheader ? { preheader } : {}),
      status: 'published',
      imported: { from },
    },
    { lineWidth: 0 },
  );
  const text = `---\n${front}---\n${withBlocks(withTitle(old.markdown, title))}\n`;
  const issue = parseIssue(text);
  if (o.by === undefined) return { text, issue };
  const approved = { by: o.by, at: o.at, sha256: approvalHash(text) };
  const vouched = formatIssue({ ...issue, approved });
  return { text: vouched, issue: parseIssue(vouched) };
}

/** A first heading that only says the subject once more is the issue's title, and no block. */
function withTitle(markdown: string, title: string): string {
  const [first] = parseMarkdown(markdown).children;
  if (first?.type !== 'heading' || first.depth === 1 || !sameWords(plainText(first), title)) return markdown;
  return `# ${markdown.replace(/^\s*#+\s*/, '')}`;
}

/** Mails often have neither headings nor rules: lines in bold are their headings, else the letter ends where the links begin. What was told is in blocks alone. */
function withBlocks(markdown: string): string {
  const { children } = parseMarkdown(markdown);
  if (children.some((node) => node.type === 'thematicBreak' || (node.type === 'heading' && node.depth > 1)))
    return markdown;
  const bold = children.filter((node) => {
    if (node.type !== 'paragraph' || node.children.length !== 1 || node.children[0]?.type !== 'strong') return false;
    return plainText(node).split(/\s+/).length <= HEADING_WORDS;
  });
  if (bold.length > 1) {
    let text = markdown;
    for (const node of bold.toReversed()) {
      const [start, end] = span(node);
      const words = markdown.slice(start, end).replace(/^(?:\*\*|__)|(?:\*\*|__)$/g, '');
      text = `${text.slice(0, start)}## ${words.replace(/\s*\n\s*/g, ' ')}${text.slice(end)}`;
    }
    return text;
  }
  const first = children.find((node, i) => i > 0 && linksIn(node).length > 0);
  if (!first) return markdown;
  const [start] = span(first);
  return `${markdown.slice(0, start)}${RULE}\n\n${markdown.slice(start)}`;
}
