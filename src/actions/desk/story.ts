/** Stories again, from what is stored of their pages: what the desk tells, quotes and writes anew. */
import { findQuotes } from '../../stages/quotes.ts';
import { withoutPrivate } from '../../stages/select-private.ts';
import { linksIn, parseMarkdown } from '../../text/markdown-tree.ts';
import { pageKey } from '../../text/url.ts';
import type {
  Block,
  BlockEvidence,
  ChosenStory,
  Item,
  Newsletter,
  Original,
  SlotName,
  Story,
  World,
} from '../../types.ts';
import { capturedAt } from '../prove.ts';
import type { WeekStory } from './weekFile.ts';

type Stored = Pick<World, 'store'>;

/** One page: the item whose words they are leads, the others of the page are its copies. */
function originalOf(items: Item[]): Original | undefined {
  const worth = ({ text, own, incomplete }: Item) => (text ? 4 : 0) + (incomplete ? 0 : 2) + (own ? 1 : 0);
  const [lead, ...copies] = items.toSorted((a, b) => worth(b) - worth(a));
  return lead && { ...lead, copies, roundup: false };
}

/** What is stored of these pages, in their order; pages of which nothing is stored are left out. */
export async function originalsAt(world: Stored, urls: string[]): Promise<Original[]> {
  const originals: Original[] = [];
  const seen = new Set<string>();
  for (const url of urls) {
    if (seen.has(pageKey(url))) continue;
    seen.add(pageKey(url));
    const original = originalOf(await capturedAt(world, url));
    if (original) originals.push(original);
  }
  return originals;
}

/** The story of a week file, as far as its items are still stored. */
export async function storyOfWeek(world: Stored, found: WeekStory): Promise<Story | undefined> {
  const ids = found.items.flatMap(({ id, copies = [] }) => [id, ...copies]);
  const byId = new Map((await world.store.itemsById(ids)).map((item) => [item.id, item]));
  const items = found.items.flatMap(({ id, copies = [] }): Original[] => {
    const item = byId.get(id);
    const others = copies.flatMap((copy) => byId.get(copy) ?? []);
    return item ? [{ ...item, copies: others, roundup: false }] : [];
  });
  const lead = items.find(({ id }) => id === found.lead) ?? items[0];
  if (!lead) return undefined;
  const { id, title, score, onTopic, reasons, told } = found;
  return { id, title, score, onTopic, reasons, items, lead, ...(told ? { told } : {}) };
}

/** A story of pages alone, in no week. `id` is that of its block. */
export function storyOfPages(id: string, items: Original[]): Story | undefined {
  const lead = items.find(({ voice, text, incomplete }) => text && !voice && !incomplete) ?? items[0];
  return lead && { id, title: lead.title, items, lead, score: 0, onTopic: true, reasons: [] };
}

/**
 * The story that a block tells: the pages of the machine's block that it is, led by the one that it is about, else the pages that the editor's own block links. Undefined where none of them
 * is stored.
 */
export async function storyOfBlock(
  world: Stored,
  block: Block,
  machine: BlockEvidence | undefined,
): Promise<Story | undefined> {
  if (!machine) return storyOfPages('own', await originalsAt(world, block.links));
  const items = await originalsAt(
    world,
    machine.items.map(({ url }) => url),
  );
  const story = storyOfPages(machine.storyId.replace(/-voices$/, ''), items);
  if (!story) return undefined;
  const about = machine.slot === 'voices' ? undefined : linksIn(parseMarkdown(machine.markdown))[0];
  const lead = items.find(({ url }) => about !== undefined && pageKey(url) === pageKey(about)) ?? story.lead;
  const { score, reasons, told } = machine;
  return { ...story, lead, title: lead.title, score, reasons, ...(told ? { told } : {}) };
}

/**
 * A story as a slot tells it, led by the first of its pages that can be quoted. Of a private page there is a link under its host's name, and no word.
 */
export function placed(story: Story, slot: SlotName, { sections }: Newsletter): ChosenStory {
  const others = story.items.filter(({ text, incomplete, voice }) => text && !incomplete && !voice);
  const leads = [story.lead, ...others].map((lead): Story => ({ ...story, lead, title: lead.title }));
  const led = leads.find((one) => findQuotes(one).some(({ itemId }) => itemId === one.lead.id)) ?? story;
  const title = sections.find((section) => section.slot === slot)?.title;
  const chosen = { ...led, slot, quotes: findQuotes(led), ...(title ? { slotTitle: title } : {}) };
  return withoutPrivate({ chosen: [chosen], runnersUp: [], dropped: {}, why: new Map() }).chosen[0] as ChosenStory;
}
