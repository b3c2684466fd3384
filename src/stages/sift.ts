import { noticeOf } from '../text/notices.ts';
import { dayInPath } from '../text/oldDate.ts';
import type { DropReason, Item } from '../types.ts';

const DAY = 86_400_000;
/** A page is old where its address says that it was written so long before whoever passes it on as new: an essay of last month may still be talked about. */
const OLD = 90 * DAY;
/** What a page says in its metadata is also the date on which a page that lives on was begun: somebody else's link to it may be about what was added today. */
const VERY_OLD = 365 * DAY;
/** So many entries of one source with one date are a batch. */
const BATCH = 5;
/** One old page of a feed may be an update of it, so many are a backlog. */
const SEVERAL = 2;

/**
 * The items that may be stories; the others counted by the reason why they are none: job ads, entries of status pages, advertisements, and backlogs (old pages that a feed
 * gives a new date). What the editor chose by hand (`isWanted`) stays whatever it is. Items that are left keep their order.
 */
export function sift(
  items: Item[],
  isWanted: (item: Item) => boolean,
): { items: Item[]; dropped: Partial<Record<DropReason, number>> } {
  const backlog = backlogsAmong(items);
  const dropped: Partial<Record<DropReason, number>> = {};
  const kept = items.filter((item) => {
    if (isWanted(item)) return true;
    const reason = noticeOf(item) ?? (backlog.has(item) ? 'backlog' : undefined);
    if (reason) dropped[reason] = (dropped[reason] ?? 0) + 1;
    return reason === undefined;
  });
  return { items: kept, dropped };
}

/**
 * Old pages with a new date: whose address or title names an old day; that somebody passed on long after they were written; several of one feed whose pages say so; and what that feed
 * put out at the very moment of several of them, as one does that moved house. Undated entries all have the moment of the crawl.
 */
function backlogsAmong(items: Item[]): Set<Item> {
  const saidOld = count(
    items.filter((item) => item.own && isSaidOld(item, OLD)),
    ({ sourceId }) => sourceId,
  );
  const isOld = (item: Item) =>
    isCalledOld(item) ||
    (item.own ? isSaidOld(item, OLD) && (saidOld.get(item.sourceId) ?? 0) >= SEVERAL : isSaidOld(item, VERY_OLD));
  const old = new Set(items.filter(isOld));
  const dated = items.filter((item) => item.own && item.publishedAt !== item.firstSeenAt);
  const batches = count(dated, batchOf);
  const oldInBatch = count(
    dated.filter((item) => old.has(item)),
    batchOf,
  );
  for (const item of dated) {
    const key = batchOf(item);
    if ((batches.get(key) ?? 0) >= BATCH && (oldInBatch.get(key) ?? 0) >= SEVERAL) old.add(item);
  }
  return old;
}

function count(items: Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** By its address, or by the year that aggregators put behind the title of an old page. */
function isCalledOld({ url, title, publishedAt }: Item): boolean {
  const written = dayInPath(url);
  if (written !== undefined && Date.parse(publishedAt) - written > OLD) return true;
  const year = title.match(/[([]((?:19|20)\d\d)[)\]]$/)?.[1];
  return year !== undefined && Date.parse(publishedAt) - Date.UTC(Number(year) + 1, 0, 1) > OLD;
}

/** A site's front page has no date of its own, whatever stands in it. */
function isSaidOld({ url, publishedAt, pageSays }: Item, span: number): boolean {
  if (pageSays?.publishedAt === undefined || !URL.canParse(url) || new URL(url).pathname === '/') return false;
  return Date.parse(publishedAt) - Date.parse(pageSays.publishedAt) > span;
}

function batchOf({ sourceId, publishedAt }: Item): string {
  return `${sourceId} ${publishedAt}`;
}
