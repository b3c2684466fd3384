/** What the editor decided about a story's pages. */
import { findId } from '../text/find.ts';
import { hostOf, pageKey } from '../text/url.ts';
import type { EditorDecisions, Item, Original, RankContext, SlotName, Story } from '../types.ts';

/** Whether the editor pinned the page, or found it: the find itself may be a copy of what a feed brought. */
export function isPinned(item: Original, { editor }: RankContext): boolean {
  const { finds } = keysOf(editor);
  return isByHand(item, { editor }) || item.copies.some(({ sourceId }) => finds.has(sourceId));
}

function isFind(item: Original, { url }: EditorDecisions['inbox'][number]): boolean {
  return [item, ...item.copies].some(({ sourceId }) => sourceId === findId(url));
}

/** What every item of a crawl is held against, made ready once for each set of decisions. */
interface Keys {
  pins: Set<string>;
  finds: Set<string>;
  mutedSources: Set<string>;
  mutedPages: Set<string>;
  mutedDomains: string[];
}
const keysByDecisions = new WeakMap<EditorDecisions, Keys>();
function keysOf(editor: EditorDecisions): Keys {
  const known = keysByDecisions.get(editor);
  if (known) return known;
  const { pins, inbox, mutes } = editor;
  const keys: Keys = {
    pins: new Set(pins.map(({ url }) => pageKey(url))),
    finds: new Set(inbox.map(({ url }) => findId(url))),
    mutedSources: new Set(mutes.flatMap((mute) => ('source' in mute ? [mute.source] : []))),
    mutedPages: new Set(mutes.flatMap((mute) => ('url' in mute ? [pageKey(mute.url)] : []))),
    mutedDomains: mutes.flatMap((mute) => ('domain' in mute ? [mute.domain.toLowerCase().replace(/^www\./, '')] : [])),
  };
  keysByDecisions.set(editor, keys);
  return keys;
}

/** Whether the editor pinned the item's page, or the item is a find of theirs. */
export function isByHand(item: Item, { editor }: Pick<RankContext, 'editor'>): boolean {
  const { pins, finds } = keysOf(editor);
  return finds.has(item.sourceId) || (pins.size > 0 && pins.has(pageKey(item.url)));
}

/** Whether the editor muted the item's source, site or page; what was pinned or found by hand is wanted all the same. */
export function isMuted(item: Item, { editor }: Pick<RankContext, 'editor'>): boolean {
  const { mutedSources, mutedPages, mutedDomains } = keysOf(editor);
  if (editor.mutes.length === 0 || isByHand(item, { editor })) return false;
  if (mutedSources.has(item.sourceId)) return true;
  if (mutedPages.size > 0 && mutedPages.has(pageKey(item.url))) return true;
  if (mutedDomains.length === 0) return false;
  const host = hostOf(item.url);
  return mutedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
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
