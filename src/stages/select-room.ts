/** The room that an issue has left: what its limits still let in. */
import { hostOf } from '../text/url.ts';
import type { ChosenStory, DropReason, Quote, RankContext, Story } from '../types.ts';
import { isPinned } from './select-editor.ts';

export interface Room {
  chosen: ChosenStory[];
  perSource: Map<string, number>;
  perDomain: Map<string, number>;
  /** Whether a story would tell nearly what was chosen. */
  repeats(story: Story, chosen: Story[]): boolean;
}

/** Why a story may not stand in the issue as it is led; what the editor chose may, whatever speaks against it. */
export function blocked(story: Story, quotes: Quote[], room: Room, context: RankContext): DropReason | undefined {
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
  return room.repeats(story, room.chosen) ? 'repeats' : undefined;
}

/** Takes a story into the issue. */
export function take(story: ChosenStory, room: Room): void {
  room.chosen.push(story);
  const host = hostOf(story.lead.url);
  room.perDomain.set(host, (room.perDomain.get(host) ?? 0) + 1);
  if (story.lead.own) room.perSource.set(story.lead.sourceId, (room.perSource.get(story.lead.sourceId) ?? 0) + 1);
}
