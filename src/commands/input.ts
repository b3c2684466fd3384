import { readFileSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** More than any list of feeds or transcript has. */
const LONGEST = 20_000_000;

/** A file that the editor names, anywhere on the disk, or standard input. Throws UserError where it cannot be read. */
export function readInput(file: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  if (bytes.length > LONGEST) throw new UserError(`${file} is larger than ${LONGEST / 1e6} MB.`);
  return bytes;
}
