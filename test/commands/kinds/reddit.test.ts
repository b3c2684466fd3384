import { expect, it } from 'vitest';
import { crawlRecorded } from '../../support/recording.ts';

const URL = 'https://www.reddit.com/r/TidalModels/top/.rss?t=week';
const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const foot = (user: string, page: string, comments: string) =>
  ` &#32; submitted by &#32; <a href="https://www.reddit.com/user/${user}"> /u/${user} </a> <br/> <span><a href="${page}">[link]</a></span> &#32; <span><a href="${comments}">[comments]</a></span>`;
const entry = (id: string, user: string, title: string, html: string, comments: string) =>
  `<entry><author><name>/u/${user}</name><uri>https://www.reddit.com/user/${user}</uri></author><category term="TidalModels" label="r/TidalModels"/><content type="html">${escaped(html)}</content><id>t3_${id}</id><media:thumbnail url="https://preview.redd.it/${id}.jpg" /><link href="${comments}" /><updated>2026-11-12T10:00:00+00:00</updated><published>2026-11-12T10:00:00+00:00</published><title>${title}</title></entry>`;
const at = (id: string, slug: string) => `https://www.reddit.com/r/TidalModels/comments/${id}/${slug}/`;

const linked = at('1abc', 'a_model_that_reads_tides');
const own = at('2def', 'a_week_on_a_boat');
const picture = at('3ghi', 'my_chart');
const words = `<!-- SC_OFF --><div class="md"><p>I ran it on my own boat. See <a href="https://ivo.test/notes">my notes</a>.</p> <p>It was right about the wind.</p> </div><!-- SC_ON -->`;
const feed = `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><category term="TidalModels" label="r/TidalModels"/><updated>2026-11-16T05:00:00+00:00</updated><icon>https://www.redditstatic.com/icon.png/</icon><id>/r/TidalModels/top/.rss?t=week</id><link rel="self" href="https://www.reddit.com/r/TidalModels/top/.rss?t=week" type="application/atom+xml" /><link rel="alternate" href="https://www.reddit.com/r/TidalModels/top/?t=week" type="text/html" /><title>top scoring links : TidalModels</title>${entry(
  '1abc',
  'gullwatcher',
  'A model that reads tides',
  `<table> <tr><td> <a href="${linked}"> <img src="https://preview.redd.it/1abc.jpg" alt="A model that reads tides" /> </a> </td><td>${foot('gullwatcher', 'https://lab.test/tides?a=1&amp;b=2', linked)} </td></tr></table>`,
  linked,
)}${entry('2def', 'ana_by_the_sea', 'A week on a boat', `${words}${foot('ana_by_the_sea', own, own)}`, own)}${entry(
  '3ghi',
  'ivo',
  'My chart',
  foot('ivo', 'https://i.redd.it/chart.png', picture),
  picture,
)}</feed>`;

it('a post about a page is that page, discussed on Reddit; a post of words is its author’s', async () => {
  const page = { url: 'https://lab.test/tides?a=1&b=2', body: '<title>Tides</title>' };
  const { ran, items } = await crawlRecorded('- { kind: reddit, sub: TidalModels }\n', [
    { url: URL, body: feed, type: 'application/atom+xml; charset=UTF-8' },
    page,
  ]);
  expect(ran.code).toBe(0);
  const byTitle = new Map(items.map((item) => [item.title, item]));
  expect(byTitle.size).toBe(3);
  const article = byTitle.get('A model that reads tides');
  expect(article).toMatchObject({
    url: page.url,
    sourceName: 'r/TidalModels',
    discussionUrl: linked,
    own: false,
    summary: '',
    text: '',
    publishedAt: '2026-11-12T10:00:00.000Z',
    categories: ['r/TidalModels'],
  });
  // whoever submitted it did not write it
  expect(article).not.toHaveProperty('author');
  const post = byTitle.get('A week on a boat');
  expect(post).toMatchObject({
    url: own,
    own: true,
    author: 'u/ana_by_the_sea',
    summary: 'I ran it on my own boat. See my notes.\n\nIt was right about the wind.',
    links: ['https://ivo.test/notes'],
  });
  expect(post).not.toHaveProperty('discussionUrl');
  expect(byTitle.get('My chart')).toMatchObject({ url: picture, own: true, author: 'u/ivo', summary: '' });
});
