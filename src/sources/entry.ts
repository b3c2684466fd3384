/** What entries have in common, whatever they were read from. */
import { given } from '../text/given.ts';
import { headersReserve } from '../text/rights.ts';
import type { CrawledEntry, FetchResponse, Iso } from '../types.ts';

/** The answer that something was read from: what was asked for, and when it was captured. */
export type Seen = Pick<FetchResponse, 'url' | 'at'>;

/** Of one source and visit: more is an archive. */
export const MOST_ENTRIES = 1000;
/** Of one entry. */
export const MOST_LINKS = 400;

/** What every entry has, before anything else is known of it. */
export function entryAt(url: string, { url: asked, at }: Seen): CrawledEntry {
  const none = { categories: [], enclosures: [], transcripts: [] };
  return { id: url, url, title: '', ...none, seenAt: at, visit: { url: asked, at } };
}

/** What the entries of a list that was asked for at `url` have from the answer that they stand in. */
export function listedIn(url: string, { at, headers }: FetchResponse) {
  return { seenAt: at, visit: { url, at }, ...(headersReserve(headers) ? { optedOut: true } : {}) };
}

type Counts = NonNullable<CrawledEntry['counts']>;

/** Counts, as far as they are known. */
export function countsOf(counts: { [K in keyof Counts]: number | undefined }): { counts?: Counts } {
  const known = given(counts);
  return Object.keys(known).length === 0 ? {} : { counts: known };
}

/** The newest of a list, in its order; where one has no date, the first: lists begin with what is new. */
export function newest<T extends { publishedAt?: Iso }>(entries: T[], most: number): T[] {
  if (entries.length <= most) return entries;
  if (entries.some(({ publishedAt }) => publishedAt === undefined)) return entries.slice(0, most);
  const byDate = entries.toSorted((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
  const kept = new Set(byDate.slice(0, most));
  return entries.filter((entry) => kept.has(entry));
}
