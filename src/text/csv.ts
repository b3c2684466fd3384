/**
 * The rows of comma-separated values (RFC 4180), each as its fields by the names in the first row. Quoted fields may hold commas, line breaks and doubled quotes; a row that is too short has '' for the rest. At
 * most `most` rows. A quote that is not closed is a character. Never throws.
 */
export function parseCsv(text: string, most = 20_000): Record<string, string>[] {
  const [names = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, ''), most + 1);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name.trim(), row[i] ?? ''])));
}

function cellsOf(text: string, most: number): string[][] {
  const rows: string[][] = [];
  // a field with the mark that ends it: quoted, else up to the next comma or line end
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/y;
  let row: string[] = [];
  while (field.lastIndex < text.length && rows.length < most) {
    const found = field.exec(text);
    if (!found) break;
    row.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'));
    if (found[3] === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
