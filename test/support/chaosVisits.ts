/** What the fleet owes the farm: each entry in the store once, each visit that was due made once. */
import type { CrawlReport } from '../../src/actions/crawl.ts';
import { type ChaosFleet, SCHEDULED } from './chaosFleet.ts';
import { addressOf, type FarmFeed } from './crawlFarmPages.ts';

/** How often the harness made each scheduled source due, and how many entries it had the last time; each is due once when it is new. */
export type Dues = Map<string, { times: number; entries: number }>;

export function firstDues({ feeds }: ChaosFleet): Dues {
  const scheduled = feeds.filter(({ newsletter }) => newsletter === SCHEDULED);
  return new Map(scheduled.map(({ id, entries }) => [id, { times: 1, entries: entries.length }]));
}

/** Entries of a feed that are not in the store, or not once; `entries` as they were served at some moment. */
export async function missingOf(
  fleet: ChaosFleet,
  feeds: Pick<FarmFeed, 'id' | 'newsletter' | 'entries'>[],
): Promise<string[]> {
  const missing: string[] = [];
  for (const newsletter of new Set(feeds.map((feed) => feed.newsletter))) {
    const rows = await fleet.database.query<{ source_id: string; url: string; count: number }>(
      `select source_id, data::json->>'url' as url, count(*)::integer as count from ${fleet.schemas.get(newsletter)}.item group by 1, 2`,
    );
    const counts = new Map(rows.map(({ source_id, url, count }) => [`${source_id} ${url}`, count]));
    for (const feed of feeds.filter((one) => one.newsletter === newsletter)) {
      const whole = fleet.feeds.find(({ id }) => id === feed.id) as FarmFeed;
      for (const { n } of feed.entries) {
        const count = counts.get(`${feed.id} ${addressOf(whole, fleet.farm.port, n)}`) ?? 0;
        if (count !== 1) missing.push(`${newsletter}: entry ${n} of ${feed.id} is there ${count} times`);
      }
    }
  }
  return missing;
}

/** A copy of what the feeds of a newsletter hold now. */
export function heldBy({ feeds }: ChaosFleet, newsletter: string) {
  return feeds
    .filter((feed) => feed.newsletter === newsletter)
    .map((feed) => ({ ...feed, entries: [...feed.entries] }));
}

/**
 * Makes the scheduled sources due that have new entries, or that failed, as if the time of their next visit had come; but not one whose visit still
 * waits or is under way. Whoever was due before must have been visited since, once: else that visit was lost, or made twice.
 */
export async function makeDue(fleet: ChaosFleet, dues: Dues): Promise<number> {
  const { database, schemas, faults } = fleet;
  const schema = schemas.get(SCHEDULED);
  const stored = await database.query<{ id: string; items: number; ends: number; sick: boolean }>(
    `select s.id, (select count(*)::integer from ${schema}.item i where i.source_id = s.id) as items,
      (select count(*)::integer from chaos.job_end e where e.newsletter = $1 and e.source = s.id and e.run is null) as ends,
      exists (select from ${schema}.health h where h.source_id = s.id and h.failures_in_a_row > 0) as sick
    from pullquote.source s where s.newsletter = $1 and s.due_at > now() + interval '1 minute'
      and not exists (
        select from pullquote_jobs.job j where j.name = 'crawl' and j.state < 'completed'
          and j.data->>'newsletter' = $1 and j.data->>'run' is null and (j.data->>'args')::json->'source'->>'id' = s.id
      )`,
    [SCHEDULED],
  );
  const owing: string[] = [];
  for (const { id, items, ends, sick } of stored) {
    const due = dues.get(id) as { times: number; entries: number };
    if (ends !== due.times) faults.push(`${id} was due ${due.times} times and visited ${ends} times`);
    else if (!sick && items < due.entries)
      faults.push(`${id} had ${due.entries} entries when it became due, was visited, and ${items} are stored`);
    const { entries } = fleet.feeds.find((one) => one.id === id) as FarmFeed;
    const isOwing = sick || items < entries.length;
    dues.set(id, isOwing ? { times: ends + 1, entries: entries.length } : { ...due, times: ends });
    if (isOwing) owing.push(id);
  }
  // done twice it does no more than once, unless somebody took the visit in between
  await database.query(
    `update pullquote.source set due_at = now() - interval '1 second' where newsletter = $1 and id = any($2::text[])`,
    [SCHEDULED, owing],
  );
  return owing.length;
}

/** Of what a source is said to have failed by: what the farm did, not a database that was away or a process that was stopped. */
export const FARMS_DOING = /answered (404|500)|the answer broke off/;

/** What a command reports must be so: what it says that it read is in the store, and what failed is the farm's doing. */
export async function checkReport(fleet: ChaosFleet, stdout: string, held: ReturnType<typeof heldBy>): Promise<void> {
  const { sources } = JSON.parse(stdout) as CrawlReport;
  const read = new Set(sources.filter(({ error, skipped }) => error === undefined && !skipped).map(({ id }) => id));
  for (const { id, error } of sources)
    if (error && !FARMS_DOING.test(error)) fleet.faults.push(`${id} is said to have failed: ${error}`);
  if (sources.length !== held.length) fleet.faults.push(`a crawl of ${held.length} sources tells of ${sources.length}`);
  fleet.faults.push(
    ...(await missingOf(
      fleet,
      held.filter(({ id }) => read.has(id)),
    )),
  );
}
