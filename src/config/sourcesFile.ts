/** Edits of `sources.yaml`: lines are added at its end, and what an editor wrote there stays byte for byte. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq, parseDocument, visit } from 'yaml';
import { UserError } from '../errors.ts';
import type { Source } from '../types.ts';
import { parseSources } from './sources.ts';
import { readYaml } from './yamlFile.ts';

/** A source as it is written: keys in the order in which they are to stand. Undefined ones are left out. */
export type SourceLine = { kind: string } & Record<string, unknown>;

const FILE = 'sources.yaml';
const HEADER = '# What this newsletter reads: a line for each source. `pullquote sources add URL` adds one.\n\n';
/** Plain scalars that cannot be read as anything else than the text they are. */
const PLAIN = /^\p{L}(?:[\p{L}\p{N} _.@+()/'’&-]*[\p{L}\p{N}+)])?$/u;
const NOT_TEXT = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** The sources of the file; none where it is missing, empty, or has remarks alone. Throws UserError where it cannot be read. */
export function readSources(yamlText: string | undefined): Source[] {
  return readYaml(yamlText ?? '', FILE).value == null ? [] : parseSources(yamlText ?? '', FILE);
}

/** The text of a file without any source as one that is a list, if an empty one; undefined where the file is not empty. */
export function emptyList(yamlText: string | undefined): string | undefined {
  if (readYaml(yamlText ?? '', FILE).value != null) return undefined;
  return `${ended(yamlText || HEADER, '\n')}[]\n`;
}

/**
 * The file's text with these sources at its end, one line each, what they became, and their lines from 1. Throws UserError where the
 * file, or a source that is to be added, cannot be read; also where an addition would give another source a new id.
 */
export function appendSources(
  yamlText: string | undefined,
  additions: SourceLine[],
): { text: string; added: Source[]; lines: number[] } {
  const before = readSources(yamlText);
  const text = edited(yamlText ?? '', additions);
  const after = parseSources(text, FILE);
  for (const [i, source] of before.entries()) {
    if (isDeepStrictEqual(after[i], source)) continue;
    throw new UserError(`the id “${source.id}” belongs to ${source.name} in ${FILE} already; choose another with --id`);
  }
  const { lineOf } = readYaml(text, FILE);
  const lines = additions.map((_, i) => lineOf([before.length + i]));
  return { text, added: after.slice(before.length), lines };
}

/** The line, from 1, on which a source of the file begins. */
export function lineOfSource(yamlText: string, index: number): number {
  return readYaml(yamlText, FILE).lineOf([index]);
}

/** What a line becomes where it stands alone. Throws UserError where it is none. */
export function sourceOf(line: SourceLine): Source {
  return parseSources(formatSource(line), FILE)[0] as Source;
}

/** One source as a line of the file: `- { kind: feed, url: "https://…", name: … }`. */
export function formatSource(source: SourceLine): string {
  return `- ${flow(source)}`;
}

/** Values that JSON and YAML write alike, short words without quotes. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{ ${pairs.map(([key, inner]) => `${flow(key)}: ${flow(inner)}`).join(', ')} }`;
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  return PLAIN.test(value) && !NOT_TEXT.test(value) ? value : JSON.stringify(value);
}

/** Lines behind the last one; where the file's form does not take them, the document laid out anew. Either must read as what was meant. */
function edited(yamlText: string, additions: SourceLine[]): string {
  const body = yamlText.replace(/^\uFEFF/, '');
  const plain = JSON.parse(JSON.stringify(additions)) as SourceLine[];
  const wanted = [...((valuesOf(body) ?? []) as unknown[]), ...plain];
  for (const text of [withLines(body, additions), withNodes(body, plain)])
    if (text !== undefined && isDeepStrictEqual(valuesOf(text), wanted))
      return yamlText.slice(0, yamlText.length - body.length) + text;
  const lines = additions.map(formatSource).join('\n');
  throw new UserError(`${FILE} cannot be added to: write this into it by hand:\n${lines}`);
}

function valuesOf(yamlText: string): unknown {
  const doc = parseDocument(yamlText);
  return doc.errors.length > 0 ? undefined : doc.toJS();
}

function withLines(yamlText: string, additions: SourceLine[]): string | undefined {
  const list = parseDocument(yamlText).contents;
  const [start = 0, end = 0] = list?.range ?? [];
  const newLine = yamlText.includes('\r\n') ? '\r\n' : '\n';
  const lines = (indent: string) => additions.map((source) => indent + formatSource(source) + newLine).join('');
  if (list === null || yamlText.slice(start, end).trim() === '') return ended(yamlText || HEADER, newLine) + lines('');
  if (!isSeq(list)) return undefined;
  // an empty list is written `[]`: the lines stand in its place
  if (list.items.length === 0)
    return ended(yamlText.slice(0, start) + yamlText.slice(end).trimStart(), newLine) + lines('');
  const indent = yamlText.slice(yamlText.lastIndexOf('\n', start) + 1, start);
  return list.flow || indent.trim() !== '' ? undefined : ended(yamlText, newLine) + lines(indent);
}

function ended(text: string, newLine: string): string {
  return text === '' || text.endsWith('\n') ? text : text + newLine;
}

function withNodes(yamlText: string, additions: SourceLine[]): string | undefined {
  const doc = parseDocument(yamlText);
  if (!isSeq(doc.contents)) return undefined;
  for (const source of additions) {
    const node = doc.createNode(source);
    visit(node, (_, inner) => {
      if (isMap(inner) || isSeq(inner)) inner.flow = true;
    });
    doc.add(node);
  }
  return doc.toString({ lineWidth: 0 });
}
