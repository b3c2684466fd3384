/** Jobs put into the queue. */
import type { JobKind, Statements } from '../types.ts';
import type { Boss } from './boss.ts';
import { type Envelope, keyOf, pack } from './envelope.ts';

/** One statement takes so many; its text stays below some megabytes. */
const BATCH = 500;

export interface InsertOptions {
  priority: number;
  /** Those of a transaction: they are there when it is committed. */
  statements?: Statements;
  /** One a job: who inserts the same again after an answer that was lost inserts nothing. */
  ids?: string[];
}

/** Puts jobs into the queue of their kind, but for those whose key is in it already; nobody is woken. */
export async function insertJobs(boss: Boss, kind: JobKind, envelopes: Envelope[], o: InsertOptions): Promise<void> {
  for (let start = 0; start < envelopes.length; start += BATCH) {
    const jobs = envelopes.slice(start, start + BATCH).map((envelope, i) => {
      const id = o.ids?.[start + i];
      const singletonKey = keyOf(kind, envelope);
      return { ...(id ? { id } : {}), data: pack(envelope), priority: o.priority, singletonKey };
    });
    await boss.pg.insert(kind, jobs, o.statements ? { db: o.statements } : {});
  }
}
