import type { Iso } from '../types.ts';

/** A time as a platform writes it, in UTC; undefined where it is none. */
export function isoOf(text: string | null | undefined): Iso | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
