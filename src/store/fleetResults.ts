/** What jobs gave, for whoever asked for them, and the recordings that they replay. */
import { sha256 } from '../text/hash.ts';
import type { Statements } from '../types.ts';
import type { FleetDb } from './fleetDatabase.ts';

export interface Result {
  index: number;
  result: unknown;
}

/** The first one of an index stands. */
export async function saveResultOf({ executeSql }: Statements, run: string, index: number, result: unknown) {
  await executeSql(
    'insert into pullquote.result (run, index, data) values ($1, $2, $3) on conflict (run, index) do nothing',
    [run, index, JSON.stringify(result ?? null)],
  );
}

/**
 * Takes those that came since, by index. They are read before they are gone for good: where the connection breaks in between, none is
 * lost, and those that the database could not be told of come once more.
 */
export async function takeResultsOf(db: FleetDb, run: string): Promise<Result[]> {
  const came = await db.query('select from pullquote.result where run = $1 limit 1', [run]);
  if (came.length === 0) return [];
  let taken: Result[] | undefined;
  try {
    await db.together(async ({ executeSql }) => {
      const { rows } = await executeSql('delete from pullquote.result where run = $1 returning index, data', [run]);
      taken = rows.map(({ index, data }) => ({ index: index as number, result: JSON.parse(data as string) }));
    });
  } catch (error) {
    if (!taken) throw error;
  }
  return (taken ?? []).sort((a, b) => a.index - b.index);
}

/** Gives its SHA-256. One that is kept already is not sent again. */
export async function keepRecording(db: FleetDb, har: Uint8Array): Promise<string> {
  const hash = sha256(har);
  const known = await db.write('update pullquote.recording set used_at = now() where sha256 = $1', [hash]);
  if (known === 0) {
    await db.write(
      'insert into pullquote.recording (sha256, har, used_at) values ($1, $2, now()) on conflict (sha256) do nothing',
      [hash, Buffer.from(har.buffer, har.byteOffset, har.byteLength)],
    );
  }
  return hash;
}

export async function readRecording(db: FleetDb, hash: string): Promise<Uint8Array | undefined> {
  const [row] = await db.query('update pullquote.recording set used_at = now() where sha256 = $1 returning har', [
    hash,
  ]);
  return row?.har as Uint8Array | undefined;
}

/** What nobody asked for within a day. */
export async function forgetOldResults(db: FleetDb): Promise<void> {
  await db.write(`delete from pullquote.result where at < now() - interval '1 day'`);
  await db.write(`delete from pullquote.recording where used_at < now() - interval '1 day'`);
}
