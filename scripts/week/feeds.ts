import { encodeXML, escapeUTF8 } from 'entities';
import { toHtml } from './markdown.ts';
import type { Entry, Exchange, Feed } from './types.ts';

/** A feed's document in the format that it names. */
export function feedExchange(feed: Feed): Exchange {
  const { mimeType, write } = FORMATS[feed.format];
  return { url: feed.url, status: 200, mimeType: `${mimeType}; charset=utf-8`, text: write(feed) };
}

const FORMATS: Record<Feed['format'], { mimeType: string; write: (feed: Feed) => string }> = {
  rss: { mimeType: 'application/rss+xml', write: rss },
  atom: { mimeType: 'application/atom+xml', write: atom },
  json: { mimeType: 'application/feed+json', write: json },
  youtube: { mimeType: 'text/xml', write: youtube },
};

function rss(feed: Feed): string {
  const xml = feed.entities ? encodeXML : escapeUTF8;
  const items = feed.entries.map((entry) => {
    const lines = [
      ...(entry.title ? [`<title>${xml(entry.title)}</title>`] : []),
      `<link>${escapeUTF8(entry.link ?? entry.url)}</link>`,
      `<guid isPermaLink="false">${escapeUTF8(entry.url)}</guid>`,
      `<pubDate>${rfc822(entry.date)}</pubDate>`,
      ...(entry.author ? [`<dc:creator>${xml(entry.author)}</dc:creator>`] : []),
      ...(entry.categories ?? []).map((category) => `<category>${xml(category)}</category>`),
      ...podcast(entry),
      // Escaped twice where the publishing system does: once as HTML, once as XML.
      `<description>${feed.entities ? escapeUTF8(encodeXML(description(entry))) : escapeUTF8(description(entry))}</description>`,
      ...(entry.html ? [`<content:encoded><![CDATA[${entry.html}]]></content:encoded>`] : []),
    ];
    return `<item>\n${lines.join('\n')}\n</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
<title>${xml(feed.title)}</title>
<link>${escapeUTF8(feed.home)}</link>
<description>${xml(feed.description)}</description>
<language>${feed.language ?? 'en'}</language>
${items.join('\n')}
</channel>
</rss>
`;
}

function podcast(entry: Entry): string[] {
  const lines: string[] = [];
  if (entry.enclosure)
    lines.push(
      `<enclosure url="${entry.enclosure.url}" type="${entry.enclosure.type}" length="${entry.enclosure.length}"/>`,
    );
  if (entry.duration) lines.push(`<itunes:duration>${entry.duration}</itunes:duration>`);
  for (const { url, type } of entry.transcripts ?? []) lines.push(`<podcast:transcript url="${url}" type="${type}"/>`);
  if (entry.chapters) lines.push(`<podcast:chapters url="${entry.chapters}" type="application/json+chapters"/>`);
  return lines;
}

function description(entry: Entry): string {
  return entry.post ? toHtml(entry.post) : (entry.summary ?? '');
}

function atom(feed: Feed): string {
  const entries = feed.entries.map((entry) => {
    const lines = [
      `<title>${escapeUTF8(entry.title)}</title>`,
      `<link rel="alternate" type="text/html" href="${escapeUTF8(entry.link ?? entry.url)}"/>`,
      `<id>${escapeUTF8(entry.url)}</id>`,
      `<published>${entry.date}</published>`,
      `<updated>${entry.updated ?? entry.date}</updated>`,
      ...(entry.author ? [`<author><name>${escapeUTF8(entry.author)}</name></author>`] : []),
      ...(entry.categories ?? []).map((category) => `<category term="${escapeUTF8(category)}"/>`),
      ...(entry.summary ? [`<summary>${escapeUTF8(entry.summary)}</summary>`] : []),
      ...(entry.html ? [`<content type="html">${escapeUTF8(entry.html)}</content>`] : []),
    ];
    return `<entry>\n${lines.join('\n')}\n</entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language ?? 'en'}">
<title>${escapeUTF8(feed.title)}</title>
<subtitle>${escapeUTF8(feed.description)}</subtitle>
<link rel="self" href="${feed.url}"/>
<link rel="alternate" href="${feed.home}"/>
<id>${feed.home}</id>
<updated>${newest(feed)}</updated>
${entries.join('\n')}
</feed>
`;
}

function json(feed: Feed): string {
  const items = feed.entries.map((entry) => ({
    id: entry.url,
    url: entry.link ?? entry.url,
    title: entry.title,
    date_published: entry.date,
    ...(entry.author ? { authors: [{ name: entry.author }] } : {}),
    ...(entry.summary ? { summary: entry.summary } : {}),
    ...(entry.html ? { content_html: entry.html } : {}),
  }));
  const { title, description: about, home: home_page_url, url: feed_url, language = 'en' } = feed;
  const version = 'https://jsonfeed.org/version/1.1';
  return `${JSON.stringify({ version, title, description: about, home_page_url, feed_url, language, items }, null, 1)}\n`;
}

function youtube(feed: Feed): string {
  const channel = new URL(feed.home).pathname.split('/').pop() ?? '';
  const entries = feed.entries.map((entry) => {
    const id = new URL(entry.url).searchParams.get('v');
    return ` <entry>
  <id>yt:video:${id}</id>
  <yt:videoId>${id}</yt:videoId>
  <yt:channelId>${channel}</yt:channelId>
  <title>${escapeUTF8(entry.title)}</title>
  <link rel="alternate" href="${escapeUTF8(entry.url)}"/>
  <author><name>${escapeUTF8(feed.title)}</name><uri>${feed.home}</uri></author>
  <published>${entry.date}</published>
  <updated>${entry.updated ?? entry.date}</updated>
  <media:group>
   <media:title>${escapeUTF8(entry.title)}</media:title>
   <media:content url="https://www.youtube.com/v/${id}?version=3" type="application/x-shockwave-flash" width="640" height="390"/>
   <media:thumbnail url="https://i2.ytimg.com/vi/${id}/hqdefault.jpg" width="480" height="360"/>
   <media:description>${escapeUTF8(entry.summary ?? '')}</media:description>
   <media:community><media:statistics views="${entry.views ?? 0}"/></media:community>
  </media:group>
 </entry>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
 <link rel="self" href="${escapeUTF8(feed.url)}"/>
 <id>yt:channel:${channel}</id>
 <yt:channelId>${channel}</yt:channelId>
 <title>${escapeUTF8(feed.title)}</title>
 <link rel="alternate" href="${feed.home}"/>
 <author><name>${escapeUTF8(feed.title)}</name><uri>${feed.home}</uri></author>
 <published>2021-03-02T09:00:00+00:00</published>
${entries.join('\n')}
</feed>
`;
}

function newest(feed: Feed): string {
  return (
    feed.entries
      .map((entry) => entry.updated ?? entry.date)
      .sort()
      .at(-1) ?? ''
  );
}
function rfc822(date: string): string {
  return new Date(date).toUTCString().replace('GMT', '+0000');
}
