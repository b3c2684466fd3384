import { firstSeenAnswer } from '../text/firstSeen.ts';
import { createRoom } from '../text/room.ts';
import type { Iso, Item, JobOutcome, Source, SourceHealth, World } from '../types.ts';
import { capturePages, type PagesReport } from './capture.ts';
import { crawlSource, nothingOf, runOf, type SourceCrawled, type SourceReport } from './crawlSource.ts';
import type { Run } from './crawlVisit.ts';
import { deadlineIn } from './deadline.ts';
import { isHandPicked, lastSuccess } from './health.ts';
import type { CrawlJob } from './jobTypes.ts';
import { watchSources } from './progress.ts';

const AT_ONCE = 12;
/** Minutes for a whole crawl, pages included. */
const DEADLINE = 20;

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

/**
 * Fetches what is new of every source and the pages of the window's items. One sick source costs nothing but itself (P7). What a source
 * brought is stored as soon as it is there: items of two sources never share a row, so the order in which sources answer makes no
 * difference (P8), and a crawl that is killed keeps what it had. Where others take jobs, each source and each page is one.
 */
export async function crawl(
  world: World,
  sources: Source[],
  window: { sinceAt: Iso; untilAt: Iso },
  o: CrawlOptions = {},
): Promise<CrawlReport> {
  const enabled = sources.filter((source) => source.enabled);
  const health = new Map((await world.store.health()).map((row) => [row.sourceId, row]));
  const all = o.all === true || world.replaying === true;
  const deadline = deadlineIn(o.deadline ?? DEADLINE, world);
  const run = await runOf(world, { window, all, deadline, workedAt: lastSuccess(health.values()) });
  const visitAll = world.spread ? visitThere : visitHere;
  const reports = await visitAll(run, enabled, health, world);
  const pages = await capturePages(world, await itemsToCapture(run, enabled), sources, deadline);
  world.recorder?.add(firstSeenAnswer(await world.store.firstSeen(enabled.map(({ id }) => id)), run.now));
  const dollars = reports.reduce((sum, report) => sum + (report.dollars ?? 0), 0);
  return { sources: reports, pages, ...(dollars > 0 ? { dollars } : {}) };
}

type Visitor = (
  run: Run,
  sources: Source[],
  health: Map<string, SourceHealth>,
  world: World,
) => Promise<SourceReport[]>;

const visitHere: Visitor = async (run, sources, health, { report, store }) => {
  const room = createRoom(AT_ONCE);
  const watch = watchSources(report, sources.length);
  const visit = async (source: Source) => {
    const place = room();
    await place.enter();
    try {
      return await watch(source.name, async () => {
        const settle = await crawlSource({ ...run, place }, source, health.get(source.id));
        return (await store.together(settle)).report;
      });
    } finally {
      place.leave();
    }
  };
  return Promise.all(sources.map(visit));
};

/** By whoever takes jobs. */
const visitThere: Visitor = async ({ window, all, workedAt, deadline }, sources, _, { report, spread }) => {
  const watch = watchSources(report, sources.length);
  const shared = {
    window,
    all,
    ...(workedAt ? { workedAt } : {}),
    ...(deadline.limit ? { limit: deadline.limit } : {}),
  };
  const jobs: CrawlJob[] = sources.map((source) => ({ source, ...shared }));
  const told = jobs.map(() => Promise.withResolvers<SourceReport>());
  const watched = sources.map((source, i) => watch(source.name, () => told[i]?.promise as Promise<SourceReport>));
  await spread?.run('crawl', jobs, (i, outcome) => told[i]?.resolve(reportOf(sources[i] as Source, outcome)));
  return Promise.all(watched);
};

function reportOf(source: Source, outcome: JobOutcome): SourceReport {
  if (outcome.ok) return (outcome.result as SourceCrawled).report;
  return { ...nothingOf(source), error: outcome.error };
}

/** The items of the window, and those that the operator chose one by one, however old. Sources that are read no more want no page. */
async function itemsToCapture({ world, window }: Run, sources: Source[]): Promise<Item[]> {
  const read = new Set(sources.map(({ id }) => id));
  const stored = (await world.store.itemsWithPages(window.sinceAt, window.untilAt)).filter(({ sourceId }) =>
    read.has(sourceId),
  );
  const items = new Map(stored.map((item) => [item.id, item]));
  for (const source of sources.filter(isHandPicked))
    for (const item of await world.store.itemsOf(source.id)) items.set(item.id, item);
  return [...items.values()];
}
