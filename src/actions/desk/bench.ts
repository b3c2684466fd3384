/** What is not in the issue and may be pulled in. */
import { findId } from '../../text/find.ts';
import { pageKey } from '../../text/url.ts';
import type { Evidence, Item, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { pagesTold, readTold } from './told.ts';
import type { Bench, BenchRow } from './types.ts';
import { keyOf, readWeek, type WeekFile, type WeekStory } from './weekFile.ts';

/** As many as somebody reads. */
const ROWS = 40;

/**
 * The best stories of the week that are not in the issue, and the inbox. Where the week's file or its pages are not on this machine the runners-up of evidence.json are all that is known, and a note says so.
 */
export async function bench(world: World, workspace: Workspace, number: number): Promise<Bench> {
  const told = await readTold(world, number);
  const pages = pagesTold(told);
  const inbox = workspace.editor.inbox.map((find) =>
    pages.has(pageKey(find.url)) || !isFor(find, number) ? find : { ...find, id: `find:${findId(find.url)}` },
  );
  const week = await readWeek(world.files, number);
  if (!week) return { runnersUp: remembered(told.evidence, pages), inbox, note: note('the week was not kept') };
  const waiting = week.stories.filter(
    (story) => story.onTopic && story.why !== undefined && !story.private && !isIn(story, pages),
  );
  const runnersUp = await rowsOf(world, waiting.slice(0, ROWS), pages);
  if (runnersUp.length > 0 && runnersUp.every(({ quotable }) => !quotable) && !(await hasPages(world, waiting)))
    return { runnersUp, inbox, note: note('the captured pages are not here') };
  return { runnersUp, inbox };
}

function isFor({ usedIn }: { usedIn?: number }, number: number): boolean {
  return usedIn === undefined || usedIn === number;
}

function note(why: string): string {
  return `Runners-up can't be pulled in on this machine, since ${why}: read the week again, or run \`pullquote crawl\` first.`;
}

async function hasPages(world: World, stories: WeekStory[]): Promise<boolean> {
  const leads = stories.slice(0, ROWS).map(({ lead }) => lead);
  return (await world.store.itemsById(leads)).length > 0;
}

function isIn({ items }: WeekStory, pages: ReadonlySet<string>): boolean {
  return items.some((item) => pages.has(keyOf(item)));
}

/** Stories of the week as rows; what can be told of each is asked of the store. */
export async function rowsOf(
  world: Pick<World, 'store'>,
  stories: WeekStory[],
  pages: ReadonlySet<string>,
): Promise<BenchRow[]> {
  const leads = new Map((await world.store.itemsById(stories.map(({ lead }) => lead))).map((item) => [item.id, item]));
  return stories.map((story) => {
    const lead = story.items.find(({ id }) => id === story.lead) ?? story.items[0];
    return {
      id: `story:${story.id}`,
      title: lead?.title ?? story.title,
      url: lead?.url ?? '',
      source: lead?.source ?? '',
      ...(lead ? { publishedAt: lead.publishedAt } : {}),
      score: story.score,
      reasons: story.reasons,
      ...(story.why ? { reason: story.why } : {}),
      items: story.items.map(({ url, title, source }) => ({ url, title, source })),
      quotable: canBeQuoted(leads.get(story.lead)),
      inIssue: isIn(story, pages),
    };
  });
}

/** Whether words of it were captured that may be quoted. */
export function canBeQuoted(item: Item | undefined): boolean {
  return item !== undefined && item.text !== '' && !item.linkOnly && (!item.incomplete || item.voice !== undefined);
}

function remembered(evidence: Evidence | undefined, pages: ReadonlySet<string>): BenchRow[] {
  return (evidence?.runnersUp ?? []).map(({ storyId, title, url, score, reason }) => ({
    id: `story:${storyId}`,
    ...{ title, url, score, reason },
    source: '',
    reasons: [],
    items: [],
    quotable: false,
    inIssue: pages.has(pageKey(url)),
  }));
}

/** The story of the week that has an item, as itself or as a copy. */
export function storiesByItem({ stories }: WeekFile): Map<string, WeekStory> {
  const found = new Map<string, WeekStory>();
  for (const story of stories)
    for (const { id, copies = [] } of story.items) for (const each of [id, ...copies]) found.set(each, story);
  return found;
}
