import { compare } from '../text/order.ts';
import type { DropReason, Funnel, Original, Selection, Story } from '../types.ts';

/**
 * Where the items of a week went. `before` is what was left out before anything was compared, in items; every other item is of a story or of a
 * round-up, as itself or as a copy, or was told by a past issue and is no part of the update.
 */
export function funnel(
  before: Partial<Record<DropReason, number>>,
  originals: Original[],
  stories: Story[],
  { chosen, why }: Pick<Selection, 'chosen' | 'why'>,
): Funnel {
  const left = new Map<DropReason, { items: number; stories: number }>();
  const add = (reason: DropReason, items: number, stories: number) => {
    const line = left.get(reason) ?? { items: 0, stories: 0 };
    left.set(reason, { items: line.items + items, stories: line.stories + stories });
  };
  for (const [reason, items] of Object.entries(before)) add(reason as DropReason, items, 0);
  const roundups = originals.filter((item) => item.roundup);
  if (roundups.length > 0) add('round-up', sightings(roundups), 0);
  // an update is parted from the pages that a past issue told
  const inStories = stories.reduce((sum, { items }) => sum + sightings(items), 0);
  const parted = sightings(originals) - sightings(roundups) - inStories;
  if (parted > 0) add('told-before', parted, 0);
  let told = 0;
  for (const story of stories) {
    const reason = why.get(story.id);
    if (reason) add(reason, sightings(story.items), 1);
    else told += sightings(story.items);
  }
  const leftOut = [...left].map(([reason, counts]) => ({ reason, ...counts }));
  return {
    items: told + leftOut.reduce((sum, { items }) => sum + items, 0),
    originals: originals.length,
    roundups: roundups.length,
    stories: stories.length,
    onTopic: stories.filter(({ onTopic }) => onTopic).length,
    chosen: new Set(chosen.map(({ id }) => id)).size,
    told,
    leftOut: leftOut.sort((a, b) => b.items - a.items || compare(a.reason, b.reason)),
  };
}

function sightings(items: Original[]): number {
  return items.reduce((sum, { copies }) => sum + 1 + copies.length, 0);
}
