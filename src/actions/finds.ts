/** The editor's own finds: entries of the inbox as sources, and as items of the issue that takes them. */
import { markUsed } from '../config/editorFile.ts';
import { inboxSource } from '../config/inboxSource.ts';
import { findId } from '../text/find.ts';
import { hostOf } from '../text/url.ts';
import type { EditorDecisions, Item, Source, World } from '../types.ts';

export type Find = EditorDecisions['inbox'][number];

/** The finds that an issue takes: those that no issue has used, and those that this one used when it was drafted before. */
export function findsFor({ inbox }: EditorDecisions, issue: number): Find[] {
  return inbox.filter(({ usedIn }) => usedIn === undefined || usedIn === issue);
}

/** Each find as a source of its own, by the name of its site: how it came to us is nothing for readers. */
export function sourcesOf(finds: Find[]): Source[] {
  return finds.map((find) => ({ ...inboxSource(find), id: findId(find.url), name: hostOf(find.url) }));
}

/** What is stored of the finds, whatever its date. */
export async function itemsOfFinds(world: World, finds: Source[]): Promise<Item[]> {
  const items: Item[] = [];
  for (const { id } of finds) items.push(...(await world.store.itemsOf(id)));
  return items;
}

/** `editor.yaml` with `usedIn` at the finds that stand in the issue, or undefined where that changes nothing. */
export function withUsed(
  editorYaml: string | undefined,
  finds: Find[],
  told: Item[],
  issue: number,
): string | undefined {
  const sources = new Set(told.map(({ sourceId }) => sourceId));
  const used = finds.map(({ url }) => url).filter((url) => sources.has(findId(url)));
  if (editorYaml === undefined || used.length === 0) return undefined;
  const marked = markUsed(editorYaml, used, issue);
  return marked === editorYaml ? undefined : marked;
}
