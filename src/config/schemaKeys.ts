/** Which keys a schema knows at a place, for "Did you mean". */
import { z } from 'zod';
import type { Path } from './yamlFile.ts';

/** The keys of the map at `path`, in the schema's order; [] where it takes any. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  let here = inner(schema);
  for (const step of path) {
    if (here instanceof z.ZodObject) here = inner(here.shape[step] as z.ZodType | undefined);
    else if (here instanceof z.ZodArray) here = inner(here.element as z.ZodType);
    else if (here instanceof z.ZodRecord) here = inner(here.valueType as z.ZodType);
    else return [];
  }
  if (here instanceof z.ZodObject) return Object.keys(here.shape);
  if (here instanceof z.ZodRecord && here.keyType instanceof z.ZodEnum) return here.keyType.options.map(String);
  return [];
}

/** The schema without what only says that it may be left out or what it becomes; of a union, its map. */
function inner(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (schema && 'innerType' in schema.def) return inner(schema.def.innerType as z.ZodType);
  if (schema instanceof z.ZodPipe) return inner(schema.def.in as z.ZodType);
  if (schema instanceof z.ZodUnion)
    return schema.options.map((o) => inner(o as z.ZodType)).find((o) => o instanceof z.ZodObject);
  return schema;
}
