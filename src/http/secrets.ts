/** `${NAME}` in what the operator wrote: filled in just before the wire, and put back wherever its value comes out again. */
import { SourceError } from '../errors.ts';
import { SECRET } from '../text/secret.ts';

/** A shorter value would be found by chance in a page; in addresses and messages it is hidden where it stands alone. */
const SHORTEST_IN_TEXT = 8;

/** What hides the secrets that one request used. */
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

/** A value as it stands in text, in JSON and in the ways that a URL is written, whose escapes some write in small letters. */
function spellingsOf(value: string): string[] {
  const form = new URLSearchParams([['', value]]).toString().slice(1);
  const coded = [encodeURIComponent(value), encodeURI(value), form];
  const small = coded.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [value, JSON.stringify(value).slice(1, -1), ...coded, ...small];
}

/** Hides these values, however they are spelled, the longest first. */
export function createVeil(values: Map<string, string>): Veil {
  const spellings = new Map<string, string>();
  for (const [value, shown] of values) {
    for (const spelling of spellingsOf(value)) {
      if (spelling !== '') spellings.set(spelling, shown);
    }
  }
  const ordered = [...spellings].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  const long = ordered.filter(([spelling]) => spelling.length >= SHORTEST_IN_TEXT);
  return {
    text: (text) => ordered.reduce((all, [spelling, shown]) => hide(all, spelling, shown), text),
    bytes: (bytes) => hideBytes(bytes, long),
  };
}

function hide(text: string, spelling: string, shown: string): string {
  if (spelling.length >= SHORTEST_IN_TEXT) return text.replaceAll(spelling, () => shown);
  const literal = spelling.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu'), () => shown);
}

/** Works on Latin-1 letters, one a byte, so that any encoding of ASCII survives byte for byte. */
function hideBytes(bytes: Uint8Array, spellings: [string, string][]): Uint8Array {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = spellings.filter(([spelling]) => body.includes(spelling));
  if (found.length === 0) return bytes;
  let letters = body.toString('latin1');
  for (const [spelling, shown] of found) {
    letters = letters.replaceAll(Buffer.from(spelling).toString('latin1'), () => shown);
  }
  return Buffer.from(letters, 'latin1');
}
