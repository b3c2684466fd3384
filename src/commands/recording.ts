import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { decodeHar, encodeHar, type Recording, readHar } from '../text/har.ts';
import { whyUnread } from './input.ts';

/** Throws UserError where there is none. */
export function readRecording(path: string): Recording {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UserError(`the recording ${path} ${whyUnread(error)}`);
  }
  return readHar(decodeHar(bytes));
}

/** Beside, then renamed: a recording is whole or not there. */
export function saveRecording(path: string, har: string): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, encodeHar(har, path.endsWith('.gz')));
    renameSync(beside, path);
  } catch (error) {
    throw new UserError(`the recording ${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}
