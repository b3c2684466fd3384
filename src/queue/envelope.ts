/** What a job of the queue holds, and what a worker makes of it. */
import type { CrawlJob, PageJob, WriteJob } from '../actions/jobTypes.ts';
import { sha256 } from '../text/hash.ts';
import type { Fleet, JobKind, Store } from '../types.ts';

/** The data of a job: plain JSON, all that another process on another host needs to do it. */
export interface Envelope {
  newsletter: string;
  /** Whom a site may write to, for the name that the crawler gives itself. */
  mailto?: string;
  /** The recording that answers in the place of the network, by its hash in the fleet; `file` is what people call it. */
  replay?: { sha256: string; file: string };
  /** The command that waits for it, and which of its jobs this is; left out where nobody waits. */
  run?: string;
  index?: number;
  args: object;
}
/** A job whose slow part is over. */
export interface Work {
  store: Store;
  /** Writes it down, within one transaction of the store; it may be called again after a transaction that came to nothing. */
  settle(store: Store): Promise<unknown>;
}
/** Does the slow part of a job; `signal` ends it when the job is no longer ours. */
export type Handle = (kind: JobKind, envelope: Envelope, signal: AbortSignal) => Promise<Work>;
/** What settling a job needs of the fleet. */
export type Results = Pick<Fleet, 'saveResult' | 'setDue'>;

export const KINDS: readonly JobKind[] = ['crawl', 'page', 'write'];
/** Priorities: somebody waits for the jobs of a command, nobody for those of a schedule. */
export const WAITED_FOR = 10;
export const IN_TIME = 0;
/** Of jobs with at least this priority a worker always has room for some. */
export const URGENT = 1;

/** What two jobs that would do the same have in common: the queue refuses the second one while the first is there. */
export function keyOf(kind: JobKind, { newsletter, run, index, args }: Envelope): string {
  if (run !== undefined) return `${run}/${index}`;
  if (kind === 'crawl') return sha256(JSON.stringify([newsletter, (args as CrawlJob).source.id]));
  if (kind === 'page') return sha256(JSON.stringify([newsletter, (args as PageJob).items[0]]));
  return sha256(JSON.stringify([newsletter, args]));
}

/** What a job is about, for people. A job that somebody else wrote may hold anything. */
export function aboutOf(kind: JobKind, args: unknown): string {
  const { source, items, model } = (args ?? {}) as Partial<CrawlJob & PageJob & WriteJob>;
  if (kind === 'crawl') return String(source?.name ?? source?.id ?? '?');
  if (kind === 'page') return `the page of item ${items?.[0] ?? '?'}`;
  return String(model?.name ?? '?');
}

/**
 * An envelope as the database holds it. What is to be done is one text there: `jsonb` puts keys in an order of its own, by which a
 * prompt would have another hash, and refuses NUL and halves of surrogate pairs, which crawled words may hold.
 */
export function pack({ args, ...envelope }: Envelope): object {
  return { ...envelope, args: JSON.stringify(args) };
}

/** The envelope of a job, as it came out of the database. Throws where it is none. */
export function unpack(data: unknown): Envelope {
  const { newsletter, args } = (data ?? {}) as { newsletter?: unknown; args?: unknown };
  if (typeof newsletter !== 'string' || typeof args !== 'string')
    throw new Error('it names no newsletter, or says nothing of what to do: it was not made by Pullquote');
  return { ...(data as Envelope), args: JSON.parse(args) as object };
}

/** What a job that was done has to tell of a source that failed, a page that did not answer or a model that refused. */
export function troubleIn(result: unknown): string | undefined {
  const { report, failures, outcome } = (result ?? {}) as {
    report?: { error?: string };
    failures?: string[];
    outcome?: { detail?: string };
  };
  return report?.error ?? failures?.[0] ?? outcome?.detail;
}
