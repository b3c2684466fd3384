/** `sources.yaml`: what we read. Written form → resolved `Source`s. */
import { z } from 'zod';
import { SECRET } from '../text/secret.ts';
import { hostOf } from '../text/url.ts';
import type { Source, SourceKind } from '../types.ts';
import { checkValue } from './check.ts';
import { line, slot, url } from './fields.ts';
import { didYouMean } from './hint.ts';
import { shown } from './problems.ts';
import { secretNames } from './secrets.ts';
import { type Problem, readYaml, type YamlFile } from './yamlFile.ts';

/** Keys that every source may carry. */
const common = {
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a short word of letters, digits, hyphens, dots and _')
    .describe('A name for this source in editor.yaml and on the command line; by default made from its name or address')
    .exactOptional(),
  name: line.describe('As readers see it; by default its host').exactOptional(),
  weight: z.number().min(0).describe('1 is ordinary, 2 counts twice').default(1),
  tags: z.array(line).default([]),
  section: slot.describe("The slot that this source's stories go to").exactOptional(),
  maxItems: z.int().min(1).describe('The most items taken at one visit').exactOptional(),
  enabled: z.boolean().default(true),
  private: z.boolean().describe('A paid feed: link only, none of its text is quoted or sent to a model').default(false),
  respectOptOut: z.boolean().describe("Keep to a page's reservation of rights").default(true),
};

/** The shape of each kind as it is written. A new kind is one line here. */
const KINDS = {
  feed: z.strictObject({ kind: z.literal('feed'), url: url.describe('RSS, RDF, Atom or JSON Feed'), ...common }),
} satisfies Record<SourceKind, z.ZodType>;
const KIND_NAMES = Object.keys(KINDS) as SourceKind[];

export const sourcesSchema = z.array(z.discriminatedUnion('kind', [KINDS.feed]));
/** A source as it stands in the file. */
export type WrittenSource = z.input<typeof sourcesSchema>[number];
type CheckedSource = z.output<typeof sourcesSchema>[number];

/**
 * Reads `sources.yaml`. Every key is filled in; `${NAME}` stays as it is. Throws one UserError with a line for everything that is wrong:
 * YAML, unknown kinds and keys, wrong types, ids and addresses that stand twice.
 */
export function parseSources(yamlText: string, file: string): Source[] {
  const yaml = readYaml(yamlText, file);
  const { value } = yaml;
  if (!Array.isArray(value)) yaml.refuse([{ path: [], text: notAList(value) }]);
  const written = (value as unknown[]).map((entry, i) => checkEntry(entry, i));
  const problems = written.flatMap((entry) => entry.problems);
  problems.push(...findTwins(value as unknown[], yaml));
  yaml.refuse(problems);
  return resolve(written.flatMap(({ data }) => (data ? [data] : [])));
}

function notAList(value: unknown): string {
  const example = 'a list with a line for each source, such as `- { kind: feed, url: https://example.com/feed.xml }`';
  return value === undefined ? `the file is empty; it is ${example}` : `this must be ${example}, not ${shown(value)}`;
}

function checkEntry(entry: unknown, i: number): { data: CheckedSource | undefined; problems: Problem[] } {
  const path = [i];
  const fail = (text: string, key?: string) => ({
    data: undefined,
    problems: [{ path: key ? [i, key] : path, text }],
  });
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    return fail(`a source is a map such as { kind: feed, url: https://example.com/feed.xml }, not ${shown(entry)}`);
  const { kind } = entry as { kind?: unknown };
  if (kind === undefined) return fail(`\`kind\` is missing: one of ${KIND_NAMES.join(', ')}`);
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind))
    return fail(
      `unknown kind ${shown(kind)}.${didYouMean(String(kind), KIND_NAMES)} There is: ${KIND_NAMES.join(', ')}`,
      'kind',
    );
  return checkValue(KINDS[kind as SourceKind], entry, path);
}

/** Ids and addresses that stand twice, told at the second one with the line of the first. */
function findTwins(entries: unknown[], yaml: YamlFile): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const [i, entry] of entries.entries()) {
    const { id, url: address } = (entry ?? {}) as { id?: unknown; url?: unknown };
    for (const [key, value] of Object.entries({ id, url: address })) {
      if (typeof value !== 'string') continue;
      const same = `${key} ${key === 'url' ? sameFeedKey(value) : value.toLowerCase()}`;
      const first = seen.get(same);
      if (first === undefined) seen.set(same, i);
      else
        problems.push({
          path: [i, key],
          text: `\`${key}\` ${shown(value)} stands already in line ${yaml.lineOf([first, key])}`,
        });
    }
  }
  return problems;
}

/** One feed, however it is written: scheme, `www.`, a last slash and a fragment aside. Unlike a page's key, every parameter counts. */
function sameFeedKey(address: string): string {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (!parsed) return address.trim();
  return `${parsed.host.replace(/^www\./, '')}${parsed.pathname.replace(/\/+$/, '')}${parsed.search}`;
}

function resolve(written: CheckedSource[]): Source[] {
  const taken = new Set(written.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()])));
  return written.map((entry) => ({
    ...entry,
    id: entry.id ?? freeId(idCandidates(entry), taken),
    name: entry.name ?? nameOf(entry.url),
  }));
}

/** The host, or for an address that is a secret altogether, the secret's name. */
function nameOf(address: string): string {
  const plain = address.replace(SECRET, (_, secret: string) => secret.toLowerCase());
  return hostOf(plain) || (secretNames(address)[0] ?? address).toLowerCase();
}

/** What an id may be made of, best first. The path of a paid feed may be its key, so that only its host is used. */
function idCandidates({ name, url: address, private: paid }: CheckedSource): string[] {
  const host = nameOf(address);
  const path = URL.canParse(address) ? new URL(address).pathname.replace(SECRET, '') : '';
  return [...(name === undefined ? [] : [slug(name)]), slug(paid ? host : `${host} ${path}`)].filter((id) => id !== '');
}

/** Lower-case letters and digits of the Latin alphabet, accents taken off, with hyphens between. */
function slug(words: string): string {
  const plain = words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
}

function freeId(candidates: string[], taken: Set<string>): string {
  const last = candidates.at(-1) ?? 'source';
  let id = candidates.find((candidate) => !taken.has(candidate)) ?? last;
  for (let n = 2; taken.has(id); n++) id = `${last}-${n}`;
  taken.add(id);
  return id;
}
