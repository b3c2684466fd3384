/**
 * The table of turns: one row a host with its two turns, so that each change is one statement on one row, whoever else makes one. Time is
 * the database's alone; no two hosts' clocks are compared.
 */
import { shortHash } from '../text/hash.ts';
import type { FleetDb } from './fleetDatabase.ts';

/** A turn that is wanted or had: `name` is its own, for ever; `delayMs` is the pause that the host wants, 0 for none. */
export interface Turn {
  name: string;
  host: string;
  delayMs: number;
}
/** What came of trying: the turn; or else whether the next one will be this, and for how long the host rests, where it only does that. */
export interface Tried {
  took: boolean;
  next: boolean;
  restMs?: number;
}

/** Hosts stand as a hash in the table: a name may hold a secret of the operator, or be as long as whoever links to it likes. */
const keyOf = (host: string) => shortHash(host);
const LEASE = (n: number) => `now() + $${n} * interval '1 millisecond'`;
/** Who is next is forgotten when it was not heard of for so long; it asks more often than that. */
const NEXT = `case when t.one is null and t.two is null then greatest(now(), t.one_until, t.two_until) else now() end
  + interval '500 milliseconds'`;

/**
 * One turn of two, or both for a request that must be alone. Without a line, a process that gives a turn back and takes it again at once
 * would always come before one that looks from time to time.
 */
function takeStatement(alone: boolean): string {
  const [one, two] = ['t.one_until <= now()', 't.two_until <= now()'];
  const fits = alone ? `(${one} and ${two})` : `(${one} or ${two})`;
  const first = alone ? fits : one;
  const second = alone ? fits : `(not ${one} and ${two})`;
  return `with tried as (
    insert into pullquote.turn as t (host, one, one_until, two, two_until)
    values ($1, $2, ${LEASE(3)}, ${alone ? `$2, ${LEASE(3)}` : `null, '-infinity'`})
    on conflict (host) do update set
      one = case when ${first} then $2 else t.one end,
      one_until = case when ${first} then ${LEASE(3)} else t.one_until end,
      two = case when ${second} then $2 else t.two end,
      two_until = case when ${second} then ${LEASE(3)} else t.two_until end,
      next = case when ${fits} then null else $2 end,
      next_until = case when ${fits} then '-infinity' else ${NEXT} end
    where t.next is null or t.next = $2 or t.next_until <= now()
    returning coalesce(t.one = $2, false) or coalesce(t.two = $2, false) as took
  )
  select coalesce((select took from tried), false) as took, exists (select from tried) as next, (
    select ceil(extract(epoch from one_until - now()) * 1000)::integer from pullquote.turn
    where host = $1 and one is null and two is null and one_until > now()
  ) as rest_ms`;
}
const [TAKE, TAKE_BOTH] = [takeStatement(false), takeStatement(true)];

/** Takes the turn for `leaseMs` if it is free. */
export async function tryTurn(db: FleetDb, { name, host, delayMs }: Turn, leaseMs: number): Promise<Tried> {
  const [row] = await db.query(delayMs > 0 ? TAKE_BOTH : TAKE, [keyOf(host), name, leaseMs]);
  const rest = row?.rest_ms;
  const restMs = typeof rest === 'number' ? { restMs: rest } : {};
  return { took: row?.took === true, next: row?.next === true, ...restMs };
}

/** The host rests for as long as it wants; one that wants no rest is forgotten as soon as nobody asks it. */
export async function freeTurn(db: FleetDb, { name, host, delayMs }: Turn): Promise<void> {
  const key = keyOf(host);
  if (delayMs > 0) {
    await db.write(
      `update pullquote.turn set one = null, two = null, one_until = ${LEASE(3)}, two_until = ${LEASE(3)}
      where host = $1 and one = $2 and two = $2`,
      [key, name, delayMs],
    );
    return;
  }
  const gone = await db.write(
    `delete from pullquote.turn where host = $1 and next_until <= now()
    and ((one = $2 and two_until <= now()) or (two = $2 and one_until <= now()))`,
    [key, name],
  );
  if (gone > 0) return;
  await db.write(
    `update pullquote.turn set
      one = case when one = $2 then null else one end,
      one_until = case when one = $2 then '-infinity' else one_until end,
      two = case when two = $2 then null else two end,
      two_until = case when two = $2 then '-infinity' else two_until end
    where host = $1 and (one = $2 or two = $2)`,
    [key, name],
  );
}

/** Each for another lease, but for those that are over. Gives the names of those that go on. Rows are locked in one order, by everybody. */
export async function renewTurns(db: FleetDb, turns: Turn[], leaseMs: number): Promise<Set<string>> {
  const keys = turns.map(({ host }) => keyOf(host));
  const mine = (turn: string) => `(t.${turn} = any($2::text[]) and t.${turn}_until > now())`;
  const rows = await db.query(
    `with mine as (select host from pullquote.turn where host = any($1::text[]) order by host for update)
    update pullquote.turn t set
      one_until = case when ${mine('one')} then ${LEASE(3)} else t.one_until end,
      two_until = case when ${mine('two')} then ${LEASE(3)} else t.two_until end
    from mine where t.host = mine.host and (${mine('one')} or ${mine('two')})
    returning case when ${mine('one')} then t.one end as one, case when ${mine('two')} then t.two end as two`,
    [keys, turns.map(({ name }) => name), leaseMs],
  );
  return new Set(rows.flatMap(({ one, two }) => [one, two]).filter((name) => typeof name === 'string'));
}

/** Rows of hosts that nobody asks and that do not rest. */
export async function forgetFreeTurns(db: FleetDb): Promise<void> {
  await db.write(
    `delete from pullquote.turn where host in (
      select host from pullquote.turn where one_until <= now() and two_until <= now() and next_until <= now()
      for update skip locked
    )`,
  );
}
