import { expect, it } from 'vitest';
import { termTable } from '../../src/text/termTable.ts';

it('numbers words and pairs in the order they are asked for, each always the same', () => {
  const table = termTable();
  const asked: [number, number | undefined][] = [];
  for (let i = 0; i < 300; i++) for (let j = 0; j < 60; j++) asked.push([i, j === 0 ? undefined : j - 1]);
  expect(asked.map(([first, second]) => table.idOf(first, second))).toEqual([...asked.keys()]);
  expect(asked.map(([first, second]) => table.idOf(first, second))).toEqual([...asked.keys()]);
  expect(table.size()).toBe(asked.length);
  expect(asked.every(([, second], id) => table.isPair(id) === (second !== undefined))).toBe(true);
});
