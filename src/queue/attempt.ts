/** An attempt at a job: what this process was given, and how it ends. */
import type { JobWithMetadata } from 'pg-boss';
import type { JobKind } from '../types.ts';
import type { Boss } from './boss.ts';
import { RETRIES } from './queues.ts';

/** A job as it was fetched. Its count of retries names this attempt among all attempts at the job. */
export type Attempt = Pick<
  JobWithMetadata<unknown>,
  'id' | 'retryCount' | 'data' | 'priority' | 'singletonKey' | 'retryLimit'
>;

/** The job went to another process meanwhile: what this one did of it counts for nothing. */
export class LostJob extends Error {
  override name = 'LostJob';
  constructor() {
    super('the job was given to somebody else');
  }
}

/** Characters of an error that are kept. */
const MESSAGE = 2000;

/** What pg-boss answers; its own type does not say so. `settled`: the ids of those that were still this attempt's. */
export interface Affected {
  affected: number;
  settled?: string[];
}

/** Up to `most` jobs of at least this priority, the most urgent first; they are ours until we are silent for too long. */
export async function fetchAttempts(boss: Boss, kind: JobKind, most: number, minPriority: number): Promise<Attempt[]> {
  return boss.pg.fetch(kind, { batchSize: most, includeMetadata: true, minPriority });
}

/** Says that we live; gives those that are not ours any more. No two may be attempts at the same job. */
export async function touchAttempts(boss: Boss, kind: JobKind, attempts: Attempt[]): Promise<Attempt[]> {
  if (attempts.length === 0) return [];
  const { settled } = (await boss.pg.touch(kind, attempts.map(nameOf))) as Affected;
  const ours = new Set(settled ?? attempts.map(({ id }) => id));
  return attempts.filter(({ id }) => !ours.has(id));
}

/** The job is tried again after a pause, or after so many tries is one of those that failed. */
export async function failAttempt(boss: Boss, kind: JobKind, attempt: Attempt, reason: string): Promise<void> {
  const message = reason.slice(0, MESSAGE).toWellFormed().replaceAll('\0', '\uFFFD');
  await boss.pg.fail(kind, nameOf(attempt), { message });
}

/** Whether this attempt is the last one. */
export function isLast({ retryCount, retryLimit }: Attempt): boolean {
  return retryCount >= (retryLimit ?? RETRIES);
}

/**
 * Gives jobs back untried, for somebody else to take at once: each is taken out and put in anew within one transaction, so that nothing
 * of this attempt can end it any more. A job that was tried before has no more tries than it had. Gives how many were still ours.
 */
export async function giveBack(boss: Boss, kind: JobKind, attempts: Attempt[]): Promise<number> {
  if (attempts.length === 0) return 0;
  const transaction = await boss.pg.getDb().beginTransaction?.();
  if (!transaction) return 0;
  try {
    const { db } = transaction;
    const { settled = [] } = (await boss.pg.deleteJob(kind, attempts.map(nameOf), { db })) as Affected;
    const ours = new Set(settled);
    const anew = attempts.filter(({ id }) => ours.has(id)).map(untried);
    if (anew.length > 0) await boss.pg.insert(kind, anew, { db });
    await boss.wake(kind, db);
    await transaction.commit();
    return anew.length;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

function untried({ data, priority, singletonKey, retryCount, retryLimit }: Attempt) {
  const key = singletonKey === null ? {} : { singletonKey };
  return { ...key, data: data as object, priority, retryLimit: Math.max(0, (retryLimit ?? RETRIES) - retryCount) };
}

export function nameOf({ id, retryCount }: Attempt): { id: string; retryCount: number } {
  return { id, retryCount };
}
