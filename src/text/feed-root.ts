/** Where in a text its feed begins. */

const ROOT = /<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)(?=[\s>/])/i;
/** The same, comments passed over: one may show what a feed looks like. */
const ROOT_OR_COMMENT = new RegExp(`<!--[\\s\\S]*?(?:-->|$)|(${ROOT.source})`, 'gi');
/** The first element of a page. */
const PAGE = new Set(['html', 'head', 'body', 'title', 'meta']);

/** The offset of the root element's `<`; undefined where the text holds no feed. */
export function findRoot(text: string): { at: number; warnings: string[] } | undefined {
  const prolog = skipProlog(text);
  const first = /^<([\w.:-]{1,80})/.exec(text.slice(prolog.at, prolog.at + 100))?.[1] ?? '';
  if (PAGE.has(first.toLowerCase())) return undefined;
  // a channel that lost its root is taken only where it comes first: other formats have channels too
  const index = first.toLowerCase() === 'channel' ? 0 : rootIn(text.slice(prolog.at));
  if (index < 0) return undefined;
  const at = prolog.at + index;
  const junk = prolog.junk || text.slice(prolog.at, at).trim() !== '';
  return { at, warnings: junk ? ['something stands before the feed: it was passed over'] : [] };
}

function rootIn(text: string): number {
  for (const match of text.matchAll(ROOT_OR_COMMENT)) if (match[1] !== undefined) return match.index;
  // a comment that never ends has swallowed the feed
  return text.search(ROOT);
}

/** Passes over white space, comments, instructions, a DOCTYPE and any text before the first element. */
function skipProlog(text: string): { at: number; junk: boolean } {
  let junk = false;
  let from = 0;
  for (;;) {
    const at = text.indexOf('<', from);
    if (at < 0) return { at: text.length, junk };
    if (text.slice(from, at).trim() !== '') junk = true;
    const end = endOf(text, at);
    if (end === undefined) return { at, junk };
    from = end;
  }
}

/** The end of a comment, instruction or DOCTYPE at `at`; undefined where something else stands there, or where it has no end. */
function endOf(text: string, at: number): number | undefined {
  const close = (mark: string) => {
    const end = text.indexOf(mark, at);
    return end < 0 ? undefined : end + mark.length;
  };
  if (text.startsWith('<!--', at)) return close('-->');
  if (text.startsWith('<?', at)) return close('?>');
  if (!/^<!doctype/i.test(text.slice(at, at + 9))) return undefined;
  const doctype = /<!doctype[^[>]*(?:\[[\s\S]*?\]\s*)?>/iy;
  doctype.lastIndex = at;
  const match = doctype.exec(text);
  return match === null ? undefined : at + match[0].length;
}
