/** A sparse vector of unit length or less: term ids ascending, with their weights. */
export interface SparseVector {
  terms: Uint32Array;
  weights: Float32Array;
}

/** Sparse vectors one after the other in two arrays: row `i` lies from `start[i]` to before `start[i + 1]`. A hundred thousand small arrays would cost more than what is in them. */
export interface Rows {
  start: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
}

export function rowCount({ start }: Rows): number {
  return start.length - 1;
}

/** One row, as a view. */
export function rowOf({ start, terms, weights }: Rows, i: number): SparseVector {
  const [from, to] = [start[i] as number, start[i + 1] as number];
  return { terms: terms.subarray(from, to), weights: weights.subarray(from, to) };
}

/** One more than the greatest term of all rows. */
export function termCountOf({ terms }: Rows): number {
  let count = 0;
  for (let at = 0; at < terms.length; at++) count = Math.max(count, (terms[at] as number) + 1);
  return count;
}

/** An array at least so long that begins with what `array` holds. It doubles, and what is not yet written takes no memory: the system gives pages as they are touched. */
export function grown<T extends Uint32Array | Float32Array | Float64Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const kind = array.constructor as new (length: number) => T;
  const larger = new kind(Math.max(length, 2 * array.length));
  larger.set(array as never);
  return larger;
}
