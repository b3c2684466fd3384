import type { z } from 'zod';
import { problemsOf } from './problems.ts';
import { keysAt } from './schemaKeys.ts';
import type { Path, Problem } from './yamlFile.ts';

/** A value against a schema: what it became, or what was wrong with it. `base` is where it stands in its file. */
export function checkValue<T>(
  schema: z.ZodType<T>,
  value: unknown,
  base: Path = [],
): { data: T; problems: [] } | { data: undefined; problems: Problem[] } {
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data, problems: [] };
  return { data: undefined, problems: problemsOf(result.error, value, base, (path) => keysAt(schema, path)) };
}
