import { shellQuoted } from '../text/shell.ts';
import { withoutUnseen } from '../text/unseen.ts';
import type { Common } from './options.ts';

/** Columns of a page where nobody says how wide it is. */
const USUAL_COLUMNS = 80;
/** Below this a table says nothing, above it the eye loses the line. */
const COLUMNS = { least: 60, most: 200 };
const GAP = '  ';
/** Letters that a terminal shows two columns wide (UAX #11, roughly), and those that take none. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;
const NO_WIDTH = /[\p{M}\p{Cf}]/u;

/** How a table is made to fit a page. */
export interface Fit {
  /** Columns of the page; undefined: as wide as it comes. */
  columns: number | undefined;
  /** Columns of the table that are left out first, the least needed first, counted from 0. */
  leaveOut?: number[];
}

/** Columns of the terminal that reads us, or undefined where a file or a program does. */
export function terminalColumns(): number | undefined {
  if (process.stdout.isTTY !== true) return undefined;
  return Math.min(Math.max(process.stdout.columns || USUAL_COLUMNS, COLUMNS.least), COLUMNS.most);
}

/** A path as one word of a POSIX shell, to be shown and typed. */
export function shellWord(text: string): string {
  return /^[\w@+=:,./-]+$/.test(text) ? text : shellQuoted(text);
}

/** Rows as aligned columns; a long last column is left as it is where nothing says how wide the page is. */
export function table(rows: string[][], head?: string[], fit: Fit = { columns: undefined }): string {
  const all = head ? [head, ...rows] : rows;
  const shown = columnsThatFit(all, fit);
  const widths = widthsOf(all);
  return all
    .map((row) => {
      const cells = shown.map((i) => row[i] ?? '');
      const line = cells.map((cell, k) => (k === cells.length - 1 ? cell : pad(cell, widths[shown[k] as number] ?? 0)));
      const text = line.join(GAP).trimEnd();
      return fit.columns === undefined ? text : clip(text, fit.columns);
    })
    .join('\n');
}

function columnsThatFit(all: string[][], { columns, leaveOut = [] }: Fit): number[] {
  const widths = widthsOf(all);
  let shown = widths.map((_, i) => i);
  for (const next of leaveOut) {
    const total = shown.reduce((sum, i) => sum + (widths[i] as number) + GAP.length, -GAP.length);
    if (columns === undefined || total <= columns) break;
    shown = shown.filter((i) => i !== next);
  }
  return shown;
}

function widthsOf(rows: string[][]): number[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  return widths;
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of text) width += NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}

/** A result for people or, with `--json`, for scripts. With `--quiet` people are told what is `wrong` with it, and nothing else. */
export function print(
  how: Pick<Common, 'json' | 'quiet'>,
  result: unknown,
  text: () => string,
  wrong: () => string = () => '',
): void {
  if (how.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (!how.quiet) process.stdout.write(`${text()}\n`);
  else if (wrong() !== '') process.stderr.write(`${wrong()}\n`);
}

/** At most so many columns of a terminal. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  let width = 0;
  for (const letter of text) {
    width += widthOf(letter);
    if (width > columns - 1) break;
    cut += letter;
  }
  return `${cut}…`;
}

/** Words of others on one line, at most so many columns: a terminal obeys control characters, and a line break would end a table's row. */
export function oneLine(text: string, columns: number): string {
  return clip(
    withoutUnseen(
      text
        .slice(0, columns * 8)
        .replace(/\s+/g, ' ')
        .trim(),
    ),
    columns,
  );
}

/** `3 items`, `1 item`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
