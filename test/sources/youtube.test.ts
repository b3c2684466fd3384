import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { crawlers } from '../../src/sources/index.ts';
import { isAside } from '../../src/text/chapters.ts';
import type { CrawlResult, Fetch, FetchRequest, YoutubeSource } from '../../src/types.ts';
import { given } from '../support/world.ts';

const FEED = 'https://www.youtube.com/feeds/videos.xml?channel_id=UCinventedinventedinvent';
const source: YoutubeSource = {
  ...{ id: 'slow', kind: 'youtube', url: FEED, name: 'Slow Lectures', weight: 1, tags: [], videos: [] },
  ...{ enabled: true, private: false, respectOptOut: true },
};
const AT = '2026-11-16T06:00:00.000Z';
const WINDOW = { sinceAt: '2026-11-09T00:00:00.000Z', untilAt: '2026-11-16T00:00:00.000Z' };

type Answers = Record<string, string | { status: number } | Error>;
async function crawl(of: Partial<YoutubeSource>, answers: Answers): Promise<CrawlResult & { asked: FetchRequest[] }> {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    const answer = answers[request.url];
    if (answer === undefined) throw new Error(`${request.url} was not to be asked`);
    if (answer instanceof Error) throw answer;
    return typeof answer === 'string' ? given(request, answer) : given(request, '', answer);
  };
  const result = await crawlers.youtube({ ...source, ...of }, { fetch, window: WINDOW, now: AT, say: () => undefined });
  return { ...result, asked };
}

const entry = (link: string, media = '') => `<entry><id>yt:video:ropeIsAnet1</id><title>How a rope is a network</title>
  <link rel="alternate" href="${link}"/><author><name>Slow Lectures</name></author>
  <published>2026-11-12T08:00:00+00:00</published><updated>2026-11-13T08:00:00+00:00</updated>
  <media:group><media:content url="https://www.youtube.com/v/ropeIsAnet1" type="application/x-shockwave-flash"/>
  <media:thumbnail url="https://i1.ytimg.com/vi/ropeIsAnet1/hqdefault.jpg"/>${media}</media:group></entry>`;
const feed = (...entries: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
 <link rel="self" href="http://www.youtube.com/feeds/videos.xml?channel_id=UCinventedinventedinvent"/>
 <title>Slow Lectures</title><link rel="alternate" href="https://www.youtube.com/channel/UCinventedinventedinvent"/>${entries.join('')}</feed>`;
const WATCH = 'https://www.youtube.com/watch?v=ropeIsAnet1';
const DESCRIPTION = `<media:description>A lecture in three parts.

0:00 Rope
9:30 Knots &amp; nets
1:02:33 – Storms</media:description>
<media:community><media:starRating count="10" average="5.00"/><media:statistics views="720016"/></media:community>`;

describe('a channel', () => {
  it('is one request, and gives what its feed says of each video', async () => {
    const { entries, asked, warnings } = await crawl({}, { [FEED]: feed(entry(WATCH, DESCRIPTION)) });
    expect(asked).toEqual([{ url: FEED, from: 'operator', cache: 'revalidate' }]);
    expect(warnings).toEqual([]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      ...{ id: 'yt:video:ropeIsAnet1', url: WATCH, title: 'How a rope is a network', author: 'Slow Lectures' },
      ...{ media: 'video', counts: { views: 720016 }, publishedAt: '2026-11-12T08:00:00.000Z' },
      ...{ feedHomeUrl: 'https://www.youtube.com/channel/UCinventedinventedinvent', enclosures: [] },
      chapters: [
        { seconds: 0, title: 'Rope' },
        { seconds: 570, title: 'Knots & nets' },
        { seconds: 3753, title: 'Storms' },
      ],
      ...{ seenAt: AT, visit: { url: FEED, at: AT } },
    });
    expect(entries[0]?.summaryHtml).toContain('A lecture in three parts.');
    expect(entries[0]).not.toHaveProperty('durationSeconds');
  });

  it('leaves a Short where the feed links it, and writes other links as the watch page', async () => {
    const short = 'https://www.youtube.com/shorts/ropeIsAnet1';
    const found = await crawl({}, { [FEED]: feed(entry(short), entry('https://youtu.be/ropeIsAnet1?si=abc')) });
    expect(found.entries.map(({ url }) => url)).toEqual([short, WATCH]);
  });

  it.each(['-5', 'many', '', '1e400'])('has no views where the feed says "%s"', async (views) => {
    const media = `<media:community><media:statistics views="${views}"/></media:community>`;
    const found = await crawl({}, { [FEED]: feed(entry(WATCH, media)) });
    expect(found.entries[0]?.counts?.views ?? 0).toBe(0);
  });

  it.each([404, 500, 503])('that answers %i is said to fail at times', async (status) => {
    const failing = crawl({}, { [FEED]: { status } });
    await expect(failing).rejects.toThrow(SourceError);
    await expect(failing).rejects.toMatchObject({ status });
    await expect(failing).rejects.toThrow(/YouTube's feeds fail at times; asked again at the next crawl/);
  });

  it('says what else went wrong in the words of the door', async () => {
    await expect(crawl({}, { [FEED]: new SourceError('no route to the host') })).rejects.toThrow(
      'no route to the host',
    );
    await expect(crawl({}, { [FEED]: { status: 403 } })).rejects.toThrow(/^answered 403/);
    await expect(crawl({}, { [FEED]: '<html><title>Before you continue</title></html>' })).rejects.toThrow(SourceError);
  });
});

describe('videos one by one', () => {
  const oembed = (id: string) => `https://www.youtube.com/oembed?url=https://www.youtube.com/watch?v=${id}&format=json`;
  const said = (own: object = {}) =>
    JSON.stringify({
      ...{ title: 'How a rope is\n a network', author_name: 'Slow Lectures', type: 'video', provider_name: 'YouTube' },
      ...{ thumbnail_url: 'https://i.ytimg.com/vi/ropeIsAnet1/hqdefault.jpg' },
      ...own,
    });

  it('are asked for once each through oEmbed', async () => {
    const videos = ['ropeIsAnet1', 'netIsArope2', 'ropeIsAnet1'];
    const answers = { [oembed('ropeIsAnet1')]: said(), [oembed('netIsArope2')]: said({ title: 'Nets' }) };
    const { entries, asked } = await crawl({ videos }, answers);
    expect(asked).toEqual([
      { url: oembed('ropeIsAnet1'), from: 'operator', cache: 'keep' },
      { url: oembed('netIsArope2'), from: 'operator', cache: 'keep' },
    ]);
    expect(entries[0]).toEqual({
      ...{ id: 'yt:video:ropeIsAnet1', url: WATCH, title: 'How a rope is a network', author: 'Slow Lectures' },
      ...{ media: 'video', imageUrl: 'https://i.ytimg.com/vi/ropeIsAnet1/hqdefault.jpg' },
      ...{ categories: [], enclosures: [], transcripts: [], feedHomeUrl: 'https://www.youtube.com/' },
      ...{ seenAt: AT, visit: { url: oembed('ropeIsAnet1'), at: AT } },
    });
    expect(entries[1]).toMatchObject({ title: 'Nets', url: 'https://www.youtube.com/watch?v=netIsArope2' });
  });

  it.each([
    ['there is no such video', { status: 404 }],
    ['there is no such video', { status: 400 }],
    ['its owner does not let it be embedded, or it is private', { status: 401 }],
    ['its answer is no JSON', '<html>'],
    ['its answer is no JSON object', 'null'],
    ['its answer has no title', said({ title: null })],
    ['its answer has no title', said({ title: '  ' })],
    ['the line is dead', new SourceError('the line is dead')],
  ])('%s: that video alone is lost', async (why, answer) => {
    const answers = { [oembed('lost')]: answer, [oembed('ropeIsAnet1')]: said() };
    const { entries, warnings } = await crawl({ videos: ['lost', 'ropeIsAnet1'] }, answers);
    expect(entries.map(({ url }) => url)).toEqual([WATCH]);
    expect(warnings).toEqual([`https://www.youtube.com/watch?v=lost: ${why}`]);
    await expect(crawl({ videos: ['lost'] }, answers)).rejects.toThrow(`https://www.youtube.com/watch?v=lost: ${why}`);
  });

  it('take nothing of a wrong type into their text', async () => {
    const odd = said({ author_name: { toString: 1 }, thumbnail_url: 'javascript:alert(1)' });
    const { entries } = await crawl({ videos: ['ropeIsAnet1'] }, { [oembed('ropeIsAnet1')]: odd });
    expect(entries[0]).not.toHaveProperty('author');
    expect(entries[0]).not.toHaveProperty('imageUrl');
  });

  it('are no more than were asked for', async () => {
    const videos = ['ropeIsAnet1', 'never'];
    expect((await crawl({ videos, maxItems: 1 }, { [oembed('ropeIsAnet1')]: said() })).entries).toHaveLength(1);
  });
});

const REAL = '../shared/data/feeds/youtube/lex-fridman.videos.2026-02-20.two-entries.xml';
describe.skipIf(!existsSync(REAL))('a real channel’s feed (skipped where ../shared/data is not there)', () => {
  it('gives videos with views, and chapters where the description lists them', async () => {
    const { entries } = await crawl({}, { [FEED]: readFileSync(REAL, 'utf8') });
    expect(entries.map(({ url, counts }) => [url, counts?.views])).toEqual([
      ['https://www.youtube.com/watch?v=YFjfBk8HI5o', 720016],
      ['https://www.youtube.com/watch?v=EV7WhVT270Q', 2356712],
    ]);
    const chapters = entries[0]?.chapters ?? [];
    expect(chapters.length).toBeGreaterThan(5);
    expect(chapters.at(-1)?.seconds).toBe(3 * 3600 + 12 * 60 + 57);
    expect(chapters.filter(({ title }) => isAside(title)).map(({ seconds }) => seconds)).toEqual([0, 90]);
    expect(entries[1]).not.toHaveProperty('chapters');
  });
});
