import { expect, it } from 'vitest';
import { versionCounts } from '../../src/text/versions.ts';

it('counts names with their version, and no dates', () => {
  expect([...versionCounts('Fjord 4.5 against Heron K3: Fjord-4.5 wins', 2)]).toEqual([
    ['fjord-4.5', 4],
    ['heron-k3', 2],
  ]);
  expect([...versionCounts('On March 3, some 20 of Monday 12 said no', 1)]).toEqual([]);
});
