/** What is done for each kind of job. */
import { UserError } from '../errors.ts';
import type { JobKind } from '../types.ts';
import { pageJob } from './capture.ts';
import { crawlJob } from './crawlSource.ts';
import type { CrawlJob, JobWorld, PageJob, Settle, WriteJob } from './jobTypes.ts';

/** Does the slow part of a job, and gives what is left of it to do. Its arguments are those that a `Spread` was given. */
export async function workOn(world: JobWorld, kind: JobKind, args: unknown): Promise<Settle<unknown>> {
  if (kind === 'crawl') return crawlJob(world, args as CrawlJob);
  if (kind === 'page') return pageJob(world, args as PageJob);
  const { answer } = world;
  if (!answer) throw new UserError('no model can be asked here');
  // the door has stored the answer by itself
  const called = await answer(args as WriteJob);
  return async () => called;
}
