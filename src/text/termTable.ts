import { grown } from './rows.ts';

/** The second of a term that is one word. */
const ALONE = 0xffffffff;

/**
 * Numbers for terms, each a word or two neighbours, given in the order in which they are first asked for. Open addressing (Knuth, TAOCP 3, 6.4) over typed arrays: as
 * strings in a map, the pairs of a large week take most of the memory.
 */
export interface TermTable {
  /** The number of a word, by the word's own number, or of two. */
  idOf(first: number, second?: number): number;
  /** Whether a term is two words. */
  isPair(id: number): boolean;
  size(): number;
}

export function termTable(): TermTable {
  let firsts = new Uint32Array(1 << 12);
  let seconds = new Uint32Array(1 << 12);
  // ids and one, so that 0 is a free place
  let places = new Uint32Array(1 << 13);
  let size = 0;

  function idOf(first: number, second = ALONE): number {
    const mask = places.length - 1;
    let place = hash(first, second) & mask;
    for (;;) {
      const id = (places[place] as number) - 1;
      if (id < 0) break;
      if (firsts[id] === first && seconds[id] === second) return id;
      place = (place + 1) & mask;
    }
    places[place] = size + 1;
    firsts = grown(firsts, size + 1);
    seconds = grown(seconds, size + 1);
    firsts[size] = first;
    seconds[size++] = second;
    if (size > places.length * 0.6) places = placedAgain(firsts, seconds, size, 2 * places.length);
    return size - 1;
  }
  return { idOf, isPair: (id) => seconds[id] !== ALONE, size: () => size };
}

function placedAgain(
  firsts: Uint32Array,
  seconds: Uint32Array,
  size: number,
  length: number,
): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(length);
  for (let id = 0; id < size; id++) {
    let place = hash(firsts[id] as number, seconds[id] as number) & (length - 1);
    while (places[place] !== 0) place = (place + 1) & (length - 1);
    places[place] = id + 1;
  }
  return places;
}

/** Mixes as MurmurHash3 ends. */
function hash(first: number, second: number): number {
  let mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second + 0x7f4a7c15, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
