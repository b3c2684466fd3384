/** The lines between a post's tags, with their formatting: of words and of code. */

/** Words with one formatting. Runs of one line are told apart by it; spaces stand in runs without any, or within. */
export interface Run {
  text: string;
  strong: boolean;
  emphasis: boolean;
  code: boolean;
  /** The same object for all the words of one link. */
  link: { url: string } | undefined;
}

const names = (list: string) => new Set(list.split(' '));
/** Elements that stand as paragraphs of their own. */
export const PARAGRAPHS = names(
  'address article aside center details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main nav p section summary table tbody tfoot thead',
);
/** Elements that stand on a line of their own. */
export const LINES = names('tr dt dd caption legend option');
const STRONG = names('b strong');
const EMPHASIS = names('i em');
const CODE = names('code tt kbd samp');
/** White space, control characters and byte order marks. */
const SPACE = /[\s\p{Cc}\uFEFF]+/gu;

/** Collects the lines of the words between two blocks. An empty line parts paragraphs. */
export function paragraphWriter() {
  let [strong, emphasis, code] = [0, 0, 0];
  let link: { url: string } | undefined;
  /** The formatting that a link began with is that of all its words. */
  let frozen = { strong: false, emphasis: false, code: false };
  let paragraphs: Run[][][] = [];
  let lines: Run[][] = [];
  let line: Run[] = [];
  const format = () => (link ? frozen : { strong: strong > 0, emphasis: emphasis > 0, code: code > 0 });

  const endLine = (): boolean => {
    const tidy = tidyLine(line);
    line = [];
    if (tidy.length > 0) lines.push(tidy);
    return tidy.length > 0;
  };
  const endParagraph = () => {
    endLine();
    if (lines.length > 0) paragraphs.push(lines);
    lines = [];
  };
  const count = (name: string, by: 1 | -1): boolean => {
    if (STRONG.has(name)) strong = Math.max(0, strong + by);
    else if (EMPHASIS.has(name)) emphasis = Math.max(0, emphasis + by);
    else if (CODE.has(name)) code = Math.max(0, code + by);
    else return false;
    return true;
  };
  return {
    /** Whether the words are a run of their own. */
    add(text: string): boolean {
      const now = format();
      const last = line.at(-1);
      const same =
        last && last.link === link && (['strong', 'emphasis', 'code'] as const).every((k) => last[k] === now[k]);
      if (same) last.text += text;
      else line.push({ text, ...now, link });
      return !same;
    },
    /** Whether the element is one of formatting, and then it is begun. */
    format(name: string, url: string | undefined): boolean {
      if (name !== 'a') return count(name, 1);
      link = undefined;
      frozen = { ...format(), code: false };
      link = url === undefined ? undefined : { url };
      return true;
    },
    unformat(name: string): boolean {
      if (name === 'a') link = undefined;
      return name === 'a' || count(name, -1);
    },
    // a second line break in a row is how many posts part paragraphs
    lineBreak: () => void (endLine() || endParagraph()),
    newLine: () => void endLine(),
    /** The paragraphs so far; what follows begins a new one. */
    take(): Run[][][] {
      endParagraph();
      const taken = paragraphs;
      paragraphs = [];
      return taken;
    },
  };
}

/** A line with single spaces, none at its ends and none at the ends of formatted words. */
function tidyLine(line: Run[]): Run[] {
  const tidy: Run[] = [];
  let space = false;
  for (const run of line) {
    const words = run.text.toWellFormed().replace(SPACE, ' ');
    const core = words.trim();
    space = tidy.length > 0 && (space || words.startsWith(' '));
    if (core === '') continue;
    const last = tidy.at(-1);
    if (space && last && !isFormatted(last)) last.text += ' ';
    else if (space && isFormatted(run))
      tidy.push({ text: ' ', strong: false, emphasis: false, code: false, link: undefined });
    tidy.push({ ...run, text: space && last && isFormatted(last) && !isFormatted(run) ? ` ${core}` : core });
    space = words.endsWith(' ');
  }
  return tidy;
}

function isFormatted({ strong, emphasis, code, link }: Run): boolean {
  return strong || emphasis || code || link !== undefined;
}

/** Collects the lines of `pre`. */
export function codeWriter() {
  let depth = 0;
  let written: string[] = [];
  return {
    isOpen: () => depth > 0,
    open(name: string) {
      if (name === 'pre') depth++;
      else if (name === 'br' || PARAGRAPHS.has(name) || LINES.has(name) || name === 'li') written.push('\n');
    },
    add: (text: string) => void written.push(text),
    /** Whether the element that ends is the code. */
    close: (name: string): boolean => name === 'pre' && --depth === 0,
    /** The code so far. */
    take(): string {
      const value = tidyCode(written.join(''));
      written = [];
      return value;
    },
  };
}

/** Code without control characters, empty lines around it, and the indentation that all its lines share. */
function tidyCode(written: string): string {
  const lines = written
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u2028\u2029\uFEFF]/gu, ' ')
    .split('\n')
    .map((line) => line.trimEnd());
  const full = lines.slice(
    lines.findIndex((line) => line !== ''),
    lines.findLastIndex((line) => line !== '') + 1,
  );
  const indents = full.filter((line) => line !== '').map((line) => line.length - line.replace(/^ +/, '').length);
  const shared = indents.reduce((a, b) => Math.min(a, b), Infinity);
  return full.map((line) => line.slice(shared)).join('\n');
}
