/** What feeds and pages weigh, as they come and as they are stored, and how many feeds share a host. It needs `../shared/data`. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const DATA = resolve('../shared/data');
interface Har {
  log: {
    entries: {
      request: { url: string };
      response: { status: number; content: { text?: string; encoding?: string } };
    }[];
  };
}

if (!existsSync(DATA)) console.log(`skipped: there is no ${DATA}`);
else {
  const feeds: Buffer[] = [];
  const pages: Buffer[] = [];
  for (const week of globSync(`${DATA}/weeks/*/week.har.gz`)) {
    const { log } = JSON.parse(gunzipSync(readFileSync(week)).toString()) as Har;
    for (const { request, response } of log.entries) {
      const { text, encoding } = response.content;
      if (response.status !== 200 || !text) continue;
      const isFeed = request.url.startsWith('https://feeds.week.test/');
      (isFeed ? feeds : pages).push(Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8'));
    }
  }
  tell('feeds of the real weeks', feeds);
  tell('pages of the real weeks', pages);
  const whole = globSync(`${DATA}/feeds/{rss-parser/input,youtube,podcast-namespace}/*.{xml,rss,atom}`);
  tell(
    'feeds kept whole by other projects',
    whole.map((file) => readFileSync(file)),
  );
  tell(
    'pages as sites serve them (article sets)',
    globSync(`${DATA}/extraction/*/**/*.{html,html.gz}`).map((file) => {
      const bytes = readFileSync(file);
      return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    }),
  );
  hosts();
}

function tell(what: string, bodies: Buffer[]): void {
  const raw = bodies.map(({ length }) => length);
  const stored = bodies.map((body) => gzipSync(body).length);
  console.log(`${what}: ${bodies.length}; raw ${spread(raw)}; gzip ${spread(stored)}`);
}

function spread(sizes: number[]): string {
  const sorted = [...sizes].sort((a, b) => a - b);
  const at = (share: number) => kB(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `mean ${kB(sizes.reduce((sum, size) => sum + size, 0) / sizes.length)}, median ${at(0.5)}, nine in ten below ${at(0.9)}, most ${at(1)}`;
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Of a public list of feeds about one subject. */
function hosts(): void {
  const lines = readFileSync(`${DATA}/lists/ai-sources.jsonl`, 'utf8').trim().split('\n');
  const urls = lines
    .map((line) => (JSON.parse(line) as { feed?: string }).feed)
    .filter((url) => url && URL.canParse(url));
  const counts = new Map<string, number>();
  for (const url of urls) {
    const { host } = new URL(url as string);
    counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  const largest = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([host, n]) => `${host} ${n}`);
  console.log(`${urls.length} listed feeds on ${counts.size} hosts; most: ${largest.join(', ')}`);
}
