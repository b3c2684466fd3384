import type { ChosenStory, DropReason, Quote, RankContext, Section, Selection, Story } from '../types.ts';
import { repeatsAmong } from './select-alike.ts';
import { isPinned, placedItem, slotNamed } from './select-editor.ts';
import { leadOrder } from './select-lead.ts';
import { withoutPrivate } from './select-private.ts';
import { blocked, type Room, take } from './select-room.ts';
import { voicesAmong } from './select-voices.ts';

/** How many runners-up the editor is shown. */
const RUNNERS_UP = 20;

type Findings = (story: Story) => Quote[];
/**
 * Fills the slots of `newsletter.sections` with the best stories, under the limits per source and domain. Room that voices and watch leave goes to reads, so that a week without video is
 * not a short one. Whatever is left out has a reason; the best of it are runners-up.
 */
export function select(stories: Story[], context: RankContext, quotesOf: Findings): Selection {
  const reasons = new Map<string, DropReason>();
  const fit: Story[] = [];
  for (const story of stories) {
    const reason = unfit(story, context);
    if (reason) reasons.set(story.id, reason);
    else fit.push(story);
  }
  const room: Room = { chosen: [], perSource: new Map(), perDomain: new Map(), repeats: repeatsAmong(fit) };
  const sections = context.newsletter.sections;
  for (const section of sections) fillSection(section, fit, room, context, quotesOf, reasons);
  const unused = sections
    .filter(({ slot }) => slot === 'voices' || slot === 'watch')
    .reduce((sum, section) => sum + section.max - room.chosen.filter(({ slot }) => slot === section.slot).length, 0);
  const reads = sections.find(({ slot }) => slot === 'reads');
  if (reads) fillSection({ ...reads, max: reads.max + unused }, fit, room, context, quotesOf, reasons);
  const why = new Map(left(stories, room).map(({ id }) => [id, reasons.get(id) ?? 'no-room']));
  return withoutPrivate({
    chosen: inOrder(room.chosen, sections),
    runnersUp: runnersUp(stories, why),
    dropped: count(why),
    why,
  });
}

function unfit(story: Story, context: RankContext): DropReason | undefined {
  if (story.items.some((item) => isPinned(item, context))) return undefined;
  if (!story.onTopic) return 'off-topic';
  if (story.told && !story.told.update) return 'told-before';
  if (story.reasons.some(({ term, value }) => term === 'novelty' && value < 0)) return 'told-before';
  return undefined;
}

function fillSection(
  section: Section,
  fit: Story[],
  room: Room,
  context: RankContext,
  quotesOf: Findings,
  reasons: Map<string, DropReason>,
): void {
  if (section.slot === 'voices') {
    fillVoices(section, room, context, quotesOf);
    return;
  }
  for (const story of section.slot === 'lead' ? leadOrder(fit, context) : fit) {
    if (room.chosen.filter(({ slot }) => slot === section.slot).length >= section.max) break;
    if (room.chosen.some(({ id, slot }) => id === story.id && slot !== 'voices') || !belongs(story, section, context))
      continue;
    const found = tellable(story, room, context, quotesOf);
    if (typeof found === 'string') reasons.set(story.id, found);
    else take({ ...found, slot: section.slot, ...(section.title ? { slotTitle: section.title } : {}) }, room);
  }
}

/**
 * The story led by the page that the editor gave a place, else the first of its pages that may stand in the issue: where a site has had
 * its share, another that tells the same may lead. Else why not.
 */
function tellable(
  story: Story,
  room: Room,
  context: RankContext,
  quotesOf: Findings,
): (Story & { quotes: Quote[] }) | DropReason {
  const others = story.items.filter(
    (item) => item !== story.lead && item.text && !item.incomplete && !item.voice && !item.media,
  );
  let first: DropReason | undefined;
  const placed = placedItem(story, context);
  const byHand = story.items.filter((item) => item.private && isPinned(item, context));
  for (const lead of [...(placed ? [placed] : []), story.lead, ...others, ...byHand]) {
    const led = { ...story, lead, title: lead.title };
    const quotes = quotesOf(led);
    const reason = blocked(led, quotes, room, context);
    if (!reason) return { ...led, quotes };
    first ??= reason;
  }
  return first ?? 'no-text';
}

/** Comments and posts on the lead story stand in a block of their own: the editor's finds, then one a person, the places where people talk in turn. */
function fillVoices(section: Section, room: Room, context: RankContext, quotesOf: Findings): void {
  const lead = room.chosen.find(({ slot }) => slot === 'lead');
  if (!lead || room.chosen.some(({ slot }) => slot === 'voices')) return;
  const wanted = new Set(lead.items.filter((item) => isPinned(item, context)).map(({ id }) => id));
  const isWanted = ({ itemId }: Quote) => wanted.has(itemId);
  const quotes = quotesOf(lead);
  const inOrder = [...quotes.filter(isWanted), ...quotes.filter((quote) => !isWanted(quote))];
  const all = voicesAmong(inOrder.filter(({ itemId }) => itemId !== lead.lead.id));
  const voices = [...all.filter(isWanted), ...all.filter((quote) => !isWanted(quote))].slice(0, section.max);
  if (voices.length < 2 && !voices.some(isWanted)) return;
  const { title } = section;
  room.chosen.push({ ...lead, slot: 'voices', quotes: voices, ...(title ? { slotTitle: title } : {}) });
  // whoever speaks there is not quoted above as well
  const said = new Set(voices.map(({ id }) => id));
  lead.quotes = lead.quotes.filter(({ id }) => !said.has(id));
}

function belongs(story: Story, section: Section, context: RankContext): boolean {
  const named = slotNamed(story, context);
  if (section.slot === 'recurring') return story.items.some((item) => item.sourceId === section.source);
  if (named && named !== 'lead' && named !== 'voices') return section.slot === named;
  if (section.slot === 'watch') return story.lead.media !== undefined;
  // a post that the editor chose is a block of its own where it is no voice on the lead
  if (story.lead.voice && story.items.some((item) => isPinned(item, context)))
    return section.slot === (named === 'lead' ? 'lead' : 'reads');
  return story.lead.media === undefined && story.lead.voice === undefined;
}

function inOrder(chosen: ChosenStory[], sections: Section[]): ChosenStory[] {
  const order = sections.map(({ slot }) => slot);
  return chosen.toSorted((a, b) => order.indexOf(a.slot) - order.indexOf(b.slot) || b.score - a.score);
}

function left(stories: Story[], room: Room): Story[] {
  const taken = new Set(room.chosen.map(({ id }) => id));
  return stories.filter(({ id }) => !taken.has(id));
}

function runnersUp(stories: Story[], why: Map<string, DropReason>): { story: Story; reason: DropReason }[] {
  const found = stories.flatMap((story) => {
    const reason = story.onTopic ? why.get(story.id) : undefined;
    return reason ? [{ story, reason }] : [];
  });
  return found.slice(0, RUNNERS_UP);
}

function count(why: Map<string, DropReason>): Partial<Record<DropReason, number>> {
  const dropped: Partial<Record<DropReason, number>> = {};
  for (const reason of why.values()) dropped[reason] = (dropped[reason] ?? 0) + 1;
  return dropped;
}
