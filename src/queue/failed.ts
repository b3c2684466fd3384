/** Jobs that failed again and again: to be seen, and put back into the queue. */
import { UserError } from '../errors.ts';
import type { Iso, JobKind } from '../types.ts';
import { type Boss, SCHEMA } from './boss.ts';
import { aboutOf, KINDS, unpack } from './envelope.ts';
import { FAILED } from './queues.ts';
import { reasonOf } from './spread.ts';

export interface FailedJob {
  id: string;
  kind: JobKind;
  newsletter: string;
  /** A source's name, a page's first item, a model. */
  what: string;
  error: string;
  /** When it failed for the last time. */
  at: Iso;
  tries: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The last ones first, up to `most`; and how many there are. */
export async function listFailed(boss: Boss, most: number): Promise<{ jobs: FailedJob[]; total: number }> {
  // pg-boss' own search has no bound
  const { rows } = await boss.pg.getDb().executeSql(
    `select id, data, source_name, source_output, source_retry_count, created_on, count(*) over () as total
       from ${SCHEMA}.job where name = $1 and state < 'active' order by created_on desc, id limit $2`,
    [FAILED, most],
  );
  return { jobs: rows.map(failedJob), total: Number(rows[0]?.total ?? 0) };
}

function failedJob(row: Record<string, unknown>): FailedJob {
  const kind = row.source_name as JobKind;
  const about = { newsletter: '?', what: '?' };
  try {
    const { newsletter, args } = unpack(row.data);
    Object.assign(about, { newsletter, what: aboutOf(kind, args) });
  } catch {
    // it failed because it is no job of ours
  }
  const error = reasonOf(row.source_output);
  const at = (row.created_on as Date).toISOString();
  return { id: String(row.id), kind, ...about, error, at, tries: Number(row.source_retry_count ?? 0) + 1 };
}

/**
 * Puts failed jobs back into their queues, to be tried as if they were new. Gives how many; where a job that does the same is there
 * already (a source that is crawled again by its schedule), the old one is given up. Throws UserError where one of `ids` is no failed job.
 */
export async function requeue(boss: Boss, ids: string[] | 'all'): Promise<{ again: number; givenUp: number }> {
  const chosen = ids === 'all' ? {} : { ids: await known(boss, ids) };
  const { total } = await boss.pg.previewRedrive(FAILED, chosen);
  let again = 0;
  for (let left = total; left > 0; ) {
    const moved = await boss.pg.redrive(FAILED, chosen);
    again += moved;
    const now = (await boss.pg.previewRedrive(FAILED, chosen)).total;
    if (now >= left) break;
    left = now;
  }
  for (const kind of KINDS) await boss.wake(kind);
  return { again, givenUp: Math.max(0, total - again) };
}

async function known(boss: Boss, ids: string[]): Promise<string[]> {
  const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
  const odd = asked.find((id) => !UUID.test(id));
  if (odd !== undefined)
    throw new UserError(`${JSON.stringify(odd)} is no id of a failed job: copy it from the list of them`);
  const { rows } = await boss.pg
    .getDb()
    .executeSql(`select id from ${SCHEMA}.job where name = $1 and state < 'active' and id = any($2::uuid[])`, [
      FAILED,
      asked,
    ]);
  const there = new Set(rows.map(({ id }) => String(id)));
  const gone = asked.filter((id) => !there.has(id));
  if (gone.length > 0)
    throw new UserError(`no failed job has the id ${gone.join(', ')}: it was put back already, or is too old`);
  return asked;
}
