import { glossaryFor } from './glossary.ts';
import { firstWords, isStopWord } from './tokens.ts';
import { byFirstWord, found, type Kind, plainTerms, singular, type Terms } from './topicTerms.ts';

/** A text to judge: its title counts more than its words. */
export interface TopicDocument {
  title: string;
  text: string;
  /** Known to be about the topic whatever it says: a digest of the field. */
  reference?: boolean;
  /** Whose it is: what a source mostly tells of is likely what it tells of now. */
  sourceId?: string;
}
export interface Topic {
  /** 0 (not about it) to 1 (about nothing else), with the words that said so. */
  relevance(document: TopicDocument): { value: number; because: string[] };
}

const LEAD_WORDS = 400;
const REFERENCE_WORDS = 20_000;
/** What one occurrence is worth in the title, and in the text. */
const WEIGHT: Record<Kind, { title: number; text: number }> = {
  sure: { title: 1.2, text: 0.35 },
  likely: { title: 0.4, text: 0 },
  name: { title: 1, text: 0.2 },
};
/** Words that mean something else elsewhere say little alone and much together: their squared number is worth so much each. */
const LIKELY_TOGETHER = 0.06;
const MOST_FROM_TEXT = 1.6;
/** From here on a text marks the topic, and the names in it are learned. */
const MARKED = 1.2;
const MIN_SEEN = 3;
const MIN_ODDS = 1.3;

/**
 * What is on topic, from `about:` and the week itself. First the head of `about:` (what stands before its dash), its initials and the field's glossary; then names (of
 * labs, models, people) that keep company with those words: by their log odds between texts that the words mark and texts that they do not, one round of
 * pseudo-relevance feedback (Rocchio 1971; Robertson and Sparck Jones 1976).
 */
export function topicOf(about: string, documents: TopicDocument[]): Topic {
  const terms = seedTerms(about);
  const seeds = byFirstWord(terms);
  // read once: the texts are weighed again with the names that were learned from them
  const read = new Map(documents.map((document) => [document, readDocument(document)]));
  const readOf = (document: TopicDocument) => read.get(document) ?? readDocument(document);
  const first = documents.map((document) => weigh(readOf(document), seeds).evidence);
  const before = habits(documents, first);
  const habitOf = (found: Map<string, number>, { sourceId = '' }: TopicDocument) => found.get(sourceId) ?? 0;
  const marks = (document: TopicDocument, evidence: number) =>
    document.reference === true || evidence + habitOf(before, document) >= MARKED;
  const marked = documents.map((document, i) => ({ document, on: marks(document, first[i] as number) }));
  for (const name of learnNames(marked)) if (!terms.has(name)) terms.set(name, 'name');
  const all = byFirstWord(terms);
  const weighed = new Map(documents.map((document) => [document, weigh(readOf(document), all)]));
  read.clear();
  const after = habits(
    documents,
    documents.map((document) => weighed.get(document)?.evidence ?? 0),
  );
  return {
    relevance: (document) => {
      const { evidence, because } = weighed.get(document) ?? weigh(readOf(document), all);
      const habit = habitOf(after, document);
      return {
        value: 1 - Math.exp(-evidence - habit),
        because: habit > 0.4 ? [...because, 'a source of the topic'] : because,
      };
    },
  };
}

/** A text that says at least this much of the topic is counted for its source: two likely words, or a sure one. */
const TOUCHES = 0.2;
/** A source's habit counts from this share on; one all of whose texts touch the topic has so much evidence in advance. */
const HABIT_FROM = 0.45;
const HABIT = 1.3;
/** What a source mostly tells of: nothing in advance for a general feed, as much as a title word for a lab's own. One text off topic is assumed beside those seen. */
function habits(documents: TopicDocument[], evidence: number[]): Map<string, number> {
  const counts = new Map<string, { all: number; on: number }>();
  for (const [i, { sourceId }] of documents.entries()) {
    if (sourceId === undefined) continue;
    const count = counts.get(sourceId) ?? { all: 1, on: 0 };
    count.all++;
    if ((evidence[i] as number) >= TOUCHES) count.on++;
    counts.set(sourceId, count);
  }
  return new Map(
    [...counts].map(([id, { all, on }]) => [id, (HABIT * Math.max(0, on / all - HABIT_FROM)) / (1 - HABIT_FROM)]),
  );
}

function seedTerms(about: string): Map<string, Kind> {
  const head = about.split(/\s[-–—]\s|[:;.]/)[0] ?? about;
  const headWords = head.trim().split(/\s+/);
  const initials = headWords.length > 1 ? [headWords.map((word) => word[0]).join('')] : [];
  const { sure, likely } = glossaryFor(about);
  const terms = new Map<string, Kind>();
  for (const term of likely) terms.set(plainTerms(term).join(' '), 'likely');
  for (const term of [head, ...initials, ...sure]) terms.set(plainTerms(term).join(' '), 'sure');
  return terms;
}

/** A document's words as terms are found in them. */
interface ReadDocument {
  title: string[];
  lead: string[];
}
function readDocument({ title, text }: TopicDocument): ReadDocument {
  return { title: plainTerms(title), lead: plainTerms(firstWords(text, LEAD_WORDS)) };
}

function weigh({ title, lead }: ReadDocument, terms: Terms): { evidence: number; because: string[] } {
  const because = new Map<string, number>();
  let fromTitle = 0;
  const inTitle = found(title, terms);
  for (const [term, kind] of inTitle) {
    fromTitle += WEIGHT[kind].title;
    because.set(term, WEIGHT[kind].title);
  }
  let fromText = 0;
  let likely = 0;
  for (const [term, kind] of found(lead, terms)) {
    if (inTitle.has(term)) continue;
    fromText += WEIGHT[kind].text;
    if (kind === 'likely') likely++;
    because.set(term, WEIGHT[kind].text);
  }
  fromText += LIKELY_TOGETHER * likely ** 2;
  const sorted = [...because].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    evidence: fromTitle + Math.min(fromText, MOST_FROM_TEXT),
    because: sorted.slice(0, 5).map(([term]) => term),
  };
}

function learnNames(marked: { document: TopicDocument; on: boolean }[]): string[] {
  const seen = new Map<string, { on: number; off: number }>();
  const written: Written = { asName: new Map(), small: new Map() };
  const totals = { on: 0, off: 0 };
  for (const { document, on } of marked) {
    totals[on ? 'on' : 'off']++;
    const limit = document.reference ? REFERENCE_WORDS : LEAD_WORDS;
    const names = countNames(firstWords(`${document.title}.\n${document.text}`, limit), written);
    for (const name of names) {
      const count = seen.get(name) ?? { on: 0, off: 0 };
      count[on ? 'on' : 'off']++;
      seen.set(name, count);
    }
  }
  if (totals.off === 0) return [];
  const odds = ({ on, off }: { on: number; off: number }) =>
    Math.log((on + 0.5) / (totals.on + 1) / ((off + 0.5) / (totals.off + 1)));
  return [...seen]
    .filter(([name, count]) => count.on >= MIN_SEEN && odds(count) >= MIN_ODDS && isName(name, written))
    .map(([name]) => name);
}

/** How often each word is written like a name inside a sentence, and how often small. */
interface Written {
  asName: Map<string, number>;
  small: Map<string, number>;
}
const NAME_SHARE = 0.8;
/** Written like names, and names of nothing. */
const CALENDAR =
  /^((mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december)$/;
function isName(word: string, { asName, small }: Written): boolean {
  const capital = asName.get(word) ?? 0;
  return !isStopWord(word) && !CALENDAR.test(word) && capital / (capital + (small.get(word) ?? 0)) >= NAME_SHARE;
}

/** The words of a text that are written like names: capitals behind a small word, or capitals within. Counts both writings on the way. */
function countNames(text: string, { asName, small }: Written): Set<string> {
  const names = new Set<string>();
  const add = (counts: Map<string, number>, word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
  const capitals = /(?<=\p{Ll}[\p{Ll}\p{N},]* )\p{Lu}[\p{L}\p{N}]{2,}|\b\p{L}+\p{Ll}\p{Lu}\p{L}*\b/gu;
  for (const word of text.match(capitals) ?? []) {
    const name = singular(word.toLowerCase());
    names.add(name);
    add(asName, name);
  }
  for (const word of text.match(/(?<![\p{L}\p{N}])\p{Ll}{3,}(?![\p{L}\p{N}])/gu) ?? []) add(small, singular(word));
  return names;
}
