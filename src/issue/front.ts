/** An issue's front matter: YAML between two `---` lines, read into fields and written back with nothing else touched. */
import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  stringify,
} from 'yaml';
import { UserError } from '../errors.ts';
import type { Issue } from '../types.ts';
import { type FrontFields, frontSchema } from './front-schema.ts';

const ADD_IT = 'An issue begins with a line `---`, then `number: 1` and `date: 2026-01-05`, then a line `---`.';

/** The parts of a file around its front matter. `front` is the YAML with, where there are any, the byte order mark and the fences' blanks. */
export function splitFront(markdown: string): { front: string; rest: string } {
  const open = /^(\uFEFF?)---([ \t]*)(\r?\n)/.exec(markdown);
  if (!open) throw new UserError(`line 1: the front matter is missing. ${ADD_IT}`);
  const close = /^---([ \t]*)(?:\r?\n|$)/gm;
  close.lastIndex = open[0].length;
  const end = close.exec(markdown);
  if (!end) throw new UserError(`line 1: the front matter has no end. ${ADD_IT}`);
  const [, mark, blanks, eol] = open as unknown as [string, string, string, string];
  const yaml = markdown.slice(open[0].length, end.index);
  return {
    front: `${mark}${blanks ? blanks + eol : ''}${yaml}${end[1]}`,
    rest: markdown.slice(end.index + end[0].length),
  };
}

/** The front matter with its fences, as `splitFront` took it apart. */
export function joinFront(front: string): string {
  const { before, blanks, yaml, after } = dissect(front);
  const eol = eolOf(front);
  const body = yaml && !yaml.endsWith('\n') ? yaml + eol : yaml;
  return `${before}---${blanks || eol}${body}---${after}${eol}`;
}

/** CRLF where the front matter has it. */
export function eolOf(front: string): string {
  return front.includes('\r\n') ? '\r\n' : '\n';
}

function dissect(front: string): { before: string; blanks: string; yaml: string; after: string } {
  const start = /^(\uFEFF?)([ \t]+\r?\n)?/.exec(front) as RegExpExecArray;
  const end = /(?:^|\n)([ \t]+)$/.exec(front)?.[1] ?? '';
  const yaml = front.slice(start[0].length, front.length - end.length);
  return { before: start[1] ?? '', blanks: start[2] ?? '', yaml, after: end };
}

/**
 * The known fields. Throws UserError with the line and what to do, all mistakes at once. Scalars are read as they are written, so
 * `subject: 2025` is a text and a date stays a day.
 */
export function readFront(front: string): FrontFields {
  const lines = new LineCounter();
  const doc = parseDocument(dissect(front).yaml, {
    schema: 'failsafe',
    lineCounter: lines,
    logLevel: 'silent',
    prettyErrors: false,
  });
  // the opening fence is the file's first line
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const wrong = doc.errors.map(
    ({ message, pos }) => `line ${lineAt(pos[0])}: the front matter is no valid YAML: ${message}`,
  );
  if (wrong.length) throw new UserError(wrong.join('\n'));
  if (!isMap(doc.contents))
    throw new UserError(`line 2: the front matter has no fields such as \`number\` and \`date\`. ${ADD_IT}`);
  const read = frontSchema.safeParse(plainData(doc));
  if (read.success) return definedOnly(read.data);
  throw new UserError(
    read.error.issues
      .map(({ path, message }) => `line ${lineAt(offsetOf(doc, path))}: ${path.join('.')}: ${message}`)
      .join('\n'),
  );
}

/** The fields that have a value: `subject:` with nothing behind it is no subject. */
function plainData(doc: Document): Record<string, unknown> {
  try {
    const data: Record<string, unknown> = doc.toJS({ maxAliasCount: 20 });
    return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== '' && value !== null));
  } catch (error) {
    throw new UserError(`line 2: the front matter can't be read: ${(error as Error).message}`);
  }
}

function definedOnly<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Where the value at a path stands, or the innermost one around it that is there. */
function offsetOf(doc: Document, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = doc.getIn(path.slice(0, length), true);
    if ((isScalar(node) || isCollection(node)) && node.range) return node.range[0];
  }
  return 0;
}

const FIELDS = [
  'number',
  'date',
  'window',
  'subject',
  'preheader',
  'status',
  'approved',
  'vouched',
  'corrections',
] as const;

/** The issue's front matter: as it stands where no known field differs, else with these changed and all else, comments too, in its place. */
export function writeFront(issue: Issue): string {
  const old = readFront(issue.front);
  const changed = FIELDS.filter((field) => JSON.stringify(old[field]) !== JSON.stringify(sorted(field, issue)));
  if (changed.length === 0) return issue.front;
  const { before, blanks, yaml, after } = dissect(issue.front);
  const eol = eolOf(issue.front);
  let text = yaml.replaceAll('\r\n', '\n');
  for (const field of changed) text = withField(text, field, sorted(field, issue));
  return `${before}${blanks}${text.replaceAll('\n', eol)}${after}`;
}

/** The field as the schema orders its keys, so that it can be compared and is always written alike. Throws UserError where it can't be. */
function sorted(field: (typeof FIELDS)[number], issue: Issue): unknown {
  const value = issue[field];
  if (value === undefined || value === '') return undefined;
  const read = frontSchema.shape[field].safeParse(JSON.parse(JSON.stringify(value)));
  if (read.success) return read.data;
  throw new UserError(
    read.error.issues.map(({ path, message }) => `${[field, ...path].join('.')}: ${message}`).join('\n'),
  );
}

function withField(yaml: string, field: string, value: unknown): string {
  const doc = parseDocument(yaml);
  const node = doc.get(field, true);
  if (isScalar(node) && (typeof value === 'string' || typeof value === 'number')) {
    const inPlace = withScalar(yaml, node, value);
    if (inPlace !== undefined) return inPlace;
  }
  if (node === undefined && value !== undefined && isMap(doc.contents) && !doc.contents.flow) {
    return `${yaml}${yaml.endsWith('\n') || yaml === '' ? '' : '\n'}${stringify({ [field]: value }, { lineWidth: 0 })}`;
  }
  if (value === undefined) doc.delete(field);
  else patch(doc, [field], value);
  return doc.toString({ lineWidth: 0 });
}

/** One scalar's characters replaced, so that even the blanks before a comment stay. Undefined where it takes more than one line. */
function withScalar(yaml: string, node: Scalar, value: string | number): string | undefined {
  if (!node.range || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return undefined;
  const [start, end] = node.range;
  if (start === end) return undefined;
  const written = stringify(value, {
    lineWidth: 0,
    ...(node.type === 'QUOTE_DOUBLE' ? { defaultStringType: 'QUOTE_DOUBLE' } : {}),
  }).trimEnd();
  return written.includes('\n') ? undefined : yaml.slice(0, start) + written + yaml.slice(end);
}

/** Changes only what differs below a path, so that comments and unknown keys beside it stay. */
function patch(doc: Document, path: (string | number)[], value: unknown): void {
  const node = doc.getIn(path, true);
  if (isMap(node) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, entry] of Object.entries(value)) patch(doc, [...path, key], entry);
  } else if (isSeq(node) && Array.isArray(value)) {
    for (const [i, entry] of value.entries()) patch(doc, [...path, i], entry);
    while (node.items.length > value.length) node.delete(node.items.length - 1);
  } else if (!isScalar(node) || String(node.value) !== String(value)) {
    doc.setIn(path, isScalar(node) || typeof value !== 'object' ? value : doc.createNode(value));
  }
}
