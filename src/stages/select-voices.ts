import type { Quote } from '../types.ts';

/** The voices among a story's quotes: one a person, and the places where people talk in turn, so that no one place speaks for all. */
export function voicesAmong(quotes: Quote[]): Quote[] {
  return inTurn(onePerPerson(quotes));
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

/** The best of each place first, then the second of each, and so on. */
function inTurn(voices: Quote[]): Quote[] {
  const taken = new Map<string, number>();
  const turns = voices.map((quote) => {
    const where = quote.voice?.where ?? '';
    const turn = taken.get(where) ?? 0;
    taken.set(where, turn + 1);
    return { quote, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({ quote }) => quote);
}
