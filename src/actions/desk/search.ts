import { pageKey } from '../../text/url.ts';
import type { Item, World } from '../../types.ts';
import { windowFor } from '../issues.ts';
import type { Workspace } from '../workspace.ts';
import { canBeQuoted, rowsOf, storiesByItem } from './bench.ts';
import { pagesTold, readTold } from './told.ts';
import type { BenchRow } from './types.ts';
import { readWeek, type WeekStory } from './weekFile.ts';

const MOST = 50;
const MOST_WORDS = 10;
const LONGEST_WORD = 60;

/**
 * What was read within the issue's window and says all of these words, newest first, at most 50 rows: each page under its story, pages that are in none by themselves. Nothing for no words.
 */
export async function searchWeek(
  world: World,
  workspace: Workspace,
  number: number,
  words: string,
): Promise<BenchRow[]> {
  const wanted = words.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  if (wanted.length === 0) return [];
  const told = await readTold(world, number);
  const { sinceAt, untilAt } = windowFor(world, workspace, told.issue.window ?? { until: told.issue.date }, undefined);
  const short = wanted.map((word) => word.slice(0, LONGEST_WORD));
  const found = await world.store.search(short, sinceAt, untilAt, MOST);
  const week = await readWeek(world.files, number);
  const byItem = week ? storiesByItem(week) : new Map<string, WeekStory>();
  const pages = pagesTold(told);
  const stories = [...new Set(found.flatMap(({ id }) => byItem.get(id) ?? []))].filter((story) => !story.private);
  const rows = new Map((await rowsOf(world, stories, pages)).map((row) => [row.id, row]));
  const alone = await itemRows(
    world,
    found.filter((item) => !byItem.has(item.id) && !item.private),
    pages,
  );
  for (const row of alone) rows.set(row.id, row);
  const order = found.map(({ id }) => (byItem.has(id) ? `story:${byItem.get(id)?.id}` : `item:${id}`));
  return [...new Set(order)].flatMap((id) => rows.get(id) ?? []);
}

/** Rows of pages that are in no story of the week: digests, notices, what came in after it was found. */
async function itemRows(world: World, items: Item[], pages: ReadonlySet<string>): Promise<BenchRow[]> {
  const whole = new Map((await world.store.itemsById(items.map(({ id }) => id))).map((item) => [item.id, item]));
  return items.map(({ id, url, title, sourceName: source, publishedAt, pageSays }) => {
    const called = pageSays?.title ?? title;
    return {
      id: `item:${id}`,
      ...{ title: called, url, source, publishedAt },
      reasons: [],
      items: [{ url, title: called, source }],
      quotable: canBeQuoted(whole.get(id)),
      inIssue: pages.has(pageKey(url)),
    };
  });
}
