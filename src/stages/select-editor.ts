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

export function isMuted(item: Item, { editor }: RankContext): boolean {
  return editor.mutes.some((mute) =>
    'source' in mute
      ? mute.source === item.sourceId
      : 'domain' in mute
        ? hostOf(item.url) === mute.domain.replace(/^www\./, '')
        : pageKey(mute.url) === pageKey(item.url),
  );
}

/** The slot that a pin or a find asks for, or the source's own `section`. */
export function slotNamed(story: Story, { editor, sources }: RankContext): SlotName | undefined {
  const pin = editor.pins.find(
    ({ url, slot }) => slot && story.items.some((item) => pageKey(item.url) === pageKey(url)),
  );
  const find = editor.inbox.find((entry) => entry.section && story.items.some((item) => isFind(item, entry)));
  const source = sources.find(({ id }) => id === story.lead.sourceId);
  return pin?.slot ?? find?.section ?? source?.section;
}
