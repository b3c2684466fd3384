/** The list in a JSON answer. */
import { SourceError } from '../errors.ts';
import { decodeText } from '../text/decode.ts';
import { parseJsonPath, valuesAt } from '../text/jsonPath.ts';
import { withoutUnseen } from '../text/unseen.ts';
import type { FetchResponse } from '../types.ts';

/** More than are kept, so that the newest of a long list can be. */
const MOST_ELEMENTS = 20_000;
const MOST_NAMES = 20;
const LONGEST_NAME = 40;

/** The answer as a value. Integers that a number can't hold stay the digits that they are. Throws SourceError where it is no JSON. */
export function parseJson({ body, headers }: FetchResponse): unknown {
  const text = decodeText(body, headers['content-type'] ?? '').trim();
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
  } catch {
    throw new SourceError(`answered with ${whatItIs(text)}, not with JSON`);
  }
}

/** A reviver. Ids are often larger than what a number holds exactly; rounded, they would link to something else. */
function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isLost = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLost && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
}

function whatItIs(text: string): string {
  if (text === '') return 'nothing';
  if (/^[{[]/.test(text)) return 'broken JSON';
  if (/^<\?xml|^<(rss|feed)\b/i.test(text)) return 'XML';
  return text.startsWith('<') ? 'an HTML page' : 'plain text';
}

/** The list at a path; a path with `[]` gathers one. Throws SourceError, with the names of what is there, where there is none. */
export function listAt(json: unknown, written: string): unknown[] {
  const path = parseJsonPath(written);
  if (path === undefined)
    throw new SourceError(`items "${written.slice(0, 100)}" is no path such as data.posts; mend it in sources.yaml`);
  const values = valuesAt(json, path, MOST_ELEMENTS);
  const each = path.indexOf('each');
  // a path with `[]` finds lists, or elements of lists; there may be none today
  const isList = each < 0 ? Array.isArray(values[0]) : Array.isArray(valuesAt(json, path.slice(0, each), 1)[0]);
  if (isList) return values.flat().slice(0, MOST_ELEMENTS);
  const where = written === '' ? 'it is no list' : `it has no list at \`${written}\``;
  throw new SourceError(`${where}; ${howFar(json, written)}`);
}

/** How far a path leads, and what stands there. Names alone: values may be secrets. */
function howFar(json: unknown, written: string): string {
  const path = parseJsonPath(written) ?? [];
  for (let length = path.length; length > 0; length--) {
    const found = valuesAt(json, path.slice(0, length), 1);
    const steps = path
      .slice(0, length)
      .map((step) => (step === 'each' ? '[]' : 'at' in step ? `[${step.at}]` : step.name));
    if (found.length > 0) return `\`${steps.join('.').replaceAll('.[', '[')}\` is ${keysOf(found[0])}`;
  }
  return `the answer is ${keysOf(json)}`;
}

/** What kind of value something is, with the names in it. */
export function keysOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : `a ${typeof value}`;
  const names = Object.keys(value);
  if (names.length === 0) return 'an empty object';
  const shown = names
    .slice(0, MOST_NAMES)
    .map((name) => withoutUnseen(name.slice(0, LONGEST_NAME)).replace(/\s+/g, ' ').trim());
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `an object with ${shown.join(', ')}${more}`;
}
