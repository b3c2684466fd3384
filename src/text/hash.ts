import { createHash } from 'node:crypto';

/** SHA-256 (FIPS 180-4) in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The first 16 hex digits of the SHA-256: short enough to print, long enough to be unique among items. */
export function shortHash(data: string): string {
  return sha256(data).slice(0, 16);
}
