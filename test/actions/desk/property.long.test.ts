import { test } from 'vitest';
import { randomChanges } from './randomChanges.ts';

test.each([2, 3, 4, 5, 6, 7, 8, 9])('300 random changes with another writer between (%i)', (seed) =>
  randomChanges(seed),
);
