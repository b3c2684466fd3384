import { type Window, windowOf } from '../config/window.ts';
import type { CrawlContext, World } from '../types.ts';

/** The days that a look at a source asks for: those that were chosen, by default the last seven. UTC, since no issue is cut by them. */
export function lookWindow(world: Pick<World, 'clock'>, o: { since?: string; until?: string } = {}): Window {
  return windowOf({ ...o, now: world.clock(), timezone: 'UTC' });
}

/** What a crawler needs to look at one source, outside a crawl. */
export function lookAround(world: World): CrawlContext {
  const { sinceAt, untilAt } = lookWindow(world);
  return {
    fetch: world.fetch,
    window: { sinceAt, untilAt },
    now: world.clock().toISOString(),
    say: (message) => world.report.step(message),
  };
}
