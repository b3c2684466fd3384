/** The feeds that the farm of `bench/crawl.ts` serves: invented sentences, recombined, in every dialect that feeds are written in. */
import { pick } from './material.ts';
import { seeded } from './random.ts';

const HOSTS = 500;
const FEEDS_OF_HOST = 4;
export const FEEDS = HOSTS * FEEDS_OF_HOST;
const ENTRIES = 20;
/** The window that all entries lie in. */
export const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
const NEWEST = Date.UTC(2026, 10, 15, 20);

type Dialect = 'rss' | 'atom' | 'rdf' | 'json';
/** How a feed answers; one that `slow` waits for comes whole, two seconds late. */
export type Manner = 'well' | 'slow' | 'error' | 'missing' | 'broken' | 'closed';
type Encoding = 'utf8' | 'western' | 'utf16';

interface FarmFeed {
  dialect: Dialect;
  manner: Manner;
  encoding: Encoding;
  seed: number;
}

/** What feed `n` is: of 2,000 there are 1,100 RSS, 500 Atom, 200 RDF and 200 JSON Feeds; 5 % fail, in four ways, 2 % are slow, and 5 % are not UTF-8. */
export function farmFeed(n: number): FarmFeed {
  const next = seeded(n + 1);
  const [kind, fate, letters] = [next(), n % 100, next()];
  const dialect = kind < 0.55 ? 'rss' : kind < 0.8 ? 'atom' : kind < 0.9 ? 'rdf' : 'json';
  const failing = (['error', 'missing', 'broken', 'closed', 'broken'] as const)[((n / 100 + fate) % 5) | 0] ?? 'error';
  const manner = fate < 5 ? failing : fate < 7 ? 'slow' : 'well';
  const encoding = dialect === 'json' || letters > 0.05 ? 'utf8' : letters > 0.02 ? 'western' : 'utf16';
  return { dialect, manner, encoding, seed: n + 1 };
}

/** The address that host `n` is served at. */
function hostAt(n: number): string {
  return `127.20.${Math.floor(n / 250)}.${(n % 250) + 1}`;
}

/** Feed `n`: host and path. Neighbours in a list of sources are seldom of one host, so feed 0 to 499 are the first of each. */
export function placeOf(n: number): { host: string; path: string } {
  return { host: hostAt(n % HOSTS), path: `/${Math.floor(n / HOSTS)}/feed` };
}

const WHO = [
  'The team behind it',
  'A reader in Zürich',
  'Nobody at the fair',
  'The café’s own printer',
  'A third of them',
];
const DID = [
  'says that',
  'found out – late – that',
  'would not believe that',
  'wrote a page on how',
  'measured whether',
];
const WHAT = ['the small model', 'a cheaper index', 'the second cache', 'an unlabelled sample', 'the old pipeline'];
const HOW = ['answers before it is asked', 'costs less than a lunch', 'forgets what it was told', 'waits for the disk'];
const WHEN = [
  'on most days.',
  'since the spring.',
  'when two people look.',
  'as long as “nothing” changes.',
  'at night.',
];

function sentence(next: () => number): string {
  return [WHO, DID, WHAT, HOW, WHEN].map((words) => pick(words, next)).join(' ');
}

interface Entry {
  title: string;
  url: string;
  date: Date;
  teaser: string;
  html: string;
}

/** From 150 words to 2,000: half are short, a few are long. Enough in each that its page is not asked for. */
function entryOf(home: string, n: number, next: () => number): Entry {
  const size = next();
  const paragraphs = size < 0.5 ? 3 : size < 0.88 ? 8 : 26;
  const html = Array.from({ length: paragraphs }, (_, i) => {
    const words = Array.from({ length: 4 }, () => sentence(next)).join(' ');
    const link = i % 4 === 1 ? ` See <a href="/notes/${n}/${i}?a=1&amp;b=2">the note</a>.` : '';
    const list = i % 6 === 5 ? `<ul><li>${sentence(next)}</li><li><b>${sentence(next)}</b></li></ul>` : '';
    return `<p>${words}${link}</p>${list}`;
  }).join('\n');
  const picture = n % 3 === 0 ? `<img src="${home}/${n}.png" alt="A chart"/>` : '';
  return {
    title: `${pick(WHAT, next)} ${pick(HOW, next)} (${n})`,
    url: `${home}/${Math.floor(next() * 1e9).toString(36)}-${n}`,
    date: new Date(NEWEST - n * 7 * 3_600_000 - Math.floor(next() * 3_600_000)),
    teaser: sentence(next),
    html: picture + html,
  };
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const cdata = (text: string) => `<![CDATA[${text}]]>`;

const WRITERS: Record<Dialect, (title: string, home: string, entries: Entry[], prolog: string) => string> = {
  rss(title, home, entries, prolog) {
    const items = entries.map(
      ({ title, url, date, teaser, html }, i) =>
        `<item><title>${escaped(title)}</title><link>${url}</link><guid isPermaLink="true">${url}</guid><pubDate>${date.toUTCString()}</pubDate><dc:creator>${cdata('Ada Doe')}</dc:creator><category>notes</category><description>${i % 2 ? escaped(teaser) : cdata(teaser)}</description><content:encoded>${i % 2 ? escaped(html) : cdata(html)}</content:encoded></item>`,
    );
    return `${prolog}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${title}</title><link>${home}/</link><description>Notes</description><language>en</language>\n${items.join('\n')}</channel></rss>`;
  },
  atom(title, home, entries, prolog) {
    const items = entries.map(
      ({ title, url, date, teaser, html }) =>
        `<entry><title type="html">${escaped(title)}</title><id>${url}</id><link rel="alternate" href="${url}"/><published>${date.toISOString()}</published><updated>${date.toISOString()}</updated><author><name>Ada Doe</name></author><summary>${escaped(teaser)}</summary><content type="html">${escaped(html)}</content></entry>`,
    );
    return `${prolog}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>${title}</title><id>${home}/</id><link href="${home}/"/><updated>2026-11-15T20:00:00Z</updated>\n${items.join('\n')}</feed>`;
  },
  rdf(title, home, entries, prolog) {
    const items = entries.map(
      ({ title, url, date, html }) =>
        `<item rdf:about="${url}"><title>${escaped(title)}</title><link>${url}</link><dc:date>${date.toISOString()}</dc:date><dc:creator>Ada Doe</dc:creator><description>${escaped(html)}</description></item>`,
    );
    return `${prolog}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="${home}/"><title>${title}</title><link>${home}/</link><description>Notes</description></channel>\n${items.join('\n')}</rdf:RDF>`;
  },
  json(title, home, entries) {
    const items = entries.map(({ title, url, date, teaser, html }) => {
      return { id: url, url, title, summary: teaser, content_html: html, date_published: date.toISOString() };
    });
    return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title, home_page_url: `${home}/`, items });
  },
};
const TYPES = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  rdf: 'application/rdf+xml',
  json: 'application/feed+json',
};
const PROLOGS = { utf8: 'utf-8', western: 'windows-1252', utf16: 'utf-16' };

/** The bytes of a feed as they are served at `home`, and their media type. One that is broken ends in the middle of an entry. */
export function bodyOf(feed: FarmFeed, home: string): { body: Buffer; type: string } {
  const next = seeded(feed.seed * 7919);
  const entries = Array.from({ length: ENTRIES }, (_, n) => entryOf(home, n, next));
  const prolog = `<?xml version="1.0" encoding="${PROLOGS[feed.encoding]}"?>\n`;
  const text = WRITERS[feed.dialect](`Notes of ${home.slice(7)} ${feed.seed}`, home, entries, prolog);
  const bytes = encode(text, feed.encoding);
  const body = feed.manner === 'broken' ? bytes.subarray(0, bytes.length / 2) : bytes;
  return { body, type: TYPES[feed.dialect] };
}

const WESTERN: Record<string, number> = { '–': 0x96, '’': 0x92, '“': 0x93, '”': 0x94 };

function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf8') return Buffer.from(text);
  if (encoding === 'utf16') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return Buffer.from(Array.from(text, (letter) => WESTERN[letter] ?? letter.charCodeAt(0)));
}
