/** A story before it has a score. */
import type { Item, Original, Story } from '../types.ts';

export type Draft = Pick<Story, 'id' | 'title' | 'items' | 'lead'>;

/** What a story is told by: comments on it say what people think of it, not what it is. */
export function pagesOf(items: Original[]): Original[] {
  const pages = items.filter(({ about }) => about === undefined);
  return pages.length ? pages : items;
}

/** Everything that was seen of a story: its items and their copies. */
export function sightings(story: Draft): Item[] {
  return story.items.flatMap((item) => [item, ...item.copies]);
}
