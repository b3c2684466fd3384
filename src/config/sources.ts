/** `sources.yaml`: what we read. Written form → resolved `Source`s. */
import type { Source } from '../types.ts';
import { checkValue } from './check.ts';
import { didYouMean } from './hint.ts';
import { brokenRules } from './kindRules.ts';
import { type Checked, KIND_ALIASES, KIND_EXAMPLES, KIND_NAMES, KINDS, type WrittenKind } from './kinds.ts';
import { shown } from './problems.ts';
import { resolveSource } from './resolveSource.ts';
import { freeId } from './sourceNames.ts';
import { addressKey, sourceKey } from './twins.ts';
import { type Problem, readYaml, type YamlFile } from './yamlFile.ts';

/** An entry of the file, what it became where nothing is wrong with it, and what is wrong. */
interface Entry {
  raw: unknown;
  data: Checked | undefined;
  problems: Problem[];
}

/**
 * Reads `sources.yaml`. Every key is filled in, presets are what they stand for, `${NAME}` stays as it is. Throws one UserError with a
 * line for everything that is wrong: YAML, unknown kinds and keys, wrong types, keys that do not go together, ids that stand twice, and
 * sources that read the same.
 */
export function parseSources(yamlText: string, file: string): Source[] {
  const yaml = readYaml(yamlText, file);
  const { value } = yaml;
  if (!Array.isArray(value)) yaml.refuse([{ path: [], text: notAList(value) }]);
  const entries = (value as unknown[]).map((raw, i) => ({ raw, ...checkEntry(raw, i) }));
  yaml.refuse([
    ...entries.flatMap(({ problems }) => problems),
    ...findTwinIds(entries, yaml),
    ...findTwins(entries, yaml),
  ]);
  return withIds(entries.flatMap(({ data }) => (data ? [data] : [])));
}

function notAList(value: unknown): string {
  const example = `a list with a line for each source, such as \`- ${KIND_EXAMPLES.feed}\``;
  return value === undefined ? `the file is empty; it is ${example}` : `this must be ${example}, not ${shown(value)}`;
}

function checkEntry(entry: unknown, i: number): Omit<Entry, 'raw'> {
  const fail = (text: string, path: (string | number)[] = [i]) => ({ data: undefined, problems: [{ path, text }] });
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    return fail(`a source is a map such as ${KIND_EXAMPLES.feed}, not ${shown(entry)}`);
  const { kind } = entry as { kind?: unknown };
  if (kind === undefined) return fail(`\`kind\` is missing: one of ${KIND_NAMES.join(', ')}`);
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind)) return fail(unknownKind(kind), [i, 'kind']);
  return checkKeys(kind as WrittenKind, entry as Record<string, unknown>, i);
}

function checkKeys(kind: WrittenKind, entry: Record<string, unknown>, i: number): Omit<Entry, 'raw'> {
  const { data, problems } = checkValue<Checked>(KINDS[kind], entry, [i]);
  const example = `, as in ${KIND_EXAMPLES[kind]}`;
  const isMissing = ({ path }: Problem) => path.length === 2 && !Object.hasOwn(entry, String(path[1]));
  const all = [
    ...problems.map((problem) => (isMissing(problem) ? { ...problem, text: problem.text + example } : problem)),
    ...brokenRules(kind, entry).map((problem) => ({ ...problem, path: [i, ...problem.path] })),
  ];
  return { data: all.length === 0 ? data : undefined, problems: all };
}

function unknownKind(kind: unknown): string {
  const word = typeof kind === 'string' ? kind : '';
  const alias = KIND_ALIASES.get(word.toLowerCase());
  const hint = alias === undefined ? didYouMean(word, KIND_NAMES) : ` Did you mean \`${alias}\`?`;
  return `unknown kind ${shown(kind)}.${hint} There is: ${KIND_NAMES.join(', ')}`;
}

/** Ids that stand twice, told at the second one with the line of the first. */
function findTwinIds(entries: Entry[], yaml: YamlFile): Problem[] {
  const keys = entries.map(({ raw }) => stringAt(raw, 'id')?.toLowerCase());
  return repeated(keys).map(([i, before]) => ({
    path: [i, 'id'],
    text: `\`id\` ${shown(stringAt(entries[i]?.raw, 'id'))} stands already in line ${yaml.lineOf([before, 'id'])}`,
  }));
}

/** Sources that read what another one reads already, told at the second one with the line of the first. */
function findTwins(entries: Entry[], yaml: YamlFile): Problem[] {
  return repeated(entries.map(keyOf)).map(([i, before]) => {
    const [url, first] = [stringAt(entries[i]?.raw, 'url'), stringAt(entries[before]?.raw, 'url')];
    if (url === undefined || first === undefined || addressKey(url) !== addressKey(first))
      return {
        path: [i],
        text: `this reads the same as the source in line ${yaml.lineOf([before])}; keep one of them`,
      };
    const line = yaml.lineOf([before, 'url']);
    return { path: [i, 'url'], text: `\`url\` ${shown(url)} stands already in line ${line}` };
  });
}

/** A feed is known by its address even where something else is wrong with it. */
function keyOf({ raw, data }: Entry): string | undefined {
  if (data) return sourceKey(resolveSource(data).source);
  const url = stringAt(raw, 'url');
  return url !== undefined && /^(feed|podcast)$/.test(stringAt(raw, 'kind') ?? '') ? addressKey(url) : undefined;
}

/** The index of each key that stood before, with that of its first one. */
function repeated(keys: (string | undefined)[]): [number, number][] {
  return keys.flatMap((key, i) => {
    const before = keys.indexOf(key);
    return key === undefined || before === i ? [] : [[i, before] as [number, number]];
  });
}

function stringAt(entry: unknown, key: string): string | undefined {
  const value = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function withIds(written: Checked[]): Source[] {
  const taken = new Set(written.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()])));
  return written.map((entry) => {
    const { source, ids } = resolveSource(entry);
    return { id: entry.id ?? freeId(ids, taken), ...source } as Source;
  });
}
