import { meaningOf, type Stance, sharedShare, stanceOf } from '../text/stance.ts';
import type { Quote } from '../types.ts';

/** What it is worth to hear a side that nobody chosen takes, or one that is taken by fewer than the others. */
const NEW_SIDE = 0.5;
const RARE_SIDE = 0.25;
/** What saying the same over again costs, at most. */
const SAME_WORDS = 1.5;

interface Voice {
  quote: Quote;
  stance: Stance;
  meaning: Set<string>;
}

/**
 * The voices among a story's quotes, in the order in which room is given to them: one a person, and the places where people talk in turn, so that no one place speaks for all. Within a place the
 * best that does not say again what is said already, rather of another mind than those before it.
 */
export function voicesAmong(quotes: Quote[]): Quote[] {
  const places = new Map<string, Voice[]>();
  for (const quote of onePerPerson(quotes)) {
    const where = quote.voice?.where ?? '';
    const voice = { quote, stance: stanceOf(quote.text), meaning: meaningOf(quote.text) };
    places.set(where, [...(places.get(where) ?? []), voice]);
  }
  const chosen: Voice[] = [];
  for (let before = -1; before < chosen.length; ) {
    before = chosen.length;
    for (const waiting of places.values()) {
      const next = nextOf(waiting, chosen);
      if (!next) continue;
      chosen.push(next);
      waiting.splice(waiting.indexOf(next), 1);
    }
  }
  return chosen.map(({ quote }) => quote);
}

function onePerPerson(quotes: Quote[]): Quote[] {
  const seen = new Set<string>();
  return quotes.filter(({ voice }) => {
    const who = voice?.handle.toLowerCase();
    if (who === undefined || seen.has(who)) return false;
    seen.add(who);
    return true;
  });
}

/** The first of those that are worth most beside what is chosen. */
function nextOf(waiting: Voice[], chosen: Voice[]): Voice | undefined {
  let [best, most] = [waiting[0], Number.NEGATIVE_INFINITY];
  for (const voice of waiting) {
    const worth = worthBeside(voice, chosen);
    if (worth > most) [best, most] = [voice, worth];
  }
  return best;
}

function worthBeside({ quote, stance, meaning }: Voice, chosen: Voice[]): number {
  if (chosen.length === 0) return quote.score;
  const alike = Math.max(...chosen.map((other) => sharedShare(meaning, other.meaning)));
  const taken = chosen.filter((other) => other.stance === stance).length;
  const side = taken === 0 ? NEW_SIDE : taken * 3 < chosen.length ? RARE_SIDE : 0;
  return quote.score + side - alike * SAME_WORDS;
}
