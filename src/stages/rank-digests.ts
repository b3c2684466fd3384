/** What the week's round-ups say of a story: which link it, and which tell it without a link. */
import { termCounts } from '../text/tokens.ts';
import { pageKey } from '../text/url.ts';
import type { Original, Reason } from '../types.ts';
import { type Draft, sightings } from './rank-draft.ts';

/** What the digests of a week say. */
export interface Digests {
  /** The term of a story: how many link it, how well they tell it. */
  reason(story: Draft): Reason;
  /** The passage that tells it best, for a story that has no words of its own; '' where none does. */
  passageOn(story: Draft): string;
}

const LINKED = 0.8;
const TOLD = 0.9;
/** From this share of a title's weight on a passage tells the same thing; a title of one word, or of common ones alone, tells nothing by itself. */
const COVERED = 0.5;
const MIN_TERMS = 2;
const MIN_WEIGHT = 5;
/** A passage shorter than this is a heading or a button. */
const SHORTEST = 40;
/** What a pair of words weighs beside a single one, and what the commonest word weighs. */
const PAIR = 0.5;
const LEAST = 0.2;
/** Passages are looked up by a title's rarer words, at most so many for each. */
const MOST_POSTINGS = 100;
/** The top of a digest is what its editor holds for the news of the day: it counts three times the end. */
const TOP = 1.5;
const END = 0.5;

interface Passage {
  digest: string;
  text: string;
  terms: Set<string>;
  /** 1.5 at the top of its digest, 0.5 at its end. */
  place: number;
}

/** Links by page; and passages by their words, weighed by how rare each is among them (Robertson and Sparck Jones 1976). */
export function readDigests(roundups: Original[]): Digests {
  const links = linksOf(roundups);
  const passages = roundups.flatMap(passagesOf);
  const index = new Map<string, number[]>();
  for (const [i, { terms }] of passages.entries()) {
    for (const term of terms) {
      const postings = index.get(term);
      if (postings) postings.push(i);
      else index.set(term, [i]);
    }
  }
  const weigh = (term: string) => Math.log((passages.length + 1) / ((index.get(term)?.length ?? 0) + 0.5));
  const tellings = (story: Draft) => {
    const found = new Map<string, { covered: number; passage: Passage }>();
    for (const { title } of story.items) {
      for (const telling of covering(title, passages, index, weigh)) {
        const best = found.get(telling.passage.digest);
        if (!best || telling.covered > best.covered) found.set(telling.passage.digest, telling);
      }
    }
    return [...found.values()];
  };
  return {
    reason: (story) => {
      const linkedBy = new Set(sightings(story).flatMap((item) => [...(links.get(pageKey(item.url)) ?? [])]));
      const told = tellings(story);
      const worth = told.reduce((sum, { covered, passage }) => sum + (covered - COVERED) * 2 * passage.place, 0);
      const value = LINKED * Math.log2(1 + linkedBy.size) + TOLD * Math.log2(1 + worth);
      return { term: 'digests', value, detail: `linked by ${counted(linkedBy.size)}, told by ${counted(told.length)}` };
    },
    passageOn: (story) => {
      const [best] = tellings(story).sort((a, b) => b.covered - a.covered);
      return best?.passage.text ?? '';
    },
  };
}

function counted(n: number): string {
  return `${n} ${n === 1 ? 'digest' : 'digests'}`;
}

function linksOf(roundups: Original[]): Map<string, Set<string>> {
  const by = new Map<string, Set<string>>();
  for (const roundup of roundups) {
    for (const link of roundup.links) {
      const key = pageKey(link);
      by.set(key, (by.get(key) ?? new Set()).add(roundup.id));
    }
  }
  return by;
}

function passagesOf({ id, text }: Original): Passage[] {
  const texts = text.split(/\n+/).filter((line) => line.length >= SHORTEST);
  return texts.map((line, i) => ({
    digest: id,
    text: line,
    terms: termsOf(line),
    place: TOP - (TOP - END) * (i / texts.length),
  }));
}

/** Stems and pairs of neighbours: two words in a row say more than the same two apart. */
function termsOf(text: string): Set<string> {
  return new Set(termCounts(text, 1, 1).keys());
}

/** The passages that hold at least half of a title's weight. */
function covering(
  title: string,
  passages: Passage[],
  index: Map<string, number[]>,
  weigh: (term: string) => number,
): { covered: number; passage: Passage }[] {
  const weights = new Map(
    [...termsOf(title)].map((term) => [term, (term.includes(' ') ? PAIR : 1) * Math.max(LEAST, weigh(term))]),
  );
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (weights.size < MIN_TERMS || total < MIN_WEIGHT) return [];
  const candidates = new Map<number, number>();
  let common = 0;
  for (const [term, weight] of weights) {
    const postings = index.get(term) ?? [];
    if (postings.length > MOST_POSTINGS) common += weight;
    else for (const i of postings) candidates.set(i, (candidates.get(i) ?? 0) + weight);
  }
  const found: { covered: number; passage: Passage }[] = [];
  for (const [i, rare] of candidates) {
    // with every common word too it would hold less than that; sums in another order differ in their last digit
    if (rare + common < COVERED * total - 0.001) continue;
    const passage = passages[i] as Passage;
    let held = 0;
    for (const [term, weight] of weights) if (passage.terms.has(term)) held += weight;
    if (held / total > COVERED) found.push({ covered: held / total, passage });
  }
  return found;
}
