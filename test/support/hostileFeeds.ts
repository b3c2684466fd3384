/** Feeds for the hostile suite: good ones, and bodies that are made to hurt whoever reads them. */
import { readFileSync } from 'node:fs';
import { escapeText } from 'entities';
import { parse } from 'yaml';
import { fieldsOf } from '../../bench/farm.ts';

const HEAD = '<?xml version="1.0" encoding="utf-8"?>';
const DAY = 'Tue, 10 Nov 2026 08:00:00 GMT';

/** An RSS feed; `inner` are its items, `doctype` stands before it. */
export function rss(title: string, home: string, inner: string, doctype = ''): string {
  return `${HEAD}${doctype}<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>${title}</title><link>${home}/</link><description>x</description>${inner}</channel></rss>`;
}

/** An item of it; `more` are further elements. */
export function item(title: string, link: string, more = '', date = DAY): string {
  return `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><pubDate>${new Date(date).toUTCString()}</pubDate>${more}</item>`;
}

/** Pages of the sample week, so that the good feeds tell as different things as feeds do. */
const WEEK = 'examples/week/pages/';
const PAGES =
  `courier-callcentre courier-export pembroke-ferrolight courier-hospital courier-narrators courier-schools courier-winter
  courier-wren docket-penmark docket-prompt fennimore-energy fennimore-sextant heldout-longshelf heldout-wrong marrowfield-sorrel-2
  slowrequests-ticket lintel-logs wafernotes-bandwidth wafernotes-memory tallis-kitchen`.split(/\s+/);

/** A good feed of one whole text. */
export function goodFeed(n: number, home: string): string {
  const name = PAGES[n % PAGES.length] ?? '';
  const [, front = '', words = ''] = readFileSync(`${WEEK}${name}.md`, 'utf8').split(/^---$/m);
  const { title, date } = parse(front) as { title: string; date: string };
  const html = words
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeText(paragraph)}</p>`);
  const content = `<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[${html.join('')}]]></content:encoded>`;
  return rss(name, home, item(escapeText(title), `${home}/${name}`, content, date));
}

/** Ten entities that are ten of the one before: ten thousand million letters. */
export function laughingFeed(home: string): string {
  const rows = fieldsOf(9, (n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  const doctype = `<!DOCTYPE rss [<!ENTITY l0 "lollollol">${rows}]>`;
  return rss(
    'Laughs',
    home,
    item('A title &l9; of laughs', `${home}/laughs`, '<description>&l9;</description>'),
    doctype,
  );
}

/** Entities that are a file of this machine and what a server on it says. */
export function readingFeed(home: string, file: string, server: string): string {
  const doctype = `<!DOCTYPE rss SYSTEM "http://${server}/feed.dtd" [<!ENTITY file SYSTEM "file://${file}"><!ENTITY web SYSTEM "http://${server}/entity"><!ENTITY % more SYSTEM "http://${server}/more.dtd"> %more;]>`;
  const stylesheet = `<?xml-stylesheet href="http://${server}/style.xsl"?>`;
  return rss(
    'Readings',
    home,
    item('A title &file; of files', `${home}/files`, '<description>&web; &file;</description>'),
    stylesheet + doctype,
  );
}

/** Every address of this machine that people, and machines, have thought of. */
export function innerAddresses(port: number): string[] {
  const hosts = `127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 127.0.0.1. 0 0.0.0.0 [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::]
    localhost LOCALHOST. sub.localhost canary.example twice.example user@127.0.0.1 ①②⑦.⓪.⓪.①`;
  return [...hosts.split(/\s+/).map((host) => `http://${host}:${port}/`), `https://127.0.0.1:${port}/`];
}

/** What lies beside them: services of clouds, and schemes that are no web. */
export const INNER_PLACES = [
  'http://169.254.169.254/latest/meta-data/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://[fd00:ec2::254]/latest/',
  'file:///etc/passwd',
  'ftp://127.0.0.1/',
  'gopher://127.0.0.1:70/_x',
  'workspace:transcripts/key.vtt',
];

/** A feed in which everything that can be an address is one of these. */
export function innerFeed(addresses: string[], title: string): string {
  const items = addresses.flatMap((address, n) => {
    const at = address.replace(/&/g, '&amp;');
    const image = `<description>&lt;p&gt;Words&lt;img src="${at}pixel"&gt; &lt;a href="${at}link"&gt;more&lt;/a&gt;&lt;/p&gt;</description>`;
    const media = `<enclosure url="${at}sound.mp3" type="audio/mpeg" length="9"/><podcast:transcript url="${at}t.vtt" type="text/vtt"/><podcast:chapters url="${at}c.json" type="application/json+chapters"/>`;
    return [
      item(`A language model at ${n}`, `${at}page/${n}`, image),
      item(`An episode at ${n}`, `${at}show/${n}`, media),
    ];
  });
  const self = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="${addresses[0]}self"/><image><url>${addresses[0]}logo.png</url></image>`;
  return rss(title, addresses[0]?.slice(0, -1) ?? '', self + items.join(''));
}

/** A JSON Feed of so many items, newest first. */
export function jsonFeed(home: string, count: number): string {
  const items = fieldsOf(count, (n) => ({
    id: String(n),
    url: `${home}/json/${n}`,
    title: `A model in JSON, the ${n}th`,
    content_text: 'A few words, as most items have. '.repeat(5),
    date_published: new Date(Date.UTC(2026, 10, 15) - n * 3_600_000).toISOString(),
  }));
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'In JSON', home_page_url: home, items });
}

/** As many brackets as there are levels. */
export function deepJson(levels: number): string {
  return `${'{"error":['.repeat(levels / 2)}"deep"${']}'.repeat(levels / 2)}`;
}
