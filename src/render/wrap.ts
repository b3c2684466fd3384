/** Setting plain text in columns, as a terminal or a mail reader with a fixed font shows it. */

export const WIDTH = 72;
/** Between a word and its footnote mark: they stay on one line. A control character, which no printed text holds. */
export const GLUE = '\u0001';
const ZERO = /[\p{M}\u200b-\u200f\u202a-\u202e\u2060-\u2064]/u;
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** How many columns a text takes: none for marks and joiners, two for emoji and East Asian characters. */
export function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let count = 0;
  for (const char of text) if (!ZERO.test(char)) count += WIDE.test(char) ? 2 : 1;
  return count;
}

/** A word in parts that fit; links are left whole, since half a link is none. */
function partsOf(word: string, width: number): string[] {
  if (columns(word) <= width || /^\W{0,2}(https?:|mailto:)/i.test(word)) return [word];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
    const size = columns(segment);
    if (used + size > width && part) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += segment;
    used += size;
  }
  return [...parts, part];
}

/**
 * The text in lines of at most `WIDTH` columns (RFC 3676 recommends fewer than 78). Line breaks in it are kept; `first` begins the first
 * line and `rest` every other.
 */
export function wrap(text: string, first = '', rest = first): string[] {
  const lines: string[] = [];
  const lead = () => (lines.length === 0 ? first : rest);
  const width = WIDTH - Math.max(columns(first), columns(rest));
  for (const given of text.split('\n')) {
    let line = '';
    for (const word of given.split(/[ \t\r]+/).flatMap((word) => partsOf(word, width))) {
      if (!word) continue;
      if (line && columns(line) + 1 + columns(word) > width) {
        lines.push(lead() + line);
        line = '';
      }
      line += (line && ' ') + word;
    }
    lines.push((lead() + line).trimEnd());
  }
  return lines.map((line) => line.replaceAll(GLUE, ' '));
}
