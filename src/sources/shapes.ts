/** Shapes for answers of which anything may be missing or odd. */
import { z } from 'zod';

/** A list without the entries that are of another shape; no list is an empty one. */
export function listOf<T extends z.ZodType>(shape: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((list) =>
      list.flatMap((entry) => {
        const read = shape.safeParse(entry);
        return read.success ? [read.data] : [];
      }),
    );
}

/** A whole number from 0, or undefined. */
export const count = z.number().int().nonnegative().optional().catch(undefined);
/** A text, or undefined. */
export const maybeText = z.string().optional().catch(undefined);
