/** Words of any script, as Unicode divides them (UAX #29). */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
/** How far around an offset its word is looked for: a word is shorter. */
const AROUND = 200;

/** The span with half words taken whole and no white space at either end; empty where nothing is in it. */
export function wholeWords(text: string, start: number, end: number): { start: number; end: number } {
  let [from, to] = [start, end].map((at) => Math.max(0, Math.min(text.length, Math.trunc(at) || 0))) as [
    number,
    number,
  ];
  while (from < to && /\s/.test(text[from] as string)) from++;
  while (to > from && /\s/.test(text[to - 1] as string)) to--;
  return from < to ? { start: wordAt(text, from).start, end: wordAt(text, to - 1).end } : { start: from, end: from };
}

function wordAt(text: string, at: number): { start: number; end: number } {
  const base = Math.max(0, at - AROUND);
  const found = segmenter.segment(text.slice(base, at + AROUND)).containing(at - base);
  if (!found?.isWordLike) return { start: at, end: at + 1 };
  return { start: base + found.index, end: base + found.index + found.segment.length };
}
