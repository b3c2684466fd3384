/** "Did you mean": the nearest of the words that would have been right. */
import { editDistance } from '../text/editDistance.ts';

/** The known word nearest to `word`, case aside, if a slip of the pen can have made one of the other: at most a third of its letters. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  // no known word is longer than this, and a distance costs the product of both lengths
  if (wanted.length > 64) return undefined;
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** ` Did you mean \`weight\`?`, or '' where nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === undefined ? '' : ` Did you mean \`${found}\`?`;
}
