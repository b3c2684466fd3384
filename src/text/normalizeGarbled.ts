/**
 * Quotes, apostrophes and dashes that were decoded with a false charset, as many feeds have them: `Itâ€™s`, or `Itās` where the bytes
 * after the first were dropped. Made right for comparing, offsets kept.
 */

/** Stands for the bytes that are left over: ZERO WIDTH SPACE. */
const LEFT_OVER = '\u200b\u200b';

/** UTF-8's E2 80 xx read as windows-1252, or as a charset that has controls there. */
const MARKS: Record<string, string> = {
  '€™': '’',
  '€˜': '‘',
  '€œ': '“',
  '€\u009d': '”',
  '€”': '—',
  '€“': '–',
  '€¦': '…',
  '\u0080\u0099': '’',
  '\u0080\u0098': '‘',
  '\u0080\u009c': '“',
  '\u0080\u009d': '”',
  '\u0080\u0094': '—',
  '\u0080\u0093': '–',
  '\u0080¦': '…',
};
const WHOLE = /[âā](€[™˜œ\u009d”“¦]|\u0080[\u0099\u0098\u009c\u009d\u0094\u0093¦])/g;
/** Where no language has these letters: small before a capital at the beginning of a word, or behind a full stop or comma. */
const EVIDENCE = /(?<![\p{L}\p{N}])[âā](?=\p{Lu}\p{Ll})|[.,!?][âā]+(?=\s|$)/u;
const LONE = /[âā]/g;
const CONTRACTION = /^(?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}])/u;

/** Whether lone `ā` or `â` of a text stand for punctuation. */
export function isGarbled(text: string): boolean {
  return EVIDENCE.test(text);
}

/** The text with its garbled marks made right. `lone`: those, too, of which only the first letter is left. Same length. */
export function ungarbled(text: string, lone: boolean): string {
  const whole = text.replace(WHOLE, (_, mark: string) => (MARKS[mark] ?? '’') + LEFT_OVER);
  return lone ? whole.replace(LONE, (letter, at: number) => meant(whole, at) ?? letter) : whole;
}

/** What a lone letter stands for, by what is around it. */
function meant(text: string, at: number): string | undefined {
  const before = text[at - 1] ?? ' ';
  const after = text[at + 1] ?? ' ';
  if (/\p{L}/u.test(before) && CONTRACTION.test(text.slice(at + 1, at + 4))) return '’';
  const opens = /[\s([āâ“]/.test(before);
  const closes = /[\s.,;:!?)\]āâ]/.test(after);
  if (opens && closes) return '—';
  if (opens) return '“';
  if (closes) return '”';
  return /\p{L}/u.test(before) && /\p{L}/u.test(after) ? '—' : undefined;
}
