import type { OutboxEntry } from '../types.ts';
import type { Db } from './tables.ts';

/** What publishing was last about to do with this issue on this platform. */
export async function readOutbox(db: Db, number: number, platform: string): Promise<OutboxEntry | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select('data')
    .where('number', '=', number)
    .where('platform', '=', platform)
    .executeTakeFirst();
  return row && (JSON.parse(row.data) as OutboxEntry);
}

/** One entry an issue and platform: a later one takes the place of the earlier. */
export async function saveOutbox(db: Db, entry: OutboxEntry): Promise<void> {
  const data = JSON.stringify(entry);
  await db
    .insertInto('outbox')
    .values({ number: entry.number, platform: entry.platform, data })
    .onConflict((conflict) => conflict.columns(['number', 'platform']).doUpdateSet({ data }))
    .execute();
}
