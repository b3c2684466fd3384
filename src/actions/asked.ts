/** What a source asks for, so that a mended one is known from one that failed. */
import { shortHash } from '../text/hash.ts';
import type { Source, World } from '../types.ts';
import { secretsOf } from './secrets.ts';

/** Keys that change nothing about what is asked. */
const BESIDE = new Set(['id', 'name', 'weight', 'tags', 'section', 'enabled']);

/**
 * A hash of what a source asks for, and of which secrets it lacks for that. Where it is another than at the last try, the operator has
 * mended something, and what failed before says nothing any more.
 */
export function askedFor(source: Source, { lacks }: Pick<World, 'lacks'>): string {
  const asked = Object.entries(source).filter(([key]) => !BESIDE.has(key));
  const missing = secretsOf(source).filter((name) => lacks?.(name));
  return shortHash(JSON.stringify([asked, missing]));
}
