/** The crawl of one source: what it has is fetched first, and written down in one transaction after. */
import { shortHash } from '../text/hash.ts';
import type { Iso, Item, Source, SourceHealth, SourceKind, Store } from '../types.ts';
import { askedFor } from './asked.ts';
import { jobFor } from './capture.ts';
import { wantedPages } from './captureWanted.ts';
import { type Run, visitSource } from './crawlVisit.ts';
import { deadlineOf } from './deadline.ts';
import { nextVisit, type Visited } from './due.ts';
import { recordedFirstSeen } from './firstSeen.ts';
import { afterFailure, afterSame, afterSuccess, dueAt, isHandPicked } from './health.ts';
import type { CrawlJob, JobWorld, PageJob, Settle } from './jobTypes.ts';

/** How one source fared. */
export interface SourceReport {
  id: string;
  name: string;
  kind: SourceKind;
  /** As in sources.yaml; `${NAME}` stays. */
  url: string;
  items: number;
  added: number;
  unchanged: boolean;
  warnings: string[];
  error?: string;
  /** It failed for long and was not asked this time. */
  skipped?: { until: Iso; failuresInARow: number; lastError: string };
  movedTo?: string;
  /** US dollars that asking it cost. */
  dollars?: number;
}
/** What a crawl of one source gave. */
export interface SourceCrawled {
  report: SourceReport;
  /** When it should be visited next. */
  nextAt: Iso;
}

/** One source, by its job; where nobody waits for it, with the pages that its items want. */
export async function crawlJob(world: JobWorld, job: CrawlJob): Promise<Settle<SourceCrawled & { pages: PageJob[] }>> {
  const { source, window, all, workedAt, limit, visitor } = job;
  const whose = visitor === undefined ? {} : { visitor };
  const run = await runOf(world, { window, all, workedAt, deadline: deadlineOf(limit), ...whose });
  const settle = await crawlSource(run, source, await world.store.healthOf(source.id));
  return async (store) => {
    const crawled = await settle(store);
    return { ...crawled, pages: job.visitor !== undefined ? await pagesOf(run, source, store) : [] };
  };
}

/** The pages of a source's items of the window that are not captured yet. */
async function pagesOf({ world, window }: Run, source: Source, store: Store): Promise<PageJob[]> {
  const { sinceAt, untilAt } = window;
  const isIn = ({ publishedAt }: Item) => publishedAt >= sinceAt && publishedAt < untilAt;
  const items = (await store.itemsOf(source.id)).filter((item) => isHandPicked(source) || isIn(item));
  const respectful = new Set(source.respectOptOut ? [source.id] : []);
  return (await wantedPages({ ...world, store }, items)).map((page) => jobFor(page, respectful));
}

export function nothingOf({ id, name, kind, url }: Source): SourceReport {
  return { id, name, kind, url, items: 0, added: 0, unchanged: false, warnings: [] };
}

export async function runOf(
  world: JobWorld,
  o: Pick<Run, 'window' | 'all' | 'deadline' | 'workedAt' | 'visitor'>,
): Promise<Run> {
  return { ...o, world, now: world.clock().toISOString(), firstSeen: await recordedFirstSeen(world) };
}

/** Fetches what a source has; what it gives writes that down, and how the source fared. */
export async function crawlSource(
  run: Run,
  source: Source,
  before: SourceHealth | undefined,
): Promise<Settle<SourceCrawled>> {
  const { now, world } = run;
  const nothing = nothingOf(source);
  const asked = askedFor(source, world);
  const until = run.all ? undefined : dueAt(before, run.workedAt, now, asked);
  if (before && until) {
    const { failuresInARow, lastError = '' } = before;
    return async () => ({ report: { ...nothing, skipped: { until, failuresInARow, lastError } }, nextAt: until });
  }
  const { workedAt, visitor = '' } = run;
  const visited = {
    now,
    key: `${visitor} ${source.id}`,
    ...(before ? { before } : {}),
    ...(workedAt ? { workedAt } : {}),
  };
  const requests = new Set<string>();
  const as = shortHash(JSON.stringify([world.version ?? '', source]));
  const known = isKnown(run, before, as) ? before : undefined;
  const visit = await visitSource(run, source, requests, known?.reading?.at);
  if (!visit.ok) {
    const health = afterFailure(source, before, visit.error, now, asked);
    return async (store) => {
      if (visit.begun) await saveHealth(run, store, health);
      return { report: { ...nothing, error: visit.error }, nextAt: nextVisit({ ...visited, health }) };
    };
  }
  const { result, items, visits } = visit;
  const made = { requests: [...requests], asked };
  if (result.same && known) return sameAgain(run, source, known, made, visited);
  const { unchanged, warnings, movedTo, dollars } = result;
  const { readAt: at } = result;
  const reading = warnings.length === 0 && at !== undefined ? { reading: { items: items.length, as, at } } : {};
  const health = { ...afterSuccess(source, { ...result, ...made }, now, before), ...reading };
  const more = { ...(movedTo ? { movedTo } : {}), ...(dollars ? { dollars } : {}) };
  return async (store) => {
    const { added } = await store.saveItems(items, visits);
    await saveHealth(run, store, health);
    const report = { ...nothing, items: items.length, added, unchanged, warnings, ...more };
    return { report, nextAt: nextVisit({ ...visited, health, unchanged }) };
  };
}

/** Whether an answer that has not changed since the last time would be read just as it was then: by this Pullquote, for this line of sources.yaml, and with nothing to tell. */
function isKnown({ world }: Run, before: SourceHealth | undefined, as: string): boolean {
  if (!before || world.replaying) return false;
  return before.reading?.as === as && before.failuresInARow === 0 && before.movedTo === undefined;
}

async function sameAgain(
  run: Run,
  source: Source,
  before: SourceHealth,
  made: { requests: string[]; asked: string },
  visited: Omit<Visited, 'health'>,
): Promise<Settle<SourceCrawled>> {
  const items = before.reading?.items ?? 0;
  const dates = await run.world.store.datesOf(source.id, items);
  const health = afterSame(source, made, dates, run.now, before);
  return async (store) => {
    await saveHealth(run, store, health);
    const report = { ...nothingOf(source), items, unchanged: true };
    return { report, nextAt: nextVisit({ ...visited, health, unchanged: true }) };
  };
}

/** How sources fare in a recording says nothing of how they are now. */
async function saveHealth({ world }: Run, store: Store, health: SourceHealth): Promise<void> {
  if (!world.replaying) await store.saveHealth(health);
}
