import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { crawlers } from '../../src/sources/index.ts';
import type { CrawlContext, FeedSource, Fetch, FetchRequest, FetchResponse } from '../../src/types.ts';

const source: FeedSource = {
  ...{ id: 'harbour', kind: 'feed', url: 'https://harbour.test/feed.xml', name: 'Harbour', weight: 1, tags: [] },
  ...{ enabled: true, private: false, respectOptOut: true },
};
const feed = (inner: string, link = 'https://harbour.test/') =>
  `<rss version="2.0"><channel><title>H</title><link>${link}</link><language>en</language>${inner}</channel></rss>`;
const item = (id: string, day?: number) =>
  `<item><title>${id}</title><link>https://harbour.test/${id}</link>${
    day === undefined ? '' : `<pubDate>${day} Nov 2026 00:00:00 GMT</pubDate>`
  }</item>`;

/** A door that gives the answers one after the other, each with `more` but the last. */
function door(...answers: (Partial<Omit<FetchResponse, 'body'>> & { body?: string })[]): {
  fetch: Fetch;
  asked: FetchRequest[];
} {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    const index = asked.push(request) - 1;
    const { body = feed(item('a')), ...rest } = answers[index] ?? {};
    if (index >= answers.length) throw new Error('asked once too often');
    return {
      ...{ url: request.url, finalUrl: request.url, status: 200, headers: { 'content-type': 'text/xml' } },
      ...{ at: `2026-11-2${index}T00:00:00.000Z`, from: 'network' as const, more: index < answers.length - 1 },
      ...rest,
      body: new TextEncoder().encode(body),
    };
  };
  return { fetch, asked };
}
const context = (fetch: Fetch): CrawlContext => ({
  fetch,
  window: { sinceAt: '2026-11-16T00:00:00.000Z', untilAt: '2026-11-23T00:00:00.000Z' },
  now: '2026-11-22T00:00:00.000Z',
  say: () => undefined,
});
const crawl = (of: FeedSource, ...answers: Parameters<typeof door>) =>
  crawlers.feed(of, context(door(...answers).fetch));

describe('crawlers.feed', () => {
  it('tells when the feed wants to be visited, as its last visit says', async () => {
    const headers = { 'content-type': 'text/xml', 'cache-control': 'max-age=1800' };
    const days = '<skipDays><day>Sunday</day></skipDays>';
    const visits = async (...answers: Parameters<typeof door>) => (await crawl(source, ...answers)).visits;
    expect(await visits({})).toBeUndefined();
    expect(await visits({ headers })).toEqual({ everyMinutes: 30 });
    expect(await visits({ headers, body: feed(`<ttl>60</ttl>${days}`) })).toEqual({ everyMinutes: 60, skipDays: [0] });
    expect(await visits({ body: feed('<ttl>60</ttl>') }, { body: feed(days) })).toEqual({ skipDays: [0] });
    expect(await visits({ from: 'revalidated', headers, body: feed(days) })).toEqual({
      everyMinutes: 30,
      skipDays: [0],
    });
  });

  it('asks for the operator’s address and tells what the feed says', async () => {
    const { fetch, asked } = door({});
    const result = await crawlers.feed(source, context(fetch));
    expect(asked).toEqual([{ url: source.url, from: 'operator', cache: 'revalidate' }]);
    expect(result).toMatchObject({ unchanged: false, warnings: [] });
    expect(result).not.toHaveProperty('movedTo');
    expect(result.entries).toEqual([
      {
        ...{ id: 'https://harbour.test/a', url: 'https://harbour.test/a', title: 'a' },
        ...{ categories: [], enclosures: [], transcripts: [] },
        ...{ feedHomeUrl: 'https://harbour.test/', feedLanguage: 'en' },
        ...{ seenAt: '2026-11-20T00:00:00.000Z', visit: { url: source.url, at: '2026-11-20T00:00:00.000Z' } },
      },
    ]);
  });

  it('takes every visit of a recording, in order', async () => {
    const result = await crawl(source, { body: feed(item('a')) }, { body: feed(item('b') + item('a')) });
    expect(result.entries.map((entry) => [entry.title, entry.seenAt.slice(0, 10)])).toEqual([
      ['a', '2026-11-20'],
      ['b', '2026-11-21'],
      ['a', '2026-11-21'],
    ]);
  });

  it('is unchanged only where every answer was known', async () => {
    expect((await crawl(source, { from: 'revalidated' }, { from: 'stored' })).unchanged).toBe(true);
    expect((await crawl(source, { from: 'revalidated' }, { from: 'network' })).unchanged).toBe(false);
  });

  it.each([
    [404, 'answered 404: the source is gone or moved; check its address in sources.yaml'],
    [403, 'answered 403: the source may not be read'],
    [429, 'answered 429: it is asked too often'],
    [503, 'answered 503: its server is in trouble'],
    [418, 'answered 418: the request was refused'],
    [302, 'answered 302, a redirect that leads nowhere; check its address in sources.yaml'],
    [304, 'answered 304, as if it had been read before, and gave nothing to read'],
  ])('tells what %i means', async (status, message) => {
    const failure = await crawl(source, { status }).catch((error) => error);
    expect(failure).toBeInstanceOf(SourceError);
    expect(failure.message).toContain(message);
    expect(failure.status).toBe(status);
  });

  it('tells what came instead of a feed', async () => {
    await expect(crawl(source, { body: '<html><title>Soon</title>' })).rejects.toThrow(
      'an HTML page ("Soon"), not a feed',
    );
  });

  it('keeps the good visits of a recording where another failed', async () => {
    const result = await crawl(source, { status: 500 }, {}, { body: 'oops' });
    expect(result.entries).toHaveLength(1);
    expect(result.warnings).toEqual([
      'answered 500: its server is in trouble; it will be asked again at the next crawl',
      'plain text ("oops"), not a feed',
    ]);
  });

  it('passes on a failure of the door', async () => {
    const fetch: Fetch = async () => Promise.reject(new SourceError('no answer'));
    await expect(crawlers.feed(source, context(fetch))).rejects.toThrow('no answer');
  });

  it('keeps what earlier visits gave where the last one got no answer', async () => {
    const { fetch } = door({ body: feed(item('a')) }, {});
    let calls = 0;
    const failing: Fetch = (request) => (++calls === 2 ? Promise.reject(new SourceError('broke off')) : fetch(request));
    const result = await crawlers.feed(source, context(failing));
    expect([result.entries.map(({ title }) => title), result.warnings]).toEqual([['a'], ['broke off']]);
  });

  it('finds a link for an entry, or leaves it out with a warning', async () => {
    const body = feed(
      '<item><title>g</title><guid isPermaLink="false">https://harbour.test/g</guid></item>' +
        '<item><title>e</title><guid isPermaLink="false">7</guid><enclosure url="https://harbour.test/e.mp3" type="audio/mpeg"/></item>' +
        '<item><title>n</title></item>',
    );
    const result = await crawl(source, { body });
    expect(result.entries.map((entry) => entry.url)).toEqual(['https://harbour.test/g', 'https://harbour.test/e.mp3']);
    expect(result.warnings).toEqual(['entries without a link, left out: 1']);
  });

  it('takes the newest where there are more than wanted, in the feed’s order', async () => {
    const dated = await crawl(
      { ...source, maxItems: 2 },
      { body: feed(item('old', 1) + item('new', 9) + item('mid', 5)) },
    );
    expect(dated.entries.map((entry) => entry.title)).toEqual(['new', 'mid']);
    const undated = await crawl({ ...source, maxItems: 2 }, { body: feed(item('a', 1) + item('b') + item('c', 9)) });
    expect(undated.entries.map((entry) => entry.title)).toEqual(['a', 'b']);
  });

  it('resolves links against the address that answered', async () => {
    const body =
      '<rss version="2.0"><channel><title>H</title><item><title>r</title><link>/r</link></item></channel></rss>';
    const finalUrl = 'https://new.harbour.test/feed.xml';
    const result = await crawl(source, { finalUrl, body });
    expect(result.entries[0]?.url).toBe('https://new.harbour.test/r');
    // a redirect for now is no move
    expect(result).not.toHaveProperty('movedTo');
    expect((await crawl(source, { finalUrl, movedTo: finalUrl, body })).movedTo).toBe(finalUrl);
  });

  it('offers the address that the feed gives for itself on another host, unless it is an inner one or would tell a secret', async () => {
    const self = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://feeds.test/h"/>';
    const answer = { body: feed(self + item('a')) };
    expect((await crawl(source, answer)).movedTo).toBe('https://feeds.test/h');
    const proxy =
      '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://feeds.feedburner.com/h"/>';
    expect(await crawl(source, { body: feed(proxy + item('a')) })).not.toHaveProperty('movedTo');
    const inner = self.replace('https://feeds.test/h', 'http://169.254.169.254/latest');
    expect(await crawl(source, { body: feed(inner + item('a')) })).not.toHaveProperty('movedTo');
    expect(await crawl({ ...source, private: true }, answer)).not.toHaveProperty('movedTo');
    const secret = { ...source, url: 'https://harbour.test/feed.xml?key=${KEY}' };
    expect(
      await crawl(secret, answer, {
        finalUrl: 'https://harbour.test/f?key=abc',
        movedTo: 'https://harbour.test/f?key=abc',
      }),
    ).not.toHaveProperty('movedTo');
  });

  it('reads the newest thousand of an endless feed, and says so', async () => {
    const many = Array.from({ length: 1100 }, (_, i) => item(`e${i}`)).join('');
    const { entries, warnings } = await crawl(source, { body: feed(many) });
    expect([entries.length, entries[0]?.title]).toEqual([1000, 'e0']);
    expect(warnings).toEqual(['1100 entries, of which the newest 1000 were read']);
  });
  it.each(['first', 'last'])('of an archive with its newest entries %s it reads the newest thousand', async (place) => {
    const dated = (n: number) =>
      item(`e${n}`).replace(
        '</item>',
        `<pubDate>${new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toUTCString()}</pubDate></item>`,
      );
    const many = Array.from({ length: 5000 }, (_, n) => dated(n));
    const { entries, warnings } = await crawl(source, {
      body: feed((place === 'last' ? many : many.reverse()).join('')),
    });
    const titles = new Set(entries.map(({ title }) => title));
    expect([titles.size, titles.has('e4999'), titles.has('e4000'), titles.has('e3999')]).toEqual([
      1000,
      true,
      true,
      false,
    ]);
    expect(warnings).toEqual(['5000 entries, of which the newest 1000 were read']);
  });

  it('knows an answer that reserves its rights', async () => {
    const reserved = (headers: Record<string, string>) =>
      crawl(source, { headers: { 'content-type': 'text/xml', ...headers } });
    expect((await reserved({ 'tdm-reservation': '1' })).entries[0]?.optedOut).toBe(true);
    expect((await reserved({ 'x-robots-tag': 'noai, noindex' })).entries[0]?.optedOut).toBe(true);
    expect((await reserved({ 'x-robots-tag': 'noindex' })).entries[0]).not.toHaveProperty('optedOut');
  });
});
