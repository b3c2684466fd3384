/** Compares what was asked and answered with an OpenAPI 3 document: as much of JSON Schema as such documents use for bodies. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ContractServer } from './server.ts';

type Json = Record<string, unknown>;
type Exchange = ContractServer['log'][number];
interface Operation {
  parameters?: Json[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema: Json }> }>;
}

/** YAML is a superset of JSON. */
export function openDocument(path: string): Json {
  return parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 }) as Json;
}

/** What an exchange has that the document does not allow; `prefix` is the path of the document's server. */
export function offences(document: Json, { method, path, body, status, answer }: Exchange, prefix = ''): string[] {
  const url = new URL(path, 'http://127.0.0.1');
  const where = `${method} ${url.pathname}`;
  const found = operationOf(document, method, url.pathname.slice(prefix.length));
  if (!found) return [`${where} is not in the document`];
  const known = (found.parameters ?? []).map((one) => resolved(document, one)).map(({ name }) => name);
  const strange = [...url.searchParams.keys()].filter((name) => !known.includes(name));
  const asked = found.requestBody?.content['application/json']?.schema;
  const response = found.responses[String(status)];
  const told = response?.content?.['application/json']?.schema;
  return [
    ...strange.map((name) => `${where}: the query has ${name}`),
    ...(asked && body !== undefined ? wrong(document, asked, body, true).map((one) => `${where}: asked ${one}`) : []),
    ...(response ? [] : [`${where}: ${status} is not among its answers`]),
    ...(told && answer !== undefined ? wrong(document, told, answer, false).map((one) => `${where}: told ${one}`) : []),
  ];
}

function operationOf(document: Json, method: string, path: string): Operation | undefined {
  const paths = document.paths as Record<string, Record<string, Operation>>;
  for (const [template, operations] of Object.entries(paths)) {
    const pattern = template.replace(/[.+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+');
    const operation = operations[method.toLowerCase()];
    if (operation && new RegExp(`^${pattern}$`).test(path)) return operation;
  }
  return undefined;
}

function resolved(document: Json, schema: Json): Json {
  if (typeof schema.$ref !== 'string') return schema;
  const names = schema.$ref.replace(/^#\//, '').split('/');
  return resolved(
    document,
    names.reduce((at, name) => at[name] as Json, document),
  );
}

/** `strict`: a property that the schema does not name is wrong. */
function wrong(document: Json, written: Json, value: unknown, strict: boolean, at = 'body'): string[] {
  const schema = resolved(document, written);
  const inner = (one: Json) => wrong(document, one, value, strict, at);
  if (value === null && schema.nullable === true) return [];
  for (const one of (schema.allOf ?? []) as Json[]) if (inner(one).length) return inner(one);
  const some = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (some && !some.some((one) => inner(one).length === 0)) return [`${at} fits none of its forms`];
  if ('const' in schema && schema.const !== value) return [`${at} is not ${String(schema.const)}`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    return [`${at} is not among ${schema.enum.join(', ')}`];
  const types = [schema.type ?? []].flat() as string[];
  if (types.length && !types.some((type) => isOf(type, value))) return [`${at} is not ${types.join(' or ')}`];
  if (typeof value === 'string' && value.length > Number(schema.maxLength ?? Number.POSITIVE_INFINITY))
    return [`${at} is too long`];
  if (Array.isArray(value) && schema.items)
    return value.flatMap((one, n) => wrong(document, schema.items as Json, one, strict, `${at}[${n}]`));
  if (typeof value !== 'object' || value === null || !schema.properties) return [];
  const properties = schema.properties as Record<string, Json>;
  const missing = ((schema.required ?? []) as string[]).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${at} lacks ${name}`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const property = properties[name];
      if (property) return wrong(document, property, one, strict, `${at}.${name}`);
      return strict && schema.additionalProperties !== true ? [`${at} has ${name}`] : [];
    }),
  ];
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
