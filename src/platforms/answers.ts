/** Reading what a platform answered, of which anything may be missing or odd. */
import type { z } from 'zod';
import { SourceError, UserError } from '../errors.ts';
import type { Iso } from '../types.ts';
import { UNKNOWN } from './api.ts';

/** Of a look-up, how many pages are read: an account has thousands of campaigns only where something else makes them. */
export const MOST_PAGES = 20;

/**
 * The answer in the shape that is needed of it. Throws SourceError where it has another: of a write, nobody knows whether it was done.
 */
export function readAnswer<T>(platform: string, shape: z.ZodType<T>, json: unknown): T {
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const field = read.error.issues[0]?.path.join('.');
  throw new SourceError(`${platform}: its answer is not as documented${field ? ` (${field})` : ''}. ${UNKNOWN}`);
}

/**
 * Words for a subject line in which a platform looks for its own tags: a word joiner, which has no width, parts what would begin one
 * (`{{`, `{%`, `{#`), so that a reader sees the same and no template engine sees anything.
 */
export function plainSubject(words: string): string {
  return words.replace(/\{(?=[{%#])/g, '{\u2060');
}

/** Throws UserError where a time to send at is none, or over: some platforms send at once then. */
export function mustLieAhead(platform: string, at: Iso, now: Date): void {
  if (Date.parse(at) > now.getTime()) return;
  throw new UserError(`${platform}: ${at} does not lie ahead. Give --schedule a later time, or --send to send now.`);
}
