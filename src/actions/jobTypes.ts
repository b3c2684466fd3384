/** Jobs: what a crawl or a draft may have done by whoever has room. Their arguments and results are JSON. */
import type { Iso, Model, Source, Store, World } from '../types.ts';
import type { TimeLimit } from './deadline.ts';

/** What a job needs of the world. */
export type JobWorld = Pick<
  World,
  'fetch' | 'store' | 'files' | 'clock' | 'crawlers' | 'report' | 'replaying' | 'lacks' | 'version'
> & {
  /** Makes one call of a model. */
  answer?(job: WriteJob): Promise<unknown>;
};

/** What is left when the slow part is over: writing it down, in one transaction with whatever ends the job. */
export type Settle<R> = (store: Store) => Promise<R>;

/** Crawl a source. */
export interface CrawlJob {
  source: Source;
  window: { sinceAt: Iso; untilAt: Iso };
  /** Whether it failed for long or not. */
  all: boolean;
  /** The newest success of any source. */
  workedAt?: Iso;
  limit?: TimeLimit;
  /** Nobody waits for it: the pages of its items are jobs of their own. Whose visit it is: newsletters come to one feed at different moments. */
  visitor?: string;
}
/** Fetch and extract a page. */
export interface PageJob {
  /** The ids of its items that are in the window, in their order. */
  items: string[];
  /** Its source's wish that machines leave words alone is kept. */
  respectful: boolean;
  limit?: TimeLimit;
}
/** Put one question about a block to a model. What an issue may cost, and what its answers are worth, is the draft's business. */
export interface WriteJob {
  model: Model;
  chat: { messages: { role: 'system' | 'user' | 'assistant'; content: string }[]; maxTokens: number };
  /** Without the options that some services refuse. */
  plain: boolean;
}
