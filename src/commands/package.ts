import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the package itself, whether run from `src/` or `dist/`. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The version in package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version;
}
