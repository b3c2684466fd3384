import { test } from 'vitest';
import { randomChanges } from './randomChanges.ts';

test('60 random changes with another writer between: no words are lost and other blocks keep their bytes', () =>
  randomChanges(1, 60));
