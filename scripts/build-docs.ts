/** Writes docs/reference.md and the picture in docs/architecture.md from the code: `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './docs/pages.ts';

const root = join(import.meta.dirname, '..');
for (const [file, text] of Object.entries(await pages((path) => readFileSync(join(root, path), 'utf8'))))
  writeFileSync(join(root, file), text);
