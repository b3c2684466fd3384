import { expect, it } from 'vitest';
import { prose } from '../../support/items.ts';
import { crawlRecorded } from '../../support/recording.ts';

const URL = 'https://tideletter.substack.com/feed';
const button = (words: string, href: string) =>
  `<p class="button-wrapper" data-attrs="{&quot;url&quot;:&quot;${href}&quot;,&quot;text&quot;:&quot;${words}&quot;}" data-component-name="ButtonCreateButton"><a class="button primary" href="${href}"><span>${words}</span></a></p>`;
const widget = `<div class="subscription-widget-wrap-editor" data-component-name="SubscribeWidgetToDOM"><div class="subscription-widget show-subscribe"><div class="preamble"><p class="cta-caption">The Tide Letter is read by its readers. Subscribe to get new posts.</p></div><form class="subscription-widget-subscribe"><input type="email" class="email-input" name="email" placeholder="Type your email…"><input type="submit" class="button primary" value="Subscribe"></form></div></div>`;
const post = (slug: string, title: string, html: string, day: number) => `<item>
  <title><![CDATA[${title}]]></title>
  <description><![CDATA[What the lamps know by now]]></description>
  <link>https://tideletter.substack.com/p/${slug}</link>
  <guid isPermaLink="false">https://tideletter.substack.com/p/${slug}</guid>
  <dc:creator><![CDATA[Ana Mar]]></dc:creator>
  <pubDate>Thu, ${day} Nov 2026 08:00:41 GMT</pubDate>
  <enclosure url="https://substackcdn.com/image/fetch/${slug}.jpeg" length="0" type="image/jpeg"/>
  <content:encoded><![CDATA[${html}]]></content:encoded>
</item>`;
const free = `<p>${prose('the lamp').replaceAll('. ', '.</p><p>')}</p>${widget}<p>More of it <a href="https://lab.test/lamp">in the report</a>.</p>${button('Share', 'https://tideletter.substack.com/p/the-lamp?utm_source=substack&amp;action=share')}`;
const paid = `<p>${prose('the paid lamp', 9)}</p>\n      <p>\n          <a href="https://tideletter.substack.com/p/the-paid-lamp">\n              Read more\n          </a>\n      </p>\n   `;
const feed = `<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
<title><![CDATA[The Tide Letter]]></title><description><![CDATA[On lamps and tides]]></description><link>https://tideletter.substack.com</link>
<generator>Substack</generator><lastBuildDate>Mon, 16 Nov 2026 05:00:00 GMT</lastBuildDate>
<atom:link href="https://tideletter.substack.com/feed" rel="self" type="application/rss+xml"/><copyright><![CDATA[Ana Mar]]></copyright><language><![CDATA[en]]></language>
<itunes:owner><itunes:email><![CDATA[tideletter@substack.com]]></itunes:email><itunes:name><![CDATA[Ana Mar]]></itunes:name></itunes:owner>
${post('the-lamp', 'What the lamp knows', free, 12)}${post('the-paid-lamp', 'What the paid lamp knows', paid, 12)}
</channel></rss>`;

it('a free post is there whole; of a paid one there is a teaser, which is no text', async () => {
  const { ran, items } = await crawlRecorded('- { kind: substack, url: https://tideletter.substack.com }\n', [
    { url: URL, body: feed, type: 'application/xml; charset=utf-8' },
  ]);
  expect(ran.code).toBe(0);
  const [free, paid] = items.toSorted((a, b) => a.url.length - b.url.length);
  expect(items).toHaveLength(2);
  expect(free).toMatchObject({
    url: 'https://tideletter.substack.com/p/the-lamp',
    title: 'What the lamp knows',
    author: 'Ana Mar',
    publishedAt: '2026-11-12T08:00:41.000Z',
    language: 'en',
    own: true,
    textFrom: 'feed',
    incomplete: false,
    imageUrl: 'https://substackcdn.com/image/fetch/the-lamp.jpeg',
  });
  expect(free?.text.startsWith('The people who run the lamp say')).toBe(true);
  expect(free?.links).toContain('https://lab.test/lamp');
  // an image is no recording
  expect(free).not.toHaveProperty('media');
  expect(paid).toMatchObject({ own: true, text: '', textFrom: 'none', incomplete: true });
  expect(JSON.parse(ran.stdout).pages.wanted).toBe(1);
});

it('what asks readers to subscribe and share is none of its words', async () => {
  const { items } = await crawlRecorded('- { kind: substack, url: https://tideletter.substack.com }\n', [
    { url: URL, body: feed, type: 'application/xml; charset=utf-8' },
  ]);
  const text = items.find(({ url }) => url.endsWith('/the-lamp'))?.text ?? '';
  expect(text).toContain('More of it in the report.');
  expect(text).not.toMatch(/Subscribe|Share/);
});

it('a publication under its own domain is read there, and its link kept', async () => {
  const own = feed.replaceAll('tideletter.substack.com', 'www.tideletter.test');
  const { items } = await crawlRecorded('- { kind: substack, url: https://www.tideletter.test/ }\n', [
    { url: 'https://www.tideletter.test/feed', body: own, type: 'application/xml' },
  ]);
  expect(items.map(({ url, own }) => [url, own])).toContainEqual(['https://www.tideletter.test/p/the-lamp', true]);
});
