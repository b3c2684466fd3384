/** The visit to one source: asked, and read into items. */
import { itemize } from '../stages/itemize.ts';
import type { Place } from '../text/room.ts';
import type { Crawler, CrawlResult, Iso, Item, Source } from '../types.ts';
import { type Deadline, watchedFetch } from './deadline.ts';
import { seenFirst } from './firstSeen.ts';
import { failureOf } from './health.ts';
import type { JobWorld } from './jobTypes.ts';

/** What every source of one crawl shares. */
export interface Run {
  world: JobWorld;
  window: { sinceAt: Iso; untilAt: Iso };
  now: Iso;
  all: boolean;
  deadline: Deadline;
  /** The newest success of any source before this crawl. */
  workedAt: Iso | undefined;
  /** In a replay: when the recorded run's items were first seen. */
  firstSeen: Map<string, Iso>;
  visitor?: string;
  /** Given to other sources while this one waits. */
  place?: Place;
}
/** What a source answered, and what is made of it. */
export type Visit =
  | { ok: true; result: CrawlResult; items: Item[]; visits: Map<string, { url: string; at: Iso }> }
  /** Not begun: its turn never came before the deadline, and it is not to blame. */
  | { ok: false; error: string; begun: boolean };

/** Asks a source for what it has; whatever goes wrong is a result. */
export async function visitSource(run: Run, source: Source, requests: Set<string>, known?: Iso): Promise<Visit> {
  const { world, window, now, deadline, place } = run;
  let begun = false;
  const onRequest = (url: string, kept: boolean) => {
    begun = true;
    if (kept) requests.add(url);
  };
  // a source that waited for its host's turn to the end is not to blame
  const waiting = place && {
    async enter() {
      await place.enter();
      begun ||= !deadline.over();
    },
    leave() {
      begun = false;
      place.leave();
    },
  };
  const fetch = watchedFetch(world.fetch, deadline, onRequest, waiting);
  try {
    // the record pairs each kind with its own source
    const crawler = world.crawlers[source.kind] as Crawler;
    const say = (message: string) => world.report.step(message);
    const { replaying = false, lacks } = world;
    const result = await crawler(source, {
      fetch,
      window,
      now,
      say,
      replaying,
      ...(known ? { known } : {}),
      ...(lacks ? { lacks } : {}),
    });
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
