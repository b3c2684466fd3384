import { expect, it } from 'vitest';
import { houseStyle } from '../../src/stages/house.ts';
import type { Blurb } from '../../src/types.ts';

const blurb = (prose: string, heading = `On ${prose.slice(0, 30)}`): Blurb => ({
  storyId: heading,
  heading,
  prose,
  quotes: [],
  writer: 'model',
  checks: [],
});
const found = (...blurbs: Blurb[]) =>
  houseStyle(blurbs).map((checks) => checks.map(({ detail }) => detail.replace(/ “[^”]*”:/, '')));

it('finds the second block that opens alike', () => {
  expect(
    found(blurb('A new look [at memory](https://a.test/x).'), blurb('A new look at prices.'), blurb('Prices fall.')),
  ).toEqual([[], ['the block opens as “a new look”; say it in other words'], []]);
});

it('finds a phrase of five words that another block has, links aside', () => {
  expect(
    found(
      blurb('Ash says [why it matters for](https://a.test/x) small teams.'),
      blurb('Elm, and why it matters for small teams.'),
    ),
  ).toEqual([[], ['the block says the same as “why it matters for small”; say it in other words']]);
});

it('lets names and figures be said twice', () => {
  const name = 'the Department of Energy and Water';
  expect(found(blurb(`Ash was bought by ${name}.`), blurb(`Money from ${name} for Elm.`))).toEqual([[], []]);
});

it('finds a heading that stands twice, and looks at no one else’s words', () => {
  expect(found(blurb('One.', 'A price'), blurb('Two.', 'A price'))[1]).toEqual([
    'the block has the heading of “a price”; say it in other words',
  ]);
  const page = { ...blurb('A new look at memory in five words.', 'A price'), writer: 'extractive' as const };
  expect(found(page, page)).toEqual([[], []]);
});

it('says them as warnings: a true block is worth more than a fresh one', () => {
  const [, checks] = houseStyle([blurb('A new look at memory.'), blurb('A new look at prices.')]);
  expect(checks).toMatchObject([{ rule: 'repeats', level: 'warning', ok: false }]);
});
