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
    throw new UserError(`${file} ${whyUnread(error)}`);
  }
  if (bytes.length > LONGEST) throw new UserError(`${file} is larger than ${LONGEST / 1e6} MB.`);
  return bytes;
}

const WHY: Record<string, string> = {
  ENOENT: 'is not there; check its name',
  ENOTDIR: 'is not there; check its name',
  EISDIR: 'is a folder; a file is wanted',
  EACCES: 'may not be read by you; change its permissions',
  EPERM: 'may not be read by you; change its permissions',
};

/** Why a file could not be read, in words that go on after its name. */
export function whyUnread(error: unknown): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return WHY[code] ?? `cannot be read (${code})`;
}
