/** zod's issues as sentences for the person who wrote the file: what was wrong, what was expected, and a hint. */
import type { z } from 'zod';
import { didYouMean } from './hint.ts';
import type { Path, Problem } from './yamlFile.ts';

type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map of `key: value`',
  record: 'a map of `key: value`',
};

/**
 * One problem an issue, unknown keys one each. `value` is what was checked, `base` where it stands in the file, `keys` the keys that a
 * map may have, by its path without indexes (`sections.slot` is under `sections`).
 */
export function problemsOf(error: z.ZodError, value: unknown, base: Path, keys: (path: Path) => string[]): Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, value, base, keys));
}

function problemsOfIssue(issue: Issue, value: unknown, base: Path, keys: (path: Path) => string[]): Problem[] {
  const own = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const path = [...base, ...own];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path, key, text: unknownKey(key, keys(own)) }));
  if (issue.code === 'invalid_key')
    return [
      {
        path: path.slice(0, -1),
        key: String(own.at(-1)),
        text: unknownKey(String(own.at(-1)), keys(own.slice(0, -1))),
      },
    ];
  const branch = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (branch)
    return branch.flatMap((inner) =>
      problemsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, value, base, keys),
    );
  return [{ path, text: sentence(issue, nameOf(path), valueAt(value, own)) }];
}

/** Of a union's complaints, those about the one shape that the value has: the others fail at once, on its type. */
function meantBranch(branches: Issue[][]): Issue[] | undefined {
  const meant = branches.filter((issues) => !issues.some((i) => i.path.length === 0 && i.code === 'invalid_type'));
  return meant.length === 1 ? meant[0] : undefined;
}

function unknownKey(key: string, known: string[]): string {
  const hint = didYouMean(key, known);
  return `unknown key \`${key}\`.${hint} ${known.length ? `Known here: ${known.join(', ')}` : ''}`.trimEnd();
}

function sentence(issue: Issue, name: string, value: unknown): string {
  if (value === undefined) return `${name} is missing; it must be ${expected(issue) || 'filled in'}`;
  if (value === null) return `${name} is empty; it must be ${expected(issue) || 'filled in or left out'}`;
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return `${name} cannot be ${shown(value)}.${typeof value === 'string' ? didYouMean(value, known) : ''} It is one of: ${known.join(', ')}`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof value !== 'object')
    return `${name} must be text, not ${shown(value)}; put it in quotes`;
  if (Array.isArray(value) && (issue.code === 'too_small' || issue.code === 'too_big'))
    return `${name} must have ${expected(issue)} entries, not ${value.length}`;
  if (issue.code === 'custom' || issue.code === 'invalid_format') return `${name} ${issue.message}`;
  return `${name} must be ${expected(issue) || 'something else'}, not ${shown(value)}`;
}

function expected(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small' && issue.origin === 'string') return 'some text';
  if (issue.code === 'too_small') return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  // a union's own message says what it takes
  return issue.code === 'invalid_union' ? issue.message : '';
}

/** A value as it is shown in a message: short, on one line, secrets aside (they stand as `${NAME}`). */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null)
    return `a map with ${Object.keys(value).join(', ') || 'nothing in it'}`.slice(0, 80);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last !== 'number') return `\`${last}\``;
  const list = path.at(-2);
  return `entry ${last + 1}${typeof list === 'string' ? ` of \`${list}\`` : ''}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path)
    here = typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[step] : undefined;
  return here;
}
