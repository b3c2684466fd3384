import { grown, type Rows } from './rows.ts';
import { type TermTable, termTable } from './termTable.ts';
import { firstWords, meaningOf, words } from './tokens.ts';
import { versionCounts } from './versions.ts';

const LEAD_WORDS = 200;
/** V8 keeps longer ones that are cut out of a text as a view of it: one of them in a map would hold the text. */
const VIEWED = 13;

/** How often each document has each term, in the order in which it comes to them, as the weights of rows. */
export interface Counted {
  rows: Rows;
  table: TermTable;
}

/** Counts terms, stems and neighbouring stems and names with their version: those of the title so many times over, and those of the first words of the text once. */
export function countTerms(documents: { title: string; text: string }[], titleWeight: number): Counted {
  const table = termTable();
  const lexicon = lexiconOf();
  const start = new Uint32Array(documents.length + 1);
  let terms = new Uint32Array(Math.max(1024, documents.length * 128));
  let counts = new Float32Array(terms.length);
  /** For each term the place after the one where it stands, of the last document that had it. */
  let places = new Uint32Array(1 << 12);
  let end = 0;

  const count = (term: number, times: number, from: number) => {
    places = grown(places, term + 1);
    const place = places[term] as number;
    if (place > from) {
      counts[place - 1] = (counts[place - 1] as number) + times;
      return;
    }
    terms = grown(terms, end + 1);
    counts = grown(counts, end + 1);
    terms[end] = term;
    counts[end++] = times;
    places[term] = end;
  };
  const countWords = (text: string, times: number, from: number) => {
    const list = words(text);
    let next = list.length ? lexicon.meaning(list[0] as string) : 0;
    for (let i = 1; i <= list.length; i++) {
      const word = next;
      next = i < list.length ? lexicon.meaning(list[i] as string) : NONE;
      if (word === NONE) continue;
      count(table.idOf(word), times, from);
      if (next !== NONE) count(table.idOf(word, next), times, from);
    }
  };
  const countVersions = (text: string, times: number, from: number) => {
    for (const [version, n] of versionCounts(text, times)) count(table.idOf(lexicon.name(version)), n, from);
  };
  for (const [i, { title, text }] of documents.entries()) {
    const lead = firstWords(text, LEAD_WORDS);
    const from = end;
    countWords(title, titleWeight, from);
    countWords(lead, 1, from);
    countVersions(title, titleWeight, from);
    countVersions(lead, 1, from);
    start[i + 1] = end;
  }
  return { rows: { start, terms: terms.subarray(0, end), weights: counts.subarray(0, end) }, table };
}

const NONE = -1;

/** Numbers for words by what they mean: their stem, or none where they carry no topic; and for names. */
function lexiconOf() {
  const meanings = new Map<string, number>();
  const names = new Map<string, number>();
  const name = (text: string): number => {
    let number = names.get(text);
    if (number === undefined) {
      number = names.size;
      names.set(ownCopy(text), number);
    }
    return number;
  };
  const meaning = (word: string): number => {
    let number = meanings.get(word);
    if (number === undefined) {
      const stem = meaningOf(word);
      number = stem === undefined ? NONE : name(stem);
      meanings.set(ownCopy(word), number);
    }
    return number;
  };
  return { name, meaning };
}

function ownCopy(text: string): string {
  return text.length < VIEWED ? text : Array.from(text).join('');
}
