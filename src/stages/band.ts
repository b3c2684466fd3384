import { compare } from '../text/order.ts';
import type { Ask, EditorDecisions, Newsletter, Original, Story, Verdict, Verdicts } from '../types.ts';
import { type Judged, joinPieces } from './band-join.ts';
import { closePairs, keysOf, type Pair, type Piece, piecesOf } from './band-pairs.ts';
import { bandRequest, parseSame } from './band-prompt.ts';

export { BAND } from './band-pairs.ts';

/** One question holds so many pairs. */
const MOST_PAIRS = 40;

/**
 * The groups of these ranked stories once more, where likeness alone could not say which pages are one story: what is remembered of a pair, else what the model says of
 * it, all unknown pairs in one question. `sure` are the groups of a clustering that joins only down to the band's upper end. Undefined where nothing is known, as
 * when the model can't answer: then the stories stay as they are. What the editor decided stays decided.
 */
export async function settleBand(
  stories: Story[],
  sure: Original[][],
  o: {
    /** Of the clustering that made the stories; `sure` are of one at `cut` times `BAND.high`. */
    cut: number;
    editor: Pick<EditorDecisions, 'different'>;
    newsletter: Newsletter;
    ask: Ask;
    verdicts: Verdicts;
  },
): Promise<Original[][] | undefined> {
  const pieces = piecesOf(stories, sure);
  const pairs = closePairs(pieces, stories, o);
  const known = await remembered(pieces, pairs, o.verdicts);
  const unknown = pairs
    .slice(0, MOST_PAIRS)
    .filter((pair) => !known.some(({ one, other }) => one === pair.one && other === pair.other));
  const judged = [...known, ...(await asked(pieces, unknown, o))];
  return judged.length ? joinPieces(pieces, judged, o) : undefined;
}

/**
 * A story grows, and its first page may change: what was said of any two pages of a pair counts, of the present two above all. Where the others contradict one another,
 * the present two are asked about.
 */
async function remembered(pieces: Piece[], pairs: Pair[], verdicts: Verdicts): Promise<Judged[]> {
  const holder = new Map<string, number>();
  for (const i of new Set(pairs.flatMap(({ one, other }) => [one, other])))
    for (const key of keysOf(pieces[i] as Piece)) holder.set(key, i);
  const said = new Map<string, { present?: boolean; others: boolean[] }>();
  for (const verdict of await verdicts.among([...holder.keys()].sort())) {
    const [a, b] = [holder.get(verdict.one) as number, holder.get(verdict.other) as number];
    const found = said.get(placesKey(a, b)) ?? { others: [] };
    if (pairKey(verdict) === pairKey(verdictOn(pieces, a, b))) found.present = verdict.same;
    else found.others.push(verdict.same);
    said.set(placesKey(a, b), found);
  }
  return pairs.flatMap((pair) => {
    const found = said.get(placesKey(pair.one, pair.other));
    const same = found && (found.present ?? agreed(found.others));
    return same === undefined ? [] : [{ ...pair, same }];
  });
}

function agreed([first, ...others]: boolean[]): boolean | undefined {
  return others.every((other) => other === first) ? first : undefined;
}

function placesKey(one: number, other: number): string {
  return `${Math.min(one, other)} ${Math.max(one, other)}`;
}

async function asked(
  pieces: Piece[],
  pairs: Pair[],
  { newsletter, ask, verdicts }: { newsletter: Newsletter; ask: Ask; verdicts: Verdicts },
): Promise<Judged[]> {
  if (pairs.length === 0) return [];
  const pages = pairs.map(({ one, other }): [Original, Original] => [speaker(pieces[one]), speaker(pieces[other])]);
  const answer = await ask(bandRequest(pages, newsletter), (json) => parseSame(json, pairs.length));
  if (!answer.ok) return [];
  const judged = pairs.map((pair, i) => ({ ...pair, same: answer.value.has(i) }));
  await verdicts.learn(judged.map(({ one, other, same }) => ({ ...verdictOn(pieces, one, other), same })));
  return judged;
}

/** Of a pair that may be asked about. */
function speaker(piece: Piece | undefined): Original {
  return piece?.speaker as Original;
}

/** The present pages of two pieces, in order. */
function verdictOn(pieces: Piece[], one: number, other: number): Pick<Verdict, 'one' | 'other'> {
  const [a, b] = [one, other].map((i) => speaker(pieces[i]).canonicalUrl).sort(compare) as [string, string];
  return { one: a, other: b };
}

function pairKey({ one, other }: Pick<Verdict, 'one' | 'other'>): string {
  return `${one}\n${other}`;
}
