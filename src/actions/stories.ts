import type { Window } from '../config/window.ts';
import { UserError } from '../errors.ts';
import { findStories, type Week } from '../pipeline.ts';
import { pageKey } from '../text/url.ts';
import type { World } from '../types.ts';
import { type CrawlReport, crawl } from './crawl.ts';
import type { Workspace } from './workspace.ts';

/**
 * The week's stories: crawls unless told not to, then ranks what the window holds. Throws UserError (exit 3) where nothing could be crawled and no stored
 * item of the window is there.
 */
export async function findWeek(
  world: World,
  workspace: Workspace,
  o: { window: Window; told: Set<string>; crawl: boolean },
): Promise<{ week: Week; crawled: CrawlReport | undefined }> {
  const { window } = o;
  const crawled = o.crawl ? await crawl(world, workspace.sources, window) : undefined;
  const items = await world.store.items(window.sinceAt, window.untilAt);
  if (items.length === 0) throw nothingThere(window, crawled);
  await record(
    world,
    o.told,
    items.map(({ id }) => id),
  );
  const told = new Set([...o.told, ...world.recordedTold.map(pageKey)]);
  const { sources, newsletter, editor } = workspace;
  return { week: findStories(items, { newsletter, sources, editor, told, until: window.untilAt }), crawled };
}

function nothingThere(window: Window, crawled: CrawlReport | undefined): UserError {
  const failed = crawled?.sources.filter(({ error }) => error) ?? [];
  const why = failed.length ? `\n${failed.map(({ name, error }) => `  ${name}: ${error}`).join('\n')}` : '';
  const advice = crawled ? 'Widen --since and --until, or mend the sources.' : 'Run without --no-crawl.';
  return new UserError(`no item from ${window.since} to ${window.until}. ${advice}${why}`, 3);
}

/** A recording holds what stored items were read from, and what past issues told. */
async function record(world: World, told: Set<string>, itemIds: string[]): Promise<void> {
  if (!world.recorder) return;
  for (const answer of await world.store.answersFor(itemIds)) world.recorder.add(answer);
  world.recorder.told([...told].sort());
}
