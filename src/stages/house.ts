/** House style across the blocks of an issue: what no block can know by itself. */
import { plainOf } from '../text/markdown-tree.ts';
import { isStopWord, words } from '../text/tokens.ts';
import type { Blurb, Check } from '../types.ts';

/** As many first words make an opening. */
const OPENING = 3;
/** As many words in a row, two blocks may not share. */
const PHRASE = 5;

/**
 * Which blocks begin as an earlier one does, share a phrase of five or more words with one, or have its heading: one list of `repeats` checks a block, as warnings, since a true block is
 * worth more than a fresh one. Only the machine's words are looked at; names that are long are no phrases.
 */
export function houseStyle(blurbs: Blurb[]): Check[][] {
  const seen = {
    openings: new Map<string, string>(),
    phrases: new Map<string, string>(),
    headings: new Map<string, string>(),
  };
  return blurbs.map((blurb) => {
    if (blurb.writer !== 'model') return [];
    const { heading } = blurb;
    const prose = plainOf(blurb.prose);
    const list = words(prose);
    const named = nameWords(prose);
    const opening = list.length > OPENING ? [list.slice(0, OPENING).join(' ')] : [];
    const phrases = runs(list).filter((phrase) => !isName(phrase, named));
    const repeats = [
      ...again(seen.headings, [words(heading).join(' ')], heading, 'has the heading of'),
      ...again(seen.openings, opening, heading, 'opens as'),
      ...again(seen.phrases, phrases, heading, 'says the same as'),
    ];
    return repeats.map((detail) => ({ rule: 'repeats', level: 'warning', ok: false, detail }));
  });
}

/** Takes down what is said here for the blocks below, and gives at most one repetition of what was said above. */
function again(seen: Map<string, string>, phrases: string[], heading: string, verb: string): string[] {
  const repeated = phrases.find((phrase) => seen.has(phrase));
  const above = repeated === undefined ? undefined : seen.get(repeated);
  for (const phrase of phrases) if (!seen.has(phrase)) seen.set(phrase, heading);
  return above === undefined ? [] : [`the block ${verb} “${above}”: “${repeated}”; say it in other words`];
}

function runs(list: string[]): string[] {
  return list.slice(PHRASE - 1).map((_, i) => list.slice(i, i + PHRASE).join(' '));
}

/** The words that stand with a capital or a figure. */
function nameWords(prose: string): Set<string> {
  return new Set((prose.match(/(?<=[^.!?]\s)\p{Lu}[\p{L}\p{N}]*|\S*\p{N}\S*/gu) ?? []).flatMap(words));
}

/** Whether a phrase is names and figures, with one word of its own at most: that can't be said in other words. */
function isName(phrase: string, named: Set<string>): boolean {
  return phrase.split(' ').filter((word) => !named.has(word) && !isStopWord(word)).length < 2;
}
