/**
 * From a recording to a draft without a model, through the real command: 1,000 and 10,000 items, time and memory; then the same again, unchanged. Run after `npm run build`.
 * `node bench/pipeline.ts PROFILES` also writes a CPU profile of each size into that folder.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NEWSLETTER, pullquote, workspace } from '../test/support/cli.ts';
import { type Recorded, recordingOf, WINDOW } from '../test/support/recording.ts';
import { milliseconds } from './farm.ts';
import { beginEvent, DATA, DAY, eventSize, type Material, material, pick, START, WEEK } from './material.ts';
import { seeded } from './random.ts';

const COUNTS = [1000, 10_000];
const ENTRIES_A_FEED = 20;
const ROUNDS = 3;
/** Says, as the process ends, how much memory it had at most (in kB). */
const TELL = `data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))`;
/** What stands around the words of a page: it makes most of its bytes, as on real ones. */
const AROUND = `<nav><ul>${'<li><a href="/section">Section</a></li>'.repeat(80)}</ul></nav>`;

interface Told {
  title: string;
  url: string;
  at: string;
  paragraphs: string[];
}

/** So many entries of events that several sites tell, each with some of the event's sentences, and a page of its own. */
function entriesOf(count: number, { titles, sentences }: Material): Told[] {
  const next = seeded(count);
  const all = sentences.flat();
  const told: Told[] = [];
  while (told.length < count) {
    const { title, opening } = beginEvent(told.length, titles, next);
    const event = Array.from({ length: 40 }, () => pick(all, next));
    const at = START + next() * (WEEK - 2 * DAY);
    for (let i = Math.min(eventSize(2, next), 12, count - told.length); i > 0; i--) {
      const site = Math.floor(told.length / ENTRIES_A_FEED);
      const some = event.filter(() => next() < 0.6);
      const paragraphs = [opening, ...some.map((_, k) => some.slice(k, k + 3).join(' ')).filter((_, k) => k % 3 === 0)];
      told.push({
        title,
        url: `https://site${site}.test/${told.length}`,
        at: new Date(at + next() * DAY).toUTCString(),
        paragraphs,
      });
    }
  }
  return told;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function feed(site: number, entries: Told[]): string {
  const items = entries.map(
    ({ title, url, at, paragraphs }) =>
      `<item><title>${escaped(title)}</title><link>${url}</link><guid>${url}</guid><pubDate>${at}</pubDate><description>${escaped(paragraphs.slice(0, 2).join(' '))}</description></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Site ${site}</title><link>https://site${site}.test/</link><description>x</description>${items.join('')}</channel></rss>`;
}

function page({ title, paragraphs }: Told): string {
  const text = paragraphs.map((words) => `<p>${escaped(words)}</p>`).join('');
  return `<!doctype html><html lang="en"><head><title>${escaped(title)}</title></head><body>${AROUND}<main><article><h1>${escaped(title)}</h1>${text}</article></main><footer>${AROUND}</footer></body></html>`;
}

/** A workspace with the recording of a week of so many items. */
function weekOf(count: number, from: Material): string {
  const told = entriesOf(count, from);
  const sites = Array.from({ length: Math.ceil(count / ENTRIES_A_FEED) }, (_, i) => i);
  const ofSite = (i: number) => told.slice(i * ENTRIES_A_FEED, (i + 1) * ENTRIES_A_FEED);
  const answers: Recorded[] = [
    ...sites.map((i) => ({
      url: `https://site${i}.test/feed.xml`,
      body: feed(i, ofSite(i)),
      type: 'application/rss+xml',
    })),
    ...told.map((one) => ({ url: one.url, body: page(one) })),
  ];
  const sources = sites.map((i) => `- { kind: feed, url: "https://site${i}.test/feed.xml", id: site${i} }`);
  const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': NEWSLETTER });
  writeFileSync(join(dir, 'week.har.gz'), recordingOf(answers));
  return dir;
}

async function draft(dir: string, nodeArgs: string[] = []): Promise<{ seconds: number; peak: number; blocks: number }> {
  const args = [
    '-C',
    dir,
    'draft',
    '--model',
    'none',
    '--replay',
    join(dir, 'week.har.gz'),
    '--json',
    '--quiet',
    ...WINDOW,
  ];
  const [ms, ran] = await milliseconds(() => pullquote(args, { nodeArgs: ['--import', TELL, ...nodeArgs] }));
  if (ran.code !== 0) throw new Error(ran.stderr);
  const { written } = JSON.parse(ran.stdout) as { written: { blocks: number } };
  return { seconds: ms / 1000, peak: Number(/peak (\d+)/.exec(ran.stderr)?.[1]) / 1000, blocks: written.blocks };
}

async function measure(count: number, from: Material, profiles: string | undefined) {
  const dir = weekOf(count, from);
  const fresh = () => {
    for (const path of ['.pullquote', 'issues']) rmSync(join(dir, path), { recursive: true, force: true });
  };
  const best = { first: Number.POSITIVE_INFINITY, again: Number.POSITIVE_INFINITY, peak: 0, blocks: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    fresh();
    const first = await draft(dir);
    const again = await draft(dir);
    best.first = Math.min(best.first, first.seconds);
    best.again = Math.min(best.again, again.seconds);
    best.peak = Math.max(best.peak, first.peak);
    best.blocks = first.blocks;
  }
  console.log(
    `${count} items: draft ${best.first.toFixed(1)} s, unchanged again ${best.again.toFixed(1)} s (best of ${ROUNDS}), ${Math.round(best.peak)} MB at most, ${best.blocks} blocks`,
  );
  if (profiles !== undefined) {
    fresh();
    mkdirSync(profiles, { recursive: true });
    await draft(dir, ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=draft-${count}.cpuprofile`]);
  }
  rmSync(dir, { recursive: true, force: true });
  return best;
}

if (!existsSync(DATA)) console.log(`skipped: there is no ${DATA}`);
else {
  const from = material();
  const profiles = process.argv[2] === undefined ? undefined : resolve(process.argv[2]);
  const [small, large] = [
    await measure(COUNTS[0] as number, from, profiles),
    await measure(COUNTS[1] as number, from, profiles),
  ];
  console.log(
    `growth of ten times: time ${(large.first / small.first).toFixed(1)}×, memory ${(large.peak / small.peak).toFixed(1)}×`,
  );
}
