import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from '../../src/config/jsonSchemas.ts';
import { KIND_NAMES } from '../../src/config/kinds.ts';

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

interface Shape {
  properties?: Record<string, Shape>;
  items?: Shape & { oneOf?: Shape[] };
  anyOf?: Shape[];
  description?: string;
  const?: string;
}

test('an editor can complete every kind of source and say what each key is for', () => {
  const { items } = JSON.parse(jsonSchemas()['sources.schema.json'] as string) as Shape;
  const kinds = items?.oneOf ?? [];
  expect(kinds.map(({ properties }) => properties?.kind?.const)).toEqual(KIND_NAMES);
  expect(kinds.flatMap((kind) => undescribed(kind, kind.properties?.kind?.const ?? ''))).toEqual([]);
});

/** The keys of a shape, and of the maps within it, that say nothing. */
function undescribed({ properties = {}, items, anyOf = [] }: Shape, path: string): string[] {
  const own = Object.entries(properties).flatMap(([key, inner]) => [
    ...(inner.description ? [] : [`${path}.${key}`]),
    ...undescribed(inner, `${path}.${key}`),
  ]);
  return [...own, ...(items ? undescribed(items, path) : []), ...anyOf.flatMap((branch) => undescribed(branch, path))];
}
