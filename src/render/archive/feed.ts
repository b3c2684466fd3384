import { sanitizeHtml } from '../../text/sanitize.ts';
import type { Day } from '../../types.ts';
import { cleanText } from '../escape.ts';
import type { IssuePage } from './page.ts';

/** Feeds hold the newest issues; the pages hold all. */
const ENTRIES = 25;

/** What both feeds say of the newsletter. Addresses are absolute, `home` ends in a slash. */
export interface FeedOf {
  name: string;
  description: string;
  language: string;
  editor: string;
  home: string;
  logo?: string;
  /** Newest first. */
  issues: IssuePage[];
}

/** RSS 2.0 with whole issues (`content:encoded`, sanitised), in the order given. No moment of now is in it: the same issues give the same bytes. */
export function rssFeed({ name, description, language, editor, home, logo, issues }: FeedOf): string {
  const shown = issues.slice(0, ENTRIES);
  const built = shown
    .map(({ changed }) => changed)
    .sort()
    .at(-1);
  const image = logo ? [`<image>${tag('url', logo)}${tag('title', name)}${tag('link', home)}</image>`] : [];
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<channel>',
    tag('title', name),
    tag('link', home),
    tag('description', description),
    tag('language', language),
    `<atom:link href="${xml(`${home}feed.xml`)}" rel="self" type="application/rss+xml"/>`,
    ...(built ? [tag('lastBuildDate', rfc822(built))] : []),
    tag('generator', 'Pullquote'),
    ...image,
    ...shown.map((issue) => rssItem(issue, home, editor)),
    '</channel>',
    '</rss>',
  ].join('\n')}\n`;
}

function rssItem(issue: IssuePage, home: string, editor: string): string {
  const url = home + issue.folder;
  return [
    '<item>',
    // some readers take a title for HTML, and a description is HTML: no word of theirs may look like a tag
    tag('title', issue.title.replaceAll('<', '&lt;')),
    tag('link', url),
    `<guid isPermaLink="true">${xml(url)}</guid>`,
    tag('pubDate', rfc822(issue.day)),
    tag('dc:creator', editor),
    tag('description', xml(issue.description)),
    tag('content:encoded', contentOf(issue)),
    '</item>',
  ].join('\n');
}

/** JSON Feed 1.1 of the same issues. */
export function jsonFeed({ name, description, language, editor, home, logo, issues }: FeedOf): string {
  const items = issues.slice(0, ENTRIES).map((issue) => ({
    id: home + issue.folder,
    url: home + issue.folder,
    title: issue.title,
    summary: issue.description,
    content_html: contentOf(issue),
    date_published: moment(issue.day),
    date_modified: moment(issue.changed),
    ...(issue.picture ? { image: issue.picture.url } : {}),
  }));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: cleanText(name),
    description: cleanText(description),
    home_page_url: home,
    feed_url: `${home}feed.json`,
    language,
    authors: [{ name: cleanText(editor) }],
    ...(logo ? { icon: logo } : {}),
    items,
  };
  return `${JSON.stringify(feed, null, 1)}\n`;
}

/** The whole issue as HTML that any feed reader shows: no class, style or id, nothing that runs. */
function contentOf({ corrections, letter, blocks }: IssuePage): string {
  const html = [
    ...corrections.map(({ label, text }) => `<p><strong>${xml(label)}</strong> ${xml(text)}</p>`),
    letter.html,
    ...blocks.map(({ rule, heading, body }) => {
      const words = heading ? `<h2>${heading.html}${heading.length ? ` (${xml(heading.length)})` : ''}</h2>\n` : '';
      return `${rule ? '<hr>\n' : ''}${words}${body.html}`;
    }),
  ];
  return sanitizeHtml(html.join('\n'));
}

function tag(name: string, text: string): string {
  return `<${name}>${xml(text)}</${name}>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML 1.0, which has no room for control characters nor for the two non-characters at the end of the first plane. */
export function xml(text: string): string {
  return cleanText(text)
    .replace(/[\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (mark) => ENTITIES[mark] as string);
}

/** The midnight, UTC, with which a day begins. */
function moment(day: Day): string {
  return `${day}T00:00:00Z`;
}

function rfc822(day: Day): string {
  return new Date(moment(day)).toUTCString();
}
