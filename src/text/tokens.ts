import { stemmer } from 'stemmer';

/** Words that carry no topic of their own, in English: closed classes and newsroom verbs. */
const STOP = new Set(
  `a about above after again against all also am an and any are as at back be because been before being below between both but by can
could did do does doing don down during each even few first for from further get go had has have having he her here hers him his how i if
in into is it its just last like made make many may me might more most much must my new no nor not now of off on once one only or other our
out over own said same say says she should so some such than that the their them then there these they this those through to too two under
until up us use used using very via was way we were what when where which while who why will with would yet you your`.split(
    /\s+/,
  ),
);

/** Words in order, lower case, accents kept: letters and digits with inner dots, hyphens split (`gpt-5.2` gives `gpt`, `5.2`). */
export function words(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize('NFKC')
      .match(/\d+(?:[.,]\d+)+|[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Whether a lower-case word carries no topic of its own. */
export function isStopWord(word: string): boolean {
  return STOP.has(word);
}

const stems = new Map<string, string>();
/** Porter's stem (1980), remembered: the same few thousand words come again and again. */
function stem(word: string): string {
  let found = stems.get(word);
  if (found === undefined) {
    if (stems.size > 50_000) stems.clear();
    found = /^[a-z]{4,}$/.test(word) ? stemmer(word) : word;
    stems.set(word, found);
  }
  return found;
}

/** The stem of a lower-case word, or undefined where it carries no topic of its own. */
export function meaningOf(word: string): string | undefined {
  return STOP.has(word) || word.length > 40 ? undefined : stem(word);
}

/** Stems of the words that carry meaning, in order; stop words are gaps (`undefined`), so that phrases do not reach across them. */
export function stemmedWords(text: string): (string | undefined)[] {
  return words(text).map(meaningOf);
}

/** How often each stem, and each pair of neighbours (`a b`, weighted `pairs`), occurs. */
export function termCounts(text: string, times = 1, pairs = 0): Map<string, number> {
  const counts = new Map<string, number>();
  const list = stemmedWords(text);
  for (const [i, term] of list.entries()) {
    if (term === undefined) continue;
    counts.set(term, (counts.get(term) ?? 0) + times);
    const next = list[i + 1];
    if (pairs > 0 && next !== undefined) counts.set(`${term} ${next}`, (counts.get(`${term} ${next}`) ?? 0) + times);
  }
  return counts;
}

/** The first `count` words of a text, as they stand. */
export function firstWords(text: string, count: number): string {
  const pattern = /\S+\s*/g;
  let end = 0;
  for (let i = 0; i < count; i++) {
    const match = pattern.exec(text);
    if (!match) return text;
    end = match.index + match[0].length;
  }
  return text.slice(0, end);
}
