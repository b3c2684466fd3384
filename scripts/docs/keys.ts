/** The keys of the YAML files, from the schemas that read them. */
import { z } from 'zod';
import { editorSchema } from '../../src/config/editor.ts';
import { KIND_EXAMPLES, KINDS, type WrittenKind } from '../../src/config/kinds.ts';
import { newsletterSchema } from '../../src/config/newsletter.ts';
import { code, table } from './markdown.ts';

/** As much of a JSON Schema as is read here. */
interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
}

/** One key of a file. */
export interface Key {
  /** As it is reached: `theme.light.paper`, `sections[].slot`. */
  path: string;
  takes: string;
  default: string;
  says: string;
}

/** Where a schema goes on: a key's own keys, those of a list's entries, those of each alternative. */
function inner(schema: Schema, path: string): Key[] {
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  // of several maps one is to be chosen, so that no key of theirs is required by itself
  const isChoice = alternatives.filter(({ properties }) => properties).length > 1;
  const choice = ({ default: standard, ...key }: Key) => ({
    ...key,
    default: standard === 'required' ? 'either' : standard,
  });
  const below = alternatives.flatMap((one) => inner(one, path).map((key) => (isChoice ? choice(key) : key)));
  if (schema.items) below.push(...inner(schema.items, `${path}[]`));
  return [...keysIn(schema, path), ...below];
}

function keysIn({ properties = {}, required = [] }: Schema, path: string): Key[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const here = path ? `${path}.${name}` : name;
    const isRequired = required.includes(name) && schema.default === undefined;
    const key = {
      path: here,
      takes: takes(schema),
      default: isRequired ? 'required' : defaultOf(schema),
      says: schema.description ?? '',
    };
    return [key, ...inner(schema, here)];
  });
}

function takes(schema: Schema): string {
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null');
  if (alternatives.length) return [...new Set(alternatives.map(takes))].join(' or ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum) return schema.enum.map((one) => code(String(one))).join(', ');
  if (schema.type === 'array') return `a list: ${takes(schema.items ?? {})}`;
  if (schema.type === 'object') return 'a map';
  if (schema.type === 'boolean') return '`true`, `false`';
  if (schema.type === 'integer' || schema.type === 'number') return amount(schema);
  return 'text';
}

function amount({ type, minimum, maximum }: Schema): string {
  const what = type === 'integer' ? 'a whole number' : 'a number';
  const most = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum === undefined) return what;
  return most === undefined ? `${what} from ${minimum}` : `${what} from ${minimum} to ${most}`;
}

/** Lists and maps begin empty unless the schema says otherwise. */
function defaultOf(schema: Schema): string {
  const value = schema.default;
  return value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)
    ? ''
    : code(JSON.stringify(value));
}

/** The keys that a schema has, all the way down, each once. */
export function keysOf(schema: z.ZodType): Key[] {
  const seen = new Map<string, Key>();
  for (const key of inner(z.toJSONSchema(schema, { io: 'input' }) as Schema, ''))
    if (!seen.has(key.path)) seen.set(key.path, key);
  return [...seen.values()];
}

export const newsletterKeys = (): Key[] => keysOf(newsletterSchema);
export const editorKeys = (): Key[] => keysOf(editorSchema);

/** What every line of sources.yaml may carry, then what each kind has beside it. */
export function sourceKeys(): { common: Key[]; kinds: [kind: WrittenKind, keys: Key[]][] } {
  const kinds = Object.entries(KINDS).map(([kind, schema]): [WrittenKind, Key[]] => [
    kind as WrittenKind,
    keysOf(schema).filter(({ path }) => path !== 'kind'),
  ]);
  const isCommon = (key: Key) =>
    kinds.every(([, keys]) => keys.some(({ path, says }) => path === key.path && says === key.says));
  const common = kinds[0]?.[1].filter(isCommon) ?? [];
  const own = kinds.map(([kind, keys]): [WrittenKind, Key[]] => [kind, keys.filter((key) => !isCommon(key))]);
  return { common, kinds: own };
}

export function keyTable(keys: Key[]): string {
  return table(
    ['key', 'takes', 'default', ''],
    keys.map((key) => [code(key.path), key.takes, key.default, key.says]),
  );
}

/** sources.yaml: the common keys, then each kind with an example and its own keys. */
export function sourcePages(): string {
  const { common, kinds } = sourceKeys();
  const pages = kinds.flatMap(([kind, keys]) => [
    '',
    `### ${code(`kind: ${kind}`)}`,
    `${KINDS[kind].description}: ${code(KIND_EXAMPLES[kind])}`,
    ...(keys.length ? ['', keyTable(keys)] : []),
  ]);
  return ['Every source may carry these:', '', keyTable(common), ...pages].join('\n');
}
