import { expect, it } from 'vitest';
import { recent } from '../../src/text/recent.ts';

it('makes each thing once while it is asked for, and forgets what was not asked for longest', () => {
  const made: string[] = [];
  const known = recent<string | undefined>(2);
  const ask = (key: string) =>
    known(key, () => {
      made.push(key);
      return key === 'nothing' ? undefined : key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect([ask('nothing'), ask('nothing')]).toEqual([undefined, undefined]);
  expect(made.filter((key) => key === 'nothing')).toHaveLength(1);
});
