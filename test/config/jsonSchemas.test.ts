import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from '../../src/config/jsonSchemas.ts';

const folder = join(import.meta.dirname, '../../schemas');

test('the committed JSON Schemas are those of the code: node scripts/build-schemas.ts renews them', () => {
  const committed = Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  expect(committed).toEqual(jsonSchemas());
});

test('they describe the written form: what has a default may be left out', () => {
  const newsletter = JSON.parse(jsonSchemas()['newsletter.schema.json'] as string) as Record<string, unknown>;
  expect(newsletter.required).toEqual(['name']);
  expect(newsletter.additionalProperties).toBe(false);
});
