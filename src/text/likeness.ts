/** Which of the stories that were told a new one is, by its words. */
import { namesIn } from './names.ts';
import { isCommonWord } from './namesCommon.ts';
import { squash } from './namesIndex.ts';
import type { Said } from './news.ts';
import { firstWords } from './tokens.ts';
import { vectorsOf } from './vectors.ts';

/** Stricter than clustering's cut: what is taken for told is not in the issue. Measured: see docs/decisions.md. */
const CUT = 0.28;
const NEAREST = 3;
/** Where names are looked for, beside the title. */
const NAME_WORDS = 100;
/** A name is rare that so few of the texts have: a number, or a share of them. */
const RARE = 3;
const RARE_SHARE = 0.01;

/**
 * For each of `fresh` the index of the told one that it is about, or undefined: the nearest by TF-IDF above a cut, where both also have a
 * rare name in common and no two versions of one name in their titles (a second launch reads like the first).
 */
export function nearestTold(told: Said[], fresh: Said[]): (number | undefined)[] {
  if (told.length === 0 || fresh.length === 0) return fresh.map(() => undefined);
  const texts = [...told, ...fresh].map(({ title, text }) => ({ title: withoutAsides(title), text }));
  const pairs = vectorsOf(texts).neighbours(NEAREST, (a, b) => a < told.length !== b < told.length);
  const names = texts.map(({ title, text }) => namesOf(`${title}.\n\n${firstWords(text, NAME_WORDS)}`));
  const isRare = rareAmong(names);
  const best: (number | undefined)[] = fresh.map(() => undefined);
  const order = Array.from(pairs.a.keys()).sort(
    (x, y) =>
      (pairs.similarity[y] as number) - (pairs.similarity[x] as number) ||
      (pairs.a[x] as number) - (pairs.a[y] as number),
  );
  for (const pair of order) {
    const [a, b, similarity] = [pairs.a[pair] as number, pairs.b[pair] as number, pairs.similarity[pair] as number];
    if (similarity < CUT) break;
    if (best[b - told.length] !== undefined || otherVersion(texts[a] as Said, texts[b] as Said)) continue;
    const [ours, theirs] = [names[a] as Set<string>, names[b] as Set<string>];
    if ([...ours].some((name) => theirs.has(name) && isRare(name))) best[b - told.length] = a;
  }
  return best;
}

/** What stands in brackets in a title is a site's own mark, and alike on all of its titles. */
function withoutAsides(title: string): string {
  return title.replace(/\([^()]{0,40}\)|\[[^[\]]{0,40}\]/g, ' ');
}

/** The names of a text: uncommon words, and neighbours with at least one such, as in `grok 4.6`. */
function namesOf(text: string): Set<string> {
  const names = new Set<string>();
  for (const { parts } of namesIn(text, () => false)) {
    const known = parts.map((part) => ({
      ...part,
      name: squash(part.text),
      common: isCommonWord(part.text.toLowerCase()),
    }));
    for (const [i, part] of known.entries()) {
      const next = known[i + 1];
      if (part.kind === 'name' && !part.common && part.name.length > 1) names.add(part.name);
      if (part.kind === 'name' && next && next.kind !== 'small' && !(part.common && next.common))
        names.add(`${part.name} ${next.name}`);
    }
  }
  return names;
}

function rareAmong(names: Set<string>[]): (name: string) => boolean {
  const holders = new Map<string, number>();
  for (const each of names) for (const name of each) holders.set(name, (holders.get(name) ?? 0) + 1);
  const most = Math.max(RARE, names.length * RARE_SHARE);
  return (name) => (holders.get(name) ?? 0) <= most;
}

function otherVersion(a: Said, b: Said): boolean {
  const [ours, theirs] = [versionsIn(a.title), versionsIn(b.title)];
  for (const [word, versions] of ours) {
    const others = theirs.get(word);
    if (others && ![...versions].some((version) => others.has(version))) return true;
  }
  return false;
}

/** Words with the numbers that follow them in a title: versions, and the numbers of a series. */
function versionsIn(title: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, word = '', version = ''] of title.matchAll(/(\p{L}{2,40})[\s-]{0,2}#?(\d+(?:\.\d+)*)(?![\d%])/gu)) {
    const key = word.toLowerCase();
    found.set(key, (found.get(key) ?? new Set()).add(version));
  }
  return found;
}
