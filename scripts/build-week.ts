// Builds examples/week/week.har.gz from the files beside it: node scripts/build-week.ts
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildWeek, gzip } from './week/week.ts';

const dir = fileURLToPath(new URL('../examples/week', import.meta.url));
const text = buildWeek(dir);
const bytes = gzip(text);
writeFileSync(`${dir}/week.har.gz`, bytes);
console.log(`week.har.gz: ${JSON.parse(text).log.entries.length} answers, ${(bytes.length / 1024).toFixed(0)} KB`);
