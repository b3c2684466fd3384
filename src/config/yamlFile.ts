/** A YAML file of the workspace: its values, and where in the file each of them stands. */
import { type Document, isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { UserError } from '../errors.ts';

/** Keys and indexes that lead to a value from the top of the file. */
export type Path = readonly (string | number)[];

/** Something wrong at a place in a file. `key`: the place is the key itself, else its value. */
export interface Problem {
  path: Path;
  key?: string;
  text: string;
}

export interface YamlFile {
  /** As messages name it: `sources.yaml`. */
  name: string;
  /** Undefined for a file without any value. */
  value: unknown;
  /** Throws one UserError with a line for each problem, in the order of the file: `sources.yaml:12:5 …`. Does nothing without problems. */
  refuse(problems: Problem[]): void;
  /** The line, from 1, on which the value at `path` stands. */
  lineOf(path: Path): number;
}

/** A problem by its place in the text. */
interface Found {
  offset: number;
  text: string;
}

/** More aliases than this in one value is a bomb, not a configuration. */
const MAX_ALIASES = 100;

/** Reads YAML 1.2. Throws UserError with every syntax error. A byte order mark is let be. */
export function readYaml(text: string, name: string): YamlFile {
  const lines = new LineCounter();
  const doc = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const end = text.trimEnd().length;
  const broken = withoutEchoes(doc.errors).map((error) => ({
    offset: Math.min(error.pos[0], end),
    text: plainSyntaxError(error.code, error.message),
  }));
  throwAll(name, lines, [...broken, ...lostAliases(doc)]);
  return {
    name,
    value: plainValue(doc, name),
    refuse: (problems) =>
      throwAll(
        name,
        lines,
        problems.map((p) => ({ offset: offsetOf(doc, p), text: p.text })),
      ),
    lineOf: (path) => lines.linePos(offsetOf(doc, { path })).line,
  };
}

function plainValue(doc: Document.Parsed, name: string): unknown {
  if (doc.contents === null) return undefined;
  try {
    return doc.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new UserError(`${name}:1:1 aliases (\`*name\`) repeat too much; write the values out`);
  }
}

/** Aliases to nothing: the parser meets them only when it makes values. */
function lostAliases(doc: Document.Parsed): Found[] {
  const found: Found[] = [];
  visit(doc, {
    Alias(_key, alias) {
      if (alias.resolve(doc)) return;
      const text = `\`*${alias.source}\` repeats a value that no \`&${alias.source}\` before it names; put text that begins with * in quotes`;
      found.push({ offset: alias.range?.[0] ?? 0, text });
    },
  });
  return found;
}

function throwAll(name: string, lines: LineCounter, found: Found[]): void {
  if (found.length === 0) return;
  const inOrder = [...found].sort((a, b) => a.offset - b.offset);
  const shown = inOrder.map(({ offset, text }) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)} ${text}`;
  });
  throw new UserError([...new Set(shown)].join('\n'));
}

/** One slip in a `{ … }` makes the parser stumble over all that follows: what it says then helps nobody. */
function withoutEchoes(errors: Document.Parsed['errors']): Document.Parsed['errors'] {
  const isLost = ({ code }: { code: string }) => code === 'UNEXPECTED_TOKEN' || code === 'BAD_INDENT';
  const first = errors.findIndex(isLost);
  return errors.filter((error, i) => i <= first || !isLost(error));
}

/** What people meet most, in their words; the rest as the parser says it. */
function plainSyntaxError(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab cannot indent YAML; use spaces';
  if (code === 'DUPLICATE_KEY') return 'this key stands twice in one map; keep one of them';
  if (code === 'MULTIPLE_DOCS') return 'a line `---` starts a second document; this file holds one';
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return 'a `: ` inside a plain value; put the value in quotes';
  if (code === 'BLOCK_IN_FLOW') return 'a comma is missing between two keys, or a value with `: ` in it needs quotes';
  if (code === 'BAD_SCALAR_START') return `text that begins with ${message.at(-1)} must be in quotes`;
  if (/^Unexpected flow-(seq|map)-start at node end/.test(message))
    return 'a [ or { inside a plain value; put the value in quotes';
  return `not valid YAML: ${message}`;
}

/** Where a problem stands. A value that is missing is shown where its map begins. */
function offsetOf(doc: Document.Parsed, { path, key }: Problem | { path: Path; key?: string }): number {
  let node: unknown = doc.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (!isCollection(node)) return offset;
    node = node.get(step, true);
    if (!isNode(node)) return offset;
    offset = node.range?.[0] ?? offset;
  }
  if (key === undefined || !isMap(node)) return offset;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key);
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? offset) : offset;
}
