/** A text as one word of a POSIX shell, whatever it holds (XCU 2.2.2). */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
