import { expect, test } from 'vitest';
import { applied, hunksBetween, mergeLines, reversed } from '../../src/text/hunks.ts';
import { seeded } from '../issue/invent.ts';

test('hunks lead from one text to the other and back, whatever the texts', () => {
  const chance = seeded(11);
  const text = () =>
    Array.from({ length: Math.floor(chance() * 12) }, () => 'ab\n\r'[Math.floor(chance() * 4)]).join('');
  for (let n = 0; n < 2000; n++) {
    const [before, after] = [text(), text()];
    const hunks = hunksBetween(before, after);
    expect(applied(hunks, before), JSON.stringify([before, after])).toBe(after);
    expect(applied(reversed(hunks), after), JSON.stringify([before, after])).toBe(before);
  }
});

test('hunks are small, and do not fit another text', () => {
  const lines = Array.from({ length: 500 }, (_, n) => `line ${n}\n\n`);
  const moved = [...lines.slice(1, 400), lines[0], ...lines.slice(400)];
  const hunks = hunksBetween(lines.join(''), moved.join(''));
  expect(JSON.stringify(hunks).length).toBeLessThan(200);
  expect(applied(hunks, 'something else')).toBeUndefined();
});

test('changes to different lines are merged, to the same line not', () => {
  const base = 'one\ntwo\nthree\nfour\n';
  expect(mergeLines(base, base.replace('one', 'I'), base.replace('four', 'IV'))).toBe('I\ntwo\nthree\nIV\n');
  expect(mergeLines(base, base.replace('one', 'I'), base.replace('one', '1'))).toBeUndefined();
  expect(mergeLines('', 'new', '')).toBe('new');
});
