/** How long a crawl of 50 unchanged sources takes, through the real command. Run after `npm run build`. */
import { rmSync } from 'node:fs';
import { NEWSLETTER, pullquote, workspace } from '../test/support/cli.ts';
import { fieldsOf, milliseconds, startLargeFarm } from './farm.ts';

const FEEDS = 50;
const ENTRIES = 20;
const RUNS = 5;
const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];

const farm = await startLargeFarm(FEEDS, ENTRIES);
const sources = fieldsOf(FEEDS, (i) => `- { kind: feed, url: "${farm.url}/${i}.xml", id: feed-${i}, name: Feed ${i} }`);
const env = { PULLQUOTE_ALLOW: farm.host };

interface Crawled {
  ms: number;
  requests: number;
  notModified: number;
  added: number;
  pages: number;
}
async function crawl(dir: string): Promise<Crawled> {
  const before = farm.answers.length;
  const [ms, ran] = await milliseconds(() => pullquote(['-C', dir, 'crawl', '--json', ...WINDOW], { env }));
  if (ran.code !== 0) throw new Error(ran.stderr);
  const answers = farm.answers.slice(before);
  const report = JSON.parse(ran.stdout) as { sources: { added: number }[]; pages: { wanted: number } };
  const added = report.sources.reduce((sum, source) => sum + source.added, 0);
  const notModified = answers.filter((status) => status === 304).length;
  return { ms, requests: answers.length, notModified, added, pages: report.pages.wanted };
}

const [firsts, seconds]: [Crawled[], Crawled[]] = [[], []];
for (let run = 0; run < RUNS; run++) {
  const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': NEWSLETTER });
  firsts.push(await crawl(dir));
  seconds.push(await crawl(dir));
  rmSync(dir, { recursive: true, force: true });
}
const [startUp] = await milliseconds(() => pullquote(['--version'], {}));
await farm.close();

for (const [what, runs] of Object.entries({ first: firsts, second: seconds })) {
  const best = runs.reduce((a, b) => (a.ms <= b.ms ? a : b));
  const { ms, requests, notModified, added, pages } = best;
  console.log(
    `${what} crawl of ${FEEDS} feeds: ${Math.round(ms)} ms (best of ${RUNS}), ${requests} requests, ${notModified} of them 304, ${added} new items, ${pages} pages`,
  );
}
console.log(`start of the command alone: ${Math.round(startUp)} ms`);
