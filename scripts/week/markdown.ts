import { escapeUTF8 } from 'entities';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** The HTML of an article's Markdown: paragraphs, headings, lists, quotations, code, links and emphasis, which is all that the pages use. */
export function toHtml(markdown: string): string {
  return html(fromMarkdown(markdown));
}

/** A comment as Hacker News stores it: the first paragraph bare, the others behind a `<p>` that is never closed, quotations as written. */
export function toHackerNewsHtml(markdown: string): string {
  const blocks = fromMarkdown(markdown.trim()).children;
  return blocks
    .map((block, i) => `${i > 0 && blocks[i - 1]?.type !== 'code' ? '<p>' : ''}${hackerNews(block)}`)
    .join('');
}

function hackerNews(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return escapeHackerNews(node.value.replaceAll('\n', ' '));
    case 'paragraph':
      return node.children.map(hackerNews).join('');
    case 'blockquote':
      return `&gt; ${node.children.map(hackerNews).join('<p>&gt; ')}`;
    case 'emphasis':
      return `<i>${node.children.map(hackerNews).join('')}</i>`;
    case 'link':
      return `<a href="${escapeHackerNews(node.url)}" rel="nofollow">${escapeHackerNews(node.url)}</a>`;
    case 'code':
      return `<pre><code>  ${escapeHackerNews(node.value.replaceAll('\n', '\n  '))}\n</code></pre>\n`;
  }
  throw new Error(`A comment on Hacker News has no ${node.type}: write it another way`);
}

/** The site writes these five characters as references, and no others. */
function escapeHackerNews(text: string): string {
  return escapeUTF8(text).replaceAll('&apos;', '&#x27;').replaceAll('/', '&#x2F;');
}

const TAGS: Partial<Record<Nodes['type'], string>> = {
  paragraph: 'p',
  blockquote: 'blockquote',
  listItem: 'li',
  emphasis: 'em',
  strong: 'strong',
};

function html(node: Nodes): string {
  switch (node.type) {
    case 'root':
      return node.children.map(html).join('\n');
    case 'text':
      return escapeUTF8(node.value);
    case 'inlineCode':
      return `<code>${escapeUTF8(node.value)}</code>`;
    case 'code':
      return `<pre><code>${escapeUTF8(node.value)}</code></pre>`;
    case 'break':
      return '<br>';
    case 'thematicBreak':
      return '<hr>';
    case 'heading':
      return `<h${node.depth}>${inner(node.children)}</h${node.depth}>`;
    case 'list':
      return node.ordered ? `<ol>${inner(node.children)}</ol>` : `<ul>${inner(node.children)}</ul>`;
    case 'link':
      return `<a href="${escapeUTF8(node.url)}">${inner(node.children)}</a>`;
  }
  const tag = TAGS[node.type];
  if (!tag || !('children' in node))
    throw new Error(`The sample week's pages have no ${node.type}: write it another way`);
  return `<${tag}>${inner(node.children)}</${tag}>`;
}

function inner(nodes: Nodes[]): string {
  return nodes.map(html).join('');
}
