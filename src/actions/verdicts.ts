import type { Verdict, Verdicts, World } from '../types.ts';

/** What earlier runs learned of which pages tell one story; in a replay what the recorded run had, and nothing is learned from it. */
export function verdictsFor(world: World): Verdicts {
  return {
    among: async (pages) => {
      const known = world.replaying ? recorded(world.recordedVerdicts ?? [], pages) : await world.store.verdicts(pages);
      world.recorder?.verdicts(known);
      return known;
    },
    learn: async (verdicts) => {
      if (!world.replaying) await world.store.saveVerdicts(verdicts, world.clock().toISOString());
    },
  };
}

function recorded(verdicts: Verdict[], pages: string[]): Verdict[] {
  const wanted = new Set(pages);
  return verdicts.filter(({ one, other }) => wanted.has(one) && wanted.has(other));
}
