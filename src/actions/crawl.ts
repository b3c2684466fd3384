import pLimit from 'p-limit';
import { SourceError } from '../errors.ts';
import { itemize } from '../stages/itemize.ts';
import type { Item, Source, SourceHealth, World } from '../types.ts';
import { capturePages, type PagesReport } from './capture.ts';

const AT_ONCE = 12;

/** How one source fared. */
export interface SourceReport {
  id: string;
  name: string;
  items: number;
  added: number;
  unchanged: boolean;
  warnings: string[];
  error?: string;
  movedTo?: string;
}
export interface CrawlReport {
  sources: SourceReport[];
  pages: PagesReport;
}

/** Fetches what is new of every source and the pages of the window's items. One sick source costs nothing but itself (P7). */
export async function crawl(
  world: World,
  sources: Source[],
  window: { sinceAt: string; untilAt: string },
): Promise<CrawlReport> {
  const enabled = sources.filter((source) => source.enabled);
  const limit = pLimit(AT_ONCE);
  let done = 0;
  const visits = await Promise.all(
    enabled.map((source) =>
      limit(async () => {
        const visit = await visitSource(world, source);
        world.report.step('sources', ++done, enabled.length);
        return visit;
      }),
    ),
  );
  const health = new Map((await world.store.health()).map((row) => [row.sourceId, row]));
  const reports: SourceReport[] = [];
  for (const [i, visit] of visits.entries()) reports.push(await keep(world, enabled[i] as Source, visit, health));
  const items = await world.store.items(window.sinceAt, window.untilAt);
  const pages = await capturePages(world, items, sources);
  return { sources: reports, pages };
}

type Visit =
  | {
      ok: true;
      items: Item[];
      visits: Map<string, { url: string; at: string }>;
      unchanged: boolean;
      warnings: string[];
      movedTo?: string;
    }
  | { ok: false; error: string };

async function visitSource(world: World, source: Source): Promise<Visit> {
  try {
    const result = await world.crawlers[source.kind](source, world.fetch);
    const items: Item[] = [];
    const visits = new Map<string, { url: string; at: string }>();
    for (const entry of result.entries) {
      for (const item of itemize([entry], source)) {
        items.push(item);
        visits.set(item.id, entry.visit);
      }
    }
    const { unchanged, warnings, movedTo } = result;
    return { ok: true, items, visits, unchanged, warnings, ...(movedTo ? { movedTo } : {}) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ok: false, error: error.message };
  }
}

/** What a visit brought goes to the store; how it went, to the source's health. */
async function keep(
  world: World,
  source: Source,
  visit: Visit,
  health: Map<string, SourceHealth>,
): Promise<SourceReport> {
  const now = world.clock().toISOString();
  const before = health.get(source.id);
  const base = { id: source.id, name: source.name };
  if (!visit.ok) {
    const failuresInARow = (before?.failuresInARow ?? 0) + 1;
    const last = before?.lastSuccessAt ? { lastSuccessAt: before.lastSuccessAt } : {};
    await world.store.saveHealth({
      sourceId: source.id,
      lastTriedAt: now,
      failuresInARow,
      lastError: visit.error,
      ...last,
    });
    return { ...base, items: 0, added: 0, unchanged: false, warnings: [], error: visit.error };
  }
  const { added } = await world.store.saveItems(visit.items, visit.visits);
  await world.store.saveHealth({ sourceId: source.id, lastTriedAt: now, lastSuccessAt: now, failuresInARow: 0 });
  const { unchanged, warnings, movedTo } = visit;
  return { ...base, items: visit.items.length, added, unchanged, warnings, ...(movedTo ? { movedTo } : {}) };
}
