import { describe, expect, it } from 'vitest';
import { transcriptKey } from '../../../src/text/transcript-forms.ts';
import { prose } from '../../support/items.ts';
import { crawlRecorded } from '../../support/recording.ts';

const CHANNEL = 'UCinventedinventedinvent';
const FEED = `https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}`;
const ID = 'ropeIsAnet1';
const WATCH = `https://www.youtube.com/watch?v=${ID}`;
const feed = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
 <title>Slow Lectures</title><link rel="alternate" href="https://www.youtube.com/channel/${CHANNEL}"/>
 <entry><id>yt:video:${ID}</id><yt:videoId>${ID}</yt:videoId><title>How a rope is a network</title>
  <link rel="alternate" href="${WATCH}"/><author><name>Slow Lectures</name></author>
  <published>2026-11-12T08:00:00+00:00</published>
  <media:group><media:description>A lecture in two parts.

0:00 Sponsor
1:00 Rope</media:description><media:community><media:statistics views="4321"/></media:community></media:group></entry></feed>`;
const watch = { url: WATCH, body: '<html><head><meta itemprop="duration" content="PT10M5S"></head></html>' };
const words = {
  events: [
    { tStartMs: 0, segs: [{ utf8: prose('cord') }] },
    { tStartMs: 60_000, segs: [{ utf8: prose('rope') }] },
  ],
};

describe('a channel of YouTube', () => {
  it('gives videos with views, length, chapters and the words that the editor has', async () => {
    const { ran, items } = await crawlRecorded(`- { kind: youtube, channel: ${CHANNEL}, name: Slow Lectures }\n`, [
      { url: FEED, body: feed, type: 'text/xml' },
      watch,
      { url: `workspace:transcripts/${ID}.json3`, body: words },
    ]);
    expect(ran).toMatchObject({ code: 0 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      ...{ url: WATCH, title: 'How a rope is a network', author: 'Slow Lectures', media: 'video', own: true },
      ...{ durationSeconds: 605, counts: { views: 4321 }, textFrom: 'transcript', incomplete: false },
      chapters: [
        { seconds: 0, title: 'Sponsor' },
        { seconds: 60, title: 'Rope' },
      ],
    });
    const at = items[0]?.text.indexOf(prose('rope').slice(0, 40));
    expect(items[0]?.cues).toEqual([
      { at: 0, seconds: 0 },
      { at, seconds: 60 },
    ]);
  });

  it('that fails is said to fail at times, and costs nothing else', async () => {
    const other = { url: 'https://harbour.test/feed.xml', type: 'text/xml' };
    const body = `<rss version="2.0"><channel><title>H</title><link>https://harbour.test/</link><item><title>Lamps</title>
      <link>https://harbour.test/lamps</link><pubDate>Thu, 12 Nov 2026 08:00:00 GMT</pubDate><description>${prose('lamps', 16)}</description></item></channel></rss>`;
    const yaml = `- { kind: youtube, channel: ${CHANNEL}, id: slow }\n- { kind: feed, url: "${other.url}" }\n`;
    const { ran, items } = await crawlRecorded(yaml, [
      { url: FEED, status: 404, body: '' },
      { ...other, body },
    ]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("YouTube's feeds fail at times");
    expect(items.map(({ title }) => title)).toEqual(['Lamps']);
  });
});

describe('videos of YouTube', () => {
  it('come one by one, with what their page says', async () => {
    const oembed = { title: 'How a rope is a network', author_name: 'Slow Lectures' };
    const details = { lengthSeconds: '605', shortDescription: 'On rope.', author: 'Slow Lectures' };
    const { ran, items } = await crawlRecorded(`- { kind: youtube, videos: ["https://youtu.be/${ID}?si=x"] }\n`, [
      { url: `https://www.youtube.com/oembed?url=${WATCH}&format=json`, body: oembed, at: '2026-11-13T06:00:00.000Z' },
      { url: WATCH, body: `<script>x = {"videoDetails":${JSON.stringify(details)}}</script>` },
    ]);
    expect(ran).toMatchObject({ code: 0 });
    expect(items).toMatchObject([
      {
        url: WATCH,
        title: oembed.title,
        author: 'Slow Lectures',
        durationSeconds: 605,
        media: 'video',
        textFrom: 'none',
      },
    ]);
    expect(transcriptKey(items[0]?.url ?? '')).toBe(ID);
  });
});
