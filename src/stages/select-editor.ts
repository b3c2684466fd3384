/** What the editor decided about a story's pages. */
import { findId } from '../text/find.ts';
import { hostOf, pageKey } from '../text/url.ts';
import type { EditorDecisions, Item, Original, RankContext, SlotName, Story } from '../types.ts';

/** Whether the editor pinned the page, or found it: the find itself may be a copy of what a feed brought. */
export function isPinned(item: Original, { editor }: RankContext): boolean {
  return (
    editor.pins.some(({ url }) => pageKey(url) === pageKey(item.url)) || editor.inbox.some((find) => isFind(item, find))
  );
}

function isFind(item: Original, { url }: EditorDecisions['inbox'][number]): boolean {
  return [item, ...item.copies].some(({ sourceId }) => sourceId === findId(url));
}

/** Whether the editor muted the item's source, site or page; what was pinned or found by hand is wanted all the same. */
export function isMuted(item: Item, { editor }: Pick<RankContext, 'editor'>): boolean {
  const { pins, inbox, mutes } = editor;
  if (pins.some(({ url }) => pageKey(url) === pageKey(item.url))) return false;
  if (inbox.some(({ url }) => findId(url) === item.sourceId)) return false;
  return mutes.some((mute) => {
    if ('source' in mute) return mute.source === item.sourceId;
    if ('url' in mute) return pageKey(mute.url) === pageKey(item.url);
    const [host, domain] = [hostOf(item.url), mute.domain.toLowerCase().replace(/^www\./, '')];
    return host === domain || host.endsWith(`.${domain}`);
  });
}

/** The slot that a pin or a find asks for, or the source's own `section`. */
export function slotNamed(story: Story, context: RankContext): SlotName | undefined {
  const source = context.sources.find(({ id }) => id === story.lead.sourceId);
  return placeOf(story, context)?.slot ?? source?.section;
}

/** The page of a story to which a pin or a find gave a slot: the block is about that one. Posts are voices, whatever their slot. */
export function placedItem(story: Story, context: RankContext): Original | undefined {
  const item = placeOf(story, context)?.item;
  return item?.voice ? undefined : item;
}

function placeOf({ items }: Story, { editor }: RankContext): { slot: SlotName; item: Original } | undefined {
  for (const { url, slot } of editor.pins) {
    const item = slot && items.find((one) => pageKey(one.url) === pageKey(url));
    if (item) return { slot, item };
  }
  for (const find of editor.inbox) {
    const item = find.section && items.find((one) => isFind(one, find));
    if (item && find.section) return { slot: find.section, item };
  }
  return undefined;
}
