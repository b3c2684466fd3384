import { hostOf } from '../text/url.ts';
import type { ChosenStory, DropReason, Quote, RankContext, Section, Selection, Story } from '../types.ts';
import { isPinned, placedItem, slotNamed } from './select-editor.ts';
import { withoutPrivate } from './select-private.ts';
import { voicesAmong } from './select-voices.ts';

/** Job ads and other notices, in general language. */
const PROMOTION =
  /\b(is|are|we['’]re|now) hiring\b|\bwho is hiring\b|\bjob (ad|opening|posting)s?\b|\bsponsored( post)?\b|\b(webinar|giveaway|discount code)\b/i;
/** How many runners-up the editor is shown. */
const RUNNERS_UP = 20;

type Findings = (story: Story) => Quote[];
interface Room {
  chosen: ChosenStory[];
  perSource: Map<string, number>;
  perDomain: Map<string, number>;
}

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
  const room: Room = { chosen: [], perSource: new Map(), perDomain: new Map() };
  const sections = context.newsletter.sections;
  for (const section of sections) fillSection(section, fit, room, context, quotesOf, reasons);
  const unused = sections
    .filter(({ slot }) => slot === 'voices' || slot === 'watch')
    .reduce((sum, section) => sum + section.max - room.chosen.filter(({ slot }) => slot === section.slot).length, 0);
  const reads = sections.find(({ slot }) => slot === 'reads');
  if (reads) fillSection({ ...reads, max: reads.max + unused }, fit, room, context, quotesOf, reasons);
  return withoutPrivate({
    chosen: inOrder(room.chosen, sections),
    runnersUp: runnersUp(stories, room, reasons),
    dropped: count(stories, room, reasons),
  });
}

function unfit(story: Story, context: RankContext): DropReason | undefined {
  if (story.items.some((item) => isPinned(item, context))) return undefined;
  if (PROMOTION.test(story.title)) return 'promotion';
  if (!story.onTopic) return 'off-topic';
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
  for (const story of section.slot === 'lead' ? wantedFirst(fit, context) : fit) {
    if (room.chosen.filter(({ slot }) => slot === section.slot).length >= section.max) break;
    if (room.chosen.some(({ id, slot }) => id === story.id && slot !== 'voices') || !belongs(story, section, context))
      continue;
    const found = tellable(story, room, context, quotesOf);
    if (typeof found === 'string') reasons.set(story.id, found);
    else take({ ...found, slot: section.slot, ...(section.title ? { slotTitle: section.title } : {}) }, room);
  }
}

/** The lead is what the editor says, whatever its score. */
function wantedFirst(fit: Story[], context: RankContext): Story[] {
  const isWanted = (story: Story) => slotNamed(story, context) === 'lead';
  return [...fit.filter(isWanted), ...fit.filter((story) => !isWanted(story))];
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

function blocked(story: Story, quotes: Quote[], room: Room, context: RankContext): DropReason | undefined {
  // no other page of its story lets a private one in
  if (story.lead.private && !isPinned(story.lead, context)) return 'link-only';
  if (story.items.some((item) => isPinned(item, context))) return undefined;
  const { lead } = story;
  if (lead.linkOnly) return 'link-only';
  // a recording may stand with its length alone; what is read may not stand without a quote
  const told = quotes.some((quote) => !quote.voice) || (lead.media !== undefined && lead.durationSeconds !== undefined);
  if (!told) return 'no-text';
  const { perSource, perDomain } = context.newsletter.limits;
  if ((room.perDomain.get(hostOf(lead.url)) ?? 0) >= perDomain) return 'domain-limit';
  // an aggregator lists other people's pages: the limit is on whose words are told
  if (lead.own && (room.perSource.get(lead.sourceId) ?? 0) >= perSource) return 'source-limit';
  return undefined;
}

function take(story: ChosenStory, room: Room): void {
  room.chosen.push(story);
  const host = hostOf(story.lead.url);
  room.perDomain.set(host, (room.perDomain.get(host) ?? 0) + 1);
  if (story.lead.own) room.perSource.set(story.lead.sourceId, (room.perSource.get(story.lead.sourceId) ?? 0) + 1);
}

function inOrder(chosen: ChosenStory[], sections: Section[]): ChosenStory[] {
  const order = sections.map(({ slot }) => slot);
  return chosen.toSorted((a, b) => order.indexOf(a.slot) - order.indexOf(b.slot) || b.score - a.score);
}

function left(stories: Story[], room: Room): Story[] {
  const taken = new Set(room.chosen.map(({ id }) => id));
  return stories.filter(({ id }) => !taken.has(id));
}

function runnersUp(
  stories: Story[],
  room: Room,
  reasons: Map<string, DropReason>,
): { story: Story; reason: DropReason }[] {
  return left(stories, room)
    .filter((story) => story.onTopic)
    .slice(0, RUNNERS_UP)
    .map((story) => ({ story, reason: reasons.get(story.id) ?? 'no-room' }));
}

function count(stories: Story[], room: Room, reasons: Map<string, DropReason>): Partial<Record<DropReason, number>> {
  const dropped: Partial<Record<DropReason, number>> = {};
  for (const story of left(stories, room)) {
    const reason = reasons.get(story.id) ?? 'no-room';
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  }
  return dropped;
}
