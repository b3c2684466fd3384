import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { withKeeping } from '../../src/http/keep.ts';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readPage } from '../../src/sources/hackernews-answers.ts';
import { searchUrl, titleTest } from '../../src/sources/hackernews-stories.ts';
import { itemUrl, threadUrl } from '../../src/sources/hackernews-talk.ts';
import { readThread } from '../../src/sources/hackernews-thread.ts';
import { crawlers } from '../../src/sources/index.ts';
import { itemize } from '../../src/stages/itemize.ts';
import { openStore } from '../../src/store/index.ts';
import { readHar } from '../../src/text/har.ts';
import { plainOf } from '../../src/text/markdown-tree.ts';
import type { CrawlContext, Fetch, FetchRequest, HackerNewsSource, Item } from '../../src/types.ts';
import { type Comment, commentThread, itemOf, pageOf, type Story, siteOf, threadOf } from '../support/hackernews.ts';
import { memoryCache } from '../support/memory-cache.ts';

const source: HackerNewsSource = {
  ...{ id: 'hn', kind: 'hackernews', url: 'https://news.ycombinator.com/', name: 'Hacker News', weight: 1, tags: [] },
  ...{ enabled: true, private: false, respectOptOut: true },
  ...{ query: 'LLM OR AI', minPoints: 100, comments: 4, frontPage: false, items: [] },
};
const NOON = '2026-11-15T12:00:00.000Z';
const window = { sinceAt: '2026-11-09T00:00:00.000Z', untilAt: '2026-11-16T00:00:00.000Z' };

/** Answers from the map, as the door would give them; an address that is not in it is not found, a number is a status, a text stands as it is. */
function door(site: Map<string, unknown>, at = NOON): { fetch: Fetch; asked: FetchRequest[] } {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    const answer = site.has(request.url) ? site.get(request.url) : 404;
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    const bytes = Buffer.from(typeof answer === 'number' ? '' : body);
    return {
      ...{ url: request.url, finalUrl: request.url, headers: {}, at, from: 'network' as const },
      status: typeof answer === 'number' ? answer : 200,
      body: request.strip?.(bytes) ?? bytes,
    };
  };
  return { fetch, asked };
}
const context = (fetch: Fetch, o: Partial<CrawlContext> = {}): CrawlContext => ({
  ...{ fetch, window, now: NOON, say: () => undefined },
  ...o,
});
const crawl = (site: Map<string, unknown>, o: Partial<HackerNewsSource> = {}) =>
  crawlers.hackernews({ ...source, ...o }, context(door(site).fetch));

/** Words of one's own, enough to be quoted. */
const said = (about: string) =>
  `I have measured the ${about} for a month and the plain answer is that it costs more than it gives.`;
const comment = (id: number, by: string, o: Partial<Comment> = {}): Comment => ({
  id,
  by,
  text: said(`pump ${id}`),
  ...o,
});
const article: Story = {
  ...{ id: 42, title: 'An LLM that waters plants', hour: 10, url: 'https://garden.test/llm', points: 300 },
  comments: [comment(50, 'bob'), comment(51, 'cyd'), comment(52, 'dan')],
};
const ids = (entries: { url: string }[]) => entries.map(({ url }) => Number(/\bid=(\d+)/.exec(url)?.[1] ?? 0));

describe('crawlers.hackernews: stories', () => {
  it('asks once a UTC day, whatever the query, by the days of the window alone', async () => {
    const { fetch, asked } = door(siteOf([]));
    await crawlers.hackernews(source, context(fetch));
    expect(new Set(asked.map(({ url }) => url)).size).toBe(7);
    expect(asked[0]).toMatchObject({ from: 'operator' });
    expect(asked[0]?.url).toBe(
      'https://hn.algolia.com/api/v1/search_by_date?tags=story&numericFilters=created_at_i%3E=1794182400,created_at_i%3C1794268800,points%3E=100&hitsPerPage=100&page=0',
    );
    const later = door(siteOf([]));
    const other = { window: { ...window, untilAt: '2026-11-15T18:30:00.000Z' }, now: '2026-11-15T20:00:00.000Z' };
    await crawlers.hackernews({ ...source, query: 'Rust' }, context(later.fetch, other));
    expect(later.asked.map(({ url }) => url)).toEqual(asked.map(({ url }) => url));
  });

  it('tells of the article, not of who submitted it', async () => {
    const { entries, warnings } = await crawl(siteOf([{ ...article, comments: [] }]));
    expect(warnings).toEqual([]);
    expect(entries).toEqual([
      {
        ...{ id: 'https://news.ycombinator.com/item?id=42', url: 'https://garden.test/llm' },
        ...{ title: 'An LLM that waters plants', publishedAt: '2026-11-09T10:00:00.000Z' },
        ...{ commentsUrl: 'https://news.ycombinator.com/item?id=42', counts: { points: 300, comments: 0 } },
        ...{ categories: [], enclosures: [], transcripts: [], feedHomeUrl: 'https://news.ycombinator.com/' },
        ...{ seenAt: NOON, visit: { url: searchUrl('2026-11-09', 100, 0), at: NOON } },
      },
    ]);
  });

  it('takes a post without a link, and one that links to the site, as words of who wrote it', async () => {
    const text = 'We tried <i>three</i> models.<p>&gt; Which?<p>None of them.';
    const ask: Story = { id: 43, title: 'Ask HN: Which AI waters?', hour: 30, by: 'eve', text };
    const own: Story = { ...ask, id: 44, url: 'https://news.ycombinator.com/item?id=1' };
    const { entries } = await crawl(siteOf([ask, own]));
    expect(ids(entries)).toEqual([43, 44]);
    expect(entries[0]).toMatchObject({
      ...{ url: 'https://news.ycombinator.com/item?id=43', author: 'eve', title: 'Ask HN: Which AI waters?' },
      ...{ text: 'We tried three models.\n\n> Which?\n\nNone of them.', links: [] },
      markdown: 'We tried *three* models.\n\n\\> Which?\n\nNone of them.',
    });
  });

  it('keeps the words of a post that links to an article apart from the article', async () => {
    const show: Story = { ...article, id: 45, by: 'fay', title: 'Show HN: AI pump', text: said('pump'), comments: [] };
    const { entries } = await crawl(siteOf([show]));
    expect(entries).toHaveLength(2);
    expect(entries[0]).not.toHaveProperty('text');
    expect(entries[0]).not.toHaveProperty('author');
    expect(entries[1]).toMatchObject({
      ...{ url: 'https://news.ycombinator.com/item?id=45', author: 'fay', text: said('pump'), about: [article.url] },
    });
    expect(entries[1]?.id).not.toBe(entries[0]?.id);
  });

  it.each([
    ['LLM OR AI', 'The AI that waters', true],
    ['LLM OR AI', 'OpenAI waters', false],
    ['LLM OR AI', 'Small LLMs, measured', true],
    ['LLM OR AI', 'A.I. and its gardeners', true],
    ['LLM OR AI', 'Air and air', false],
    ['llm', 'LLM-generated gardens', true],
    ['open models', 'Models that are open', true],
    ['open models', 'Models that are closed', false],
    ['"open models" OR pump', 'Models that are open', false],
    ['"open models" OR pump', 'On open models', true],
    ['GPT-5', '5 reasons why GPT fails', false],
    ['GPT-5', 'GPT-5 waters', true],
    ['Llama 3.1', 'Llama 3.1 waters', true],
    ['Llama 3.1', 'Llama 3 waters', false],
    [undefined, 'Anything', true],
  ])('looks for %j in %j: %j', (query, title, found) => {
    expect(titleTest(query)(title)).toBe(found);
  });

  it('refuses a query without words', async () => {
    await expect(crawl(siteOf([]), { query: '+ OR "!"' })).rejects.toThrow('the query "+ OR "!"" has no words');
  });

  it('reads the front page as it stands beside what was found, each story once, and no job ad', async () => {
    const front = [
      { ...article, comments: [] },
      { id: 60, title: 'A lighthouse', hour: 100, url: 'https://sea.test/', points: 9 },
      { id: 61, title: 'Lighthouse is hiring', hour: 100, url: 'https://sea.test/jobs', type: 'job' },
    ];
    const both = await crawl(siteOf([{ ...article, comments: [] }], { front }), { frontPage: true });
    expect(both.entries.map(({ url }) => url)).toEqual(['https://garden.test/llm', 'https://sea.test/']);
  });

  it('without a query takes every story; with items alone asks for no day', async () => {
    const stories: Story[] = [
      { ...article, comments: [] },
      { id: 62, title: 'A lighthouse', hour: 50, url: 'https://sea.test/' },
    ];
    const { query: _, ...all } = source;
    const { entries } = await crawlers.hackernews(all, context(door(siteOf(stories)).fetch));
    expect(entries.map(({ title }) => title)).toEqual(['An LLM that waters plants', 'A lighthouse']);
    const { fetch, asked } = door(siteOf(stories));
    await crawlers.hackernews({ ...all, items: [62] }, context(fetch));
    expect(asked.map(({ url }) => url)).toEqual([itemUrl(62), threadUrl(62)]);
  });

  it('keeps to maxItems a day, and reads the comments of so many stories, most points first', async () => {
    const stories = [1, 2, 3].map((n) => ({ ...article, id: n, points: 100 + n, comments: [comment(n * 10, 'bob')] }));
    stories.push({ ...article, id: 4, hour: 30, points: 101, comments: [comment(40, 'bob')] });
    const { entries } = await crawl(siteOf(stories), { maxItems: 2 });
    expect(entries.map(({ commentsUrl }) => commentsUrl).filter(Boolean)).toEqual(
      [2, 3, 4].map((id) => `https://news.ycombinator.com/item?id=${id}`),
    );
    expect(ids(entries.filter(({ about }) => about))).toEqual([30, 20]);
  });

  it('reads further pages of a day, as far as the index goes', async () => {
    const site = siteOf([]);
    const at = (page: number) => searchUrl('2026-11-10', 100, page);
    const one = (id: number): Story[] => [{ ...article, id, hour: 30, comments: [] }];
    site.set(at(0), pageOf(one(1), { pages: 2, hits: 150 }));
    site.set(at(1), pageOf(one(2), { page: 1, pages: 2, hits: 150 }));
    expect((await crawl(site)).entries).toHaveLength(2);
    for (let page = 0; page < 14; page++) site.set(at(page), pageOf(one(page + 1), { page, pages: 14, hits: 1400 }));
    const { entries, warnings } = await crawl(site);
    expect(entries).toHaveLength(10);
    expect(warnings).toEqual([
      '2026-11-10 has 1400 stories with 100 points or more, of which the newest 1,000 were read: raise minPoints',
    ]);
  });
});

describe('crawlers.hackernews: comments', () => {
  const commentsOf = async (story: Partial<Story>, o: Partial<HackerNewsSource> = {}) => {
    const { entries } = await crawl(siteOf([{ ...article, ...story }]), o);
    return entries.filter(({ about }) => about !== undefined);
  };

  it('takes the best as the site ranks them, each with its permalink, writer, words and what it is about', async () => {
    const text =
      'It is <i>not</i> so, see <a href="https:&#x2F;&#x2F;sea.test&#x2F;a" rel="nofollow">https:&#x2F;&#x2F;sea.test&#x2F;a</a>: nine pumps of ten fail.<p>&gt; It saves water<p>Less than the valve did.';
    const entries = await commentsOf({
      comments: [comment(50, 'bob'), { ...comment(51, 'cyd'), text, hour: 12 }],
      kids: [51, 50],
    });
    expect(ids(entries)).toEqual([51, 50]);
    expect(entries[0]).toEqual({
      ...{ id: 'https://news.ycombinator.com/item?id=51', url: 'https://news.ycombinator.com/item?id=51', title: '' },
      ...{ author: 'cyd', publishedAt: '2026-11-09T12:00:00.000Z', links: ['https://sea.test/a'] },
      text: 'It is not so, see https://sea.test/a: nine pumps of ten fail.\n\n> It saves water\n\nLess than the valve did.',
      markdown:
        'It is *not* so, see [https://sea.test/a](https://sea.test/a): nine pumps of ten fail.\n\n\\> It saves water\n\nLess than the valve did.',
      about: ['https://garden.test/llm', 'https://news.ycombinator.com/item?id=42'],
      ...{ categories: [], enclosures: [], transcripts: [], feedHomeUrl: 'https://news.ycombinator.com/' },
      ...{ seenAt: NOON, visit: { url: threadUrl(42), at: NOON } },
    });
  });

  it.each([
    ['is too short', 'This.'],
    ['is too long', said('pump ').repeat(20)],
    [
      'is a link',
      `See <a href="https://sea.test/">https://sea.test/${'x'.repeat(90)}</a> ${'https://sea.test/y '.repeat(14)}`,
    ],
    ['is a quotation', `&gt; ${said('pump')}<p>This!`],
    [
      'is a list of links',
      `Related: ${[1, 2, 3, 4].map((n) => `<a href="https://sea.test/${n}">the tide, explained</a>`).join(', ')} and so on`,
    ],
    [
      'is about how people write',
      `${said('tone')} See <a href="https://news.ycombinator.com/newsguidelines.html">the guidelines</a>.`,
    ],
    ['was flagged', `[flagged] ${said('pump')}`],
    ['was deleted', null],
    ['has no words', '<p> <img src=x>'],
  ])('leaves out what %s', async (_, text) => {
    expect(ids(await commentsOf({ comments: [{ ...comment(50, 'bob'), text }, comment(51, 'cyd')] }))).toEqual([51]);
  });

  it('fills up with replies: of each thread in turn, the most answered first, and one comment a person', async () => {
    const comments = [
      comment(50, 'bob', {
        replies: [
          comment(60, 'gus'),
          comment(61, 'hal', { replies: [comment(70, 'ida'), comment(71, 'bob')] }),
          { id: 62, by: null, text: null, replies: [comment(72, 'jan')] },
        ],
      }),
      comment(51, 'bob'),
      comment(52, 'cyd', { replies: [comment(63, 'kim'), comment(64, 'lou')] }),
    ];
    const entries = await commentsOf({ comments, kids: [52, 50, 51] }, { comments: 8 });
    expect(ids(entries)).toEqual([52, 50, 63, 61, 64, 60, 70, 72]);
    expect(entries[3]?.about).toEqual([
      'https://garden.test/llm',
      'https://news.ycombinator.com/item?id=42',
      'https://news.ycombinator.com/item?id=50',
    ]);
    expect(await commentsOf({ comments }, { comments: 2 })).toHaveLength(2);
    expect(await commentsOf({ comments }, { comments: 0 })).toHaveLength(0);
  });

  it('takes Algolia’s order where Firebase fails, and says so once', async () => {
    const stories = [article, { ...article, id: 43, comments: [comment(80, 'lea')] }].map((s) => ({
      ...s,
      kids: [52],
    }));
    const site = siteOf(stories);
    for (const { id } of stories) site.set(itemUrl(id), 503);
    const { entries, warnings } = await crawl(site);
    expect(ids(entries.filter(({ about }) => about))).toEqual([50, 51, 52, 80]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('item/42.json (and 1 more address): answered 503');
    expect(warnings[0]).toContain('comments stand in the order of Algolia');
  });

  it('names a thread that could not be read, and goes on', async () => {
    const site = siteOf([article, { ...article, id: 43, comments: [comment(80, 'lea')] }]);
    site.set(threadUrl(42), 500);
    const { entries, warnings } = await crawl(site);
    expect(ids(entries.filter(({ about }) => about))).toEqual([80]);
    expect(warnings).toEqual([expect.stringContaining(`${threadUrl(42)}: answered 500`)]);
  });
});

describe('crawlers.hackernews: again', () => {
  /** Crawls with a cache that lasts, and gives the addresses that went over the network. */
  function visitor() {
    const cache = memoryCache();
    return async (site: Map<string, unknown>, now: string, o: Partial<HackerNewsSource> = {}) => {
      const { fetch, asked } = door(site, now);
      const kept = withKeeping({ cache, clock: () => new Date(now) }, fetch);
      const result = await crawlers.hackernews({ ...source, ...o }, context(kept, { now }));
      return { ...result, asked: asked.map(({ url }) => url) };
    };
  }
  const quiet: Story = { ...article, id: 43, hour: 100, points: 200 };

  it('reads comments again only where there are more of them', async () => {
    const visit = visitor();
    const first = await visit(siteOf([article, quiet]), '2026-11-13T06:00:00.000Z');
    expect(first.asked.filter((url) => !url.includes('search'))).toHaveLength(4);
    expect(first.unchanged).toBe(false);
    const more = { ...quiet, comments: [comment(90, 'mia'), ...(quiet.comments ?? [])] };
    const second = await visit(siteOf([article, more]), '2026-11-13T18:00:00.000Z');
    expect(second.asked.filter((url) => !url.includes('search'))).toEqual([itemUrl(43), threadUrl(43)]);
    const latest = second.entries.filter(({ seenAt }) => seenAt > '2026-11-13T12');
    expect(ids(latest.filter(({ about }) => about))).toEqual([90, 50, 51, 52]);
    expect(ids(second.entries.filter(({ about, seenAt }) => about && seenAt < '2026-11-13T12'))).toContain(52);
    const third = await visit(siteOf([article, more]), '2026-11-13T20:00:00.000Z');
    expect(third.asked.filter((url) => !url.includes('search'))).toEqual([]);
  });

  it('asks no more for days whose votes are in', async () => {
    const visit = visitor();
    await visit(siteOf([article]), '2026-11-12T06:00:00.000Z');
    const { asked } = await visit(siteOf([article]), '2026-11-12T18:00:00.000Z');
    expect(asked).toEqual([10, 11, 12].map((day) => searchUrl(`2026-11-${day}`, 100, 0)));
  });

  it('reads a named story again at each crawl, its thread only where it grew', async () => {
    const visit = visitor();
    const named = { query: undefined as never, items: [42] };
    expect((await visit(siteOf([article]), '2026-11-12T06:00:00.000Z', named)).asked).toHaveLength(2);
    const voted = siteOf([{ ...article, points: 400 }]);
    const second = await visit(voted, '2026-11-12T07:00:00.000Z', named);
    expect(second.asked).toEqual([itemUrl(42)]);
    expect(second.entries.findLast(({ counts }) => counts)?.counts).toEqual({ points: 400, comments: 3 });
    const grown = siteOf([{ ...article, comments: [comment(91, 'ned')] }]);
    grown.set(itemUrl(42), { ...itemOf(article), descendants: 4, kids: [91] });
    expect((await visit(grown, '2026-11-12T08:00:00.000Z', named)).asked).toEqual([itemUrl(42), threadUrl(42)]);
  });

  it('keeps no answer that could not be read', async () => {
    const visit = visitor();
    const broken = siteOf([article]).set(threadUrl(42), '<html>busy</html>');
    const first = await visit(broken, '2026-11-13T06:00:00.000Z');
    expect(first.warnings).toEqual([`${threadUrl(42)}: answered with something that is no JSON; try again later`]);
    const second = await visit(siteOf([article]), '2026-11-13T07:00:00.000Z');
    expect(second.asked).toContain(threadUrl(42));
    expect(ids(second.entries.filter(({ about }) => about))).toEqual([50, 51, 52]);
  });

  it('ends in the same items when the last crawl is replayed: every comment that was ever among the best', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'pullquote-'));
    const store = await openStore({ path: join(dir, 'live.db') });
    const busy = { ...source, frontPage: true, comments: 2, maxItems: 3 };
    const into = async (target: typeof store, fetch: Fetch, now: string, replaying: boolean) => {
      const { entries } = await crawlers.hackernews(busy, context(fetch, { now, replaying }));
      for (const entry of entries) {
        const items = itemize([entry], busy);
        await target.saveItems(items, new Map(items.map(({ id }) => [id, entry.visit])));
      }
    };
    let recorder = createRecorder({ version: 'test', clock: () => new Date(NOON) });
    let now = NOON;
    for (let day = 10; day <= 15; day++) {
      now = `2026-11-${day}T18:00:00.000Z`;
      const at = now;
      recorder = createRecorder({ version: 'test', clock: () => new Date(at) });
      const { fetch } = door(restless(day), now);
      await into(store, withKeeping({ cache: store, recorder, clock: () => new Date(at) }, fetch), now, false);
    }
    const items = await store.items('0000', '9999');
    for (const answer of await store.answersFor(items.map(({ id }) => id))) recorder.add(answer);
    const replayed = await openStore({ path: join(dir, 'replayed.db') });
    const { fetch } = createReplay(readHar(recorder.toHar()), { file: 'week.har' });
    await into(replayed, fetch, now, true);
    const shown = (list: Item[]) => list.map(({ firstSeenAt: _, ...item }) => item);
    expect(items.filter(({ voice }) => voice).length).toBeGreaterThan(20);
    expect(shown(await replayed.items('0000', '9999'))).toEqual(shown(items));
    await store.close();
    await replayed.close();
  });

  /** The site on one day: stories rise and fall, threads grow, ranks change. */
  function restless(day: number): Map<string, unknown> {
    const stories = [1, 2, 3, 4, 5, 6, 7].map((n): Story => {
      const comments = Array.from({ length: Math.min(9, Math.max(1, 2 * (day - 9) - (n % 3))) }, (_, k) =>
        comment(n * 100 + k, `p${k}`, { hour: n * 12 + k }),
      );
      const kids = comments.map((_, k) => n * 100 + ((k * 4 + day) % comments.length));
      const points = 120 + ((n * day * 7) % 40);
      return { id: n, title: `AI pump ${n}`, hour: n * 12, url: `https://pump.test/${n}`, points, comments, kids };
    });
    return siteOf(stories, { front: stories.slice(day % 4, (day % 4) + 3) });
  }
});

describe('crawlers.hackernews: items that are named', () => {
  const { query: _, ...bare } = source;
  const named = (site: Map<string, unknown>, id: number, o: Partial<HackerNewsSource> = {}) =>
    crawlers.hackernews({ ...bare, items: [id], ...o }, context(door(site).fetch));

  it('a story, with its comments', async () => {
    const { entries, warnings } = await named(siteOf([{ ...article, kids: [52, 51, 50] }]), 42);
    expect(warnings).toEqual([]);
    expect(entries[0]).toMatchObject({ url: 'https://garden.test/llm', counts: { points: 300, comments: 3 } });
    expect(ids(entries.slice(1))).toEqual([52, 51, 50]);
    expect((await named(siteOf([article]), 42, { comments: 0 })).entries).toHaveLength(1);
  });

  it('a comment, however short, with its story', async () => {
    const site = siteOf([article]);
    site.set(itemUrl(99), { id: 99, type: 'comment', by: 'ned', parent: 50, text: 'Nice.', time: 1 });
    site.set(threadUrl(99), commentThread({ id: 99, by: 'ned', text: 'Nice.' }, 50, 42));
    const { entries } = await named(site, 99);
    expect(entries.map(({ url }) => url)).toEqual([
      'https://garden.test/llm',
      'https://news.ycombinator.com/item?id=99',
    ]);
    expect(entries[1]).toMatchObject({
      ...{ author: 'ned', text: 'Nice.' },
      about: ['https://garden.test/llm', ...[42, 50].map((id) => `https://news.ycombinator.com/item?id=${id}`)],
    });
  });

  it('from Algolia alone where Firebase fails', async () => {
    const site = siteOf([article]);
    site.delete(itemUrl(42));
    const { entries, warnings } = await named(site, 42);
    expect(ids(entries)).toEqual([0, 50, 51, 52]);
    expect(warnings).toEqual([expect.stringContaining('comments stand in the order of Algolia')]);
    site.set(threadUrl(99), commentThread({ id: 99, by: 'ned', text: 'Nice.' }, 50, 42));
    expect((await named(site, 99)).entries.map(({ author }) => author)).toEqual(['ned']);
  });

  it('neither a job ad nor what is gone', async () => {
    const job = { ...article, id: 61, type: 'job' };
    await expect(named(siteOf([job]), 61)).rejects.toThrow(
      'https://news.ycombinator.com/item?id=61: is no story and no comment that can be read: it is a job ad, or it was deleted',
    );
    const gone = new Map<string, unknown>([[itemUrl(7), null]]);
    await expect(named(gone, 7)).rejects.toThrow(SourceError);
    const other = new Map<string, unknown>([
      [itemUrl(7), itemOf(article)],
      [threadUrl(7), threadOf(article)],
    ]);
    await expect(named(other, 7)).rejects.toThrow('answered without the item 7');
  });

  it('goes on without the one that fails', async () => {
    const { entries, warnings } = await crawlers.hackernews(
      { ...bare, items: [7, 42] },
      context(door(siteOf([article])).fetch),
    );
    expect(entries.length).toBeGreaterThan(0);
    expect(warnings.join()).toContain(threadUrl(7));
  });
});

describe('crawlers.hackernews: whatever is answered', () => {
  it('fails where nothing could be read, with the first reason', async () => {
    await expect(crawl(new Map())).rejects.toMatchObject({ name: 'SourceError', status: 404 });
    const page = new Map<string, unknown>(Array.from(siteOf([]).keys(), (url) => [url, '<html>']));
    await expect(crawl(page, { frontPage: true })).rejects.toThrow(
      /search_by_date.*: answered with something that is no JSON/,
    );
  });

  it('is content where some days answer', async () => {
    const site = siteOf([])
      .set(searchUrl('2026-11-10', 100, 0), 500)
      .set(searchUrl('2026-11-11', 100, 0), { hits: 'none' });
    const { entries, warnings } = await crawl(site);
    expect(entries).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining(': answered 500'),
      expect.stringContaining(': answered without a list of stories; try again later'),
    ]);
  });

  it('takes nothing that is not what it should be', async () => {
    const hits: unknown[] = [null, 7, 'x', [], {}, { objectID: '1' }, { objectID: '-1', title: 'AI' }, { title: 'AI' }];
    const odd = { title: 'AI &amp; <b>', url: 'javascript:alert(1)', author: 'a b\n@c', points: '9', num_comments: -1 };
    hits.push({ ...odd, objectID: '5', created_at_i: 1e300, created_at: 'soon', story_text: {}, _tags: 'job' });
    const site = siteOf([]).set(searchUrl('2026-11-09', 100, 0), { hits, nbHits: 'many', nbPages: null });
    const { entries } = await crawl(site, { comments: 0 });
    expect(entries).toEqual([
      {
        ...{ id: 'https://news.ycombinator.com/item?id=5', url: 'https://news.ycombinator.com/item?id=5' },
        ...{ title: 'AI & <b>', commentsUrl: 'https://news.ycombinator.com/item?id=5', counts: {} },
        ...{ categories: [], enclosures: [], transcripts: [], feedHomeUrl: 'https://news.ycombinator.com/' },
        ...{ seenAt: NOON, visit: { url: searchUrl('2026-11-09', 100, 0), at: NOON } },
      },
    ]);
  });

  it('reads threads of any depth, and leaves out comments without a writer, a number or words', () => {
    let deep: object = { id: 9_999, type: 'comment', author: 'bob', text: 'end', children: 'none' };
    for (let id = 5_000; id > 100; id--)
      deep = { id, type: 'comment', author: 'bob', text: said('x'), children: [deep] };
    const odd = [
      null,
      { id: 'x', type: 'comment', author: 'bob', text: 'y' },
      { id: 6, type: 'comment', author: '"><b>', text: 'y' },
    ];
    const twice = [deep, deep];
    const { comments } = readThread({ id: 42, type: 'story', title: 'AI', children: [...odd, ...twice] }, 42);
    expect(comments).toHaveLength(4_901);
    expect(comments[0]).toMatchObject({ id: 101, depth: 1, replies: 4_900, root: 101 });
    expect(comments.at(-1)).toMatchObject({ id: 9_999, depth: 4_901, replies: 0, root: 101 });
  });
});

const shared = '../shared/data/hackernews';
describe.skipIf(!existsSync(shared))('the recorded Hacker News (skipped without the shared data)', () => {
  const lines = (name: string) => readFileSync(`${shared}/${name}`, 'utf8').trim().split('\n');

  it('gives a story for every recorded hit that is one', () => {
    const recorded = JSON.parse(readFileSync(`${shared}/algolia-recorded.json`, 'utf8')) as {
      url: string;
      reply: { hits?: object[]; id?: number };
    }[];
    const searches = recorded.filter(({ url, reply }) => reply.hits && !url.includes('comment'));
    expect(searches.length).toBeGreaterThan(5);
    for (const { reply } of searches) {
      const { stories, hits } = readPage(reply);
      expect(stories).toHaveLength(reply.hits?.length ?? -1);
      expect(hits).toBeGreaterThan(0);
      for (const story of stories)
        expect(story).toMatchObject({ author: expect.any(String), publishedAt: expect.stringMatching(/Z$/) });
    }
    const item = recorded.find(({ url }) => url.includes('/items/'));
    const thread = readThread(item?.reply, item?.reply.id ?? 0);
    expect(thread.comment).toMatchObject({ author: 'pg', storyId: 1, parent: 15 });
    expect(thread.comments).toHaveLength(2);
  });

  it('crawls a day of the recorded front page', async () => {
    const stories = lines('front-page-stories.jsonl')
      .slice(0, 90)
      .map((line, i): Story => {
        const { title, link } = JSON.parse(line) as { title: string; link: string };
        return { id: 1000 + i, title, url: link, hour: 5, text: 'Some words.' };
      });
    const { entries } = await crawl(siteOf([], { front: stories }), { frontPage: true, comments: 0 });
    const told = entries.filter(({ commentsUrl }) => commentsUrl);
    expect(told).toHaveLength(90);
    expect(
      told.filter(({ author }) => author).every(({ url }) => url.startsWith('https://news.ycombinator.com/item')),
    ).toBe(true);
    for (const { markdown = '', text = '' } of entries) expect(plainOf(markdown)).toBe(text);
  });
});
