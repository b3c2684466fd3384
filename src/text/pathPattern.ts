/** Patterns of paths as robots.txt has them (RFC 9309 §2.2.3) and tdmrep.json, too: `*` is anything, `$` at the end is the end. */

/** A rule that counts for the paths that its pattern matches. */
export interface PathRule<T> {
  /** The letters that each `*` parts. */
  pieces: string[];
  /** It must match to the end. */
  whole: boolean;
  /** Letters of the pattern as written: the longer, the more specific. */
  length: number;
  value: T;
}

/** No address that people use is longer; matching takes as long as rules times path. */
const MAX_PATH = 2_000;

/**
 * A pattern made ready to match. Escapes are compared as RFC 3986 §6.2.2 makes them one: `%7e` is `~`, `ü` is `%C3%BC`; `%2A` and `%24`
 * stand for the letters `*` and `$`.
 */
export function pathRule<T>(pattern: string, value: T): PathRule<T> {
  const whole = pattern.endsWith('$');
  const pieces = (whole ? pattern.slice(0, -1) : pattern).split(/\*+/).map(normalPath);
  return { pieces, whole, length: pattern.length, value };
}

/**
 * The most specific rule of those whose pattern matches `path` (with its query, as in a URL), or undefined. Of equally long ones
 * `better` says whether the first takes the place of the second.
 */
export function mostSpecific<T>(
  rules: PathRule<T>[],
  path: string,
  better: (a: T, b: T) => boolean,
): PathRule<T> | undefined {
  const normal = normalPath(path.slice(0, MAX_PATH));
  let best: PathRule<T> | undefined;
  for (const rule of rules) {
    if (best && rule.length < best.length) continue;
    if (best && rule.length === best.length && !better(rule.value, best.value)) continue;
    if (matches(rule, normal)) best = rule;
  }
  return best;
}

/** Takes each piece at the first place where it stands: what is left for the others is then longest, so nothing is tried twice. */
function matches({ pieces, whole }: PathRule<unknown>, path: string): boolean {
  const [first = '', ...rest] = pieces;
  if (!path.startsWith(first)) return false;
  const last = whole ? rest.pop() : undefined;
  if (whole && last === undefined) return path === first;
  let at = first.length;
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last));
}

const UNRESERVED = /[A-Za-z0-9._~-]/;

function normalPath(path: string): string {
  const escaped = path
    .replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.toWellFormed()))
    .replace(/[*$]/g, (letter) => (letter === '*' ? '%2A' : '%24'));
  return escaped.replace(/%[0-9a-f]{2}/gi, (coded) => {
    const letter = String.fromCharCode(Number.parseInt(coded.slice(1), 16));
    return UNRESERVED.test(letter) ? letter : coded.toUpperCase();
  });
}
