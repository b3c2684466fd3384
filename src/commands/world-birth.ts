/** Whether the database is still the one that was opened: dropped and made again, or put back from a copy, it lacks what only a beginning makes. */
import { waited } from '../queue/pauses.ts';
import type { Statements } from '../types.ts';

const LOOK_MS = 10_000;
/** Numbers that Postgres gives once: those of the database, and of the schemas that all newsletters share. */
const BIRTH = `select concat_ws(' ', (select oid from pg_database where datname = current_database()),
  coalesce(to_regnamespace('pullquote')::oid, 0), coalesce(to_regnamespace('pullquote_jobs')::oid, 0)) as birth`;

/** Looks now and then; `came` is resolved once it is another one. A database that does not answer is asked again. */
export async function watchBirth(
  db: Statements,
  lookMs = LOOK_MS,
): Promise<{ came: Promise<void>; close(): Promise<void> }> {
  const birthOf = async () => (await db.executeSql(BIRTH)).rows[0]?.birth;
  // one that does not answer just now is the first that does
  let first = await birthOf().catch(() => undefined);
  const over = new AbortController();
  const { promise: came, resolve: tell } = Promise.withResolvers<void>();
  const look = async () => {
    while (await waited(lookMs, over.signal)) {
      const birth = await birthOf().catch(() => first);
      first ??= birth;
      if (birth !== first) return tell();
    }
  };
  void look();
  // a statement that hangs keeps nobody
  return { came, close: async () => over.abort() };
}
