import { z } from 'zod';
import { editorSchema } from './editor.ts';
import { sourcesSchema } from './kinds.ts';
import { newsletterSchema } from './newsletter.ts';

const SCHEMAS = {
  sources: [sourcesSchema, 'What a newsletter reads'],
  newsletter: [newsletterSchema, 'What a newsletter is'],
  editor: [editorSchema, 'What the editor of a newsletter decided'],
} satisfies Record<string, [z.ZodType, string]>;

/** The JSON Schemas (draft 2020-12) of the YAML files as they are written, by file name, as text. */
export function jsonSchemas(): Record<string, string> {
  const files = Object.entries(SCHEMAS).map(([name, [schema, title]]) => {
    const json = { title, ...z.toJSONSchema(schema, { io: 'input' }) };
    return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`];
  });
  return Object.fromEntries(files) as Record<string, string>;
}
