/** Where a desk is: the same for an issue of a workspace each time, so that a tab that stayed open, and the words that a browser keeps for it, find their desk again. */
import { randomBytes } from 'node:crypto';
import { shortHash } from '../text/hash.ts';
import type { Files } from '../types.ts';

export interface Place {
  /** `/` and a secret: what the path of every request begins with. */
  base: string;
  /** The issue's own port, and those that are tried where it is taken. */
  ports: number[];
}

/** Below those that systems hand out by themselves, and none that browsers refuse. */
const [FIRST, MANY] = [20_000, 10_000];
const TRIES = 20;

/** Reads where the desk of an issue is, or decides it. Losing what is written of it moves the desk, no more. */
export async function placeOf(files: Files, number: number): Promise<Place> {
  const path = `.pullquote/desk/path-${String(number).padStart(3, '0')}`;
  let secret = (await files.read(path))?.trim() ?? '';
  if (!/^[\w-]{22}$/.test(secret)) {
    secret = randomBytes(16).toString('base64url');
    await files.write(path, `${secret}\n`);
  }
  const port = FIRST + (Number.parseInt(shortHash(secret).slice(0, 8), 16) % MANY);
  return { base: `/${secret}`, ports: Array.from({ length: TRIES }, (_, i) => port + i) };
}
