/** Processor time of reading a real page and a real feed, without network or database: the least that a worker spends. It needs `../shared/data`. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extractArticle, parseFeed } from '../../src/index.ts';

const DATA = resolve('../shared/data');
const RUNS = 3;

if (!existsSync(DATA)) console.log(`skipped: there is no ${DATA}`);
else {
  const pages = globSync(`${DATA}/extraction/*/**/*.html.gz`).map((file) => gunzipSync(readFileSync(file)));
  const feeds: Buffer[] = [];
  for (const week of globSync(`${DATA}/weeks/*/week.har.gz`)) {
    const { log } = JSON.parse(gunzipSync(readFileSync(week)).toString());
    for (const { request, response } of log.entries)
      if (request.url.startsWith('https://feeds.') && response.content.text)
        feeds.push(Buffer.from(response.content.text));
  }
  await best('a page', pages, async (body) => {
    extractArticle(body.toString(), { url: 'https://example.com/a' });
  });
  await best('a feed', feeds, async (body) => {
    await parseFeed(body, { url: 'https://example.com/feed.xml' });
  });
}

async function best(what: string, bodies: Buffer[], read: (body: Buffer) => Promise<void>): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const from = process.cpuUsage();
    for (const body of bodies) await read(body);
    const { user, system } = process.cpuUsage(from);
    least = Math.min(least, (user + system) / 1000 / bodies.length);
  }
  const size = bodies.reduce((sum, { length }) => sum + length, 0) / bodies.length / 1000;
  console.log(
    `${what} of ${size.toFixed(0)} kB in the mean: ${least.toFixed(1)} ms of a processor (best of ${RUNS}, ${bodies.length} of them)`,
  );
}
