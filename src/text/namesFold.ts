/** How names are compared: without case, accents, and what stands between their letters. */

/** A name as it is looked up. */
export function squash(name: string): string {
  return fold(name)
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/[^\p{L}\p{N}.]|\.(?!\d)|(?<!\d)\./gu, '');
}

/** Small letters without accents; `ß`, `ø` and `ł` as they are often typed. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøłđæœ]/g, (letter) => ({ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe' })[letter] ?? letter);
}
