import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { crawlers } from '../../src/sources/index.ts';
import type { CrawlResult, Fetch, FetchRequest, FetchResponse, PageSource } from '../../src/types.ts';

const source: PageSource = {
  ...{ id: 'quay', kind: 'page', url: 'https://quay.test/news', name: 'Quay', weight: 1, tags: [], pages: [] },
  ...{ enabled: true, private: false, respectOptOut: true, selector: 'article' },
};
const AT = '2026-11-20T09:00:00.000Z';
type Answer = Partial<Omit<FetchResponse, 'body'>> & { body: string | Uint8Array };

async function crawl(of: Partial<PageSource>, ...answers: Answer[]): Promise<CrawlResult & { asked: FetchRequest[] }> {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    const index = asked.push(request) - 1;
    const { body, ...rest } = answers[index] ?? { body: '' };
    if (index >= answers.length) throw new Error('asked once too often');
    return {
      ...{ url: request.url, finalUrl: request.url, status: 200, headers: { 'content-type': 'text/html' } },
      ...{ at: AT, from: 'network' as const, more: index < answers.length - 1 },
      ...rest,
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    };
  };
  const window = { sinceAt: '2026-11-16T00:00:00.000Z', untilAt: '2026-11-23T00:00:00.000Z' };
  const result = await crawlers.page({ ...source, ...of }, { fetch, window, now: AT, say: () => undefined });
  return { ...result, asked };
}
const listed = async (body: string, of: Partial<PageSource> = {}) => (await crawl(of, { body })).entries;
const page = (inner: string, head = '') =>
  `<!doctype html><html lang="en"><head>${head}</head><body>${inner}</body></html>`;
const card = (n: number, day?: string) =>
  `<article><h3><a href="/news/${n}">Story number ${n}</a></h3>${day ? `<time datetime="${day}">then</time>` : ''}</article>`;
const cards = (count: number, day?: (n: number) => string) =>
  page(Array.from({ length: count }, (_, n) => card(n, day?.(n))).join(''));

describe('a listing page', () => {
  it('is asked for politely, and gives what its cards show', async () => {
    const body = page(
      `<main><article>
        <a href="/tags/tides"><span>Tides</span></a>
        <a href="/news/lamp"><img src="/i/lamp.jpg" alt="A lamp"></a>
        <h2><a href="/news/lamp">  The lamp that
          learned to wait </a></h2>
        <p class="meta">By Ana</p><time datetime="2026-11-18T07:30:00+01:00">Tuesday</time>
        <p>Keepers say that the new lamp turns itself down when no ship is near.</p>
        <a href="/news/lamp#more">Read more</a>
      </article></main>`,
    );
    const { asked, ...result } = await crawl({}, { body });
    expect(asked).toEqual([{ url: source.url, from: 'operator', cache: 'revalidate', robots: true }]);
    expect(result).toEqual({
      unchanged: false,
      warnings: [],
      entries: [
        {
          ...{ id: 'https://quay.test/news/lamp', url: 'https://quay.test/news/lamp' },
          ...{ title: 'The lamp that learned to wait', publishedAt: '2026-11-18T06:30:00.000Z' },
          summaryHtml: 'Keepers say that the new lamp turns itself down when no ship is near.',
          imageUrl: 'https://quay.test/i/lamp.jpg',
          ...{ categories: [], enclosures: [], transcripts: [], feedHomeUrl: source.url, feedLanguage: 'en' },
          ...{ seenAt: AT, visit: { url: source.url, at: AT } },
        },
      ],
    });
  });

  it.each([
    ['the links themselves', 'li a'],
    ['headings that hold them', 'h3'],
    ['cards', 'li'],
    ['what stands in them', 'h3 span'],
  ])('takes a selector of %s', async (_, selector) => {
    const item = (n: number, month: string) =>
      `<li><h3><a href="/p/${n}"><span>Plain title ${n}</span></a></h3> <span>${n} ${month} 2026</span></li>`;
    const entries = await listed(page(`<ul>${item(12, 'November')}${item(13, 'Nov')}</ul>`), { selector });
    expect(entries.map(({ url, title, publishedAt }) => [url, title, publishedAt?.slice(0, 10)])).toEqual([
      ['https://quay.test/p/12', 'Plain title 12', '2026-11-12'],
      ['https://quay.test/p/13', 'Plain title 13', '2026-11-13'],
    ]);
  });

  it.each([
    ['<a href="/x" aria-label="What the gulls know">Read more →</a>', 'What the gulls know'],
    ['<a href="/x" title="Permanent link to What the gulls know">#</a>', 'What the gulls know'],
    ['<a href="/x" aria-label="Read more about What the gulls know">Learn more</a>', 'What the gulls know'],
    [
      '<div><b>Field notes</b><h4>What the gulls know</h4><a href="/x">Read the full story</a></div>',
      'What the gulls know',
    ],
    ['<a href="/x"><div>Essay</div><div>What the gulls know</div><div>14 Nov 2026</div></a>', 'What the gulls know'],
    ['<a href="/x"><div class="card-title">Gulls</div><p>They know more than they say to us.</p></a>', 'Gulls'],
    ['<a href="/x"><img src="g.jpg" alt="What the gulls know"></a>', 'What the gulls know'],
    ['<a href="/x" aria-label="What the gulls know (opens in a new tab)"></a>', 'What the gulls know'],
    ['<a href="/x">Discover new physics</a>', 'Discover new physics'],
    ['<a href="/x">Caf&eacute; &lt;b&gt; &amp; co</a>', 'Café <b> & co'],
    ['<a href="/x">14 November 2026</a>', ''],
    ['<a href="/x">More</a>', ''],
  ])('finds the title in %s', async (html, title) => {
    expect((await listed(page(html), { selector: 'a' }))[0]?.title).toBe(title);
  });

  it.each([
    ['<time>November 14, 2026</time>', '2026-11-14'],
    ['<span class="post-date">14/11/2026</span>', '2026-11-14'],
    ['<meta itemprop="datePublished" content="2026-11-14">', '2026-11-14'],
    ['<div>Nov 14, 2026 · 5 min read</div>', '2026-11-14'],
    ['<div>Nov 14</div>', '2026-11-14'],
    ['<div>24. Dezember</div>', '2025-12-24'],
    ['<div>3 days ago</div>', undefined],
    ['<div>November 2026</div>', undefined],
    ['<div>03/04/2026</div>', undefined],
    ['<div>Page 1 of 10, 2026</div>', undefined],
    ['<time datetime="PT5M">5 min</time>', undefined],
  ])('reads the date in %s', async (html, day) => {
    const entries = await listed(page(`<article><h2><a href="/x">Gulls at work</a></h2>${html}</article>`));
    expect(entries[0]?.publishedAt?.slice(0, 10)).toBe(day);
  });

  it('takes nothing of one card for another', async () => {
    const body = page(
      `<div class="date">1 January 2026</div><p>These are the news of our quay and its people.</p>
       <ul><li><a href="/a">First of the two</a><p>Two boats came in before the storm.</p><i>13 Nov 2026</i></li>
       <li><a href="/b">Second of the two</a></li></ul>`,
    );
    const [first, second] = await listed(body, { selector: 'li a' });
    expect(first).toMatchObject({
      publishedAt: '2026-11-13T00:00:00.000Z',
      summaryHtml: 'Two boats came in before the storm.',
    });
    expect(second).not.toHaveProperty('publishedAt');
    expect(second).not.toHaveProperty('summaryHtml');
  });

  it('lists a page once, whichever of its links come first, and only other pages', async () => {
    const body = page(
      `<a href="/a?utm_source=list"><img src="a.png"></a><a href="/a">A long way home</a><a href="/a#comments">3 comments</a>
       <a href="#top">To the top of this page</a><a href="/news">All of the news</a><a href="mailto:a@quay.test">Write to us</a>
       <a href="javascript:void(0)">Open the menu</a><a>Nothing at all here</a><a href="https://">Broken link here</a>
       <a href="https://other.test/b">Another harbour speaks</a>`,
    );
    const entries = await listed(body, { selector: 'a' });
    expect(entries.map(({ url, title }) => [url, title])).toEqual([
      ['https://quay.test/a?utm_source=list', 'A long way home'],
      ['https://other.test/b', 'Another harbour speaks'],
    ]);
  });

  it('resolves links against the page’s base, else against the address that answered', async () => {
    const link = '<a href="one">One for the road</a>';
    const at = { finalUrl: 'https://new.quay.test/list/' };
    expect((await crawl({ selector: 'a' }, { ...at, body: page(link) })).entries[0]).toMatchObject({
      url: 'https://new.quay.test/list/one',
      feedHomeUrl: at.finalUrl,
    });
    const based = await crawl({ selector: 'a' }, { ...at, body: page(link, '<base href="/blog/">') });
    expect(based.entries[0]?.url).toBe('https://new.quay.test/blog/one');
  });

  it('reads the charset that the page names', async () => {
    const body = Buffer.from(page('<a href="/x">Die Möwe über dem Kai</a>', '<meta charset="windows-1252">'), 'latin1');
    const { entries } = await crawl({ selector: 'a' }, { body });
    expect(entries[0]?.title).toBe('Die Möwe über dem Kai');
  });

  it('takes the newest hundred of those with a date, in the page’s order', async () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + ((n * 7) % 150))).toISOString();
    const entries = await listed(cards(150, day));
    expect(entries).toHaveLength(100);
    expect(entries.map(({ publishedAt }) => publishedAt).sort()[0]).toBe('2026-02-20T00:00:00.000Z');
    const order = entries.map(({ url }) => Number(url.split('/').at(-1)));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(await listed(cards(30, day), { maxItems: 3 })).toHaveLength(3);
  });

  it('takes the first fifteen of those without one, unless the editor says how many', async () => {
    const { entries, warnings } = await crawl({}, { body: cards(40) });
    expect([entries.length, entries[0]?.title, entries[14]?.title]).toEqual([15, 'Story number 0', 'Story number 14']);
    expect(warnings).toEqual(['40 links without a date, of which the first 15 were taken; `maxItems` sets how many']);
    const more = await crawl({ maxItems: 30 }, { body: cards(40) });
    expect([more.entries.length, more.warnings]).toEqual([30, []]);
    const mixed = page(
      `${card(0)}${card(1, '2026-11-18')}${Array.from({ length: 20 }, (_, n) => card(n + 2)).join('')}`,
    );
    expect(await listed(mixed)).toHaveLength(16);
  });

  it('cuts a summary to a teaser', async () => {
    const long = Array.from({ length: 200 }, (_, n) => `word${n}`).join(' ');
    const [entry] = await listed(page(`<article><h2><a href="/x">A very long story</a></h2><p>${long}</p></article>`));
    expect(entry?.summaryHtml?.split(' ')).toHaveLength(80);
    expect(entry?.summaryHtml?.endsWith('word79…')).toBe(true);
  });

  it('keeps markup of the page out of a summary', async () => {
    const html = '<p>Say &lt;script&gt;alert(1)&lt;/script&gt; and <b onclick="x()">mean it</b> well.</p>';
    const [entry] = await listed(page(`<article><h2><a href="/x">Markup in the wild</a></h2>${html}</article>`));
    expect(entry?.summaryHtml).toBe('Say &lt;script&gt;alert(1)&lt;/script&gt; and mean it well.');
  });

  it('reads every visit of a recording, and knows when nothing changed', async () => {
    const answers = [
      { body: page(card(1)), at: '2026-11-17T00:00:00.000Z' },
      { status: 500, body: '' },
      { body: page(card(2)) },
    ];
    const result = await crawl({}, ...answers);
    expect(result.entries.map(({ title, seenAt }) => [title, seenAt.slice(0, 10)])).toEqual([
      ['Story number 1', '2026-11-17'],
      ['Story number 2', '2026-11-20'],
    ]);
    expect(result.warnings[0]).toContain('answered 500');
    expect((await crawl({}, { body: page(card(1)), from: 'revalidated' })).unchanged).toBe(true);
  });

  it('honours a reservation of rights in a header or in the page', async () => {
    const one = async (head: string, headers: Record<string, string> = {}) =>
      (await crawl({}, { body: page(card(1), head), headers: { 'content-type': 'text/html', ...headers } })).entries[0];
    expect(await one('<meta name="tdm-reservation" content="1">')).toMatchObject({ optedOut: true });
    expect(await one('<meta name="robots" content="index, noai">')).toMatchObject({ optedOut: true });
    expect(await one('', { 'tdm-reservation': '1' })).toMatchObject({ optedOut: true });
    expect(await one('<meta name="robots" content="noindex">')).not.toHaveProperty('optedOut');
  });

  it('offers the address of a page that moved, unless it would tell a secret', async () => {
    const moved = { body: page(card(1)), movedTo: 'https://quay.test/blog', finalUrl: 'https://quay.test/blog' };
    expect((await crawl({}, moved)).movedTo).toBe('https://quay.test/blog');
    expect(await crawl({ private: true }, moved)).not.toHaveProperty('movedTo');
    expect(await crawl({ url: 'https://quay.test/${KEY}' }, moved)).not.toHaveProperty('movedTo');
  });
});

describe('a listing page that cannot be read', () => {
  const failure = async (answer: Answer, of: Partial<PageSource> = {}) => {
    const error = await crawl(of, answer).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    return error.message as string;
  };

  it('says what the page has where the selector finds nothing', async () => {
    const head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">';
    expect(
      await failure(
        { body: page(`${card(1)}${card(2)}<nav><li><a href="/about">About us</a></li></nav>`, head) },
        { selector: '.post' },
      ),
    ).toBe(
      '`.post` finds nothing on the page; links on it: 3, of which `article a` finds 2, `h3 a` finds 2, `li a` finds 1; ' +
        'it names a feed: https://quay.test/feed.xml',
    );
    expect(await failure({ body: page('<div id="app"></div>') })).toBe(
      '`article` finds nothing on the page; it has no links with words: scripts may make its list',
    );
    expect(await failure({ body: page('<article>No link</article><a href="/x">But one here</a>') })).toBe(
      '`article` finds no link to another page (elements found: 1); links on it: 1',
    );
  });

  it.each([
    [
      { body: '{"items":[]}', headers: { 'content-type': 'application/json' } },
      'answered with JSON, not with a page: use `kind: json`',
    ],
    [
      { body: '<?xml version="1.0"?><rss version="2.0"></rss>', headers: {} },
      'answered with a feed, not with a page: use `kind: feed`',
    ],
    [
      { body: '%PDF-1.7', headers: { 'content-type': 'application/pdf' } },
      'answered with application/pdf, not with a page',
    ],
    [{ body: '\0\0\u0001\0PNG', headers: {} }, 'answered with binary data, not with a page'],
    [{ body: ' ' }, 'answered with nothing, not with a page'],
    [{ body: '', status: 404 }, 'answered 404: the source is gone or moved'],
  ])('says what came instead', async (answer, message) => {
    expect(await failure(answer)).toContain(message);
  });

  it('says that a selector is none', async () => {
    expect(await failure({ body: page(card(1)) }, { selector: 'a[' })).toMatch(
      /^`a\[` is no CSS selector \(.+\): mend it in sources\.yaml$/,
    );
  });

  it.each([
    ['nested without end', `${'<div><a href="/deep">'.repeat(60_000)}A deep title`, 'a'],
    ['of siblings without end', '<i></i>'.repeat(300_000), 'b ~ i'],
    ['of links without end', '<a href="/x">Same words again</a>'.repeat(200_000), 'a'],
    ['of one endless word', `<a href="/x">${'a'.repeat(9_000_000)}</a>`, 'a'],
    ['of tags that never end', `<a href="/x" ${'b="'.repeat(500_000)}`, 'a'],
  ])('is read in fair time where it is %s', { timeout: 20_000 }, async (_, body, selector) => {
    const result = await crawl({ selector }, { body: page(body) }).catch((error) => error);
    if (result instanceof Error) expect(result).toBeInstanceOf(SourceError);
    else expect(result.entries.length).toBeLessThanOrEqual(15);
  });
});

describe('pages that are named one by one', () => {
  it('are asked for nothing, and take their words from where they are captured', async () => {
    const pasted = { url: 'https://wall.test/b', text: 'What stands behind the wall.', author: 'Ivo' };
    const result = await crawl({ selector: undefined, pages: ['https://quay.test/a?gift=1', pasted] } as never);
    expect(result.asked).toEqual([]);
    expect(result.entries).toEqual(
      [{ url: 'https://quay.test/a?gift=1' }, pasted].map(({ url, ...words }) => ({
        ...{ id: url, url, title: '', categories: [], enclosures: [], transcripts: [], ...words },
        ...{ feedHomeUrl: url, seenAt: AT, visit: { url, at: AT } },
      })),
    );
  });
});
