/** `${NAME}` in what the operator wrote: filled in just before the wire, and put back wherever its value comes out again. */
import { SourceError } from '../errors.ts';
import { SECRET } from '../text/secret.ts';
import { base64Of, type Gap, readingsOf, spellingPattern } from './spellings.ts';

/** A shorter value would be found by chance in a page; in addresses and messages of its own request it is hidden where it stands alone. */
const SHORTEST_IN_TEXT = 8;
/** Bytes of a body by which it is seen that its letters are two or four bytes wide. */
const HEAD = 4_096;
const GAPS: Gap[] = [0, 1, 3];
/** Letters of a value by which it is seen quickly that a body does not hold it. */
const PROBE = 8;

/** What hides secrets. */
export interface Veil {
  /** For addresses, headers and messages. */
  text(text: string): string;
  /** For bodies; the same bytes where there is nothing to hide. */
  bytes(bytes: Uint8Array): Uint8Array;
}

/**
 * Fills in every `${NAME}` of `text`. `used` collects what must not come out again: value → what is shown for it. Throws SourceError
 * naming the variable that is not set; `where` says what needs it.
 */
export function expandSecrets(
  text: string,
  secrets: Record<string, string>,
  used: Map<string, string>,
  where: string,
): string {
  return text.replace(SECRET, (shown, name: string) => {
    const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (!value) throw new SourceError(`${name} is not set: ${where} needs it. Set it in the environment or in .env`);
    used.set(value, shown);
    return value;
  });
}

/** One value: what finds it, and how to see quickly that a body does not hold it. */
interface Hidden {
  shown: string;
  /** In text, in bytes read as Latin-1, and with so many zeros after each letter. */
  expressions(gap: Gap): RegExp[];
  /** A body that holds none of these holds no spelling; without any, the value is too short to be looked for in bodies. */
  probes: (string | Buffer)[];
}

/** Hides these values, however they are spelled, the longest first. */
export function createVeil(values: Map<string, string>): Veil {
  return veilOf(values, hiddenOf);
}

/**
 * Makes the veil of each request: it hides the values that the request used, and those that others may have used, since a server tells
 * one what another told it. Short ones are hidden in answers to their own requests alone.
 */
export function createVeils(secrets: Record<string, string>): (used: Map<string, string>) => Veil {
  const long = Object.entries(secrets).filter(([, value]) => value.length >= SHORTEST_IN_TEXT);
  const others = long.map(([name, value]): [string, string] => [value, `\${${name}}`]);
  const known = new Map<string, Hidden>();
  const hidden = (value: string, shown: string): Hidden => {
    const key = `${shown} ${value}`;
    const made = known.get(key) ?? hiddenOf(value, shown);
    known.set(key, made);
    return made;
  };
  return (used) => veilOf(new Map([...others, ...used]), hidden);
}

function veilOf(values: Map<string, string>, hidden: (value: string, shown: string) => Hidden): Veil {
  const given = [...values].filter(([value]) => value !== '');
  const ordered = given.sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  const all = ordered.map(([value, shown]) => hidden(value, shown));
  const long = all.filter(({ probes }) => probes.length > 0);
  return {
    text: (text) => all.reduce((whole, { expressions, shown }) => put(whole, expressions(0), shown), text),
    bytes: (bytes) => hideBytes(bytes, long),
  };
}

/** One that is short is a part of other words by chance: it is hidden where it stands alone. */
function hiddenOf(value: string, shown: string): Hidden {
  const readings = readingsOf(value).filter((text) => text === value || text.length >= SHORTEST_IN_TEXT);
  if (value.length < SHORTEST_IN_TEXT) {
    const alone = readings.map((text) => `(?<![\\p{L}\\p{N}])(?:${spellingPattern(text)})(?![\\p{L}\\p{N}])`);
    const made = alone.map((source) => new RegExp(source, 'gu'));
    return { shown, expressions: () => made, probes: [] };
  }
  const coded = readings.flatMap(base64Of);
  const made = new Map<number, RegExp[]>();
  const expressions = (gap: Gap) => {
    const known = made.get(gap) ?? [
      ...readings.map((text) => new RegExp(spellingPattern(text, gap), 'gi')),
      ...coded.map((text) => new RegExp(spellingPattern(text, gap), 'g')),
    ];
    made.set(gap, known);
    return known;
  };
  const starts = coded.map((text) => text.slice(0, PROBE));
  return { shown, expressions, probes: [...readings.flatMap(probesOf), ...starts.flatMap(inWidths)] };
}

/** Its longest run of letters and digits, which every spelling has as it is or in small letters; '' where it has none to speak of. */
function probesOf(text: string): (string | Buffer)[] {
  const runs = text.match(/[A-Za-z0-9]+/g) ?? [];
  const run = runs.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  if (run.length < PROBE / 2) return [''];
  return [run, run.toLowerCase()].flatMap(inWidths);
}

/** ASCII as UTF-8, UTF-16 and UTF-32 have it, from its first letter to its last, so that it is the same whichever byte comes first. */
function inWidths(text: string): Buffer[] {
  return GAPS.map((gap) => Buffer.from(spaced(text, gap)));
}
function spaced(text: string, gap: Gap): string {
  return [...text].join('\0'.repeat(gap));
}

/** Works on bytes as Latin-1 letters, so that any encoding of ASCII survives byte for byte. */
function hideBytes(bytes: Uint8Array, all: Hidden[]): Uint8Array {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = all.filter(({ probes }) => probes.some((probe) => body.includes(probe)));
  if (found.length === 0) return bytes;
  const before = body.toString('latin1');
  const isWide = before.slice(0, HEAD).includes('\0');
  let letters = before;
  for (const { expressions, shown } of found)
    for (const gap of isWide ? GAPS : GAPS.slice(0, 1))
      letters = put(letters, expressions(gap), spaced(Buffer.from(shown).toString('latin1'), gap));
  return letters === before ? bytes : Buffer.from(letters, 'latin1');
}

function put(text: string, expressions: RegExp[], shown: string): string {
  return expressions.reduce((all, expression) => all.replace(expression, () => shown), text);
}
