import { expect, test } from 'vitest';
import { parseTdmRep } from '../../src/text/tdmrep.ts';

const rules = (...list: [location: unknown, reservation: unknown][]) =>
  parseTdmRep(JSON.stringify(list.map(([location, said]) => ({ location, 'tdm-reservation': said }))));

test('the most specific location wins, wherever it stands', () => {
  for (const list of [
    [
      ['/', 1],
      ['/blog/', 0],
      ['/blog/paid', 1],
    ],
    [
      ['/blog/paid', 1],
      ['/blog/', 0],
      ['/', 1],
    ],
  ] as [string, number][][]) {
    const { reserves } = rules(...list);
    expect(['/', '/news', '/blog/', '/blog/a', '/blog/paid', '/blog/paid/x?y'].map(reserves)).toEqual([
      ...[true, true, false, false, true, true],
    ]);
  }
});

test.each([
  ['/*.pdf$', '/a/b.pdf', true],
  ['/*.pdf$', '/a/b.pdf?x', false],
  ['/*.pdf', '/a/b.pdf?x', true],
  ['/a*b*c', '/a-b-b-c-', true],
  ['/a*b*c', '/a-c-b', false],
  ['/a*a$', '/a', false],
  ['/a*a$', '/aa', true],
  ['/a$', '/a', true],
  ['/a$', '/ab', false],
  ['*', '/anything', true],
  ['*/x', '/a/x', true],
  ['$', '/', false],
  ['/$', '/', true],
  ['/%7Eme', '/~me', true],
  ['/über', '/%C3%BCber', true],
  ['/%c3%bcber', '/über', true],
  ['/a%2Fb', '/a/b', false],
  ['/a%2Ab', '/a*b', true],
  ['/a%2Ab', '/aXb', false],
  ['/a$b', '/a$b', true],
  ['/A', '/a', false],
  ['a', '/a', false],
])('the location %s and the path %s: %s', (location, path, reserved) => {
  expect(rules([location, 1]).reserves(path)).toBe(reserved);
});

test('of equally specific ones the one that reserves wins', () => {
  expect(rules(['/a', 0], ['/a', 1]).reserves('/a')).toBe(true);
  expect(rules(['/a', 1], ['/a', 0]).reserves('/a')).toBe(true);
});

test('near misses are read, nonsense is passed over', () => {
  expect(rules(['/', '1']).reserves('/a')).toBe(true);
  expect(rules(['/', true]).reserves('/a')).toBe(true);
  expect(parseTdmRep('\uFEFF{"location":"/","tdm-reservation":1}').reserves('/a')).toBe(true);
  for (const said of [2, -1, 'yes', null, {}, [], '', 1e300]) expect(rules(['/', said]).reserves('/a')).toBe(false);
  for (const location of [null, 7, {}, ['/'], '', 'x'.repeat(3000)]) {
    expect(rules([location, 1]).reserves('/a')).toBe(false);
  }
  for (const json of ['', 'null', '7', '"x"', '[]', '{}', '[null,1,"x",[]]', '<html>', '[', '{"__proto__":1}']) {
    expect(parseTdmRep(json).reserves('/a')).toBe(false);
  }
});

test('hostile ones are bounded', () => {
  expect(parseTdmRep('['.repeat(200_000)).reserves('/a')).toBe(false);
  const many = Array.from({ length: 5000 }, (_, i) => [`/x${i}`, 1] as [string, number]);
  expect(rules(...many, ['/late', 1]).reserves('/late')).toBe(false);
  const slow = Array.from({ length: 1000 }, (): [string, number] => [`${'*a'.repeat(900)}b`, 1]);
  expect(rules(...slow).reserves(`/${'a'.repeat(100_000)}`)).toBe(false);
  expect(rules(['/a\ud800', 1]).reserves('/a\udfff')).toBe(true);
});
