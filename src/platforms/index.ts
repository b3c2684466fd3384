import type { Files, Platform } from '../types.ts';
import { filePlatform } from './file.ts';

/** Every platform that an issue can be put on. A new one is one file and one line. */
export function platformsFor(files: Files): Record<string, Platform> {
  return { file: filePlatform(files) };
}
