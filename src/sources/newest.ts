import type { Iso } from '../types.ts';

/** The newest of a list, in its order; where one has no date, the first: lists begin with what is new. */
export function newest<T extends { publishedAt?: Iso }>(entries: T[], most: number): T[] {
  if (entries.length <= most) return entries;
  if (entries.some(({ publishedAt }) => publishedAt === undefined)) return entries.slice(0, most);
  const byDate = entries.toSorted((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
  const kept = new Set(byDate.slice(0, most));
  return entries.filter((entry) => kept.has(entry));
}
