import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crawlers } from '../../src/sources/index.ts';
import type { CrawledEntry, FetchRequest, PodcastSource } from '../../src/types.ts';
import { given } from '../support/world.ts';

const URL = 'https://lowtide.test/feed.xml';
const source: PodcastSource = {
  ...{ id: 'tide', kind: 'podcast', url: URL, name: 'Low Tide Radio', weight: 1, tags: [] },
  ...{ enabled: true, private: false, respectOptOut: true },
};
const AT = '2026-11-16T06:00:00.000Z';
const WINDOW = { sinceAt: '2026-11-09T00:00:00.000Z', untilAt: '2026-11-16T00:00:00.000Z' };

async function crawl(body: string): Promise<CrawledEntry[]> {
  const fetch = async (request: FetchRequest) => given(request, body);
  return (await crawlers.podcast(source, { fetch, window: WINDOW, now: AT, say: () => undefined })).entries;
}
const rss = (...items: string[]) => `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters"><channel>
  <title>Low Tide Radio</title><link>https://lowtide.test/</link><language>en</language>${items.join('')}</channel></rss>`;
const FILE = '<enclosure url="https://media.test/9.mp3" type="audio/mpeg" length="50000000"/>';
const item = (inner: string, link = '<link>https://lowtide.test/9</link>') =>
  `<item><title>Costs</title><guid isPermaLink="false">ep-9</guid>${link}<pubDate>Thu, 12 Nov 2026 05:00:00 GMT</pubDate>${inner}</item>`;
const first = async (inner: string, link?: string) => (await crawl(rss(item(inner, link))))[0] as CrawledEntry;

describe('an episode', () => {
  it('has its kind, length, chapters and every transcript', async () => {
    const found = await first(`${FILE}<itunes:duration>1:02:03</itunes:duration>
      <description>&lt;p&gt;What a run costs.&lt;/p&gt;&lt;p&gt;(00:00) Rope&lt;br&gt;(09:30) Nets&lt;/p&gt;</description>
      <podcast:chapters url="/9.chapters.json" type="application/json+chapters"/>
      <podcast:transcript url="https://lowtide.test/9.vtt" type="text/vtt" language="en"/>
      <podcast:transcript url="/9.json" type="application/json"/>`);
    expect(found).toMatchObject({
      ...{ url: 'https://lowtide.test/9', media: 'audio', durationSeconds: 3723 },
      chaptersUrl: 'https://lowtide.test/9.chapters.json',
      chapters: [
        { seconds: 0, title: 'Rope' },
        { seconds: 570, title: 'Nets' },
      ],
      transcripts: [
        { url: 'https://lowtide.test/9.vtt', type: 'text/vtt', language: 'en' },
        { url: 'https://lowtide.test/9.json', type: 'application/json' },
      ],
    });
  });

  it('takes chapters that stand in the feed before those of the notes', async () => {
    const found = await first(`${FILE}<description>0:00 Wrong
1:00 Wrong too</description><psc:chapters version="1.2">
      <psc:chapter start="00:09:30.500" title="Nets"/><psc:chapter start="0" title="Rope"/><psc:chapter title="x"/></psc:chapters>`);
    expect(found.chapters).toEqual([
      { seconds: 0, title: 'Rope' },
      { seconds: 570.5, title: 'Nets' },
    ]);
  });

  it('has no chapters beyond its end', async () => {
    const notes = '<description>0:00 Rope\n9:30 Nets\n55:00 Storms</description>';
    const found = await first(`${notes}<itunes:duration>20:00</itunes:duration>`);
    expect(found.chapters?.map(({ title }) => title)).toEqual(['Rope', 'Nets']);
  });

  it.each([
    ['3723', 3723],
    ['62:03', 3723],
    ['PT1H2M3S', 3723],
    ['62 min', 3720],
    ['about an hour', undefined],
    ['0', undefined],
    ['43200000', undefined],
    // an hour and two minutes, written as a minute and two seconds
    ['1:02', undefined],
  ])('of length %s: %s', async (text, seconds) => {
    expect((await first(`${FILE}<itunes:duration>${text}</itunes:duration>`)).durationSeconds).toBe(seconds);
  });

  it('keeps a short length where the file is small, or says nothing of its size', async () => {
    for (const length of ['900000', '0', '']) {
      const file = `<enclosure url="https://media.test/9.mp3" type="audio/mpeg" length="${length}"/>`;
      expect((await first(`${file}<itunes:duration>1:02</itunes:duration>`)).durationSeconds).toBe(62);
    }
  });

  it.each([
    ['type="video/mp4" url="https://media.test/9"', 'video'],
    ['type="Audio/MP4" url="https://media.test/9"', 'audio'],
    ['url="https://media.test/9.m4a?x=1"', 'audio'],
    ['url="https://media.test/9.MOV"', 'video'],
    ['url="https://media.test/9.pdf"', undefined],
    ['type="application/pdf" url="https://media.test/9.pdf"', undefined],
  ])('<enclosure %s>: %s', async (attributes, media) => {
    expect((await first(`<enclosure ${attributes}/>`)).media).toBe(media);
  });

  it('without a page of its own has the file for an address', async () => {
    expect((await first(FILE, '')).url).toBe('https://media.test/9.mp3');
    expect((await first(FILE, '<link>https://lowtide.test</link>')).url).toBe('https://media.test/9.mp3');
    expect((await first('<description>Words alone.</description>', '<link>https://lowtide.test/</link>')).url).toBe(
      'https://lowtide.test/',
    );
  });

  it('shares no address with another', async () => {
    const link = '<link>https://lowtide.test/listen</link>';
    const other = item(FILE.replaceAll('/9', '/8'), link).replaceAll('ep-9', 'ep-8');
    const found = await crawl(rss(item(FILE, link), other, item(FILE).replaceAll('ep-9', 'ep-7')));
    expect(found.map(({ url }) => url)).toEqual([
      ...['https://media.test/9.mp3', 'https://media.test/8.mp3', 'https://lowtide.test/9'],
    ]);
  });

  it('that comes in two visits is no two', async () => {
    const entries = [...(await crawl(rss(item(FILE), item(FILE))))];
    expect(entries.map(({ url }) => url)).toEqual(['https://lowtide.test/9', 'https://lowtide.test/9']);
  });
});

const REAL = '../shared/data/feeds/podcast-namespace/example.xml';
describe.skipIf(!existsSync(REAL))(
  'the podcast namespace’s example (skipped where ../shared/data is not there)',
  () => {
    it('gives every episode its transcripts and chapters', async () => {
      const found = await crawl(readFileSync(REAL, 'utf8'));
      expect(found.length).toBeGreaterThan(1);
      expect(found.every(({ media }) => media === 'audio')).toBe(true);
      expect(found[0]).toMatchObject({
        url: 'https://example.com/podcast/ep0003',
        chaptersUrl: 'https://example.com/ep3_chapters.json',
        transcripts: [{ type: 'text/plain' }, { type: 'text/vtt', language: 'es' }],
      });
    });
  },
);
