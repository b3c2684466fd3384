import { sha256 } from '../text/hash.ts';

/** Bytes of an address in an index. Postgres takes 2,704 in a row of one, and a verdict has two addresses. */
const LONGEST = 1000;
/** Letters of a longer one that stay; each has three bytes at most. */
const READABLE = 300;

/**
 * An address as it stands in a column that is indexed: a very long one is cut, with its hash in the place of the rest, and what not every
 * database can hold is U+FFFD.
 */
export function keyOf(url: string): string {
  const text = url.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Buffer.byteLength(text) <= LONGEST) return text;
  return `${text.slice(0, READABLE).toWellFormed()}… ${sha256(url)}`;
}
