/** The table of sources: when each is visited next, and who takes the visit. */
import type { DueSource, Iso, Source, Statements } from '../types.ts';
import type { FleetDb } from './fleetDatabase.ts';

/** Sources that one statement writes; they go as two lists, which count as two values. */
const BATCH = 20_000;

/** Puts these in the place of the newsletter's: a new or changed one is due now, one that stayed as it was is not touched. */
export function scheduleSources(db: FleetDb, newsletter: string, sources: Source[]): Promise<void> {
  return db.together(async ({ executeSql }) => {
    await executeSql(`select pg_advisory_xact_lock(hashtextextended('pullquote sources of ' || $1, 0))`, [newsletter]);
    for (let from = 0; from < sources.length; from += BATCH) {
      const batch = sources.slice(from, from + BATCH);
      const [ids, data] = [batch.map(({ id }) => id), batch.map((source) => JSON.stringify(source))];
      await executeSql(
        `insert into pullquote.source (newsletter, id, data, due_at)
        select $1, given.id, given.data, now() from unnest($2::text[], $3::text[]) as given (id, data)
        where not exists (
          select from pullquote.source s where s.newsletter = $1 and s.id = given.id and s.data = given.data
        )
        on conflict (newsletter, id) do update set data = excluded.data, due_at = excluded.due_at`,
        [newsletter, ids, data],
      );
    }
    await executeSql(
      `delete from pullquote.source s where s.newsletter = $1
      and not exists (select from unnest($2::text[]) as kept (id) where kept.id = s.id)`,
      [newsletter, sources.map(({ id }) => id)],
    );
  });
}

/**
 * First, without a lock, how many of each newsletter are among the longest due: their share. Then so many of each that nobody else holds
 * just now. A day on is a net: whoever crawls a source says when it is due next, unless it never gets so far. Rows beyond the share are not
 * reached, so not locked; the limit within is for the planner, which takes an unknown one for many rows and would sort them all.
 */
const CLAIM = `with due as (
  select first.newsletter from unnest($1::text[]) as n (newsletter) cross join lateral (
    select s.newsletter, s.due_at from pullquote.source s
    where s.newsletter = n.newsletter and s.due_at <= now() order by s.due_at limit $2
  ) as first order by first.due_at limit $2
), share as (
  select newsletter, count(*) as most from due group by newsletter
), free as materialized (
  select mine.* from share cross join lateral (
    select * from (
      select s.newsletter, s.id, s.due_at from pullquote.source s
      where s.newsletter = share.newsletter and s.due_at <= now() order by s.due_at limit $2
      for update skip locked
    ) as row limit share.most
  ) as mine
), claimed as (
  update pullquote.source s set due_at = now() + interval '1 day' from free
  where s.newsletter = free.newsletter and s.id = free.id
  returning s.newsletter, s.data, free.due_at as was_due
)
select newsletter, data from claimed order by was_due`;

/** Takes up to `most` due sources in the transaction of `give`. Gives how many. */
export function takeDueSources(
  db: FleetDb,
  newsletters: string[],
  most: number,
  give: (due: DueSource[], statements: Statements) => Promise<void>,
): Promise<number> {
  return db.together(async (statements) => {
    const { rows } = await statements.executeSql(CLAIM, [[...new Set(newsletters)], most]);
    const due = rows.map((row) => ({ newsletter: row.newsletter as string, source: JSON.parse(row.data as string) }));
    if (due.length > 0) await give(due, statements);
    return due.length;
  });
}

export async function nextDueOf(db: FleetDb, newsletters: string[]): Promise<Iso | undefined> {
  const [row] = await db.query(
    `select min(first.due_at) as at from unnest($1::text[]) as n (newsletter) cross join lateral (
      select s.due_at from pullquote.source s where s.newsletter = n.newsletter order by s.due_at limit 1
    ) as first`,
    [newsletters],
  );
  return (row?.at as Date | null | undefined)?.toISOString();
}

export async function setDueOf(
  { executeSql }: Statements,
  newsletter: string,
  sourceId: string,
  at: Iso,
): Promise<void> {
  const due = 'update pullquote.source set due_at = $3::timestamptz where newsletter = $1 and id = $2';
  await executeSql(due, [newsletter, sourceId, at]);
}
