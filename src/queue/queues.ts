/** The queues as pg-boss knows them. */
import type { PgBoss, Queue, QueueResult } from 'pg-boss';
import { KINDS } from './envelope.ts';

/** Where jobs go that failed again and again. */
export const FAILED = 'failed';
/** A job is tried once, and so many times again. */
export const RETRIES = 3;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Of a day's crawl of many sources a backlog is made: it is no reason to warn anybody. */
const MANY = 10_000_000;
const JOBS: Omit<Queue, 'name' | 'policy'> = {
  // the shortest that pg-boss allows: a dead worker's jobs wait for so long
  heartbeatSeconds: 10,
  // a worker that lives and hangs keeps its job no longer
  expireInSeconds: 900,
  ...{ retryLimit: RETRIES, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 },
  deadLetter: FAILED,
  // what a job gave is elsewhere by then
  deleteAfterSeconds: HOUR,
  warningQueueSize: MANY,
};
const QUEUES: Queue[] = [
  { name: FAILED, policy: 'standard', retentionSeconds: 30 * DAY, deleteAfterSeconds: DAY, warningQueueSize: MANY },
  // `exclusive`: one with the same key is not queued while another is waiting or under way
  ...KINDS.map((name) => ({ name, policy: 'exclusive', ...JOBS })),
];

/** Makes the queues that are not there, and gives those that are the options of this version. */
export async function makeQueues(pg: PgBoss): Promise<void> {
  const there = new Map((await pg.getQueues()).map((queue) => [queue.name, queue]));
  for (const { name, policy, ...options } of QUEUES) {
    const before = there.get(name);
    if (!before) await pg.createQueue(name, { policy: policy as string, ...options });
    else if (differs(before, options)) await pg.updateQueue(name, options);
  }
}

function differs(before: QueueResult, options: Omit<Queue, 'name'>): boolean {
  return Object.entries(options).some(([key, value]) => before[key as keyof QueueResult] !== value);
}
