import { hostOf } from '../text/url.ts';
import type { ChosenStory, Original, Selection } from '../types.ts';

/**
 * The selection without a word of private sources: they tell no runner-up, and a page of theirs that the editor chose by its address is a
 * link under its host's name.
 */
export function withoutPrivate({ chosen, runnersUp, ...rest }: Selection): Selection {
  return {
    chosen: chosen.map((story) => (story.lead.private ? linkAlone(story) : story)),
    runnersUp: runnersUp.filter(({ story }) => !story.lead.private),
    ...rest,
  };
}

function linkAlone(story: ChosenStory): ChosenStory {
  const { author: _, voice: __, siteName: ___, imageUrl: ____, ...page } = story.lead;
  const name = hostOf(page.url);
  const lead: Original = { ...page, title: name, sourceName: name, text: '', links: [] };
  return { ...story, lead, title: name, items: story.items.map((item) => (item === story.lead ? lead : item)) };
}
