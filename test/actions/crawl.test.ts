import { describe, expect, it } from 'vitest';
import { crawl } from '../../src/actions/crawl.ts';
import { SourceError, UserError } from '../../src/errors.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readHar } from '../../src/text/har.ts';
import { formatHar } from '../../src/text/har-format.ts';
import type { Crawler, Crawlers, Fetch, SourceHealth, StoredResponse, World } from '../../src/types.ts';
import { prose, source } from '../support/items.ts';
import { crawlWorld, given, tempStore } from '../support/world.ts';

const WINDOW = { sinceAt: '2026-11-09T00:00:00.000Z', untilAt: '2026-11-16T00:00:00.000Z' };
const NOW = '2026-11-16T06:00:00.000Z';
const all = (world: World) => world.store.items('', '9999');
const sourceOf = (id: string) => source({ id, name: `The ${id}`, url: `https://${id}.test/feed` });

/** A feed of full texts; an entry without a day has no date. */
function feedOf(id: string, entries: [slug: string, day?: string][]): string {
  const items = entries.map(
    ([slug, day]) =>
      `<item><title>${slug}</title><link>https://${id}.test/${slug}</link><guid>${slug}</guid>${
        day ? `<pubDate>${new Date(day).toUTCString()}</pubDate>` : ''
      }<description><![CDATA[<p>${prose(slug, 12)}</p>]]></description></item>`,
  );
  return `<rss version="2.0"><channel><title>${id}</title><link>https://${id}.test/</link>${items.join('')}</channel></rss>`;
}
const feedFetch: Fetch = async (request) =>
  given(
    request,
    feedOf(new URL(request.url).hostname.replace('.test', ''), [
      ['one', '2026-11-12'],
      ['two', '2026-11-13'],
    ]),
  );
const refused: Fetch = async ({ url }) => {
  throw new SourceError(`${url}: nothing answers there (connection refused)`);
};
/** A crawler of every kind that does this. */
const crawling = (crawler: Crawler) => ({ feed: crawler }) as unknown as Crawlers;

describe('the order in which sources answer', () => {
  /** Lets each request through when all of those that must come before it were answered. */
  function answering(order: string[]): Fetch {
    const gates = order.map(() => Promise.withResolvers<void>());
    return async (request) => {
      const place = order.findIndex((id) => request.url.startsWith(`https://${id}.`));
      if (place > 0) await gates[place - 1]?.promise;
      const response = await feedFetch(request);
      setImmediate(() => gates[place]?.resolve());
      return response;
    };
  }

  it('makes no difference to what is stored, nor to the report', async () => {
    const names = ['ada', 'bea', 'cay', 'dot'];
    const runs = [];
    for (const order of [names, names.toReversed(), ['cay', 'ada', 'dot', 'bea']]) {
      const world = await crawlWorld(answering(order));
      const report = await crawl(world, names.map(sourceOf), WINDOW);
      runs.push({ report, items: await all(world), health: await world.store.health() });
    }
    expect(runs[0]?.items).toHaveLength(8);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  it('a source that is done is stored while others are awaited, and told who is', async () => {
    const slow = Promise.withResolvers<void>();
    const world = await crawlWorld(async (request) => {
      if (request.url.startsWith('https://bea')) await slow.promise;
      if (request.url.startsWith('https://dot')) throw new SourceError('gone');
      return feedFetch(request);
    });
    const crawled = crawl(world, ['ada', 'bea', 'dot'].map(sourceOf), WINDOW);
    await expect.poll(async () => (await world.store.health()).map(({ sourceId }) => sourceId)).toEqual(['ada', 'dot']);
    expect((await all(world)).map(({ sourceId }) => sourceId)).toEqual(['ada', 'ada']);
    await expect.poll(() => world.said.at(-1)).toBe('sources 2/3 1 failed, waiting for The bea');
    slow.resolve();
    expect((await crawled).sources.map(({ added }) => added)).toEqual([2, 2, 0]);
    expect(world.said.at(-1)).toBe('sources 3/3 1 failed');
  });
});

describe('health', () => {
  it('remembers rate, new address and the addresses that were asked for', async () => {
    const world = await crawlWorld(feedFetch, {
      crawlers: crawling(async ({ url }, { fetch }) => {
        for (let i = 0; i < 600; i++) await fetch({ url: `${url}?${i % 550}`, from: 'operator', cache: 'keep' });
        await fetch({ url: `${url}?uncached`, from: 'operator' });
        await fetch({ url: `${url}?posted`, from: 'operator', method: 'POST', cache: 'keep' });
        return { entries: [], unchanged: false, warnings: [], movedTo: 'https://new.test/', dollars: 0.015 };
      }),
    });
    const report = await crawl(world, [sourceOf('ada'), sourceOf('bea')], WINDOW);
    expect(report.dollars).toBeCloseTo(0.03);
    expect(report.sources[0]).toMatchObject({ dollars: 0.015, movedTo: 'https://new.test/', kind: 'feed' });
    const [health] = await world.store.health();
    expect(health).toMatchObject({ itemsAWeek: 0, movedTo: 'https://new.test/', failuresInARow: 0 });
    expect(health?.requests).toHaveLength(500);
    expect(health?.requests?.filter((url) => /uncached|posted/.test(url))).toEqual([]);
  });

  it('a source that fails four times waits, is asked with `all`, and is well again after one success', async () => {
    const store = await tempStore();
    const asked: string[] = [];
    const at = async (now: string, fetch: Fetch, o: { all?: boolean } = {}) => {
      asked.length = 0;
      const counting: Fetch = (request) => {
        asked.push(request.url);
        return request.url.startsWith('https://well') ? feedFetch(request) : fetch(request);
      };
      const world = await crawlWorld(counting, { store, now });
      return (await crawl(world, ['ada', 'well'].map(sourceOf), WINDOW, o)).sources[0];
    };
    for (let hour = 0; hour < 4; hour++) {
      expect(await at(`2026-11-16T0${hour}:00:00.000Z`, refused)).toMatchObject({
        error: expect.stringMatching('refused'),
      });
    }
    expect(await at('2026-11-16T04:00:00.000Z', feedFetch)).toMatchObject({
      items: 0,
      skipped: { until: '2026-11-16T08:00:00.000Z', failuresInARow: 4, lastError: expect.stringContaining('refused') },
    });
    expect(asked).toEqual(['https://well.test/feed']);
    expect((await store.health())[0]).toMatchObject({ lastTriedAt: '2026-11-16T03:00:00.000Z', failuresInARow: 4 });

    expect(await at('2026-11-16T04:00:00.000Z', refused, { all: true })).toHaveProperty('error');
    expect((await store.health())[0]).toMatchObject({ failuresInARow: 5 });
    // the clock was set back: the last try is in the future
    expect(await at('2026-11-15T00:00:00.000Z', refused)).toHaveProperty('error');
    expect(await at('2026-11-16T00:00:00.000Z', feedFetch)).toMatchObject({ items: 2, added: 2 });
    expect((await store.health())[0]).toMatchObject({ failuresInARow: 0 });
    expect((await store.health())[0]).not.toHaveProperty('lastError');
    expect(await at('2026-11-16T00:00:00.000Z', feedFetch)).toMatchObject({ items: 2, added: 0 });
  });

  it('a replay asks what is waiting, and leaves health as it was', async () => {
    const store = await tempStore();
    const sick = { sourceId: 'ada', lastTriedAt: NOW, failuresInARow: 9, lastError: 'refused' };
    await store.saveHealth(sick);
    const world = await crawlWorld(feedFetch, { store, replaying: true });
    expect((await crawl(world, ['ada', 'bea'].map(sourceOf), WINDOW)).sources).toMatchObject([
      { items: 2 },
      { items: 2 },
    ]);
    await crawl({ ...world, fetch: refused }, [sourceOf('bea')], WINDOW);
    expect(await store.health()).toEqual([sick]);
  });
});

describe('what a crawler stumbles over', () => {
  const stumbling: [string, unknown, RegExp][] = [
    [
      'a fault of its own',
      new TypeError('x is not a function'),
      /^a fault in Pullquote itself: x is not a function; please report it$/,
    ],
    ['something thrown that is no error', 'words', /^a fault in Pullquote itself: words; please report it$/],
    ['what the operator can mend', new UserError('X_BEARER_TOKEN is not set'), /^X_BEARER_TOKEN is not set$/],
  ];
  it.each(stumbling)('%s costs that source alone', async (_, thrown, said) => {
    const world = await crawlWorld(feedFetch);
    const { feed } = world.crawlers;
    world.crawlers = crawling(async (of, context) => {
      if (of.id === 'bad') throw thrown;
      return feed(source(of as never), context);
    });
    const { sources } = await crawl(world, [sourceOf('bad'), sourceOf('ada')], WINDOW);
    expect(sources[0]?.error).toMatch(said);
    expect(sources[1]).toMatchObject({ items: 2 });
    expect(await world.store.health()).toMatchObject([{ failuresInARow: 0 }, { failuresInARow: 1 }]);
  });
});

describe('the deadline of a crawl', () => {
  it('ends what hangs and what waits, keeps what was read, and blames no source whose turn never came', async () => {
    const hanging: Fetch = async (request) => {
      if (request.url.startsWith('https://ada')) return feedFetch(request);
      const { promise, reject } = Promise.withResolvers<never>();
      request.signal?.addEventListener('abort', () => reject(new SourceError('cut')));
      return promise;
    };
    const world = await crawlWorld(hanging);
    // twelve are asked at once: ada is done, twelve hang, the others wait for a turn
    const names = ['ada', ...Array.from({ length: 16 }, (_, i) => `slow${i}`)];
    const { sources } = await crawl(world, names.map(sourceOf), WINDOW, { deadline: 0.005 });
    expect(sources[0]).toMatchObject({ items: 2, added: 2 });
    const reason = 'not read in time: the crawl had 0.005 minutes; crawl again, or give it more with --deadline';
    expect(sources.slice(1).map(({ error }) => error)).toEqual(Array(16).fill(reason));
    expect((await all(world)).map(({ sourceId }) => sourceId)).toEqual(['ada', 'ada']);
    const health = await world.store.health();
    expect(health.filter(({ failuresInARow }) => failuresInARow === 1)).toHaveLength(12);
    expect(health).toHaveLength(13);
  });

  it('is one for pages too', async () => {
    const teaser = feedOf('ada', [['one', '2026-11-12']]).replace(/<description>.*<\/description>/, '');
    const signals = new Set<AbortSignal | undefined>();
    const world = await crawlWorld(async (request) => {
      signals.add(request.signal);
      return given(request, request.url.endsWith('/feed') ? teaser : `<p>${prose('a page', 20)}</p>`);
    });
    const { pages } = await crawl(world, [sourceOf('ada')], WINDOW);
    expect(pages.captured).toBe(1);
    expect([...signals]).toEqual([expect.any(AbortSignal)]);
  });
});

describe('a replay', () => {
  /** Replays what a crawl of these answers recorded, into an empty store. */
  async function replayed(recorded: StoredResponse[], sources: string[]) {
    const recording = readHar(formatHar({ now: NOW, responses: recorded }, 'test'));
    const world = await crawlWorld(createReplay(recording, { file: 'week.har' }).fetch, { replaying: true });
    await crawl(world, sources.map(sourceOf), WINDOW);
    return all(world);
  }
  const answered = (id: string, body: string, at: string): StoredResponse => {
    const url = `https://${id}.test/feed`;
    return { ...given({ url, from: 'operator' }, body, { at }), method: 'GET', bodyHash: '' };
  };

  it('dates an entry without a date as the recorded run had first seen it', async () => {
    const store = await tempStore();
    const before = feedOf('ada', [['old']]);
    const after = feedOf('ada', [['new'], ['old']]);
    const first = '2026-11-01T06:00:00.000Z';
    await crawl(
      await crawlWorld(async (request) => given(request, before, { at: first }), { store, now: first }),
      [sourceOf('ada')],
      WINDOW,
    );
    const world = await crawlWorld(async (request) => given(request, after), { store });
    await crawl(world, [sourceOf('ada')], WINDOW);
    const items = await all(world);
    expect(items.map(({ title, publishedAt }) => [title, publishedAt])).toEqual([
      ['old', first],
      ['new', NOW],
    ]);

    const again = await replayed([...world.recorded, answered('ada', after, NOW)], ['ada']);
    expect(again.map(({ id, publishedAt, firstSeenAt }) => [id, publishedAt, firstSeenAt])).toEqual(
      items.map(({ id, publishedAt, firstSeenAt }) => [id, publishedAt, firstSeenAt]),
    );
    // without it the old entry would be news
    expect((await replayed([answered('ada', after, NOW)], ['ada'])).map(({ publishedAt }) => publishedAt)).toEqual([
      NOW,
      NOW,
    ]);
  });

  it('survives whatever stands in its place', async () => {
    const feed = answered('ada', feedOf('ada', [['one']]), NOW);
    for (const body of ['', '[1]', 'null', '{"a":1,"b":"soon"}', 'no JSON']) {
      const odd = { ...feed, url: 'pullquote:first-seen', finalUrl: 'pullquote:first-seen', body: Buffer.from(body) };
      expect(await replayed([feed, odd], ['ada'])).toHaveLength(1);
    }
  });

  it('of a run that left a sick source out holds the same items', async () => {
    const store = await tempStore();
    const early = '2026-11-10T06:00:00.000Z';
    const feeds = { ada: feedOf('ada', [['one', '2026-11-10']]), bea: feedOf('bea', [['two', '2026-11-12']]) };
    const fetch: Fetch = async (request) => {
      const id = new URL(request.url).hostname.split('.')[0] as keyof typeof feeds;
      const response = given(request, feeds[id], { at: early });
      await store.keep({ ...response, method: 'GET', bodyHash: '' });
      return response;
    };
    await crawl(await crawlWorld(fetch, { store, now: early }), ['ada', 'bea'].map(sourceOf), WINDOW);
    const lately = '2026-11-16T05:00:00.000Z';
    const [ada, bea] = (await store.health()) as [SourceHealth, SourceHealth];
    await store.saveHealth({ ...ada, lastTriedAt: lately, failuresInARow: 6 });
    await store.saveHealth({ ...bea, lastSuccessAt: lately });

    const world = await crawlWorld(fetch, { store });
    const { sources } = await crawl(world, ['ada', 'bea'].map(sourceOf), WINDOW);
    expect(sources).toMatchObject([{ skipped: { failuresInARow: 6 } }, { items: 1 }]);
    const items = await all(world);
    const recorded = [...(await store.answersFor(items.map(({ id }) => id))), ...world.recorded];
    expect(await replayed(recorded, ['ada', 'bea'])).toEqual(items);
  });
});
