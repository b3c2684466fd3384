/** `.pullquote/weeks/NNN.json`: the stories of an issue's week as they were found, so that the desk opens at once. Derived from the store; no texts of pages. */
import { UserError } from '../../errors.ts';
import type { Week } from '../../pipeline.ts';
import { memo } from '../../text/memo.ts';
import { pageKey } from '../../text/url.ts';
import type {
  Day,
  DropReason,
  Files,
  Funnel,
  Iso,
  Original,
  Reason,
  SlotName,
  Story,
  ToldBefore,
  World,
} from '../../types.ts';
import { pastIssues, readEvidence, readIssue, windowFor } from '../issues.ts';
import { findWeek } from '../stories.ts';
import type { Workspace } from '../workspace.ts';
import type { Changed } from './types.ts';

/** Score terms are kept of so many stories: nobody asks why the thousandth stands where it does. */
const EXPLAINED = 300;
const SHAPE = 1;

/** A page of a story: its item, and the ids of the other items of the same page or text. */
export interface WeekItem {
  id: string;
  url: string;
  title: string;
  sourceId: string;
  source: string;
  publishedAt: Iso;
  copies?: string[];
}
export interface WeekStory {
  id: string;
  title: string;
  score: number;
  onTopic: boolean;
  /** Of a private source: no word of it is offered. */
  private?: boolean;
  slot?: SlotName;
  /** Why it was not chosen; undefined: it was. */
  why?: DropReason;
  told?: ToldBefore;
  reasons: Reason[];
  /** The id of the item that a block is written about. */
  lead: string;
  /** Earliest first. */
  items: WeekItem[];
}
export interface WeekFile {
  version: typeof SHAPE;
  number: number;
  window: { since: Day; until: Day };
  foundAt: Iso;
  funnel: Funnel;
  /** How many items each source brought, copies among them. */
  brought: Record<string, number>;
  /** Best first. */
  stories: WeekStory[];
}

const keys = new WeakMap<WeekItem, string>();

/** The key of an item's page, made once: a week may have ten thousand. */
export function keyOf(item: WeekItem): string {
  const key = keys.get(item) ?? pageKey(item.url);
  keys.set(item, key);
  return key;
}

function pathOf(number: number): string {
  return `.pullquote/weeks/${String(number).padStart(3, '0')}.json`;
}

/** Writes down what was found. */
export async function writeWeek(
  world: Pick<World, 'files' | 'clock'>,
  number: number,
  window: { since: Day; until: Day },
  week: Week,
): Promise<void> {
  const { since, until } = window;
  const file: WeekFile = {
    version: SHAPE,
    number,
    window: { since, until },
    foundAt: world.clock().toISOString(),
    funnel: week.funnel,
    brought: broughtBy(week.stories),
    stories: week.stories.map((story, i) => toStory(story, i < EXPLAINED, week)),
  };
  await world.files.write(pathOf(number), `${JSON.stringify(file)}\n`);
}

function broughtBy(stories: Story[]): Record<string, number> {
  const brought: Record<string, number> = {};
  for (const { sourceId } of stories.flatMap(({ items }) => items.flatMap((item) => [item, ...item.copies])))
    brought[sourceId] = (brought[sourceId] ?? 0) + 1;
  return brought;
}

function toStory(story: Story, explained: boolean, { selection }: Week): WeekStory {
  // by the id of the story: another of its pages may lead the block
  const chosen = selection.chosen.find(({ id, slot }) => id === story.id && slot !== 'voices');
  const why = selection.why.get(story.id);
  const { id, title, onTopic, told } = story;
  return {
    ...{ id, title, score: Math.round(story.score * 1000) / 1000, onTopic },
    ...(story.lead.private ? { private: true } : {}),
    ...(chosen ? { slot: chosen.slot } : {}),
    ...(why ? { why } : {}),
    ...(told ? { told } : {}),
    reasons: explained ? story.reasons : [],
    lead: (chosen?.lead ?? story.lead).id,
    items: story.items.map(toItem),
  };
}

function toItem(item: Original): WeekItem {
  const { id, url, title, sourceId, sourceName, publishedAt, copies, pageSays } = item;
  return {
    ...{ id, url, title: pageSays?.title ?? title, sourceId, source: sourceName, publishedAt },
    ...(copies.length ? { copies: copies.map((copy) => copy.id) } : {}),
  };
}

/** The week of an issue, or undefined where none was written, or by another version: it is derived, and can be made again. */
export async function readWeek(files: Files, number: number): Promise<WeekFile | undefined> {
  const text = await files.read(pathOf(number));
  const week = text === undefined ? undefined : parsed(text);
  return week?.number === number ? week : undefined;
}

const parsed = memo(parseWeek, 2);

function parseWeek(text: string): WeekFile | undefined {
  try {
    const week = JSON.parse(text) as WeekFile;
    const isWhole = week?.version === SHAPE && Array.isArray(week.stories);
    return isWhole && Array.isArray(week.funnel?.leftOut) ? week : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/**
 * Finds the stories of the issue's week again, from what is stored, and writes them down. Nothing is crawled and no model is asked, so it costs nothing but time: seconds for a thousand items.
 */
export async function refreshWeek(world: World, workspace: Workspace, number: number): Promise<Changed> {
  const { issue } = await readIssue(world.files, number);
  const days = issue.window ?? (await readEvidence(world.files, number))?.window;
  const past = await pastIssues(world, number);
  const window = windowFor(world, workspace, days ?? {}, past.lastUntil);
  const quiet = { ...world, ask: undefined, recorder: undefined };
  try {
    const { week } = await findWeek(quiet, workspace, { window, past, crawl: false, late: true });
    await writeWeek(world, number, window, week);
    const { items, stories } = week.funnel;
    return { ok: true, did: 'week read again', note: `${items} items make ${stories} stories.` };
  } catch (error) {
    if (error instanceof UserError) return { ok: false, refused: `The week can't be read again: ${error.message}` };
    throw error;
  }
}
