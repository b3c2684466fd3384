import { describe, expect, it } from 'vitest';
import { prose } from '../../support/items.ts';
import { crawlRecorded } from '../../support/recording.ts';

const ATOM = 'application/atom+xml; charset=utf-8';
const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

describe('a newsletter that comes by mail', () => {
  const secret = 'https://kill-the-newsletter.com/feeds/${LETTERS}.xml';
  // what the door makes of the secret in an answer
  const at = 'https://kill-the-newsletter.com/feeds/${LETTERS}';
  const letter = (id: string, title: string, html: string) => `<entry>
    <id>urn:kill-the-newsletter:${id}</id>
    <link rel="alternate" type="text/html" href="${at}/entries/${id}.html"/>
    <published>2026-11-12T08:00:00.000Z</published>
    <updated>2026-11-12T08:00:00.000Z</updated>
    <author><name>Ana of the Tide Letter</name><email>ana@tideletter.test</email></author>
    <title>${title}</title>
    <content type="html">${escaped(html)}</content>
  </entry>`;
  const body = `<p><a href="https://tideletter.test/12?utm_medium=email">View in browser</a></p>
    <p>The lamp at the pier has <a href="https://click.tideletter.test/c/77f">learned</a> to wait.
    <a href="https://lab.test/lamp">The report</a> says how.</p>
    <p><a href="https://tideletter.test/unsubscribe?token=77f">Unsubscribe</a> or
    <a href="https://tideletter.test/u/77f/email-preferences">change how often</a></p>
    <img src="https://tideletter.test/open/77f.gif" width="1" height="1">`;
  const feed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link rel="self" href="${at}.xml"/>
  <id>urn:kill-the-newsletter:\${LETTERS}</id>
  <title>The Tide Letter</title>
  <updated>2026-11-12T08:00:00.000Z</updated>
  ${letter('ent1', 'Letter 12: what the lamps know', body)}
  ${letter('ent2', 'A letter for one reader', '<p>There is no page of this one.</p>')}
</feed>`;

  it('is the page that everybody can read, and nothing of it is the subscriber’s own', async () => {
    const { ran, items } = await crawlRecorded(
      `- { kind: feed, url: "${secret}", name: The Tide Letter }\n`,
      [{ url: secret, body: feed, type: ATOM }],
      { env: { LETTERS: 's3cr3tletters' } },
    );
    expect(ran.code).toBe(0);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      url: 'https://tideletter.test/12',
      title: 'Letter 12: what the lamps know',
      // its words are read there, as everybody sees them
      own: false,
      text: '',
      links: ['https://lab.test/lamp'],
    });
    expect(items[0]?.summary).toContain('The lamp at the pier has learned to wait. The report says how.');
    expect(JSON.stringify(items)).not.toMatch(/77f|unsubscribe|kill-the-newsletter\.com|LETTERS/i);
    expect(JSON.parse(ran.stdout).sources[0].warnings).toEqual([
      'letters without a page that everybody can read, left out: 1',
    ]);
  });
});

describe('links in what a feed says', () => {
  it('are kept but for those made for one reader; a gift link keeps its parameters', async () => {
    const gift = 'https://paper.test/2026/11/12/lamps.html?unlocked_article_code=1.abc.DEF&smid=url-share&utm_source=x';
    const html = `<p>Read <a href="https://lab.test/lamp">this</a>, <a href="${gift}">a gift</a>, or
      <a href="https://desk.test/unsubscribe?u=77f">leave us</a>, <a href="https://desk.test/me?token=77f">your page</a>.</p>`;
    const rss = `<rss version="2.0"><channel><title>Desk</title><link>https://desk.test/</link>
      <item><title>Lamps, lately</title><link>${escaped(gift)}</link><guid>g1</guid><pubDate>Thu, 12 Nov 2026 09:00:00 GMT</pubDate>
      <description>Handed on.</description></item>
      <item><title>What we read</title><link>https://desk.test/read</link><guid>g2</guid><pubDate>Thu, 12 Nov 2026 10:00:00 GMT</pubDate>
      <description>${escaped(html)}</description></item></channel></rss>`;
    const { items } = await crawlRecorded('- { kind: feed, url: https://desk.test/feed }\n', [
      { url: 'https://desk.test/feed', body: rss, type: 'application/rss+xml' },
    ]);
    expect(items[0]).toMatchObject({
      url: 'https://paper.test/2026/11/12/lamps.html?unlocked_article_code=1.abc.DEF&smid=url-share',
      own: false,
    });
    expect(items[1]?.links).toEqual(['https://lab.test/lamp', gift]);
  });
});

describe('an aggregator', () => {
  it('gives no author to a page of another site', async () => {
    const rss = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Links</title><link>https://links.test/</link>
      <item><title>Lamps that wait</title><link>https://lab.test/lamps</link><comments>https://links.test/s/1</comments>
      <dc:creator>somebody who found it</dc:creator><pubDate>Thu, 12 Nov 2026 09:00:00 GMT</pubDate><description>Points: 12</description></item></channel></rss>`;
    const { items } = await crawlRecorded('- { kind: feed, url: https://links.test/rss }\n', [
      { url: 'https://links.test/rss', body: rss, type: 'application/rss+xml' },
    ]);
    expect(items[0]).toMatchObject({ own: false, discussionUrl: 'https://links.test/s/1', counts: { points: 12 } });
    expect(items[0]).not.toHaveProperty('author');
  });
});

describe('JSON Feed 1.1', () => {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Lamps, Daily',
    home_page_url: 'https://lamps.test/',
    feed_url: 'https://lamps.test/feed.json',
    language: 'en-IE',
    authors: [{ name: 'The keepers', url: 'https://lamps.test/us' }],
    items: [
      {
        id: 'https://lamps.test/1',
        url: 'https://lamps.test/1',
        title: 'A lamp that waits',
        content_html: `<p>${prose('the lamp').replaceAll('. ', '.</p><p>')} See <a href="/more">more</a>.</p>`,
        summary: 'On waiting.',
        date_published: '2026-11-12T10:00:00+01:00',
        authors: [{ name: 'Ana Mar' }, { name: 'Ivo Kai' }],
        tags: ['lamps'],
        image: 'https://lamps.test/1.jpg',
      },
      {
        id: '2',
        external_url: 'https://lab.test/lamps',
        title: 'Elsewhere',
        content_text: 'Worth a look.',
        date_published: '2026-11-13',
      },
    ],
  };

  it('gives whole pieces of its own, and links to those of others', async () => {
    const { ran, items } = await crawlRecorded('- { kind: feed, url: https://lamps.test/feed.json }\n', [
      { url: 'https://lamps.test/feed.json', body: feed, type: 'application/feed+json' },
    ]);
    expect(ran.code).toBe(0);
    expect(items[0]).toMatchObject({
      url: 'https://lamps.test/1',
      title: 'A lamp that waits',
      author: 'Ana Mar, Ivo Kai',
      publishedAt: '2026-11-12T09:00:00.000Z',
      language: 'en-IE',
      own: true,
      textFrom: 'feed',
      links: ['https://lamps.test/more'],
      categories: ['lamps'],
      imageUrl: 'https://lamps.test/1.jpg',
    });
    expect(items[0]?.text).toContain('the hard part was never the arithmetic');
    expect(items[1]).toMatchObject({ url: 'https://lab.test/lamps', own: false, text: '', summary: 'Worth a look.' });
  });
});

describe('a private feed', () => {
  it('gives links alone: nothing that it says is kept', async () => {
    const url = 'https://paid.test/feed?key=${PAID_KEY}';
    const rss = `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Paid</title><link>https://paid.test/</link>
      <item><title>For subscribers: the lamp</title><link>https://paid.test/p/lamp</link><guid>1</guid><pubDate>Thu, 12 Nov 2026 09:00:00 GMT</pubDate>
      <description>A secret summary.</description><content:encoded><![CDATA[<p>${prose('the paid lamp')}</p>]]></content:encoded></item>
      <item><link>https://paid.test/p/untitled</link><guid>2</guid><description>A secret summary, untitled.</description></item></channel></rss>`;
    const page = { url: 'https://paid.test/p/lamp', body: `<article><p>${prose('the paid lamp')}</p></article>` };
    const { ran, items } = await crawlRecorded(
      `- { kind: feed, url: "${url}", private: true }\n`,
      [{ url, body: rss, type: 'application/rss+xml' }, page],
      { env: { PAID_KEY: 'a-paid-key' } },
    );
    expect(ran.code).toBe(0);
    const lamp = items.find((item) => item.url.endsWith('/lamp'));
    expect(items).toHaveLength(2);
    expect(lamp).toMatchObject({
      ...{ title: 'For subscribers: the lamp', linkOnly: true, summary: '', text: '', textFrom: 'none' },
    });
    expect(JSON.stringify(items)).not.toMatch(/secret summary|paid lamp say|a-paid-key/);
    // its pages are not fetched either
    expect(JSON.parse(ran.stdout).pages.wanted).toBe(0);
  });
});
