import { describe, expect, it } from 'vitest';
import { findQuotes } from '../../../src/stages/quotes.ts';
import { prose } from '../../support/items.ts';
import { crawlRecorded, type Recorded } from '../../support/recording.ts';

const FEED = 'https://lowtide.test/feed.xml';
const YAML = `- { kind: podcast, url: "${FEED}", name: Low Tide Radio }\n`;
const feed = (inner: string) => `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Low Tide Radio</title><link>https://lowtide.test/</link>
  <language>en</language><item><title>What a rope costs</title><guid isPermaLink="false">ep-9</guid><link>https://lowtide.test/9</link>
  <pubDate>Thu, 12 Nov 2026 05:00:00 GMT</pubDate><itunes:duration>10:05</itunes:duration>
  <enclosure url="https://media.test/9.mp3" type="audio/mpeg" length="9000000"/>${inner}</item></channel></rss>`;
const SOLD = prose('cord');
const SAID = prose('rope');
const vtt = `WEBVTT\n\n00:05.000 --> 00:55.000\n<v Ana>${SOLD}</v>\n\n01:00.000 --> 01:50.000\n<v Bela>${SAID}</v>\n`;
const crawl = (inner: string, ...answers: Recorded[]) =>
  crawlRecorded(YAML, [{ url: FEED, body: feed(inner), type: 'text/xml' }, ...answers]);

describe('a podcast', () => {
  it('gives episodes with length, words, chapters, and quotes with their second that are no sponsor’s', async () => {
    const { ran, items } = await crawl(
      `<podcast:transcript url="/9.vtt" type="text/vtt"/><podcast:chapters url="/9.json" type="application/json+chapters"/>`,
      { url: 'https://lowtide.test/9.vtt', body: vtt, type: 'text/vtt' },
      {
        url: 'https://lowtide.test/9.json',
        body: {
          chapters: [
            { startTime: 0, title: 'Sponsor: Acme' },
            { startTime: 58, title: 'Rope' },
          ],
        },
      },
    );
    expect(ran).toMatchObject({ code: 0 });
    expect(items).toMatchObject([
      {
        ...{ url: 'https://lowtide.test/9', media: 'audio', durationSeconds: 605, textFrom: 'transcript' },
        chapters: [
          { seconds: 0, title: 'Sponsor: Acme' },
          { seconds: 58, title: 'Rope' },
        ],
      },
    ]);
    const lead = { ...items[0], copies: [], roundup: false } as Parameters<typeof findQuotes>[0]['lead'];
    const story = { id: 's', title: lead.title, items: [lead], lead, score: 1, onTopic: true, reasons: [] };
    const quotes = findQuotes(story);
    expect(quotes.length).toBeGreaterThan(0);
    for (const { text, seconds } of quotes) {
      expect(SAID).toContain(text);
      expect(seconds).toBe(60);
    }
  });

  it.each([
    ['text/vtt', 'vtt', vtt],
    ['application/x-subrip', 'srt', `1\r\n00:01:00,000 --> 00:01:50,000\r\n${SAID}\r\n`],
    ['application/json', 'json', JSON.stringify({ segments: [{ startTime: 60, endTime: 110, body: SAID }] })],
    ['text/html', 'html', `<html><body><cite>Bela:</cite><time>1:00</time><p>${SAID}</p></body></html>`],
    ['text/plain', 'txt', `[1:00] ${SAID}`],
  ])('reads a transcript of type %s', async (type, ending, body) => {
    const url = `https://lowtide.test/9.${ending}`;
    const { items } = await crawl(`<podcast:transcript url="${url}" type="${type}"/>`, { url, body, type });
    expect(items[0]?.text).toContain(SAID);
    expect(items[0]?.cues?.at(-1)?.seconds).toBe(60);
  });

  it('whose transcript keeps machines out is link only', async () => {
    const url = 'https://lowtide.test/9.vtt';
    const answer = { url, body: vtt, type: 'text/vtt', headers: { 'x-robots-tag': 'noai' } };
    const { items } = await crawl(`<podcast:transcript url="${url}" type="text/vtt"/>`, answer);
    expect(items).toMatchObject([{ linkOnly: true, text: '', durationSeconds: 605 }]);
  });

  it('without a transcript is an episode with its length', async () => {
    const { ran, items } = await crawl('');
    expect(ran.code).toBe(0);
    expect(items).toMatchObject([{ textFrom: 'none', durationSeconds: 605, media: 'audio' }]);
  });
});
