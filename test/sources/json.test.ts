import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { crawlers } from '../../src/sources/index.ts';
import type { CrawlResult, Fetch, FetchRequest, FetchResponse, JsonSource } from '../../src/types.ts';

const source: JsonSource = {
  ...{ id: 'mill', kind: 'json', url: 'https://api.mill.test/v1/posts', name: 'Mill', weight: 1, tags: [] },
  ...{ enabled: true, private: false, respectOptOut: true, items: 'data.posts', map: { url: 'link', title: 'name' } },
};
const AT = '2026-11-20T09:00:00.000Z';
type Answer = Partial<Omit<FetchResponse, 'body'>> & { body: unknown };

async function crawl(of: Partial<JsonSource>, ...answers: Answer[]): Promise<CrawlResult & { asked: FetchRequest[] }> {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    const answer = answers[asked.push(request) - 1];
    if (answer === undefined) throw new Error('asked once too often');
    const { body, ...rest } = answer;
    return {
      ...{ url: request.url, finalUrl: request.url, status: 200, headers: { 'content-type': 'application/json' } },
      ...{ at: AT, from: 'network' as const, ...rest },
      body: body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    };
  };
  const window = { sinceAt: '2026-11-18T12:00:00.000Z', untilAt: '2026-11-25T12:00:00.000Z' };
  const result = await crawlers.json({ ...source, ...of }, { fetch, window, now: AT, say: () => undefined });
  return { ...result, asked };
}
const posts = (...list: unknown[]) => ({ data: { posts: list } });
const fromList = async (list: unknown[], of: Partial<JsonSource> = {}) =>
  (await crawl(of, { body: posts(...list) })).entries;
const post = (n: number, more: object = {}) => ({ link: `/p/${n}`, name: `Post ${n}`, ...more });

describe('a JSON source', () => {
  it('reads a list by its path, and the fields by the map', async () => {
    const map: JsonSource['map'] = {
      ...{
        id: 'nr',
        url: 'https://mill.test/{slug}',
        title: 'name',
        author: 'by[].name',
        publishedAt: 'at',
        summary: 'about',
      },
      ...{ content: 'html', image: 'pictures[0].src', discussion: 'talk', points: 'score', comments: 'n.comments' },
      ...{ likes: 'n.likes', views: 'n.views' },
    };
    const element = {
      ...{ nr: 7, slug: 'flour-and-water', name: ' Flour  &amp; water ', by: [{ name: 'Ana' }, {}, { name: 'Ivo' }] },
      ...{
        at: 1_795_000_000,
        about: 'First\nand last.\n\nThen more.',
        html: '<p>It <a href="/x">rises</a>.</p><script>x()</script>',
      },
      ...{
        pictures: [{ src: '/i.png' }],
        talk: 'https://talk.test/7',
        score: '1,234',
        n: { comments: 5, likes: '1.2k', views: null },
      },
    };
    const { asked, ...result } = await crawl({ map, home: 'https://mill.test/' }, { body: posts(element) });
    expect(asked).toEqual([{ url: source.url, from: 'operator', cache: 'revalidate' }]);
    expect(result).toEqual({
      unchanged: false,
      warnings: [],
      entries: [
        {
          ...{ id: '7', url: 'https://mill.test/flour-and-water', title: 'Flour & water', author: 'Ana, Ivo' },
          ...{ publishedAt: '2026-11-18T11:06:40.000Z', summaryHtml: '<p>First\nand last.</p>\n<p>Then more.</p>' },
          contentHtml: '<p>It <a href="https://mill.test/x">rises</a>.</p>',
          ...{ imageUrl: 'https://api.mill.test/i.png', commentsUrl: 'https://talk.test/7' },
          ...{ counts: { points: 1234, comments: 5, likes: 1200 }, categories: [], enclosures: [], transcripts: [] },
          ...{ feedHomeUrl: 'https://mill.test/', seenAt: AT, visit: { url: source.url, at: AT } },
        },
      ],
    });
  });

  it.each([
    ['', [post(1)]],
    ['data[].posts[]', { data: [{ posts: [post(1)] }, { posts: [] }, {}] }],
    ['data[].posts', { data: [{ posts: [post(1)] }] }],
    ['[0].posts', [{ posts: [post(1)] }, 'next']],
    ['children[].data', { children: [{ data: post(1) }] }],
  ])('finds the list at "%s"', async (items, body) => {
    const { entries } = await crawl({ items }, { body });
    expect(entries.map(({ title, url }) => [title, url])).toEqual([['Post 1', 'https://api.mill.test/p/1']]);
  });

  it('has nothing where the list is empty', async () => {
    expect(await fromList([])).toEqual([]);
    expect((await crawl({ items: 'a[].b' }, { body: { a: [] } })).entries).toEqual([]);
  });

  it('belongs to the site of its address, where no other is given', async () => {
    expect((await fromList([post(1)]))[0]?.feedHomeUrl).toBe('https://api.mill.test');
  });

  it('asks for each day of the window that has begun', async () => {
    const answer = (n: number) => ({ body: posts(post(n)), at: `2026-11-2${n}T00:00:00.000Z` });
    const url = 'https://api.mill.test/{day}?k=${day}';
    const { asked, entries } = await crawl({ url }, answer(0), answer(1), { body: posts() });
    expect(asked.map((request) => request.url)).toEqual(
      ['2026-11-18', '2026-11-19', '2026-11-20'].map((day) => `https://api.mill.test/${day}?k=\${day}`),
    );
    expect(entries.map(({ visit }) => visit)).toEqual([
      { url: 'https://api.mill.test/2026-11-18?k=${day}', at: '2026-11-20T00:00:00.000Z' },
      { url: 'https://api.mill.test/2026-11-19?k=${day}', at: '2026-11-21T00:00:00.000Z' },
    ]);
  });

  it('goes on where one day failed, and says which', async () => {
    const url = 'https://api.mill.test/{day}';
    const good = { body: posts(post(1)), from: 'revalidated' as const };
    const result = await crawl({ url }, good, { status: 503, body: '' }, good);
    expect([result.entries.length, result.unchanged]).toEqual([2, false]);
    expect(result.warnings).toEqual([
      '2026-11-19: answered 503: its server is in trouble; it will be asked again at the next crawl',
    ]);
    expect((await crawl({ url }, good, good, good)).unchanged).toBe(true);
    const bad = { status: 404, body: '' };
    await expect(crawl({ url }, bad, bad, bad)).rejects.toThrow('answered 404');
  });

  it('takes every visit of a recording', async () => {
    const { entries } = await crawl({}, { body: posts(post(1)), more: true }, { body: posts(post(2), post(1)) });
    expect(entries.map(({ title }) => title)).toEqual(['Post 1', 'Post 2', 'Post 1']);
  });

  it.each([
    [1_795_000_000, '2026-11-18T11:06:40.000Z'],
    [1_795_000_000.25, '2026-11-18T11:06:40.250Z'],
    [1_795_000_000_000, '2026-11-18T11:06:40.000Z'],
    ['1795000000000000', '2026-11-18T11:06:40.000Z'],
    ['1795000000', '2026-11-18T11:06:40.000Z'],
    ['2026-11-18T12:06:40+01:00', '2026-11-18T11:06:40.000Z'],
    ['18 November 2026', '2026-11-18T00:00:00.000Z'],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
    [true, undefined],
    [{}, undefined],
    [1e300, undefined],
    [-5, undefined],
    ['9999999999999999999', undefined],
  ])('reads the date %j', async (at, date) => {
    const [entry] = await fromList([post(1, { at })], { map: { ...source.map, publishedAt: 'at' } });
    expect(entry?.publishedAt).toBe(date);
  });

  it.each([
    [12, 12],
    ['1,234,567', 1_234_567],
    ['3M', 3_000_000],
    ['4.5 k', 4500],
    [0, 0],
    [2.6, 3],
    [-3, undefined],
    ['1.234.567', undefined],
    ['many', undefined],
    [null, undefined],
    [false, undefined],
  ])('reads the count %j', async (score, count) => {
    const [entry] = await fromList([post(1, { score })], { map: { ...source.map, points: 'score' } });
    expect(entry?.counts?.points).toBe(count);
  });

  it('keeps large ids exact', async () => {
    const body = '{"data":{"posts":[{"id":1859012345678901234,"name":"Post","f":12345678901234567.5}]}}';
    const [entry] = (await crawl({ map: { url: 'https://mill.test/{id}', title: 'name', id: 'id' } }, { body }))
      .entries;
    expect([entry?.id, entry?.url]).toEqual(['1859012345678901234', 'https://mill.test/1859012345678901234']);
  });

  it('leaves out entries without an address or words, and says how many', async () => {
    const bad = [null, 'text', 7, [], {}, { link: '/x' }, { name: 'x' }, { link: 'javascript:alert(1)', name: 'x' }];
    const worse = [
      { link: {}, name: 'x' },
      { link: true, name: 'x' },
      { link: '/x', name: '  ' },
      { link: `/${'x'.repeat(3000)}`, name: 'x' },
    ];
    const { entries, warnings } = await crawl({}, { body: posts(...bad, post(1), ...worse) });
    expect(entries.map(({ title }) => title)).toEqual(['Post 1']);
    expect(warnings).toEqual([`entries without an address or a title, left out: ${bad.length + worse.length}`]);
    const untitled = await fromList([{ link: '/x', text: 'Words of a post.' }], {
      map: { url: 'link', content: 'text' },
    });
    expect(untitled[0]).toMatchObject({ title: '', contentHtml: 'Words of a post.' });
  });

  it('reads plain text and HTML in the same field', async () => {
    const map = { ...source.map, content: 'text' };
    const html = async (text: unknown) => (await fromList([post(1, { text })], { map }))[0]?.contentHtml;
    expect(await html('One\ntwo\n\nthree <x> & 4 < 5')).toBe(
      '<p>One<br>two</p>\n<p>three &lt;x&gt; &amp; 4 &lt; 5</p>',
    );
    expect(await html('One<br>two &amp; three')).toBe('One<br>two &amp; three');
    expect(await html(null)).toBeUndefined();
    expect((await html('x'.repeat(300_000)))?.length).toBe(100_000);
  });

  it('takes the newest where there are more than wanted', async () => {
    const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}`;
    const list = Array.from({ length: 9 }, (_, n) => post(n, { at: day(1 + ((n * 4) % 9)) }));
    const map = { ...source.map, publishedAt: 'at' };
    expect((await fromList(list, { map, maxItems: 3 })).map(({ publishedAt }) => publishedAt?.slice(0, 10))).toEqual([
      day(9),
      day(8),
      day(7),
    ]);
    const { entries, warnings } = await crawl({}, { body: posts(...Array.from({ length: 1200 }, (_, n) => post(n))) });
    expect([entries.length, entries[0]?.title]).toEqual([1000, 'Post 0']);
    expect(warnings).toEqual(['1200 entries, of which the newest 1000 were read']);
  });

  it('honours a reservation of rights', async () => {
    const headers = { 'content-type': 'application/json', 'tdm-reservation': '1' };
    expect((await crawl({}, { body: posts(post(1)), headers })).entries[0]).toMatchObject({ optedOut: true });
  });
});

describe('JSON that cannot be read', () => {
  const failure = async (body: unknown, of: Partial<JsonSource> = {}) => {
    const error = await crawl(of, { body }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    return error.message as string;
  };

  it.each([
    ['<!doctype html><title>Log in</title>', 'answered with an HTML page, not with JSON'],
    ['<?xml version="1.0"?><feed/>', 'answered with XML, not with JSON'],
    ['', 'answered with nothing, not with JSON'],
    ['{"data": {"posts": [', 'answered with broken JSON, not with JSON'],
    ['Too many requests', 'answered with plain text, not with JSON'],
  ])('is %s', async (body, message) => {
    expect(await failure(body)).toBe(message);
  });

  it('tells the path and the names that are there, and no value', async () => {
    const secret = { token: 'very-secret', data: { 'a\u202eb\n': 1, count: 2, next: null } };
    expect(await failure(secret)).toBe('it has no list at `data.posts`; `data` is an object with ab, count, next');
    expect(await failure({ error: 'very-secret' })).toBe(
      'it has no list at `data.posts`; the answer is an object with error',
    );
    expect(await failure({ data: { posts: { a: 1 } } })).toBe(
      'it has no list at `data.posts`; `data.posts` is an object with a',
    );
    expect(await failure({ data: 'very-secret' })).toBe('it has no list at `data.posts`; `data` is a string');
    expect(await failure([1, 2])).toBe('it has no list at `data.posts`; the answer is a list of 2');
    expect(await failure({ a: [] }, { items: '' })).toBe('it is no list; the answer is an object with a');
    expect(await failure({ a: [{ b: 1 }] }, { items: 'a[0].c[]' })).toBe(
      'it has no list at `a[0].c[]`; `a[0]` is an object with b',
    );
    expect(await failure(null)).toBe('it has no list at `data.posts`; the answer is null');
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`key${n}`.repeat(40), n]));
    const message = await failure(wide);
    expect(message.length).toBeLessThan(1200);
    expect(message).toMatch(/ and 480 more$/);
  });

  it('tells what an entry has where none fits the map', async () => {
    expect(await failure(posts({ href: '/x', headline: 'very-secret' }, { href: '/y' }))).toBe(
      'none of its 2 entries has an address and a title by `map`; the first is an object with href, headline',
    );
    expect(await failure(posts('a', 'b'))).toContain('the first is a string');
  });

  it('tells a path that is none', async () => {
    expect(await failure(posts(), { items: 'data..posts' })).toContain('items "data..posts" is no path');
    expect(await failure(posts(), { map: { url: '{a', title: 'b' } })).toContain('map.url "{a" is no path');
  });

  it.each([
    ['deep', `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`],
    ['deep, with long numbers', `[1234567890123456789,${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]`],
    ['wide', JSON.stringify({ data: { posts: Array.from({ length: 200_000 }, () => ({ a: 1 })) } })],
    ['of prototypes', '{"data":{"posts":[{"__proto__":{"link":"/x","name":"y"},"constructor":{"name":"z"}}]}}'],
  ])('is survived where it is %s', async (_, body) => {
    expect(await failure(body)).not.toBe('');
    expect({}).not.toHaveProperty('link');
  });
});
