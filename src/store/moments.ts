import type { Iso, StoreExam } from '../types.ts';
import { readRuns } from './runs.ts';
import type { Db } from './tables.ts';

const RUNS = 1000;

/** The last runs, and the latest moment after `now` that anything stored bears. */
export async function momentsOf(db: Db, now: Iso): Promise<Pick<StoreExam, 'runs' | 'later'>> {
  const [answer] = await db
    .selectFrom('response')
    .select((row) => row.fn.max('at').as('at'))
    .execute();
  const runs = await readRuns(db, RUNS);
  const dated = [answer?.at, runs[0]?.startedAt].filter((at) => at !== undefined && at !== null && at > now);
  const later = dated.map(String).sort().at(-1);
  return { runs, ...(later === undefined ? {} : { later }) };
}
