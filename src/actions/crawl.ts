import pLimit from 'p-limit';
import { itemize } from '../stages/itemize.ts';
import { firstSeenAnswer } from '../text/firstSeen.ts';
import type { Crawler, CrawlResult, Iso, Item, Source, SourceHealth, SourceKind, World } from '../types.ts';
import { askedFor } from './asked.ts';
import { capturePages, type PagesReport } from './capture.ts';
import { type Deadline, deadlineIn, watchedFetch } from './deadline.ts';
import { recordedFirstSeen, seenFirst } from './firstSeen.ts';
import { afterFailure, afterSuccess, dueAt, failureOf, isHandPicked, lastSuccess } from './health.ts';
import { watchSources } from './progress.ts';

const AT_ONCE = 12;
/** Minutes for a whole crawl, pages included. */
const DEADLINE = 20;

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
export interface CrawlReport {
  sources: SourceReport[];
  pages: PagesReport;
  /** US dollars, where a source costs any. */
  dollars?: number;
}
export interface CrawlOptions {
  /** Sources that failed for long are asked too, whether they are due or not. */
  all?: boolean;
  /** Minutes for the whole crawl. */
  deadline?: number;
}

/** What every source of one crawl shares. */
interface Run {
  world: World;
  window: { sinceAt: Iso; untilAt: Iso };
  now: Iso;
  all: boolean;
  deadline: Deadline;
  health: Map<string, SourceHealth>;
  /** The newest success of any source before this crawl. */
  workedAt: Iso | undefined;
  /** In a replay: when the recorded run's items were first seen. */
  firstSeen: Map<string, Iso>;
}

/**
 * Fetches what is new of every source and the pages of the window's items. One sick source costs nothing but itself (P7). What a source
 * brought is stored as soon as it is there: items of two sources never share a row, so the order in which sources answer makes no
 * difference (P8), and a crawl that is killed keeps what it had.
 */
export async function crawl(
  world: World,
  sources: Source[],
  window: { sinceAt: Iso; untilAt: Iso },
  o: CrawlOptions = {},
): Promise<CrawlReport> {
  const enabled = sources.filter((source) => source.enabled);
  const health = await world.store.health();
  const run: Run = {
    world,
    window,
    now: world.clock().toISOString(),
    all: o.all === true || world.replaying === true,
    deadline: deadlineIn(o.deadline ?? DEADLINE, world),
    health: new Map(health.map((row) => [row.sourceId, row])),
    workedAt: lastSuccess(health),
    firstSeen: await recordedFirstSeen(world),
  };
  const limit = pLimit(AT_ONCE);
  const watch = watchSources(world.report, enabled.length);
  const reports = await Promise.all(
    enabled.map((source) => limit(() => watch(source.name, () => crawlSource(run, source)))),
  );
  const fetch = watchedFetch(world.fetch, run.deadline);
  const pages = await capturePages({ ...world, fetch }, await itemsToCapture(run, enabled), sources);
  world.recorder?.add(firstSeenAnswer(await world.store.firstSeen(enabled.map(({ id }) => id)), run.now));
  const dollars = reports.reduce((sum, report) => sum + (report.dollars ?? 0), 0);
  return { sources: reports, pages, ...(dollars > 0 ? { dollars } : {}) };
}

/** The items of the window, and those that the operator chose one by one, however old. Sources that are read no more want no page. */
async function itemsToCapture({ world, window }: Run, sources: Source[]): Promise<Item[]> {
  const read = new Set(sources.map(({ id }) => id));
  const stored = (await world.store.items(window.sinceAt, window.untilAt)).filter(({ sourceId }) => read.has(sourceId));
  const items = new Map(stored.map((item) => [item.id, item]));
  for (const source of sources.filter(isHandPicked))
    for (const item of await world.store.itemsOf(source.id)) items.set(item.id, item);
  return [...items.values()];
}

async function crawlSource(run: Run, source: Source): Promise<SourceReport> {
  const before = run.health.get(source.id);
  const { id, name, kind, url } = source;
  const report = { id, name, kind, url };
  const nothing = { ...report, items: 0, added: 0, unchanged: false, warnings: [] };
  const asked = askedFor(source, run.world);
  const until = run.all ? undefined : dueAt(before, run.workedAt, run.now, asked);
  if (before && until) {
    const { failuresInARow, lastError = '' } = before;
    return { ...nothing, skipped: { until, failuresInARow, lastError } };
  }
  const requests = new Set<string>();
  const visit = await visitSource(run, source, requests);
  if (!visit.ok) {
    if (visit.begun) await saveHealth(run, afterFailure(source, before, visit.error, run.now, asked));
    return { ...nothing, error: visit.error };
  }
  const { result, items, visits } = visit;
  const { added } = await run.world.store.saveItems(items, visits);
  await saveHealth(run, afterSuccess(source, { ...result, requests: [...requests], asked }, run.now));
  const { unchanged, warnings, movedTo, dollars } = result;
  const more = { ...(movedTo ? { movedTo } : {}), ...(dollars ? { dollars } : {}) };
  return { ...report, items: items.length, added, unchanged, warnings, ...more };
}

/** How sources fare in a recording says nothing of how they are now. */
async function saveHealth({ world }: Run, health: SourceHealth): Promise<void> {
  if (!world.replaying) await world.store.saveHealth(health);
}

type Visit =
  | { ok: true; result: CrawlResult; items: Item[]; visits: Map<string, { url: string; at: Iso }> }
  /** Not begun: its turn never came before the deadline, and it is not to blame. */
  | { ok: false; error: string; begun: boolean };

async function visitSource(run: Run, source: Source, requests: Set<string>): Promise<Visit> {
  const { world, window, now, deadline } = run;
  let begun = false;
  const onRequest = (url: string, kept: boolean) => {
    begun = true;
    if (kept) requests.add(url);
  };
  const fetch = watchedFetch(world.fetch, deadline, onRequest);
  try {
    // the record pairs each kind with its own source
    const crawler = world.crawlers[source.kind] as Crawler;
    const say = (message: string) => world.report.step(message);
    const { replaying = false, lacks } = world;
    const result = await crawler(source, { fetch, window, now, say, replaying, ...(lacks ? { lacks } : {}) });
    return { ok: true, result, ...itemsOf(run, source, result) };
  } catch (error) {
    if (deadline.over()) return { ok: false, error: deadline.reason, begun };
    return {
      ok: false,
      error: failureOf(error, (stack) => world.report.info(`${source.name}: ${stack}`)),
      begun: true,
    };
  }
}

function itemsOf({ firstSeen }: Run, source: Source, result: CrawlResult) {
  const items: Item[] = [];
  const visits = new Map<string, { url: string; at: Iso }>();
  for (const entry of result.entries) {
    for (const item of itemize([entry], source)) {
      items.push(seenFirst(item, firstSeen.get(item.id)));
      visits.set(item.id, entry.visit);
    }
  }
  return { items, visits };
}
