/** Names that stand for each other, and initials that stand for names. */
import { findForm, findName, type NameIndex, squash } from './namesIndex.ts';

/** Each line one thing: a source that has any of them has them all. Squashed forms. */
const SAME = `
us usa unitedstates unitedstatesofamerica america american americans
uk unitedkingdom britain greatbritain british
eu europeanunion
europe european europeans
china chinese prc
germany german germans
france french
japan japanese
korea korean southkorea southkorean
india indian
russia russian
israel israeli
canada canadian
spain spanish
italy italian
portugal portuguese
netherlands dutch
sweden swedish
norway norwegian
finland finnish
denmark danish
poland polish
ireland irish
switzerland swiss
austria austrian
belgium belgian
ukraine ukrainian
taiwan taiwanese
singapore singaporean
vietnam vietnamese
brazil brazilian
mexico mexican
australia australian
uae unitedarabemirates emirati
saudiarabia saudi
africa african
asia asian
ai artificialintelligence
agi artificialgeneralintelligence
ml machinelearning
llm languagemodel largelanguagemodel
gpu graphicsprocessingunit
cpu centralprocessingunit
api applicationprogramminginterface
rl reinforcementlearning
rlhf reinforcementlearningfromhumanfeedback
rag retrievalaugmentedgeneration
moe mixtureofexperts
nlp naturallanguageprocessing
ipo initialpublicoffering
vc venturecapital venturecapitalist
ceo chiefexecutive chiefexecutiveofficer
cto chieftechnologyofficer
cfo chieffinancialofficer
coo chiefoperatingofficer
q1 firstquarter
q2 secondquarter
q3 thirdquarter
q4 fourthquarter
yc ycombinator
hn hackernews
wsj wallstreetjournal
nyt newyorktimes
ft financialtimes
sf sanfrancisco
nyc newyork newyorkcity
x twitter
aws amazonwebservices
`;
const ALIASES = new Map<string, string[]>();
for (const line of SAME.trim().split('\n')) {
  const names = line.split(' ');
  for (const name of names) ALIASES.set(name, names);
}

type Place = { start: number; end: number } | undefined;

/** Another name of the same thing in the source. */
export function findAlias(squashed: string, index: NameIndex): Place {
  const names = ALIASES.get(squashed) ?? ALIASES.get(squashed.replace(/s$/, ''));
  for (const name of names ?? []) {
    // “Tell us” names no country.
    const found = name === 'us' ? findCapitals('US', index) : findForm(name, index);
    if (found) return found;
  }
  return undefined;
}

/** A name of letters alone with its capitals as they are, with or without points: `US` and `U.S.` */
export function findCapitals(capitals: string, index: NameIndex): Place {
  const spelled = new RegExp(`(?<![\\p{L}\\p{N}])${[...capitals].join('\\.?')}(?![\\p{L}\\p{N}])`, 'u').exec(
    index.text,
  );
  return spelled ? { start: spelled.index, end: spelled.index + spelled[0].length } : undefined;
}

const CAPITALISED = /\p{Lu}[\p{L}\p{N}'’]*/gu;
const SMALL_WORD = /^(?:of|the|for|and|in|on|to|de|du|la|&)$/;

/**
 * The name that initials stand for: `EIB` for “European Investment Bank”. Its words must be capitalised and follow one another; small words between them may or may not give a letter.
 */
export function findInitials(name: string, index: NameIndex): Place {
  const initials = name.replace(/[^\p{L}]/gu, '');
  if (!/^\p{Lu}[\p{L}]{1,5}$/u.test(initials) || initials.replace(/\P{Lu}/gu, '').length < 2) return undefined;
  const wanted = initials.toLowerCase().replace(/(?<=..)s$/, '');
  for (const first of index.text.matchAll(CAPITALISED)) {
    if (first[0][0]?.toLowerCase() !== wanted[0]) continue;
    const end = spellsOut(index.text, first.index, wanted);
    if (end > 0) return { start: first.index, end };
  }
  return undefined;
}

/** The end of the words from `at` on whose initials are `wanted`, or -1. */
function spellsOut(text: string, at: number, wanted: string): number {
  const words = /[\p{L}\p{N}'’]+|&/gu;
  words.lastIndex = at;
  let next = 0;
  let end = at;
  while (next < wanted.length) {
    const found = words.exec(text);
    if (!found || !/^[\s-]{0,2}$/.test(text.slice(end, found.index))) return -1;
    end = words.lastIndex;
    const small = SMALL_WORD.test(found[0]);
    if (found[0][0]?.toLowerCase() === wanted[next] && (small || /^\p{Lu}/u.test(found[0]))) next++;
    else if (!small || next === 0) return -1;
  }
  return end;
}

/** Initials in the source for a name of several words: “World Health Organization” where it says `WHO`. At least three letters. */
export function findInitialsOf(words: string[], index: NameIndex): Place {
  const initials = words.map((word) => word[0] ?? '').join('');
  if (initials.length < 3 || !/^\p{Lu}+$/u.test(initials)) return undefined;
  const found = findName(squash(initials), index);
  return found && index.text.slice(found.start, found.end) === initials ? found : undefined;
}
