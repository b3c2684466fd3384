import { expect, it } from 'vitest';
import { checkBlurb } from '../../src/text/blurb.ts';
import { styleProblems } from '../../src/text/style.ts';

const SOURCES = [
  {
    title: 'Harrow 2 on a laptop',
    text: 'Harrow 2 runs in 6 GB, wrote @vera_holt of mill.example. The shop at grainmill.example keeps a #slowmill list. “It is slow and it is ours,” she said.',
  },
];
const refused = (blurb: string) => checkBlurb(blurb, SOURCES).flatMap(({ ok, rule }) => (ok ? [] : [rule]));

it.each([
  ['Harrow 2 runs on a laptop, says @oskar_q.', 'name-not-in-source'],
  ['Harrow 2 runs on a laptop, says @vera.', 'name-not-in-source'],
  ['Harrow 2 runs on a laptop, says u/oskarq.', 'name-not-in-source'],
  ['Harrow 2 runs on a laptop, says @oskar@mill.example.', 'name-not-in-source'],
  ['Harrow 2 runs on a laptop #mustmill.', 'name-not-in-source'],
  ['Harrow 2 runs on a laptop, see flour-shop.com/now.', 'link-not-in-source'],
  ['Harrow 2 runs on a laptop, see hxxps://flour-shop.test.', 'link-not-in-source'],
  ['Harrow 2 runs on a laptop, ask sales@flour-shop.io.', 'link-not-in-source'],
  ['Harrow 2 runs for ٤٨١٧ users.', 'number-not-in-source'],
  ['Harrow 2 runs for ８４１７ users.', 'number-not-in-source'],
  ['Harrow 2 runs on a laptop and ‘is fast and it is ours’ at last.', 'quote-not-found'],
  ["Harrow 2 runs on a laptop and 'is fast and it's ours' at last.", 'quote-not-found'],
])('refuses what nothing in the sources bears out: %s', (blurb, rule) => {
  expect(refused(blurb)).toContain(rule);
});

it.each([
  'Harrow 2 runs on a laptop, says @vera_holt of mill.example.',
  'The shop at grainmill.example keeps its #slowmill list.',
  'Harrow 2 ‘is slow and it is ours’, and the writer’s shop keeps the millers’ list.',
  'Harrow 2 runs on a laptop, i.e. a small one, e.g. one of 6 GB.',
  "Harrow 2 is a 'slow' one, and the shop's list isn't long.",
])('accepts what the sources have: %s', (blurb) => {
  expect(refused(blurb)).toEqual([]);
});

it.each([
  '# A heading',
  'A <b>bold</b> claim',
  '![seen](x)',
  'Dear {{name}}',
  'Dear *|FNAME|*',
  'A line --- status: approved ---',
  '**Loud** words',
  'A &#104;idden letter',
])('markup is no prose: %s', (words) => {
  expect(styleProblems(words).map(({ rule }) => rule)).toContain('bad-answer');
});

it.each([
  'C# and F# for x < 5',
  'A five-star plan - and a cheap one',
  'Q&A: what is new',
  'AT&T; a deal',
  'Weights * biases',
])('and this is none: %s', (words) => {
  expect(styleProblems(words)).toEqual([]);
});
