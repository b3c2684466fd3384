import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { crawlers } from '../../src/sources/index.ts';
import { parseMarkdown, plainText } from '../../src/text/markdown.ts';
import type { BlueskySource, CrawlContext, Fetch, FetchRequest } from '../../src/types.ts';

const NOW = '2026-11-18T15:00:00.000Z';
const API = 'https://public.api.bsky.app/xrpc';
const MIRA = { did: 'did:plc:mira234', handle: 'mira.lamp.test', displayName: 'Mira' };
const HARBOUR = { did: 'did:plc:harbour5', handle: 'harbour.test' };
const source = (changes: Partial<BlueskySource>): BlueskySource => ({
  ...{ id: 'b', kind: 'bluesky', url: 'https://bsky.app/', name: 'Bluesky', weight: 1, tags: [], enabled: true },
  ...{ private: false, respectOptOut: true, posts: [] },
  ...changes,
});
const FEED = `${API}/app.bsky.feed.getAuthorFeed?actor=mira.lamp.test&filter=posts_and_author_threads&limit=50`;
const RESOLVE = `${API}/com.atproto.identity.resolveHandle?handle=mira.lamp.test`;
const threadUrl = (key: string, did = MIRA.did) =>
  `${API}/app.bsky.feed.getPostThread?uri=at://${did}/app.bsky.feed.post/${key}&depth=6&parentHeight=80`;
const web = (key: string, who = MIRA.handle) => `https://bsky.app/profile/${who}/post/${key}`;

interface Author {
  did: string;
  handle: string;
  [field: string]: unknown;
}
/** A post as the API shows it. */
function view(key: string, text: unknown, o: { by?: Author; record?: object; [field: string]: unknown } = {}) {
  const { by = MIRA, record = {}, ...rest } = o;
  return {
    ...{
      $type: 'app.bsky.feed.defs#postView',
      uri: `at://${by.did}/app.bsky.feed.post/${key}`,
      cid: 'bafy',
      author: by,
    },
    record: { $type: 'app.bsky.feed.post', text, createdAt: '2026-11-17T10:00:00.123Z', langs: ['en'], ...record },
    ...{ likeCount: 3, replyCount: 0, repostCount: 1, quoteCount: 0, indexedAt: '2026-11-17T10:00:05.000Z' },
    ...rest,
  };
}
const ref = (key: string, by: Author = MIRA) => ({ uri: `at://${by.did}/app.bsky.feed.post/${key}`, cid: 'bafy' });
const replyTo = (root: object, parent = root) => ({ record: { reply: { root, parent } } });
const node = (post: object, replies?: unknown[], parent?: object) => ({
  ...{ $type: 'app.bsky.feed.defs#threadViewPost', post },
  ...(replies ? { replies } : {}),
  ...(parent ? { parent } : {}),
});

function door(answers: Record<string, unknown>): { fetch: Fetch; asked: FetchRequest[] } {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    const answer = answers[request.url] ?? { status: 400, error: 'NotFound', message: 'Post not found' };
    const status = (answer as { status?: number }).status ?? 200;
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    const bytes = new TextEncoder().encode(body);
    return { url: request.url, finalUrl: request.url, status, headers: {}, body: bytes, at: NOW, from: 'network' };
  };
  return { fetch, asked };
}
function crawl(changes: Partial<BlueskySource>, fetch: Fetch) {
  const window = { sinceAt: '2026-11-16T00:00:00.000Z', untilAt: '2026-11-23T00:00:00.000Z' };
  const context: CrawlContext = { fetch, window, now: NOW, say: () => expect.unreachable('it costs nothing') };
  return crawlers.bluesky(source(changes), context);
}
const feedOf = async (...posts: object[]) =>
  (await crawl({ handle: 'mira.lamp.test' }, door({ [FEED]: { feed: posts.map((post) => ({ post })) } }).fetch))
    .entries;

describe('an account', () => {
  it('gives its posts with author, permalink, date, counts and words', async () => {
    const { fetch, asked } = door({ [FEED]: { feed: [{ post: view('3kaa', 'A lamp\nis a promise.\n\nKept.') }] } });
    const result = await crawl({ handle: 'mira.lamp.test' }, fetch);
    expect(asked).toEqual([{ url: FEED, from: 'operator', cache: 'revalidate' }]);
    expect(result).toEqual({
      ...{ unchanged: false, warnings: [] },
      entries: [
        {
          ...{ id: web('3kaa'), url: web('3kaa'), title: '', author: 'mira.lamp.test', feedLanguage: 'en' },
          ...{ publishedAt: '2026-11-17T10:00:00.123Z', text: 'A lamp\nis a promise.\n\nKept.', links: [] },
          ...{ counts: { comments: 0, likes: 3 }, feedHomeUrl: 'https://bsky.app/', categories: [], enclosures: [] },
          ...{ transcripts: [], seenAt: NOW, visit: { url: FEED, at: NOW } },
        },
      ],
    });
  });

  it('leaves out reposts and answers to others, and knows its own threads', async () => {
    const root = view('3kroot', 'One lamp.');
    const feed = [
      { post: view('3kr', 'Theirs.', { by: HARBOUR }), reason: { $type: 'app.bsky.feed.defs#reasonRepost', by: MIRA } },
      { post: view('3kto', 'No, yours.', replyTo(ref('3kh', HARBOUR))), reply: { root: {}, parent: {} } },
      { post: view('3ktwo', 'Two lamps.', replyTo(ref('3kroot'))), reply: { root, parent: root } },
      { post: view('3klost', 'Three.', replyTo(ref('3kdeleted'))), reply: { root: { notFound: true }, parent: {} } },
      { post: view('3kdeep', 'Four.', replyTo(ref('3kh', HARBOUR), ref('3kto'))), reply: { root: { blocked: true } } },
      { post: root },
    ];
    const { entries } = await crawl({ handle: 'mira.lamp.test' }, door({ [FEED]: { feed } }).fetch);
    expect(entries.map(({ text, about }) => [text, about])).toEqual([
      ['Two lamps.', [web('3kroot')]],
      ['Three.', [web('3kdeleted')]],
      ['Four.', undefined],
      ['One lamp.', undefined],
    ]);
  });

  it('goes back to the window’s start, pinned posts aside, and no further', async () => {
    const at = (day: number) => ({
      record: { createdAt: `2026-11-${day}T00:00:00.000Z` },
      indexedAt: `2026-11-${day}T00:00:01.000Z`,
    });
    const pin = { $type: 'app.bsky.feed.defs#reasonPin' };
    const pages = {
      [FEED]: {
        feed: [{ post: view('3kpin', 'Pinned.', at(10)), reason: pin }, { post: view('3ka', 'A.', at(17)) }],
        cursor: 'c=1 &',
      },
      [`${FEED}&cursor=c%3D1%20%26`]: { feed: [{ post: view('3kb', 'B.', at(15)) }], cursor: 'c2' },
    };
    const { fetch, asked } = door(pages);
    const { entries, warnings } = await crawl({ handle: 'mira.lamp.test' }, fetch);
    expect(asked.map(({ url }) => url)).toEqual(Object.keys(pages));
    expect(entries.map((entry) => entry.text)).toEqual(['Pinned.', 'A.', 'B.']);
    expect(warnings).toEqual([]);
    const one = await crawl({ handle: 'mira.lamp.test', maxItems: 1 }, fetch);
    expect(one.entries).toHaveLength(1);
    expect(asked).toHaveLength(3);
  });

  it('gives up on pages without an end', async () => {
    const page = { feed: [{ post: view('3ka', 'A.') }], cursor: 'again' };
    const { fetch, asked } = door({ [FEED]: page, [`${FEED}&cursor=again`]: page });
    const { warnings } = await crawl({ handle: 'mira.lamp.test' }, fetch);
    expect(asked).toHaveLength(20);
    expect(warnings).toEqual(['@mira.lamp.test: only the newest 20 pages were read']);
  });

  it('honours the wish not to be shown to readers who are not signed in', async () => {
    const label = { val: '!no-unauthenticated', src: MIRA.did };
    const shy = { ...HARBOUR, did: MIRA.did, labels: [label] };
    const feed = [
      { post: view('3ka', 'Secret.', { by: shy }) },
      { post: view('3kb', 'Secret too.', { labels: [label] }) },
      { post: view('3kc', 'Not any more.', { labels: [{ ...label, neg: true }] }) },
    ];
    const { entries, warnings } = await crawl({ handle: 'mira.lamp.test' }, door({ [FEED]: { feed } }).fetch);
    expect(entries.map((entry) => entry.text)).toEqual(['Not any more.']);
    expect(warnings).toEqual([
      'posts whose authors show them to signed-in readers alone (!no-unauthenticated), left out: 2',
    ]);
  });

  it('stands by the account where the handle leads nowhere', async () => {
    for (const handle of ['handle.invalid', 'a"onclick=', '', 'nodot']) {
      const [entry] = await feedOf(view('3ka', 'Lamp.', { by: { did: MIRA.did, handle } }));
      expect(entry?.url).toBe('https://bsky.app/profile/did:plc:mira234/post/3ka');
      expect(entry).not.toHaveProperty('author');
    }
  });

  it('takes nobody’s post for somebody else’s', async () => {
    expect(await feedOf({ ...view('3ka', 'Lamp.'), author: HARBOUR })).toEqual([]);
  });

  it('dates a post by what its author says, unless the network saw it earlier', async () => {
    const dated = async (createdAt: unknown, indexedAt: unknown) =>
      (await feedOf(view('3ka', 'Lamp.', { record: { createdAt }, indexedAt })))[0]?.publishedAt;
    expect(await dated('2026-11-10T00:00:00Z', '2026-11-17T00:00:00Z')).toBe('2026-11-10T00:00:00.000Z');
    expect(await dated('2036-11-10T00:00:00Z', '2026-11-17T00:00:00Z')).toBe('2026-11-17T00:00:00.000Z');
    expect(await dated('soon', '2026-11-17T00:00:00Z')).toBe('2026-11-17T00:00:00.000Z');
    expect(await dated(7, null)).toBeUndefined();
  });
});

describe('words and links', () => {
  const marked = (text: string, words: string, feature: object) => {
    const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(words)));
    return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(words) }, features: [feature] };
  };
  const link = (uri: string) => ({ $type: 'app.bsky.richtext.facet#link', uri });
  const read = async (text: string, facets: unknown[], rest: object = {}) =>
    (await feedOf(view('3ka', text, { record: { facets }, ...rest })))[0];

  it('counts bytes, as facets do', async () => {
    const text = 'Für 🕯️ Licht: lamp.test/öl… und @harbour.test #lampen';
    const entry = await read(text, [
      marked(text, 'lamp.test/öl…', link('https://lamp.test/%C3%B6l-und-docht')),
      marked(text, '@harbour.test', { $type: 'app.bsky.richtext.facet#mention', did: HARBOUR.did }),
      marked(text, '#lampen', { $type: 'app.bsky.richtext.facet#tag', tag: 'lampen' }),
    ]);
    expect(entry?.text).toBe(text);
    expect(entry?.links).toEqual(['https://lamp.test/%C3%B6l-und-docht', 'https://bsky.app/profile/did:plc:harbour5']);
    expect(entry?.markdown).toBe(
      'Für 🕯️ Licht: [lamp.test/öl…](https://lamp.test/%C3%B6l-und-docht) und [@harbour.test](https://bsky.app/profile/did:plc:harbour5) #lampen',
    );
  });

  it('writes Markdown that says the same words, whatever they are', async () => {
    const texts = [
      '1. *one*\n# two\n\n- [three](x) HERE `four`\n> five',
      '<b>HERE</b> & ~~x~~\n---\n***',
      '    HERE\n\n\n\n\t!\\',
    ];
    for (const text of texts) {
      const entry = await read(text, [marked(text, 'HERE', link('https://lamp.test/(a)'))]);
      const words = (of: string) => of.replace(/\s+/g, ' ').trim();
      expect(words(plainText(parseMarkdown(entry?.markdown ?? '')))).toBe(words(entry?.text ?? '-'));
      expect(entry?.markdown).toContain('[HERE](https://lamp.test/%28a%29)');
    }
  });

  it('leaves out facets that make no sense', async () => {
    const text = 'ü lamp';
    const at = (byteStart: number, byteEnd: number, uri = 'https://lamp.test/') => ({
      index: { byteStart, byteEnd },
      features: [link(uri)],
    });
    const odd = [
      at(1, 7),
      at(3, 99),
      at(5, 4),
      at(3, 3),
      at(3, 7, 'javascript:alert(1)'),
      at(-1, 2),
      at(0.5, 2),
      null,
      7,
      {},
    ];
    const entry = await read(text, odd);
    expect(entry).toMatchObject({ text, links: [] });
    expect(entry).not.toHaveProperty('markdown');
    const overlapping = await read(text, [
      at(0, 2, 'https://a.test/'),
      at(0, 7, 'https://b.test/'),
      at(3, 7, 'https://c.test/'),
    ]);
    expect(overlapping?.links).toEqual(['https://a.test/', 'https://c.test/']);
  });

  it('is about the page and the post below it', async () => {
    const external = { uri: 'https://lamp.test/oil', title: 'Oil', description: '' };
    const quoted = {
      $type: 'app.bsky.embed.record#viewRecord',
      uri: ref('3kq', HARBOUR).uri,
      author: HARBOUR,
      value: {},
    };
    const [card] = await feedOf(
      view('3ka', 'Read this.', { embed: { $type: 'app.bsky.embed.external#view', external } }),
    );
    expect(card).toMatchObject({ about: ['https://lamp.test/oil'], links: ['https://lamp.test/oil'] });
    const [quote] = await feedOf(
      view('3ka', 'Well said.', { embed: { $type: 'app.bsky.embed.record#view', record: quoted } }),
    );
    expect(quote).toMatchObject({ about: [web('3kq', 'harbour.test')], links: [web('3kq', 'harbour.test')] });
    const both = { $type: 'app.bsky.embed.recordWithMedia#view', record: { record: quoted }, media: { external } };
    const [two] = await feedOf(view('3ka', 'Both.', { embed: both }));
    expect(two?.about).toEqual([web('3kq', 'harbour.test'), 'https://lamp.test/oil']);
    const gone = { record: { $type: 'app.bsky.embed.record#viewNotFound', uri: ref('3kq').uri, notFound: true } };
    expect((await feedOf(view('3ka', 'Gone.', { embed: gone })))[0]).not.toHaveProperty('about');
  });
});

describe('a post with its thread', () => {
  const posts = [web('3kone')];
  const resolved = { [RESOLVE]: { did: MIRA.did } };

  it('asks who the handle is once, and for the thread by DID', async () => {
    const { fetch, asked } = door({ ...resolved, [threadUrl('3kone')]: { thread: node(view('3kone', 'One.')) } });
    const { entries } = await crawl({ posts }, fetch);
    expect(asked).toEqual([
      { url: RESOLVE, from: 'operator', cache: 'keep', worthKeeping: expect.any(Function) },
      { url: threadUrl('3kone'), from: 'operator', cache: 'revalidate' },
    ]);
    expect(entries.map((entry) => entry.visit.url)).toEqual([threadUrl('3kone')]);
    const direct = door({ [threadUrl('3kone')]: { thread: node(view('3kone', 'One.')) } });
    await crawl({ posts: [`https://bsky.app/profile/${MIRA.did}/post/3kone`] }, direct.fetch);
    expect(direct.asked).toHaveLength(1);
  });

  it('reads what its author said in sequence, and the best that others answered', async () => {
    const at = (minute: number) => ({ record: { createdAt: `2026-11-17T10:0${minute}:00.000Z` }, indexedAt: NOW });
    const says = (key: string, likeCount: number, text = key) => node(view(key, text, { by: HARBOUR, likeCount }));
    const three = node(view('3kthree', 'Three.', at(3)), [says('3klast', 2)]);
    const two = node(view('3ktwo', 'Two.', at(1)), [three]);
    const aside = node(view('3kaside', 'An aside.', at(2)));
    const many = Array.from({ length: 9 }, (_, i) => says(`3kr${i}`, 10 + i));
    const blocked = { $type: 'app.bsky.feed.defs#blockedPost', uri: 'at://x', blocked: true };
    const gone = { $type: 'app.bsky.feed.defs#notFoundPost', uri: 'at://x', notFound: true };
    const replies = [says('3knone', 0), aside, two, blocked, gone, ...many];
    const { fetch } = door({
      ...resolved,
      [threadUrl('3kone')]: { thread: node(view('3kone', 'One.', at(0)), replies) },
    });
    const { entries, warnings } = await crawl({ posts }, fetch);
    expect(warnings).toEqual([]);
    expect(entries.map((entry) => entry.text)).toEqual([
      ...['One.', 'Two.', 'Three.'],
      ...[8, 7, 6, 5, 4, 3, 2, 1].map((i) => `3kr${i}`),
    ]);
    expect(entries[0]).not.toHaveProperty('about');
    expect(entries[2]?.about).toEqual([web('3kone')]);
    expect(entries[3]).toMatchObject({
      author: 'harbour.test',
      url: web('3kr8', 'harbour.test'),
      about: [web('3kone')],
    });
  });

  it('finds the thread’s beginning from a post in its midst, and whom it answers', async () => {
    const question = node(view('3kq', 'Which lamp?', { by: HARBOUR }));
    const zero = node(view('3kzero', 'Zero.'), undefined, question);
    const { fetch } = door({ ...resolved, [threadUrl('3kone')]: { thread: node(view('3kone', 'One.'), [], zero) } });
    const { entries } = await crawl({ posts }, fetch);
    expect(entries.map(({ text, about }) => [text, about])).toEqual([
      ['Zero.', [web('3kq', 'harbour.test')]],
      ['One.', [web('3kzero')]],
    ]);
  });

  it('goes on where a long thread was cut', async () => {
    const keys = Array.from({ length: 10 }, (_, i) => `3kp${i}`);
    const chain = (from: number, to: number, parent?: object): object => {
      const replyCount = from < 9 ? 1 : 0;
      const post = view(keys[from] as string, `Part ${from}.`, { replyCount });
      return node(post, from < to ? [chain(from + 1, to)] : [], parent);
    };
    const { fetch, asked } = door({
      [threadUrl('3kp0')]: { thread: chain(0, 6) },
      [threadUrl('3kp6')]: { thread: chain(6, 9, chain(0, 0)) },
    });
    const { entries } = await crawl({ posts: [`https://bsky.app/profile/${MIRA.did}/post/3kp0`] }, fetch);
    expect(entries.map((entry) => entry.text)).toEqual(keys.map((_, i) => `Part ${i}.`));
    expect(entries.at(-1)?.about).toEqual([web('3kp0')]);
    expect(asked).toHaveLength(2);
  });

  it('says of each post that cannot be read why', async () => {
    const thread = (of: unknown) => door({ ...resolved, [threadUrl('3kone')]: of });
    const failing = (of: unknown) => crawl({ posts }, thread(of).fetch);
    await expect(failing({ thread: { notFound: true } })).rejects.toThrow(`${posts[0]}: the post was deleted`);
    await expect(failing({ thread: { blocked: true } })).rejects.toThrow('is not shown to everybody');
    await expect(failing(undefined)).rejects.toThrow('it is gone: deleted, or the account is (“Post not found”)');
    await expect(failing({ status: 429 })).rejects.toThrow('asked too often');
    await expect(failing({ status: 502 })).rejects.toThrow('in trouble');
    await expect(failing({ status: 403, message: 'no' })).rejects.toThrow('signed-in readers alone (“no”)');
    const nobody = { [RESOLVE]: { status: 400, error: 'InvalidRequest', message: 'Unable to resolve handle' } };
    await expect(crawl({ posts }, door(nobody).fetch)).rejects.toThrow('does not know it (“Unable to resolve handle”)');
    await expect(crawl({ posts: ['https://lamp.test/1'] }, door({}).fetch)).rejects.toThrow('it is no post of Bluesky');
    const beside = door({ ...resolved, [threadUrl('3kone')]: { thread: node(view('3kone', 'One.')) } });
    const { entries, warnings } = await crawl({ posts: [web('3kgone'), ...posts] }, beside.fetch);
    expect([entries.length, warnings.length]).toEqual([1, 1]);
  });

  it('survives whatever is answered', async () => {
    const level = JSON.stringify(view('3kone', 'Deep.', { replyCount: 1 }));
    const deep = `{"thread":${`{"post":${level},"replies":[`.repeat(9000)}${']}'.repeat(9000)},"feed":[]}`;
    const odd: unknown[] = [
      ...['', '<html>', 'null', '[]', '{}', '7', '{"thread":null}', '{"feed":7}', '{"feed":[null,{},{"post":7}]}'],
      deep,
      {
        thread: node(view('3kone', 'x'.repeat(300_000), { likeCount: -1, replyCount: 'x', labels: 'x', embed: [] }), [
          'x',
          null,
        ]),
      },
      {
        feed: [{ post: view('3ka', ' \u202E\n ') }, { post: view('3kb', null) }, { post: view('../x', 'x') }],
        cursor: 7,
      },
      {
        feed: [
          {
            post: view('3kc', `a${' '.repeat(99_000)}b`, {
              record: {
                facets: Array(5000).fill({
                  index: { byteStart: 0, byteEnd: 1 },
                  features: [{ uri: 'https://a.test/' }],
                }),
              },
            }),
          },
        ],
      },
    ];
    for (const answer of odd) {
      const { fetch } = door({ [RESOLVE]: { did: MIRA.did }, [FEED]: answer, [threadUrl('3kone')]: answer });
      for (const asks of [{ handle: 'mira.lamp.test' }, { posts }]) {
        const result = await crawl(asks, fetch).catch((error: unknown) => {
          expect(error).toBeInstanceOf(SourceError);
          return undefined;
        });
        expect(JSON.stringify(result ?? {})).not.toMatch(/undefined|NaN|\[object|\u202E/);
        for (const entry of result?.entries ?? []) expect(entry.text?.length ?? 0).toBeLessThanOrEqual(100_000);
        expect(result?.entries.length ?? 0).toBeLessThanOrEqual(1000);
      }
    }
  });

  it('reads every visit of a recording, each with its own end', async () => {
    let visits = 0;
    const answer = (key: string) => JSON.stringify({ feed: [{ post: view(key, `${key}.`) }], cursor: key });
    const inner = door({ [`${FEED}&cursor=3ka`]: answer('3kaa'), [`${FEED}&cursor=3kb`]: answer('3kbb') });
    const fetch: Fetch = async (request) => {
      if (request.url !== FEED) return inner.fetch(request);
      visits++;
      const at = `2026-11-18T1${visits}:00:00.000Z`;
      const body = new TextEncoder().encode(answer(visits === 1 ? '3ka' : '3kb'));
      return { url: FEED, finalUrl: FEED, status: 200, headers: {}, body, at, from: 'network', more: visits === 1 };
    };
    const { entries, warnings } = await crawl({ handle: 'mira.lamp.test' }, fetch);
    expect(entries.map((entry) => entry.text)).toEqual(['3ka.', '3kb.', '3kaa.', '3kbb.']);
    expect(warnings).toHaveLength(1);
  });
});
