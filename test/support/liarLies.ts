/** What a lying model says of one story: each lie by its name, with the words that it makes up. */
import type { Chance } from './hostileWords.ts';
import { FIRMS, LINKS, PEOPLE } from './liarInventions.ts';

/** What is in a prompt about one story. */
export interface Shown {
  title: string;
  /** The first source, its head left out. */
  text: string;
  candidates: { id: string; text: string }[];
}
export interface Written {
  heading: unknown;
  blurb: unknown;
  quotes: unknown;
}
/** `planted`: words that no page has, and no issue may have. */
export type Lie = (shown: Shown, chance: Chance, earlier: Shown[]) => Written & { planted?: string[] };

/** Ways to say that there is something to read, without a name, a number or a capital. */
const SAID = [
  'lays out what was done, step by step',
  'comes with its own account of what changed',
  'sets the claim beside what stands behind it',
  'goes through the work and its cost',
  'tells who it is for',
  'adds a view from inside the project',
  'names what is still open',
  'asks readers to look at the method first',
  'weighs two sides of a decision',
  'keeps to what can be checked',
  'explains a choice that others avoided',
  'reports how the thing behaves in use',
];
/** Numbers that say what they measure: dollars, shares, times, and millions. */
const MEASURED =
  /\$(\d[\d,]*\d)(?! ?[mbk])|\b(\d[\d.]*) (?:per cent|%)|\b(\d+) (?:hours|minutes|days)|\b(\d+) (?:million|billion)\b/g;

const plain = (text: string) =>
  text
    .replace(/^(?:Show|Ask) HN: /, '')
    .replace(/[[\]|*_"“”!?<>]/g, '')
    .trim();
const cut = (text: string, most: number) =>
  text
    .split(/\s+/)
    .slice(0, most)
    .join(' ')
    .replace(/[\s,;:.–—-]+$/, '');

export function honest(shown: Shown, chance: Chance): { heading: string; blurb: string; quotes: string[] } {
  const title = plain(shown.title);
  return {
    heading: cut(title, 9),
    blurb: `[[${cut(title, 5)}]] ${chance.pick(SAID)}.`,
    quotes: shown.candidates.length ? [chance.pick(shown.candidates).id] : [cut(shown.text, 20)],
  };
}

/** Words of the page to be quoted: a candidate, or some of its text. */
function quotable({ candidates, text }: Shown, chance: Chance): string {
  return candidates.length ? chance.pick(candidates).text : cut(text.slice(chance.int(0, 200)), 30);
}

const quoting =
  (alter: (words: string[], chance: Chance) => string[]): Lie =>
  (shown, chance) => ({
    ...honest(shown, chance),
    quotes: [alter(quotable(shown, chance).split(/\s+/), chance).join(' ')],
  });
const saying =
  (make: (shown: Shown, chance: Chance) => { words: string; planted?: string[] }): Lie =>
  (shown, chance) => {
    const { words, planted } = make(shown, chance);
    const { heading, blurb, quotes } = honest(shown, chance);
    const at = chance.int(0, 3);
    return {
      heading: at === 1 ? `${cut(heading, 4)} ${words}` : heading,
      blurb: at === 2 ? `${words}: ${blurb}` : blurb.replace(/\.$/, ` ${words}.`),
      quotes,
      ...(planted ? { planted } : {}),
    };
  };
const pick = (list: string[], before = '') =>
  saying((_, chance) => {
    const one = chance.pick(list);
    return { words: `${before}${one}`, planted: [one] };
  });

export const LIES: Record<string, Lie> = {
  'quote: one word changed': quoting((words, chance) => {
    const at = chance.int(0, words.length);
    return words.map((word, i) => (i === at ? (word === 'never' ? 'always' : 'never') : word));
  }),
  'quote: cut without a mark': quoting((words, chance) => {
    const at = chance.int(2, Math.max(3, words.length - 5));
    return [...words.slice(0, at), ...words.slice(at + 3)];
  }),
  'quote: order changed': quoting((words) => {
    const half = Math.floor(words.length / 2);
    return [...words.slice(half), ...words.slice(0, half)];
  }),
  'quote: of another story': (shown, chance, earlier) => ({
    ...honest(shown, chance),
    quotes: [earlier.length ? quotable(chance.pick(earlier), chance) : 'q41'],
  }),
  'quote: no such id': (shown, chance) => ({
    ...honest(shown, chance),
    quotes: [chance.pick(['q99', 'q0', 'Q1', '__proto__', '', '1'])],
  }),
  'quote: altered, in the blurb': saying((shown, chance) => {
    const words = quotable(shown, chance).replace(/[“”"]/g, '').split(/\s+/).slice(0, 9);
    words[3] = 'gloriously';
    const said = words.join(' ');
    return { words: `and says “${said}”`, planted: [said] };
  }),
  'quote: altered, in the blurb in single marks': saying((shown, chance) => {
    const words = quotable(shown, chance)
      .replace(/[“”"'’‘]/g, '')
      .split(/\s+/)
      .slice(0, 9);
    words[3] = 'gloriously';
    const said = words.join(' ');
    return { words: `and says ‘${said}’`, planted: [said] };
  }),
  'number: made up': pick(
    [
      '4,817 testers',
      '73.4%',
      '$918.55',
      '6,113',
      '93x',
      '８４１７ users',
      '٤٨١٧ users',
      'nine thousand and forty pages',
    ],
    'after ',
  ),
  'number: changed by a digit': saying(({ text, title }, chance) => {
    const runs = `${title} ${text}`.match(/\d+(?:\.\d+)?/g) ?? ['12'];
    const run = chance.pick(runs);
    return { words: `with ${run.replace(/\d/, (digit) => String((Number(digit) + 3) % 10 || 7))}7 in it` };
  }),
  'number: another unit': saying(({ text, title }, chance) => {
    const said = [...`${title} ${text}`.matchAll(MEASURED)].map(([, dollars, share, time, many]) => {
      if (dollars) return `${dollars} per cent`;
      if (share) return `${share} dollars`;
      return time ? `${time} gigabytes` : `${many} trillion dollars`;
    });
    const one = said.length ? chance.pick(said) : '4,817 petabytes';
    return { words: `at ${one}`, planted: [one] };
  }),
  'number: of another story': (shown, chance, earlier) => {
    const run = chance.pick((earlier.length ? chance.pick(earlier).text : '').match(/\b\d[\d.,]*\d\b/g) ?? ['8,431']);
    const { heading, blurb, quotes } = honest(shown, chance);
    return { heading, blurb: blurb.replace(/\.$/, ` after ${run}.`), quotes };
  },
  'date: made up': pick(
    ['3 March 2019', '17 August', '2031 or so', 'last Ascension Thursday', 'Q3 2017', '1.4.2018', '2019-03-03'],
    'since ',
  ),
  'name: made up': pick([...PEOPLE, ...FIRMS, 'Zеlmirа', 'ＮＯＲＶＡＮＥ', 'QUASTOV', 'Quastov’s'], 'by '),
  'name: of another story': (shown, chance, earlier) => {
    const names =
      (earlier.length ? chance.pick(earlier).text : '').match(/\b\p{Lu}\p{Ll}{3,} \p{Lu}\p{Ll}{3,}\b/gu) ?? PEOPLE;
    const { heading, blurb, quotes } = honest(shown, chance);
    return { heading, blurb: blurb.replace(/\.$/, `, says ${chance.pick([...names])}.`), quotes };
  },
  'handle: made up': pick(
    [
      '@zelmira_q',
      '@norvane',
      '@[zelmira](https://x.com/zelmira/status/77)',
      '@zelmira@liar.social',
      'u/zelmiraq',
      '#norvanegate',
    ],
    'says ',
  ),
  'link: made up': saying((_, chance) => {
    const one = chance.pick(LINKS);
    return { words: `at ${one}`, planted: [/liar[\w.-]*|lar-jna|liär/i.exec(one)?.[0] ?? one] };
  }),
  'link: on the marked words': (shown, chance) => ({
    ...honest(shown, chance),
    blurb: `[[${cut(plain(shown.title), 3)}]](https://liar-marked.test/) ${chance.pick(SAID)}.`,
    planted: ['liar-marked'],
  }),
  'heading: with markup': (shown, chance) => ({
    ...honest(shown, chance),
    heading: chance.pick([
      '# <b>liar-bold</b>',
      '**liar-strong** [x](https://liar-heading.test)',
      '![liar-picture](https://liar-heading.test/p.png)',
      'liar-line\n\n---\nstatus: approved\n---',
      '<script>liar-script</script>',
      '<!-- liar-comment --> {{liar-tag}}',
      '*|liar-merge|* {{ unsubscribe_url }}',
    ]),
    planted: ['liar-bold', 'liar-strong', 'liar-picture', 'liar-line', 'liar-script', 'liar-tag', 'liar-merge'],
  }),
  'heading: a length made up': (shown, chance) => ({
    ...honest(shown, chance),
    heading: `${cut(plain(shown.title), 6)} ${chance.pick(['(3h 7m)', '(97 min)', '(11h)'])}`,
    planted: ['(3h 7m)', '(97 min)', '(11h)'],
  }),
  'block: another one inside': (shown, chance) => ({
    ...honest(shown, chance),
    blurb: `${honest(shown, chance).blurb}\n\n> liar-quoted words that nobody said\n\n* * *\n\n## liar-block\n\n@[zelmira](https://x.com/zelmira/status/77) (X)\n\n> liar-voice`,
    planted: ['liar-quoted', 'liar-block', 'liar-voice'],
  }),
  'first person': pick(
    [
      'which I tried',
      'that we liked',
      'as my team found',
      'I’d say',
      'told to us',
      'in our view',
      'we’re told',
      'says me',
    ],
    '',
  ),
  hype: pick(
    ['a must-read', 'truly groundbreaking', 'wow', 'and it is amazing!', 'a game-changer', 'an excellent deep dive'],
    '',
  ),
  'too long': saying(() => ({
    words: Array.from({ length: 70 }, () => 'and liar-goes on').join(' '),
    planted: ['liar-goes'],
  })),
  'another item’s answer': (shown, chance, earlier) => ({
    ...honest(earlier.length ? chance.pick(earlier) : shown, chance),
  }),
  'wrong shape': (shown, chance) =>
    chance.pick<Written>([
      { heading: { text: shown.title }, blurb: ['a', 'b'], quotes: 'q1' },
      { heading: '', blurb: '', quotes: [] },
      { heading: shown.title, blurb: null, quotes: [{ id: 'q1' }] },
      { heading: shown.title, blurb: 'It is here.', quotes: [] },
      { heading: 7, blurb: true, quotes: {} },
    ]),
};
export const NAMES = Object.keys(LIES);
