/** How many values one statement is given: SQLite takes 32,766 of them and Postgres 65,535, and a row has up to a dozen. */
const AT_ONCE = 500;

/** The list in parts that one statement can take. */
export function inParts<T>(list: T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / AT_ONCE) }, (_, i) => list.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}
