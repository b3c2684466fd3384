/** The editor's own finds: entries of the inbox as sources, and as items of the issue that takes them. */
import { markUsed } from '../config/editorFile.ts';
import { inboxSource } from '../config/inboxSource.ts';
import { findId } from '../text/find.ts';
import { hostOf, pageKey } from '../text/url.ts';
import type { EditorDecisions, Item, Original, Selection, Source, Story, World } from '../types.ts';
import type { CrawlReport } from './crawl.ts';

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

/** What became of the finds: the addresses of those that the issue tells, and of each of the others why it does not. */
export interface FindsTold {
  used: string[];
  notes: string[];
}

/**
 * A find is told where the issue links its page, in whoever's words. `links` are those of the blocks as drafted and as they stand in the
 * file: a block that the editor deleted told its find all the same.
 */
export function toldFinds(
  finds: Find[],
  o: { links: string[]; selection: Selection; stories: Story[]; crawled: CrawlReport | undefined },
): FindsTold {
  const linked = new Set(o.links.map(pageKey));
  const told: FindsTold = { used: [], notes: [] };
  for (const { url } of finds) {
    const story = o.stories.find(({ items }) => items.some((item) => isOf(item, url)));
    const page = story?.items.find((item) => isOf(item, url));
    const addresses = [url, ...(page ? [page, ...page.copies].map((item) => item.url) : [])];
    if (addresses.some((address) => linked.has(pageKey(address)))) told.used.push(url);
    else told.notes.push(`your find ${url} is not in the issue and waits in the inbox: ${whyNot(url, story, o)}.`);
  }
  return told;
}

function isOf(item: Original, url: string): boolean {
  return [item, ...item.copies].some(({ sourceId }) => sourceId === findId(url));
}

function whyNot(
  url: string,
  story: Story | undefined,
  { selection, crawled }: { selection: Selection; crawled: CrawlReport | undefined },
): string {
  const error = crawled?.sources.find(({ id }) => id === findId(url))?.error;
  if (story === undefined)
    return error === undefined ? 'nothing of it is stored; draft without --no-crawl' : `it could not be read: ${error}`;
  const block = selection.chosen.find(({ id }) => id === story.id);
  if (block)
    return `it belongs to “${block.title}”; for a block of its own, write different: [[${url}, ${block.lead.url}]] into editor.yaml`;
  const reason = selection.runnersUp.find((runner) => runner.story.id === story.id)?.reason ?? 'no-room';
  return `the slots of newsletter.yaml left it out (${reason})`;
}

/** `editor.yaml` with `usedIn` at these finds, or undefined where that changes nothing. */
export function withUsed(editorYaml: string | undefined, used: string[], issue: number): string | undefined {
  if (editorYaml === undefined || used.length === 0) return undefined;
  const marked = markUsed(editorYaml, used, issue);
  return marked === editorYaml ? undefined : marked;
}
