import type { DropReason, Evidence, Funnel, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { pagesTold, readTold, type Told } from './told.ts';
import type { WeekFigures } from './types.ts';
import { keyOf, readWeek, type WeekFile } from './weekFile.ts';

/** As many stories as a picture can show. */
const SHOWN = 400;

/** Why things are not in the issue, in the editor's words. */
const WHY: Record<DropReason, string> = {
  'off-topic': 'not on the topic',
  'round-up': 'round-ups and link lists',
  promotion: 'promotions',
  'job-ad': 'job ads',
  notice: 'notices',
  backlog: 'old posts of a new feed',
  repeats: 'says what another story says',
  muted: 'muted by you',
  'told-before': 'told in a past issue',
  'outside-window': 'outside the window',
  'no-text': 'no words to quote',
  'source-limit': 'its source had its share',
  'domain-limit': 'its site had its share',
  'no-room': 'no room',
  'link-only': 'may not be quoted',
};

/** The week in figures: from the week file, or where it is missing from evidence.json, which knows stories and reasons but no items. */
export async function figures(world: World, workspace: Workspace, number: number): Promise<WeekFigures> {
  const told = await readTold(world, number);
  const week = await readWeek(world.files, number);
  const bill = told.evidence?.bill ?? world.bill();
  return {
    funnel: week ? funnelOf(week.funnel, told) : [blocksStep(told)],
    leftOut: week ? leftOutOf(week.funnel) : leftOutIn(told.evidence),
    stories: week ? storiesOf(week, pagesTold(told)) : storiesIn(told),
    sources: await sourcesOf(world, workspace, week, told),
    bill,
  };
}

function funnelOf({ items, originals, stories, onTopic, chosen }: Funnel, told: Told): WeekFigures['funnel'] {
  const step = (label: string, count: number, detail: string) => ({ label, count, detail });
  return [
    step('items', items, 'entries, posts and pages that the sources brought'),
    step('originals', originals, 'pages and texts, once each, without notices and promotions'),
    step('stories', stories, 'pages about one thing together'),
    step('on topic', onTopic, 'stories about what the newsletter is about'),
    step('chosen', chosen, 'stories that the slots had room for'),
    blocksStep(told),
  ];
}

function blocksStep({ issue, machine }: Told): WeekFigures['funnel'][number] {
  const own = machine.filter((block) => block === undefined).length;
  const detail = own ? `blocks of the issue as it stands, ${own} of them your own` : 'blocks of the issue as it stands';
  return { label: 'blocks', count: issue.blocks.length, detail };
}

function leftOutOf({ leftOut }: Funnel): WeekFigures['leftOut'] {
  return leftOut.map(({ reason, items, stories }) => ({ reason: WHY[reason], items, stories }));
}

function leftOutIn(evidence: Evidence | undefined): WeekFigures['leftOut'] {
  const dropped = Object.entries(evidence?.dropped ?? {}) as [DropReason, number][];
  return dropped.map(([reason, stories]) => ({ reason: WHY[reason], items: 0, stories }));
}

function storiesOf({ stories }: WeekFile, pages: ReadonlySet<string>): WeekFigures['stories'] {
  const shown = stories
    .filter((story) => !story.private)
    .map(({ id, title, items, score, onTopic }) => ({
      ...{ id, title, score, onTopic },
      items: items.reduce((sum, { copies = [] }) => sum + 1 + copies.length, 0),
      inIssue: items.some((item) => pages.has(keyOf(item))),
    }));
  return shown.filter(({ inIssue }, i) => inIssue || i < SHOWN);
}

function storiesIn({ evidence, machine }: Told): WeekFigures['stories'] {
  const blocks = (evidence?.blocks ?? []).filter(({ slot }) => slot !== 'house' && slot !== 'voices');
  const told = blocks.map((block) => ({
    id: block.storyId,
    title: block.items[0]?.title ?? '',
    items: block.items.length,
    score: block.score,
    inIssue: machine.some((each) => each?.evidence.storyId === block.storyId),
    onTopic: true,
  }));
  const others = (evidence?.runnersUp ?? []).map(({ storyId, title, score }) => ({
    ...{ id: storyId, title, score },
    ...{ items: 1, inIssue: false, onTopic: true },
  }));
  return [...new Map([...others, ...told].map((story) => [story.id, story])).values()].sort(
    (a, b) => b.score - a.score,
  );
}

async function sourcesOf(
  world: World,
  { sources }: Workspace,
  week: WeekFile | undefined,
  told: Told,
): Promise<WeekFigures['sources']> {
  const health = new Map((await world.store.health()).map((each) => [each.sourceId, each]));
  const counts = toldBy(week, pagesTold(told));
  return sources.map(({ id, name }) => {
    const { failuresInARow = 0, lastError, itemsAWeek } = health.get(id) ?? {};
    return {
      ...{ id, name, failuresInARow },
      items: week?.brought[id] ?? 0,
      told: counts.get(id) ?? 0,
      ...(lastError && failuresInARow ? { lastError } : {}),
      ...(itemsAWeek === undefined ? {} : { itemsAWeek }),
    };
  });
}

/** How many pages of each source the issue tells. */
function toldBy(week: WeekFile | undefined, pages: ReadonlySet<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of week?.stories.flatMap(({ items }) => items) ?? [])
    if (pages.has(keyOf(item))) counts.set(item.sourceId, (counts.get(item.sourceId) ?? 0) + 1);
  return counts;
}
