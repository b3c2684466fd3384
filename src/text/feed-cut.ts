/** Feeds that hold a whole archive: the newest entries stand at one of their ends, so what stands between is not kept. */

/** Entries that are kept at each end of a feed, where nobody says how many; no feed that is read with pleasure has more. */
export const MOST_AT_AN_END = 12_500;

/** The first and the last `most` of a list, in its order. */
export function bothEnds<T>(list: T[], most: number): T[] {
  return list.length <= 2 * most ? list : [...list.slice(0, most), ...list.slice(-most)];
}

/** Adds to a list of which only `bothEnds` are wanted; it never holds much more. */
export function addToEnds<T>(list: T[], value: T, most: number): void {
  list.push(value);
  if (list.length >= 3 * most) list.splice(most, most);
}
