import { type MayCompare, type Near, nearest, type SparseVector } from './nearest.ts';
import { firstWords, termCounts } from './tokens.ts';
import { versionCounts } from './versions.ts';

export type { SparseVector };

/** Two documents and their similarity; a hard one is joined whatever the similarity. `a` < `b`. */
export interface Edge {
  a: number;
  b: number;
  similarity: number;
  hard?: boolean;
}
export interface Vectors {
  list: SparseVector[];
  /** How many different terms each document has, those that nobody else uses too. */
  lengths: Uint32Array;
  /** For each document its `k` nearest ones that `near` allows, as pairs with their cosine. */
  neighbours(k: number, near: MayCompare): Edge[];
}

const TITLE_WEIGHT = 4;
const LEAD_WORDS = 200;
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
  const ids = new Map<string, number>();
  const counted = documents.map((document) => countTerms(document, ids));
  const frequency = new Uint32Array(ids.size);
  for (const { terms } of counted) for (const term of terms) frequency[term] = (frequency[term] as number) + 1;
  const factor = factorsOf(ids, frequency, documents.length);
  ids.clear();
  const list = counted.map((document) => weigh(document, frequency, factor));
  const lengths = Uint32Array.from(counted, ({ terms }) => terms.length);
  return { list, lengths, neighbours: (k, near) => edgesOf(nearest(list, () => k, near, LEAST)) };
}

/** A document's terms with how often each occurs. */
interface Counted {
  terms: Uint32Array;
  counts: Float32Array;
}

function countTerms({ title, text }: { title: string; text: string }, ids: Map<string, number>): Counted {
  const lead = firstWords(text, LEAD_WORDS);
  const counts = termCounts(title, TITLE_WEIGHT, PAIR_WEIGHT);
  const more = [termCounts(lead, 1, PAIR_WEIGHT), versionCounts(title, TITLE_WEIGHT), versionCounts(lead, 1)];
  for (const each of more) for (const [term, n] of each) counts.set(term, (counts.get(term) ?? 0) + n);
  const terms = new Uint32Array(counts.size);
  let at = 0;
  for (const term of counts.keys()) {
    let id = ids.get(term);
    if (id === undefined) {
      id = ids.size;
      ids.set(term, id);
    }
    terms[at++] = id;
  }
  return { terms, counts: Float32Array.from(counts.values()) };
}

/** In a handful of texts every word looks rare: what fewer than so many say is scaled up to them. */
const FEW = 40;

/** What each term's frequency in a document is multiplied by; 0 for one that too many have. */
function factorsOf(ids: Map<string, number>, frequency: Uint32Array, documents: number): Float64Array {
  const scale = Math.max(1, FEW / documents);
  const tooCommon = Math.max(20, documents * 0.25);
  const factor = new Float64Array(ids.size);
  for (const [term, id] of ids) {
    const df = frequency[id] as number;
    if (df > tooCommon) continue;
    const rarity = Math.log((documents * scale + 1) / (df * scale)) ** RARITY_POWER;
    factor[id] = (term.includes(' ') ? PAIR_WEIGHT : 1) * rarity;
  }
  return factor;
}

function weigh({ terms, counts }: Counted, frequency: Uint32Array, factor: Float64Array): SparseVector {
  const kept: [number, number][] = [];
  let norm = 0;
  for (const [t, term] of terms.entries()) {
    const weight = (1 + Math.log(counts[t] as number)) * (factor[term] as number);
    if (weight === 0) continue;
    if (frequency[term] === 1) norm += (HAPAX_IN_NORM * weight) ** 2;
    else {
      norm += weight ** 2;
      kept.push([term, weight]);
    }
  }
  kept.sort((x, y) => x[0] - y[0]);
  const length = Math.sqrt(norm) || 1;
  return {
    terms: Uint32Array.from(kept, ([term]) => term),
    weights: Float32Array.from(kept, ([, weight]) => weight / length),
  };
}

/** Every pair once, though each may be among the other's nearest. */
export function edgesOf(lists: Near[]): Edge[] {
  const edges: Edge[] = [];
  const others = lists.map(({ docs }) => new Set(docs));
  for (const [doc, { docs, similarities }] of lists.entries()) {
    for (const [i, other] of docs.entries()) {
      if (other < doc && (others[other] as Set<number>).has(doc)) continue;
      edges.push({ a: Math.min(doc, other), b: Math.max(doc, other), similarity: similarities[i] as number });
    }
  }
  return edges;
}
