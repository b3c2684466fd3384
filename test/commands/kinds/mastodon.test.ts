import { expect, it } from 'vitest';
import { crawlRecorded } from '../../support/recording.ts';

const URL = 'https://shore.test/@keeper.ana.rss';
const link = (href: string) =>
  `&lt;a href="${href}" target="_blank" rel="nofollow noopener noreferrer" translate="no"&gt;&lt;span class="invisible"&gt;https://&lt;/span&gt;&lt;span class="ellipsis"&gt;lab.test/tides-that-know&lt;/span&gt;&lt;span class="invisible"&gt;-their-hour&lt;/span&gt;&lt;/a&gt;`;
const feed = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0" xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>Ana, keeper of lamps</title>
    <description>Public posts from @keeper.ana@shore.test</description>
    <link>https://shore.test/@keeper.ana</link>
    <image><url>https://files.shore.test/ana.png</url><title>Ana, keeper of lamps</title><link>https://shore.test/@keeper.ana</link></image>
    <lastBuildDate>Thu, 12 Nov 2026 21:04:05 +0000</lastBuildDate>
    <webfeeds:icon>https://files.shore.test/ana.png</webfeeds:icon>
    <generator>Mastodon v4.5.0</generator>
    <item>
      <guid isPermaLink="true">https://shore.test/@keeper.ana/115530000000000001</guid>
      <link>https://shore.test/@keeper.ana/115530000000000001</link>
      <pubDate>Thu, 12 Nov 2026 21:04:05 +0000</pubDate>
      <description>&lt;p&gt;A model that says “I don’t know”&lt;br /&gt;is worth two that never do.&lt;/p&gt;&lt;p&gt;${link('https://lab.test/tides-that-know-their-hour')} &lt;a href="https://shore.test/tags/tides" class="mention hashtag" rel="tag"&gt;#&lt;span&gt;tides&lt;/span&gt;&lt;/a&gt;&lt;/p&gt;</description>
      <media:content url="https://files.shore.test/chart.png" type="image/png" fileSize="1234" medium="image">
        <media:rating scheme="urn:simple">nonadult</media:rating>
        <media:description type="plain">A chart of the tide</media:description>
      </media:content>
      <category>tides</category>
    </item>
  </channel>
</rss>`;

it('a post is a voice: its words whole, its handle and its address', async () => {
  const { ran, items } = await crawlRecorded('- { kind: mastodon, account: "@keeper.ana@shore.test" }\n', [
    { url: URL, body: feed, type: 'application/rss+xml; charset=utf-8' },
  ]);
  expect(ran.code).toBe(0);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    url: 'https://shore.test/@keeper.ana/115530000000000001',
    sourceName: '@keeper.ana@shore.test',
    // a post has no title of its own
    title: 'A model that says “I don’t know”',
    publishedAt: '2026-11-12T21:04:05.000Z',
    own: true,
    textFrom: 'feed',
    text: 'A model that says “I don’t know”\nis worth two that never do.\n\nhttps://lab.test/tides-that-know-their-hour #tides',
    incomplete: false,
    voice: { handle: 'keeper.ana', where: 'Mastodon' },
    links: ['https://lab.test/tides-that-know-their-hour', 'https://shore.test/tags/tides'],
    categories: ['tides'],
    imageUrl: 'https://files.shore.test/chart.png',
  });
});

it('a link to somebody else’s post is not taken for the account’s own words', async () => {
  const boosted = feed.replaceAll('https://shore.test/@keeper.ana/1155', 'https://elsewhere.test/@ivo/1155');
  const { items } = await crawlRecorded('- { kind: mastodon, account: "@keeper.ana@shore.test" }\n', [
    { url: URL, body: boosted, type: 'application/rss+xml' },
  ]);
  expect(items[0]).toMatchObject({ own: false, text: '' });
  expect(items[0]).not.toHaveProperty('voice');
});
