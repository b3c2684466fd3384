/** The tags that site generators (Liquid, Hugo) and mailing platforms fill in when they print a text. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { span, walk } from './markdown-tree.ts';

/** A link or picture whose address is filled in for each reader. */
const FILLED_LINK = /!?\[([^[\]\n]{0,300})\]\(\s*(?:\{\{[^{}\n]{0,300}\}\}|\*\|[^|\n]{1,80}\|\*)\s*\)/g;
const SHORTCODE = /\{\{[<%]\s*(\/?[\w-]+)([^{}]{0,1000}?)\s*\/?[>%]\}\}/g;
const LIQUID = /\{%[^{}]{0,1000}%\}|\{\{[^{}]{0,1000}\}\}|\*\|[A-Z0-9_:-]{1,80}\|\*/g;

/**
 * A text without such tags, and how many were lost: those of a video, a post or a figure become a link or a picture, the words between two tags stay. Code keeps what it
 * shows.
 */
export function withoutTags(markdown: string): { text: string; lost: number } {
  let lost = 0;
  const code = /\{[{%]|\*\||<!--/.test(markdown) ? codeSpans(markdown) : [];
  // where an earlier change moved the code, later ones may not touch it: so they are made from code to code
  const change = (text: string): string =>
    withoutComments(text)
      .replace(FILLED_LINK, (all, words: string) => (all.startsWith('!') ? '' : words))
      .replace(SHORTCODE, (_, name: string, rest: string) => {
        const made = shortcode(name.toLowerCase(), rest);
        if (made === undefined && !name.startsWith('/')) lost++;
        return made ?? '';
      })
      .replace(LIQUID, (tag) => {
        if (!/^\{%-?\s*(?:end|raw|endraw|highlight|comment)/.test(tag)) lost++;
        return '';
      });
  let text = '';
  let at = 0;
  for (const [start, end] of code) {
    text += change(markdown.slice(at, start)) + markdown.slice(start, end);
    at = end;
  }
  return { text: text + change(markdown.slice(at)), lost };
}

function withoutComments(text: string): string {
  let out = '';
  let at = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', start);
    if (end < 0) break;
    out += text.slice(at, start);
    at = end + 3;
  }
  return out + text.slice(at);
}

function codeSpans(markdown: string): [number, number][] {
  const spans: [number, number][] = [];
  for (const node of walk(fromMarkdown(markdown)))
    if (node.type === 'code' || node.type === 'inlineCode') spans.push(span(node));
  return spans;
}

/** What a shortcode of Hugo stands for; undefined for one that only the old site knows. */
function shortcode(name: string, rest: string): string | undefined {
  const given = new Map(
    [...rest.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const plain = rest.trim().replace(/^"|"$/g, '');
  const id = given.get('id') ?? (/^[\w-]{1,64}$/.test(plain) ? plain : undefined);
  if (name === 'youtube' && id) return `[Video](https://www.youtube.com/watch?v=${id})`;
  if (name === 'vimeo' && id) return `[Video](https://vimeo.com/${id})`;
  const user = given.get('user');
  if ((name === 'tweet' || name === 'x') && id && user)
    return `[A post of @${user}](https://x.com/${user}/status/${id})`;
  const src = given.get('src');
  if (name === 'figure' && src)
    return `\n\n![${(given.get('alt') ?? given.get('caption') ?? given.get('title') ?? '').replace(/[[\]]/g, '')}](${encodeURI(src)})\n\n`;
  return undefined;
}
