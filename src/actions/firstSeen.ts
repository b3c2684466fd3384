import { SourceError } from '../errors.ts';
import { FIRST_SEEN, readFirstSeen } from '../text/firstSeen.ts';
import type { Iso, Item, World } from '../types.ts';

/** In a replay: when the recorded run's items were first seen, by id. */
export async function recordedFirstSeen(world: Pick<World, 'fetch' | 'replaying'>): Promise<Map<string, Iso>> {
  const seen = new Map<string, Iso>();
  let more = world.replaying === true;
  while (more) {
    try {
      const response = await world.fetch({ url: FIRST_SEEN, from: 'operator' });
      for (const [id, at] of readFirstSeen(response.body)) if (at < (seen.get(id) ?? '9999')) seen.set(id, at);
      more = response.more === true;
    } catch (error) {
      // an older recording, or a browser's, has none
      if (!(error instanceof SourceError)) throw error;
      more = false;
    }
  }
  return seen;
}

/** The item as first seen at `at`, where that was before the answer that it is read from. One without a date is as old as that. */
export function seenFirst(item: Item, at: Iso | undefined): Item {
  if (at === undefined || at >= item.firstSeenAt) return item;
  return { ...item, firstSeenAt: at, publishedAt: item.publishedAt === item.firstSeenAt ? at : item.publishedAt };
}
