/** What is pasted into editors that take words and links, but neither tables nor styles. */
import { type Cheerio, type CheerioAPI, load } from 'cheerio';
import { parse } from 'yaml';
import { z } from 'zod';
import { escapeText } from '../text/markdown.ts';
import { sanitizeHtml } from '../text/sanitize.ts';
import type { Day, IssuePack } from '../types.ts';

const BLOCKS = 'blockquote, h1, h2, h3, h4, h5, h6, hr, ol, p, pre, ul';
const INLINE = 'a, b, bdi, br, code, em, i, img, mark, s, small, span, strong, sub, sup, time, u';
/** What is left of the markup: no editor that is pasted into knows more. */
const KEPT = `${BLOCKS}, li, a, b, br, code, em, i, img, strong`;
const UNSEEN = 'style, script, title, [style*="display:none"], [style*="display: none"]';

const frontShape = z.object({
  date: z.iso.date().catch('1970-01-01'),
  vouched: z
    .array(z.object({ quote: z.string(), by: z.string(), heard: z.string() }))
    .optional()
    .catch(undefined),
  corrections: z
    .array(z.object({ date: z.string(), text: z.string() }))
    .optional()
    .catch(undefined),
});
type Nodes = ReturnType<ReturnType<CheerioAPI['root']>['contents']>;
type Node = Nodes extends Cheerio<infer T> ? T : never;
const FRONT = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** What of an issue's front matter is told outside it. Without a date, the first day of 1970. */
export function frontOf(markdown: string): z.infer<typeof frontShape> & { date: Day } {
  const yaml = FRONT.exec(markdown)?.[1] ?? '';
  try {
    // core: a day stays text
    return frontShape.parse(parse(yaml, { schema: 'core' }) ?? {});
  } catch {
    return frontShape.parse({});
  }
}

/**
 * The rendered issue as plain headings, paragraphs, quotes, lists, links and pictures: everything that the email says, its notes on vouched
 * quotes and corrections among it, without the unsubscribe line, which the platform has of its own.
 */
export function pasteHtml({ html, subject }: IssuePack): string {
  const $ = load(html);
  $(UNSEEN).remove();
  $('a.unsubscribe, a[href*="{{"]').each((_, link) => {
    const line = $(link).closest('p');
    (line.length ? line : $(link)).remove();
  });
  setLooseWords($);
  const parts: string[] = [];
  for (const block of $(BLOCKS).toArray()) {
    const element = $(block);
    if (element.parents(BLOCKS).length > 0 || !hasContent(element)) continue;
    parts.push(proseOf(sanitizeHtml($.html(element))));
  }
  const title = sanitizeHtml(subject.replace(/[<>&]/g, ' '));
  const head = `<head><meta charset="utf-8"><title>${title}</title></head>`;
  return `<!doctype html>\n<html>\n${head}\n<body>\n${parts.join('\n')}\n</body>\n</html>\n`;
}

/** Words that stand in a table's cell or a division as they are become paragraphs. */
function setLooseWords($: CheerioAPI): void {
  for (const container of $('body, body *').toArray()) {
    const element = $(container);
    if (element.is(KEPT) || element.is(INLINE) || element.closest(BLOCKS).length > 0) continue;
    let run: Node[] = [];
    for (const node of [...element.contents().toArray(), undefined]) {
      if (node && (node.type === 'text' || $(node).is(INLINE))) {
        run.push(node);
        continue;
      }
      if (hasContent($(run))) $(run).wrapAll('<p></p>');
      run = [];
    }
  }
}

function hasContent(nodes: Nodes): boolean {
  if (nodes.is('img, hr') || nodes.find('img').length > 0) return true;
  return nodes.text().replace(/[\s\u200b]/g, '') !== '';
}

/** Only prose tags, with their words; what is left has no attribute but links, pictures and their texts. */
function proseOf(html: string): string {
  const $ = load(html, null, false);
  for (const element of $('*').toArray()) {
    const node = $(element);
    if (!node.is(KEPT)) node.replaceWith(node.contents());
    else for (const name of ['width', 'height', 'lang', 'dir']) node.removeAttr(name);
  }
  return $.html()
    .replace(/[ \t]*\r?\n[ \t]*/g, '\n')
    .trim();
}

/** The issue's own Markdown without its front matter; what that says of vouched quotes and corrections follows at the end. */
export function pasteMarkdown({ markdown }: IssuePack): string {
  const { vouched = [], corrections = [] } = frontOf(markdown);
  const body = markdown.replace(FRONT, '').trim();
  const heard = vouched.map(
    ({ quote, by, heard }) =>
      `- “${escapeText(quote)}”: ${escapeText(by)}, heard by the editor on ${escapeText(heard)}`,
  );
  const corrected = corrections.map(({ date, text }) => `- ${escapeText(date)}: ${escapeText(text)}`);
  const notes = [
    ...(corrected.length ? ['Corrections:', corrected.join('\n')] : []),
    ...(heard.length ? ['Quotes that were heard, and that no machine could check:', heard.join('\n')] : []),
  ];
  return `${[body, ...(notes.length ? ['* * *', ...notes] : [])].join('\n\n')}\n`;
}
