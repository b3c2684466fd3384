/** The most memory that a crawl takes, through the real command. Run after `npm run build`. */
import { rmSync } from 'node:fs';
import { NEWSLETTER, pullquote, workspace } from '../test/support/cli.ts';
import { reply, startServer } from '../test/support/servers.ts';
import { feedOf, fieldsOf, milliseconds } from './farm.ts';

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
/** Says, as the process ends, how much memory it had at most (in kB). */
const TELL = `data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))`;

/** Feeds by their paths; those of 9.9 MB are as large as the door lets in. */
const FEEDS: Record<string, (home: string) => string> = {
  'many-entries': (home) => feedOf(home, 'many-entries', 20_000, 2).slice(0, 9_900_000),
  'large-entries': (home) => feedOf(home, 'large-entries', 95, 950),
  'ten-megabytes': (home) => feedOf(home, 'ten-megabytes', 8_500, 9).slice(0, 9_900_000),
};
const ORDINARY = 50;
for (let i = 0; i < ORDINARY; i++) FEEDS[`ordinary-${i}`] = (home) => feedOf(home, `ordinary-${i}`, 20, 12);

const server = await startServer((hit, response) => {
  const make = FEEDS[hit.path.slice(1)];
  if (make) return reply(response, 200, make(server.url), { 'content-type': 'application/rss+xml' });
  return reply(response, 404);
});

async function measure(what: string, names: string[]): Promise<void> {
  const sources = names.map((name) => `- { kind: feed, url: "${server.url}/${name}", id: ${name} }`);
  const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': NEWSLETTER });
  const args = ['-C', dir, 'crawl', '--json', '--quiet', ...WINDOW];
  const [ms, ran] = await milliseconds(() =>
    pullquote(args, { env: { PULLQUOTE_ALLOW: server.host }, nodeArgs: ['--import', TELL] }),
  );
  rmSync(dir, { recursive: true, force: true });
  if (ran.code !== 0) throw new Error(ran.stderr);
  const items = (JSON.parse(ran.stdout) as { sources: { items: number }[] }).sources.reduce(
    (sum, s) => sum + s.items,
    0,
  );
  const peak = Number(/peak (\d+)/.exec(ran.stderr)?.[1]) / 1000;
  console.log(`${what}: ${peak.toFixed(0)} MB at most, ${Math.round(ms)} ms, ${items} items`);
}

const ordinary = fieldsOf(ORDINARY, (i) => `ordinary-${i}`);
await measure('a feed of 20,000 entries', ['many-entries']);
await measure('a feed of 95 entries of 100 kB each', ['large-entries']);
await measure('a feed of 10 MB', ['ten-megabytes']);
await measure(`${ORDINARY} ordinary feeds`, ordinary);
await measure('all of them', [...Object.keys(FEEDS)]);
await server.close();
