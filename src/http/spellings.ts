/** The ways in which a value comes back: servers, libraries and we write it in URLs, JSON, XML and base64, and in one within the other. */

/** Zeros between two letters: none in UTF-8, one in UTF-16, three in UTF-32. */
export type Gap = 0 | 1 | 3;

/** So often is an escape escaped again, at most: without a bound a body could make the search quadratic. */
const AGAIN = 7;
/** RFC 3986: what nobody escapes. */
const PLAIN = /^[A-Za-z0-9]$/;
const NAMED: Record<string, string> = { '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos', '\u00a0': 'nbsp' };

/** The value, and as it was meant where it was set as a URL has it. */
export function readingsOf(value: string): string[] {
  try {
    return [...new Set([value, decodeURIComponent(value)])];
  } catch {
    return [value];
  }
}

/**
 * The source of an expression for text in any of its spellings: each letter as it is, percent-encoded (RFC 3986), as an entity of XML or
 * HTML or an escape of JSON, also when that was escaped again. It is meant for the flag `i`: hosts come back in small letters. Matches in
 * text and in UTF-8 read as Latin-1; `gap` zeros stand after each letter of it, as in UTF-16 (1) and UTF-32 (3). Linear in what it is
 * looked for in.
 */
export function spellingPattern(text: string, gap: Gap = 0): string {
  const between = gap === 0 ? '' : `\\0{${gap}}`;
  const literal = (words: string) => [...words].map(escaped).join(between);
  const again = (words: string) => `(?:${between}${literal(words)}){0,${AGAIN}}`;
  const entity = (name: string) => `&${again('amp;')}${between}${literal(`${name};`)}`;
  const slashes = `(?:\\\\${between}){1,${AGAIN}}`;
  const spelled = (letter: string): string => {
    if (PLAIN.test(letter)) return letter;
    const code = letter.codePointAt(0) ?? 0;
    const utf8 = [...Buffer.from(letter)].map((byte) => byte.toString(16).padStart(2, '0'));
    const units = Array.from({ length: letter.length }, (_, i) => letter.charCodeAt(i).toString(16).padStart(4, '0'));
    const ways = [
      letter === '&' ? `&${again('amp;')}` : literal(letter),
      utf8.map((hex) => `%${again('25')}${between}${literal(hex)}`).join(between),
      // JSON escapes a / or not, and a \ in JSON is two
      `${slashes}${literal(letter)}`,
      units.map((hex) => `${slashes}${literal(`u${hex}`)}`).join(between),
      ...['', '0'].flatMap((zero) => [entity(`#${zero}${code}`), entity(`#x${zero}${code.toString(16)}`)]),
      ...(NAMED[letter] === undefined ? [] : [entity(NAMED[letter])]),
      ...(letter === ' ' ? [literal('+')] : []),
      ...(code > 0x7f ? [literal(Buffer.from(letter).toString('latin1'))] : []),
    ];
    return `(?:${ways.join('|')})`;
  };
  return [...text].map(spelled).join(between);
}

/** A value that is coded alone (RFC 4648 §4 and §5). */
export function base64Of(text: string): string[] {
  const coded = Buffer.from(text).toString('base64').replace(/=+$/, '');
  return [...new Set([coded, coded.replaceAll('+', '-').replaceAll('/', '_')])];
}

function escaped(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
