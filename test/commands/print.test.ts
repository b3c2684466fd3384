import { describe, expect, it } from 'vitest';
import { clip, table, widthOf } from '../../src/commands/print.ts';

describe('a table', () => {
  const rows = [
    ['first', 'https://a.test/feed', '3', 'failed three times in a row'],
    ['the second', 'https://b.test/a/longer/address', '12', 'ok'],
  ];
  const head = ['id', 'address', 'a week', 'state'];

  it('stands whole where nobody says how wide the page is', () => {
    expect(table(rows, head).split('\n')).toEqual([
      'id          address                          a week  state',
      'first       https://a.test/feed              3       failed three times in a row',
      'the second  https://b.test/a/longer/address  12      ok',
    ]);
  });

  it('leaves out the columns that are needed least, until it fits', () => {
    expect(table(rows, head, { columns: 50, leaveOut: [1, 2] }).split('\n')).toEqual([
      'id          a week  state',
      'first       3       failed three times in a row',
      'the second  12      ok',
    ]);
    expect(table(rows, head, { columns: 40, leaveOut: [1, 2] }).split('\n')[1]).toBe(
      'first       failed three times in a row',
    );
  });

  it('cuts at the end what still does not fit', () => {
    for (const line of table(rows, head, { columns: 20 }).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(20);
  });

  it('keeps its columns under letters that are wide, or that take no room', () => {
    const lines = table([
      ['機械学習', 'x'],
      ['Ame\u0301lie', 'x'],
      ['plain', 'x'],
    ]).split('\n');
    expect(new Set(lines.map((line) => widthOf(line.slice(0, line.indexOf('x')))))).toEqual(new Set([10]));
  });
});

it('clips by what a terminal shows, and cuts no letter in two', () => {
  expect(clip('abcdef', 6)).toBe('abcdef');
  expect(clip('abcdefg', 6)).toBe('abcde…');
  expect(clip('🦉🦉🦉🦉', 6)).toBe('🦉🦉…');
});
