/** Sources whose visit is due become jobs. */
import type { DueSource, Fleet } from '../types.ts';
import type { Boss } from './boss.ts';
import { type Envelope, IN_TIME } from './envelope.ts';
import { insertJobs } from './insert.ts';

export interface ScheduleOptions {
  boss: Boss;
  fleet: Pick<Fleet, 'takeDue'>;
  /** Whose sources are looked after. */
  newsletters: string[];
  /** The crawl of a source that nobody waits for. */
  job(due: DueSource): Envelope;
  most: number;
}

/**
 * Takes what is due and queues it in one transaction: who is killed in between has taken nothing. A source whose crawl still waits or is
 * under way is not queued again. Gives how many were due.
 */
export async function scheduleDue({ boss, fleet, newsletters, job, most }: ScheduleOptions): Promise<number> {
  if (newsletters.length === 0) return 0;
  return fleet.takeDue(newsletters, most, async (due, statements) => {
    if (due.length === 0) return;
    await insertJobs(boss, 'crawl', due.map(job), { priority: IN_TIME, statements });
    await boss.wake('crawl', statements);
  });
}
