/** A short memory for what was made from sources, since the pages of a story are asked about again and again. */

/** What is kept: at most so many entries, and so many characters of sources. */
const MOST_ENTRIES = 100;
const MOST_CHARACTERS = 1_500_000;

/** Puts an entry first and drops the oldest that are too many. The newest is always kept. */
export function remember<T extends { characters: number }>(recent: T[], entry: T): void {
  const at = recent.indexOf(entry);
  if (at >= 0) recent.splice(at, 1);
  recent.unshift(entry);
  let characters = 0;
  let kept = 0;
  for (const { characters: more } of recent) {
    characters += more;
    if (kept > 0 && (characters > MOST_CHARACTERS || kept >= MOST_ENTRIES)) break;
    kept++;
  }
  recent.length = kept;
}
