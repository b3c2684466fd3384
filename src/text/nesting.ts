/** Parsers take a time that grows with the square of the nesting, or a stack that ends. Nothing honest nests this deep. */
import { scanMarkup } from './markup.ts';

const MAX_DEPTH = 120;
/** Elements that have no content, or that end where the next of their kind begins. */
const UNNESTED = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option optgroup colgroup'.split(
    ' ',
  ),
);

/** Follows open elements, by lower-case name, and tells which tags to leave out: starts beyond the depth, and ends that close nothing. */
export function nesting(): { opens(name: string): boolean; closes(name: string): boolean; depth(): number } {
  const open: string[] = [];
  return {
    opens(name) {
      if (UNNESTED.has(name)) return true;
      if (open.length >= MAX_DEPTH) return false;
      open.push(name);
      return true;
    },
    // an end tag closes all that was opened since its start
    closes(name) {
      if (UNNESTED.has(name)) return true;
      const last = open.lastIndexOf(name);
      if (last >= 0) open.length = last;
      return last >= 0;
    },
    depth: () => open.length,
  };
}

/** The HTML without the tags that nest too deep; the words in them stay. Never throws. */
export function limitNesting(html: string): string {
  const kept: string[] = [];
  const depth = nesting();
  let at = 0;
  const drop = (from: number, to: number) => {
    kept.push(html.slice(at, from));
    at = to;
  };
  scanMarkup(html, 'html', {
    open(name, _attributes, { start, end }) {
      if (!depth.opens(name.toLowerCase())) drop(start, end);
    },
    close(name, start) {
      if (!depth.closes(name.toLowerCase())) drop(start, html.indexOf('>', start) + 1 || html.length);
    },
  });
  kept.push(html.slice(at));
  return kept.join('');
}
