/** A Markdown table. A bar within a cell would end it. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export const code = (text: string) => `\`${text}\``;

/** Puts `text` between the two marks that `name` has in a page. Throws where the page has none. */
export function fill(page: string, name: string, text: string): string {
  const marks = new RegExp(`(<!-- ${name}: npm run docs writes this -->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  if (!marks.test(page)) throw new Error(`the page has no marks for ${name}`);
  return page.replace(marks, (_, begin: string, end: string) => `${begin}${text}\n${end}`);
}
