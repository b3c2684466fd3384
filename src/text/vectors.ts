import { countTerms } from './countTerms.ts';
import { type MayCompare, nearest } from './nearest.ts';
import { type Pairs, pairsOf } from './nearLists.ts';
import type { Rows } from './rows.ts';
import type { TermTable } from './termTable.ts';

export interface Vectors {
  rows: Rows;
  /** How many different terms each document has, those that nobody else uses too. */
  lengths: Uint32Array;
  /** For each document its `k` nearest ones that `near` allows, as pairs with their cosine. */
  neighbours(k: number, near: MayCompare): Pairs;
}

const TITLE_WEIGHT = 4;
const PAIR_WEIGHT = 0.25;
/** Less than this is no likeness. */
const LEAST = 0.02;
/** What of a hapax's weight stays in the norm: a text full of words that nobody else uses is not like the others. */
const HAPAX_IN_NORM = 0.6;
/** Rarity counts a little less than its logarithm: what a hundred headlines of one story share is common among so many, and still what names it. */
const RARITY_POWER = 0.8;

/**
 * TF-IDF (Salton and Buckley 1988) with sublinear term frequency, over the title four times and the first words of the text. Terms are stems, neighbouring
 * stems, and names with their version.
 */
export function vectorsOf(documents: { title: string; text: string }[]): Vectors {
  const { rows: counts, table } = countTerms(documents, TITLE_WEIGHT);
  const lengths = new Uint32Array(documents.length);
  for (let doc = 0; doc < lengths.length; doc++)
    lengths[doc] = (counts.start[doc + 1] as number) - (counts.start[doc] as number);
  const rows = weigh(counts, table);
  return { rows, lengths, neighbours: (k, near) => pairsOf(nearest(rows, { k: () => k, near, least: LEAST })) };
}

/** In a handful of texts every word looks rare: what fewer than so many say is scaled up to them. */
const FEW = 40;

/** By how many documents have it, what a term's frequency in one is multiplied by; 0 where too many have it. */
function raritiesFor(documents: number): Float64Array {
  const scale = Math.max(1, FEW / documents);
  const tooCommon = Math.max(20, documents * 0.25);
  const rarities = new Float64Array(documents + 1);
  for (let df = 1; df <= documents && df <= tooCommon; df++)
    rarities[df] = Math.log((documents * scale + 1) / (df * scale)) ** RARITY_POWER;
  return rarities;
}

function frequencies({ terms }: Rows, count: number): Uint32Array {
  const frequency = new Uint32Array(count);
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] as number;
    frequency[term] = (frequency[term] as number) + 1;
  }
  return frequency;
}

/** New numbers for the terms that vectors have, in the same order: those of one document and those of too many are most of all terms, and in none. */
function numbersFor(frequency: Uint32Array, rarities: Float64Array): Uint32Array {
  const numbers = new Uint32Array(frequency.length);
  let count = 0;
  for (let term = 0; term < frequency.length; term++) {
    const df = frequency[term] as number;
    if (df > 1 && rarities[df] !== 0) numbers[term] = count++;
  }
  return numbers;
}

/** Turns counts into vectors, in the same arrays as far as they are needed. */
function weigh({ start, terms, weights }: Rows, table: TermTable): Rows {
  const documents = start.length - 1;
  const rarities = raritiesFor(documents);
  const frequency = frequencies({ start, terms, weights }, table.size());
  const numbers = numbersFor(frequency, rarities);
  const weightOf = new Float64Array(frequency.length);
  const kept = new Uint32Array(documents + 1);
  let end = 0;
  for (let doc = 0; doc < documents; doc++) {
    const from = end;
    let norm = 0;
    for (let at = start[doc] as number; at < (start[doc + 1] as number); at++) {
      const term = terms[at] as number;
      const df = frequency[term] as number;
      const rarity = (table.isPair(term) ? PAIR_WEIGHT : 1) * (rarities[df] as number);
      if (rarity === 0) continue;
      const weight = (1 + Math.log(weights[at] as number)) * rarity;
      if (df === 1) norm += (HAPAX_IN_NORM * weight) ** 2;
      else {
        norm += weight ** 2;
        terms[end++] = numbers[term] as number;
        weightOf[numbers[term] as number] = weight;
      }
    }
    const length = Math.sqrt(norm) || 1;
    terms.subarray(from, end).sort();
    for (let t = from; t < end; t++) weights[t] = (weightOf[terms[t] as number] as number) / length;
    kept[doc + 1] = end;
  }
  return { start: kept, terms: terms.slice(0, end), weights: weights.slice(0, end) };
}
