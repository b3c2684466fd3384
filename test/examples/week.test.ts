import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeHTML } from 'entities';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { toHackerNewsHtml } from '../../scripts/week/markdown.ts';
import type { Comment, Thread } from '../../scripts/week/types.ts';
import { buildWeek, gzip } from '../../scripts/week/week.ts';
import { findQuotes } from '../../src/stages/quotes.ts';
import { parseChapters } from '../../src/text/chapters.ts';
import { htmlToMarkdown } from '../../src/text/htmlMarkdown.ts';
import { parseTranscript } from '../../src/text/transcript.ts';
import type { Original } from '../../src/types.ts';
import { original } from '../support/items.ts';

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
const written = (path: string) => parse(readFileSync(join(dir, path), 'utf8'));
const sources = written('sources.yaml') as { kind: string; url?: string; posts?: (string | { url: string })[] }[];
const posts = ['12-x', '20-x-thread', '21-lamp-social'].flatMap(
  (name) => (written(`feeds/${name}.yaml`) as { entries: { url: string; post: string }[] }).entries,
);
const threads = readdirSync(join(dir, 'threads')).flatMap((name) => written(`threads/${name}`) as Thread | Thread[]);
const comments = threads.flatMap((thread) => withReplies(thread.comments));

function withReplies(list: Comment[]): Comment[] {
  return list.flatMap((comment) => [comment, ...withReplies(comment.kids ?? [])]);
}

/** Letters and digits alone, so that markup, entities and typography don't count. */
function squash(words: string): string {
  const plain = decodeHTML(decodeHTML(words.replace(/<!\[CDATA\[|\]\]>/g, '')))
    .replace(/<v [^>]*>/g, '')
    .replace(/\d\d:\d\d:\d\d\.\d+ --> \S+/g, '')
    .replace(/<[^>]+>/g, ' ');
  return plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
function feedText(): string {
  const feeds = answers.filter(({ response }) => /<(rss|feed)[ >]|jsonfeed/.test(response.content.text));
  return feeds.map(({ response }) => response.content.text).join('\n');
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
  for (const { url = '', kind } of sources)
    if (kind === 'feed' || kind === 'podcast' || kind === 'page') expect(byUrl.has(url), url).toBe(true);
  const { count, dates } = entries();
  expect(sources.length).toBe(25);
  expect(new Set(sources.map(({ kind }) => kind)).size).toBe(7);
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

test('only invented hosts, but for the sites whose address shapes are the point', () => {
  const urls = answers.map((answer) => new URL(answer.request.url));
  const hosts = new Set(urls.filter(({ protocol }) => protocol === 'https:').map(({ hostname }) => hostname));
  const real = [...hosts].filter((host) => !/\.(test|example)$/.test(host));
  expect(real.sort()).toEqual([
    'hacker-news.firebaseio.com',
    'hn.algolia.com',
    'publish.twitter.com',
    'www.youtube.com',
  ]);
  const files = urls.filter(({ protocol }) => protocol !== 'https:').map(({ href }) => href);
  expect(files).toEqual(['workspace:transcripts/pq9900aWhBd.vtt']);
});

test('every comment stands in the tree of its story, in the HTML of the site, word for word', () => {
  const html = new Map<string, string>();
  for (const { request, response } of answers) {
    if (!request.url.startsWith('https://hn.algolia.com/api/v1/items/')) continue;
    const waiting = [JSON.parse(response.content.text)];
    for (const node of waiting) {
      html.set(`${node.id} by ${node.author}`, node.text);
      waiting.push(...node.children);
    }
  }
  expect(comments.length).toBeGreaterThan(80);
  expect(new Set(comments.map(({ id }) => id)).size).toBe(comments.length);
  for (const { id, by, text: said } of comments) {
    const { text } = htmlToMarkdown(html.get(`${id} by ${by}`) ?? '', 'https://news.ycombinator.com/');
    expect(squash(text), said).toBe(squash(said.replace(/<(https:[^>]+)>/g, '$1')));
  }
});

test('Hacker News writes five characters as references, links as their addresses and what is quoted as it was typed', () => {
  expect(toHackerNewsHtml('> so *they* say\n\nIt\'s "a & b" <https://a.example/b>\n\n```\nif (x) y\n```\n')).toBe(
    '&gt; so <i>they</i> say<p>It&#x27;s &quot;a &amp; b&quot; <a href="https:&#x2F;&#x2F;a.example&#x2F;b" rel="nofollow">https:&#x2F;&#x2F;a.example&#x2F;b</a><p><pre><code>  if (x) y\n</code></pre>\n',
  );
  expect(() => toHackerNewsHtml('# A heading')).toThrow('no heading');
});

test('a sponsor pays for the podcast: what is said for the money would be quoted, were it not in a chapter of its own', () => {
  const transcript = 'https://warmcache.test/transcripts/61.vtt';
  const heard = parseTranscript(byUrl.get(transcript)?.content.text ?? '', 'text/vtt', transcript);
  const chapters = parseChapters(byUrl.get('https://warmcache.test/chapters/61.json')?.content.text ?? '');
  const quoted = (more: Partial<Original>) => {
    const url = 'https://warmcache.test/episodes/61';
    const lead = original({ url, ...heard, textFrom: 'transcript', media: 'audio', incomplete: false, ...more });
    const story = { id: 's', title: lead.title, items: [lead], lead, score: 1, onTopic: true, reasons: [] };
    return findQuotes(story).map(({ text }) => text);
  };
  expect(quoted({}).join('\n')).toContain('I used to think that the best shelf was the cheapest one');
  expect(quoted({ chapters }).join('\n')).not.toMatch(/shelf|jam|Crate/);
  expect(quoted({ chapters }).join('\n')).toContain('long context matters');
});

test('each quote of the invented first issue is in the page, post, comment or transcript that it stands under', () => {
  const issue = readFileSync(join(root, 'issues/001/issue.md'), 'utf8');
  const transcripts = new Map([
    ['https://warmcache.test/episodes/61', 'https://warmcache.test/transcripts/61.vtt'],
    ['https://www.youtube.com/watch?v=pq9900aWhBd', 'workspace:transcripts/pq9900aWhBd.vtt'],
  ]);
  const wordsAt = (url: string) => {
    const said = [
      posts.find((post) => post.url === url)?.post,
      comments.find(({ id }) => url === `https://news.ycombinator.com/item?id=${id}`)?.text,
      byUrl.get(transcripts.get(url) ?? url)?.content.text,
    ];
    return squash(said.join(' '));
  };
  let near = '';
  let quotes = 0;
  for (const line of issue.split('\n')) {
    if (line.startsWith('> ') && !line.startsWith('> — ')) {
      quotes++;
      expect(wordsAt(near), `${near}: ${line}`).toContain(squash(line.slice(2)));
      continue;
    }
    for (const match of line.matchAll(/\]\((https:[^)]+)\)/g)) near = (match[1] ?? '').replace(/[#&]t=\d+$/, '');
  }
  expect(quotes).toBe(15);
});
