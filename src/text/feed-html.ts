/** The HTML that entries carry, made fit to be kept. */
import { escapeText } from 'entities';
import { scanMarkup } from './markup.ts';
import { httpUrl } from './url.ts';

/** Elements that can run, load or restyle something, with all that is in them. */
const ACTIVE = new Set(['script', 'style', 'template', 'noscript', 'textarea', 'title', 'head']);
const ACTIVE_TAG = new RegExp(`<(?:${[...ACTIVE].join('|')})\\b`, 'i');
const RELATIVE = /(?:href|src)\s{0,8}=(?!\s{0,8}["']?\s{0,8}(?:https?:|mailto:|data:|tel:|#))/i;

/**
 * A fragment of HTML without scripts and styles, its relative links made absolute. It is still what a stranger wrote: it is not safe to
 * show before it has been sanitised.
 */
export function tidyHtml(html: string, base: string): string {
  if (!RELATIVE.test(html) && !ACTIVE_TAG.test(html)) return html;
  const pieces: string[] = [];
  let at = 0;
  let inside = '';
  let depth = 0;
  scanMarkup(html, 'html', {
    open(rawName, attributes, { start, end, empty }) {
      const name = rawName.toLowerCase();
      if (depth > 0) {
        if (name === inside) depth++;
        return;
      }
      if (ACTIVE.has(name)) {
        pieces.push(html.slice(at, start));
        at = end;
        if (empty) return;
        inside = name;
        depth = 1;
      } else if ('href' in attributes || 'src' in attributes) {
        pieces.push(html.slice(at, start), absolute(html.slice(start, end), attributes, base));
        at = end;
      }
    },
    close(rawName, start) {
      if (depth === 0 || rawName.toLowerCase() !== inside || --depth > 0) return;
      const end = html.indexOf('>', start);
      at = end < 0 ? html.length : end + 1;
    },
  });
  if (depth === 0) pieces.push(html.slice(at));
  return pieces.join('');
}

/** A start tag with its `href` and `src` made absolute. */
function absolute(tag: string, attributes: Record<string, string>, base: string): string {
  let result = tag;
  for (const name of ['href', 'src']) {
    const value = attributes[name];
    if (value === undefined || /^\s*(?:[a-z][a-z0-9+.-]*:|#)/i.test(value)) continue;
    const url = httpUrl(value, base);
    if (url === undefined) continue;
    result = result.replace(
      new RegExp(`(\\s${name}\\s*=\\s*)(?:"[^"]*"|'[^']*'|[^\\s>]*)`, 'i'),
      (_, start: string) => `${start}"${escapeText(url)}"`,
    );
  }
  return result;
}

/** Plain text as HTML: escaped, a paragraph for each part between empty lines, and with `lines` a line break for each line end. */
export function textToHtml(text: string, lines: boolean): string {
  const paragraphs = text.split(/\n[^\S\n]*\n/).flatMap((part) => part.trim() || []);
  const html = paragraphs.map((part) => (lines ? escapeText(part).replaceAll('\n', '<br>') : escapeText(part)));
  return html.length > 1 ? html.map((part) => `<p>${part}</p>`).join('\n') : (html[0] ?? '');
}
