import { expect, it } from 'vitest';
import { prose } from '../../support/items.ts';
import { crawlRecorded } from '../../support/recording.ts';

const LISTING = 'https://quay.test/news';
const card = (n: number, date: string) => `<article class="card"><a href="/news/${n}"><img src="/i/${n}.jpg" alt=""></a>
  <h3><a href="/news/${n}">What the quay learned, part ${n}</a></h3>${date}<p>Lamps, tides and the people who keep them.</p>
  <a class="more" href="/news/${n}">Read more</a></article>`;
const listing = (cards: string) => `<!doctype html><html lang="en-GB"><head><title>News</title></head><body>
  <nav><a href="/about">About</a></nav><main>${cards}</main></body></html>`;
const article = (title: string, date = '') =>
  `<!doctype html><html lang="en"><head><title>${title} | Quay</title><meta property="og:title" content="${title}">${date}</head>
   <body><article><h1>${title}</h1><p>${prose(title, 8).replaceAll('. ', '.</p><p>')}</p></article></body></html>`;

it('the links of a listing are items, with the words of their pages', async () => {
  const { ran, items } = await crawlRecorded(`- { kind: page, url: ${LISTING}, selector: article, name: Quay }\n`, [
    {
      url: LISTING,
      body: listing(card(1, '<time datetime="2026-11-12">12 Nov</time>') + card(2, '<span>13 November 2026</span>')),
    },
    { url: 'https://quay.test/news/1', body: article('Part one of it') },
  ]);
  expect(ran.code).toBe(0);
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({
    url: 'https://quay.test/news/1',
    sourceName: 'Quay',
    title: 'What the quay learned, part 1',
    publishedAt: '2026-11-12T00:00:00.000Z',
    language: 'en-GB',
    summary: 'Lamps, tides and the people who keep them.',
    own: true,
    textFrom: 'page',
    imageUrl: 'https://quay.test/i/1.jpg',
  });
  expect(items[0]?.text).toContain('Nobody should believe a figure about Part one of it');
  expect(items[1]).toMatchObject({ publishedAt: '2026-11-13T00:00:00.000Z', text: '' });
});

it('robots.txt is asked before a listing', async () => {
  const { ran, items } = await crawlRecorded(`- { kind: page, url: ${LISTING}, selector: article }\n`, [
    { url: 'https://quay.test/robots.txt', body: 'User-agent: *\nDisallow: /news\n', type: 'text/plain' },
    { url: LISTING, body: listing(card(1, '')) },
  ]);
  expect(items).toEqual([]);
  expect(ran.stderr).toContain('robots.txt');
});

it('a selector that finds nothing is told, with what the page has', async () => {
  const { ran } = await crawlRecorded(`- { kind: page, url: ${LISTING}, selector: .post }\n`, [
    { url: LISTING, body: listing(card(1, '')) },
  ]);
  expect(ran.stderr).toContain('`.post` finds nothing on the page; links on it: 2, of which `article a` finds 1');
});

it('a page that is named has its own title and words', async () => {
  const url = 'https://quay.test/essays/waiting';
  const { ran, items } = await crawlRecorded(`- { kind: page, pages: ["${url}"] }\n`, [
    { url, body: article('On waiting') },
  ]);
  expect(ran.code).toBe(0);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ url, title: 'On waiting', own: true, textFrom: 'page' });
  expect(items[0]?.text).toContain('Nobody should believe a figure about On waiting');
});

it('an entry without a date takes that of its page', async () => {
  const old = '<meta property="article:published_time" content="2024-05-01T08:00:00Z">';
  const { items } = await crawlRecorded(`- { kind: page, url: ${LISTING}, selector: article }\n`, [
    { url: LISTING, body: listing(card(1, '') + card(2, '')), at: '2026-11-14T06:00:00.000Z' },
    { url: 'https://quay.test/news/1', body: article('Part one of it', old) },
    { url: 'https://quay.test/news/2', body: article('Part two of it') },
  ]);
  const dates = Object.fromEntries(items.map(({ url, publishedAt }) => [url.at(-1), publishedAt.slice(0, 10)]));
  expect(dates).toEqual({ 1: '2024-05-01', 2: '2026-11-14' });
});
