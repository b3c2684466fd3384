/** A find of the inbox as a story, so that it needs no new draft to be told. */
import { findId } from '../../text/find.ts';
import { shortHash } from '../../text/hash.ts';
import { canonicalUrl } from '../../text/url.ts';
import type { Issue, Story, World } from '../../types.ts';
import { crawl } from '../crawl.ts';
import { findsFor, itemsOfFinds, sourcesOf } from '../finds.ts';
import { windowFor } from '../issues.ts';
import type { Workspace } from '../workspace.ts';
import { originalsAt, storyOfPages } from './story.ts';

/**
 * The story of the find with this id (`findId`); what was never crawled of it is fetched now. Undefined where the inbox has no such find, or nothing of it can be stored.
 */
export async function storyOfFind(
  world: World,
  workspace: Workspace,
  issue: Issue,
  id: string,
): Promise<Story | undefined> {
  const find = findsFor(workspace.editor, issue.number).find(({ url }) => findId(url) === id);
  const [source] = find ? sourcesOf([find]) : [];
  if (!find || !source) return undefined;
  const stored = await storyOf(world, find.url, source);
  if (stored) return stored;
  const window = windowFor(world, workspace, issue.window ?? { until: issue.date }, undefined);
  await crawl(world, [source], window, { all: true });
  return storyOf(world, find.url, source);
}

async function storyOf(
  world: World,
  url: string,
  source: ReturnType<typeof sourcesOf>[number],
): Promise<Story | undefined> {
  const items = await itemsOfFinds(world, [source]);
  const urls = [url, ...items.map((item) => item.url)];
  return storyOfPages(shortHash(canonicalUrl(url)), await originalsAt(world, urls));
}
