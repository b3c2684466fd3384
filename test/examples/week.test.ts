import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeHTML } from 'entities';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildWeek, gzip } from '../../scripts/week/week.ts';

const root = join(import.meta.dirname, '../..');
const dir = join(root, 'examples/week');
const text = buildWeek(dir);
interface Answer {
  startedDateTime: string;
  request: { method: string; url: string };
  response: { status: number; content: { mimeType: string; text: string } };
}
const answers = (JSON.parse(text) as { log: { entries: Answer[] } }).log.entries;
const byUrl = new Map(answers.map((answer) => [answer.request.url, answer.response]));
const sources = parse(readFileSync(join(dir, 'sources.yaml'), 'utf8')) as { url: string }[];

/** Letters and digits alone, so that markup, entities and typography don't count. */
function squash(words: string): string {
  const plain = decodeHTML(decodeHTML(words.replace(/<!\[CDATA\[|\]\]>/g, '')))
    .replace(/<v [^>]*>/g, '')
    .replace(/\d\d:\d\d:\d\d\.\d+ --> \S+/g, '')
    .replace(/<[^>]+>/g, ' ');
  return plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
function feedText(): string {
  return sources.map(({ url }) => byUrl.get(url)?.content.text ?? '').join('\n');
}
/** Titles, links and dates as they stand in the feeds, whatever the format. */
function entries(): { dates: string[]; count: number } {
  const all = feedText();
  const items = all.match(/<item>|<entry>|"date_published"/g) ?? [];
  const dates = [
    ...all.matchAll(/<pubDate>(.*?)<\/pubDate>|<published>(.*?)<\/published>\s*<updated>|"date_published": "(.*?)"/g),
  ];
  return { count: items.length, dates: dates.map((match) => match[1] ?? match[2] ?? match[3] ?? '') };
}

test('the committed recording is what the script builds', () => {
  const committed = readFileSync(join(dir, 'week.har.gz'));
  // The packed bytes may differ between builds of zlib; what they hold may not.
  expect(gunzipSync(committed).toString('utf8') === text).toBe(true);
  expect(committed.length).toBeLessThan(400 * 1024);
});

test('building twice gives the same bytes, with no time and no machine in them', () => {
  const first = gzip(text);
  expect(Buffer.compare(first, gzip(buildWeek(dir)))).toBe(0);
  expect([...first.subarray(4, 10)].join()).toMatch(/^0,0,0,0,\d,255$/);
});

test('every answer was captured at one moment, and no address twice', () => {
  expect(new Set(answers.map((answer) => answer.startedDateTime))).toEqual(new Set(['2026-11-15T18:00:00.000Z']));
  expect(byUrl.size).toBe(answers.length);
});

test('each source is recorded, and the week has the size it promises', () => {
  for (const { url } of sources) expect(byUrl.has(url), url).toBe(true);
  const { count, dates } = entries();
  expect(sources.length).toBe(21);
  expect(count).toBeGreaterThanOrEqual(90);
  const outside = dates.filter((date) => {
    const time = Date.parse(date);
    return time < Date.parse('2026-11-09T00:00:00Z') || time >= Date.parse('2026-11-15T18:00:00Z');
  });
  expect(outside.length).toBe(3);
  expect(answers.filter((answer) => /html/.test(answer.response.content.mimeType)).length).toBeGreaterThanOrEqual(60);
});

test('what goes wrong in a real week is in it', () => {
  const body = (url: string) => byUrl.get(url)?.content.text ?? '';
  expect(body('https://northgate-lab.test/news/feed')).toMatch(/<html/);
  expect(body('https://lintel.test/briefings/rss.xml')).not.toMatch(/<\/rss>/);
  expect(body('https://lintel.test/briefings/rss.xml').match(/<\/item>/g)).toHaveLength(3);
  expect(byUrl.get('https://corvane.test/docs/latchkey-3-4')?.status).toBe(404);
  expect(body('https://stackbrief.test/sorrel-2-changes-everything')).toMatch(
    /display:none.*ignore your previous instructions/s,
  );
  expect(body('https://harbourcourier.test/2026/11/14/ferrolight-board-meetings')).toMatch(/class="paywall"/);
  expect(feedText()).toMatch(/utm_source=rss/);
  const copy = squash(body('https://pembrokewire.test/technology/export-board-drops-limit-on-chip-speed'));
  expect(copy).toContain(squash('The old rule measured the engine and ignored the fuel line'));
});

test('only invented hosts, but for the two sites whose address shapes are the point', () => {
  const hosts = new Set(answers.map((answer) => new URL(answer.request.url).hostname));
  const real = [...hosts].filter((host) => !/\.(test|example)$/.test(host));
  expect(real.sort()).toEqual(['news.ycombinator.com', 'www.youtube.com']);
});

test('each quote of the invented first issue is in the page or post that it stands under', () => {
  const issue = readFileSync(join(root, 'issues/001/issue.md'), 'utf8');
  const posts = parse(readFileSync(join(dir, 'feeds/12-x.yaml'), 'utf8')) as {
    entries: { url: string; post: string }[];
  };
  const wordsAt = (url: string) => {
    const post = posts.entries.find((entry) => entry.url === url)?.post;
    const transcript =
      url === 'https://warmcache.test/episodes/61'
        ? byUrl.get('https://warmcache.test/transcripts/61.vtt')?.content.text
        : '';
    return squash(`${post ?? ''} ${byUrl.get(url)?.content.text ?? ''} ${transcript}`);
  };
  let near = '';
  let quotes = 0;
  for (const line of issue.split('\n')) {
    if (line.startsWith('> ')) {
      quotes++;
      expect(wordsAt(near), `${near}: ${line}`).toContain(squash(line.slice(2)));
      continue;
    }
    for (const match of line.matchAll(/\]\((https:[^)]+)\)/g)) near = match[1] ?? '';
  }
  expect(quotes).toBe(16);
});
