/** How the terms of a topic are found in a text. */

/** A word that is of the topic, one that may be, and a name that was learned. */
export type Kind = 'sure' | 'likely' | 'name';

/** Words as they are compared: lower case, a plural's `s` gone. */
export function plainTerms(text: string): string[] {
  return (text.normalize('NFKC').match(/\p{L}\.(?:\p{L}\.)+|[\p{L}\p{N}]+(?:[.'’][\p{L}\p{N}]+)*/gu) ?? []).map(
    (word) => singular(word.toLowerCase()),
  );
}

/** A plural's `s` gone. */
export function singular(word: string): string {
  if (!word.endsWith('s')) return word;
  const bare = word.replace(/['’]s$/, '');
  return bare.length > 3 && bare.endsWith('s') && !/(ss|us|is)$/.test(bare) ? bare.slice(0, -1) : bare;
}

/** Terms by the first of their words: most words of a text begin none. */
export type Terms = Map<string, { term: string; kind: Kind; rest: string[] }[]>;

/** The index of terms of one to three words, parted by spaces. */
export function byFirstWord(terms: Map<string, Kind>): Terms {
  const index: Terms = new Map();
  for (const [term, kind] of terms) {
    const [first = '', ...rest] = term.split(' ');
    const entry = { term, kind, rest };
    const list = index.get(first);
    if (list) list.push(entry);
    else index.set(first, [entry]);
  }
  // the shortest first, as they are met in a text
  for (const list of index.values()) list.sort((a, b) => a.rest.length - b.rest.length);
  return index;
}

/** The topic's terms of one to three words that stand among the words of a text (`plainTerms`), each once. */
export function found(list: string[], terms: Terms): Map<string, Kind> {
  const hits = new Map<string, Kind>();
  for (const [i, word] of list.entries()) {
    for (const { term, kind, rest } of terms.get(word) ?? []) {
      if (rest.length < 3 && rest.every((next, n) => list[i + 1 + n] === next)) hits.set(term, kind);
    }
  }
  return hits;
}
