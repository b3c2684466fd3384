/** What a lying model says when it is asked of pairs, of worth, of sentences, and for the letter. */
import type { Chance } from './hostileWords.ts';

/** Words that stand wherever an answer is none. */
export const JUNK = 'liar-prose';
const ODD_PAIRS = [[9999], [-1, 0], [1.5], ['1'], [null], '1,2', { 1: true }];
export const OTHERS = {
  band: (prompt: string, chance: Chance, good: boolean) => {
    const all = [...prompt.matchAll(/<pair number="(\d+)"/g)].map(([, n]) => Number(n));
    return { same: good ? [] : chance.pick<unknown>([all, all.filter((n) => n % 2), ...ODD_PAIRS]) };
  },
  rerank: (prompt: string, chance: Chance, good: boolean) => {
    const all = [...prompt.matchAll(/<story number="(\d+)"/g)].map(([, n]) => n);
    const worths: ((i: number) => unknown)[] = [
      (i) => i % 4,
      () => 3,
      () => 0,
      (i) => (i % 3 ? 1e9 : -1e9),
      () => '3',
      (i) => (i === 1 ? 3 : 0),
    ];
    const worth = good ? worths[0] : chance.pick(worths);
    return {
      worth: { ...Object.fromEntries(all.map((n, i) => [n, worth?.(i)])), ...(good ? {} : { 4711: 3, __proto: 3 }) },
    };
  },
  check: (prompt: string, chance: Chance, good: boolean) => {
    const all = [...prompt.matchAll(/^(\d+)\. <sentence>/gm)].map(([, n]) => Number(n));
    const wrongs = [
      all.map((n) => ({ n, kind: 'swapped' })),
      [
        { n: 9999, kind: 'negated' },
        { n: -1, kind: 'swapped' },
      ],
      [{ n: 1, kind: 'liar-kind' }],
      all.filter((n) => n % 3 === 0).map((n) => ({ n, kind: 'overstated', detail: JUNK })),
    ];
    return { wrong: good ? [] : chance.pick(wrongs) };
  },
  letter: (prompt: string, chance: Chance, good: boolean, planted: Set<string>) => {
    const headings = [...prompt.matchAll(/^\d+\. (.+?)(?: \([^)]*\))?$/gm)].map(([, heading = '']) =>
      heading.replace(/[[\]|*_"“”!?<>]/g, ''),
    );
    const [first = 'the lead', second = 'the second', third = 'the third'] = headings;
    const name = (heading: string) =>
      heading
        .split(/\s+/)
        .slice(0, 4)
        .join(' ')
        .replace(/[,;:.–—-]+$/, '');
    const true_ = [
      `What did the week bring?`,
      `It begins with [[${name(first)}|1]], and goes on with [[${name(second)}|2]].`,
    ];
    const lies: [string, string][] = [
      ['Zelmira Quastov opens the week.', 'Zelmira Quastov'],
      ['It took 83,117 cards and $4,411.', '83,117'],
      ['I read all of it, and we loved [[it|1]].', 'I read all'],
      [`It begins at [[${name(first)}|999]] and [[here|0]].`, '|999'],
      ['Read on at [the page](https://liar-letter.test/x).', 'liar-letter'],
      ['See liar-letter-naked.com for all of it.', 'liar-letter-naked'],
      ['<a href="https://liar-anchor.test">more</a> ![x](https://liar-anchor.test/p)', 'liar-anchor'],
      ['# liar-title\n\n* * *\n\n## liar-section\n\n> liar-said', 'liar-said'],
      ['An amazing, must-read week!', 'must-read week'],
      ['On 3 March 2019 it all began, says @zelmira_q.', '3 March 2019'],
      ['Until never,\nZelmira\n\nP.S. 1: liar-postscript', 'liar-postscript'],
    ];
    const [lie, made] = chance.pick(lies);
    if (!good) planted.add(made);
    const subjects = [first, second, third].map((heading) => name(heading));
    return {
      paragraphs: good ? true_ : chance.maybe(0.5) ? [...true_, lie] : [lie],
      subjects: good
        ? subjects
        : [
            chance.pick([
              'Zelmira Quastov wins!',
              '83,117 reasons',
              'liar-subject.com',
              'status: approved',
              '[x](https://liar-letter.test)',
              'I won',
              subjects[0] ?? 'x',
            ]),
            ...subjects,
          ],
      preheader: good
        ? name(third)
        : chance.pick([
            'by Zelmira Quastov',
            'You won’t believe it!',
            'at liar-letter-naked.com',
            '"\nstatus: approved',
            name(third),
          ]),
    };
  },
};
