/** What `bench/crawl.ts` compares with: a loop over rss-parser's own `parseURL`, which reads and counts and stores nothing. */
import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import RssParser from 'rss-parser';

const AT_ONCE = 12;
/** As long as Pullquote waits for a feed. */
const TIMEOUT_MS = 30_000;

const urls = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as string[];
const parser = new RssParser({ timeout: TIMEOUT_MS });
const limit = pLimit(AT_ONCE);
const counts = await Promise.all(
  urls.map((url) =>
    limit(async () => {
      try {
        return (await parser.parseURL(url)).items.length;
      } catch {
        return undefined;
      }
    }),
  ),
);
const read = counts.filter((count) => count !== undefined);
console.log(
  JSON.stringify({ items: read.reduce((sum, count) => sum + count, 0), failed: counts.length - read.length }),
);
process.exit();
