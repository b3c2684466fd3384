import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { crawlers } from '../../src/sources/index.ts';
import type { CrawlContext, Fetch, FetchRequest, FetchResponse, XSource } from '../../src/types.ts';

const NOW = '2026-11-18T15:00:00.000Z';
const source = (posts: XSource['posts']): XSource => ({
  ...{ id: 'x', kind: 'x', url: 'https://x.com/', name: 'X', weight: 1, tags: [], enabled: true, private: false },
  ...{ respectOptOut: true, users: [], posts, budget: 0.25 },
});
const ID = '1989641234567890123';
const ASKED = `https://publish.twitter.com/oembed?url=https%3A%2F%2Fx.com%2Fmira_lamp%2Fstatus%2F${ID}&omit_script=1&hide_thread=1&dnt=true&lang=en`;

/** What X answers for a post: its words as HTML, by whom, and its id. */
function shown(words: string, o: { handle?: string; id?: string; date?: string; url?: string } = {}) {
  const { handle = 'Mira_Lamp', id = ID, date = 'November 15, 2026' } = o;
  return {
    url: o.url ?? `https://twitter.com/${handle}/status/${id}`,
    ...{ author_name: 'Mira', author_url: `https://twitter.com/${handle}`, cache_age: '3153600000', type: 'rich' },
    ...{ provider_name: 'Twitter', provider_url: 'https://twitter.com', version: '1.0', width: 550, height: null },
    html: `<blockquote class="twitter-tweet" data-dnt="true"><p lang="en" dir="ltr">${words}</p>&mdash; Mira (@${handle}) <a href="https://twitter.com/${handle}/status/${id}?ref_src=twsrc%5Etfw">${date}</a></blockquote>\n\n`,
  };
}
const anchor = (href: string, words: string) => `<a href="${href}">${words}</a>`;

/** A door that answers by address; an answer that is a number is a refusal. */
function door(answers: Record<string, unknown>): { fetch: Fetch; asked: FetchRequest[] } {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    const post = new URL(request.url).searchParams.get('url') ?? '';
    const answer = answers[post] ?? answers['*'] ?? 404;
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return {
      ...{ url: request.url, finalUrl: request.url, status: typeof answer === 'number' ? answer : 200, headers: {} },
      ...{ body: new TextEncoder().encode(body), at: NOW, from: 'network' },
    };
  };
  return { fetch, asked };
}
const context = (fetch: Fetch): CrawlContext => ({
  fetch,
  window: { sinceAt: '2026-11-16T00:00:00.000Z', untilAt: '2026-11-23T00:00:00.000Z' },
  now: NOW,
  say: () => expect.unreachable('it costs nothing'),
});
const crawl = (posts: XSource['posts'], answers: Record<string, unknown> = {}) =>
  crawlers.x(source(posts), context(door(answers).fetch));
const one = async (words: string, o?: Parameters<typeof shown>[1]) =>
  (await crawl([`https://x.com/mira_lamp/status/${ID}`], { '*': shown(words, o) })).entries[0];

describe('posts by address', () => {
  it('is no whole post where the answer breaks off in it', async () => {
    const answer = shown('A lamp is a small promise.');
    const broken = { ...answer, html: answer.html.replace('</p>', '') };
    const { entries } = await crawl([`https://x.com/mira_lamp/status/${ID}`], { '*': broken });
    expect(entries[0]).not.toHaveProperty('text');
  });

  it('asks X once, without a token, and takes author, permalink and moment from the answer', async () => {
    const { fetch, asked } = door({ '*': shown('A lamp is a small promise.') });
    const result = await crawlers.x(source([`https://twitter.com/mira_lamp/status/${ID}?s=20`]), context(fetch));
    expect(asked).toEqual([{ url: ASKED, from: 'operator', cache: 'keep', worthKeeping: expect.any(Function) }]);
    expect(result).not.toHaveProperty('dollars');
    expect(result.entries).toEqual([
      {
        ...{ id: `https://x.com/Mira_Lamp/status/${ID}`, url: `https://x.com/Mira_Lamp/status/${ID}`, title: '' },
        ...{ author: 'Mira_Lamp', publishedAt: '2025-11-15T10:26:50.724Z', text: 'A lamp is a small promise.' },
        ...{ links: [], categories: [], enclosures: [], transcripts: [], feedHomeUrl: 'https://x.com/' },
        ...{ seenAt: NOW, visit: { url: ASKED, at: NOW } },
      },
    ]);
  });

  it.each([
    ['https://x.com/i/status/1', 'https://x.com/i/status/1'],
    ['https://x.com/i/web/status/1', 'https://x.com/i/status/1'],
    ['https://mobile.twitter.com/a/statuses/1/photo/1', 'https://x.com/a/status/1'],
    ['https://mobile.x.com/a/status/1', 'https://x.com/a/status/1'],
  ])('understands %s', async (written, post) => {
    const { fetch, asked } = door({});
    await crawlers.x(source([written]), context(fetch)).catch(() => undefined);
    expect(new URL(asked[0]?.url ?? '').searchParams.get('url')).toBe(post);
  });

  it.each(['https://fxtwitter.com/a/status/1', 'https://x.com/a', 'https://evil.test/x.com/a/status/1', 'x'])(
    'does not ask for %s',
    async (written) => {
      const { fetch, asked } = door({});
      await expect(crawlers.x(source([written]), context(fetch))).rejects.toThrow('it is no post of X');
      expect(asked).toEqual([]);
    },
  );

  it('keeps an answer only where it holds a post', async () => {
    const { fetch, asked } = door({ '*': shown('A lamp.') });
    await crawlers.x(source([`https://x.com/a/status/${ID}`]), context(fetch));
    const answer = (body: unknown, status = 200) =>
      ({ status, body: new TextEncoder().encode(JSON.stringify(body)), headers: {} }) as FetchResponse;
    const keeps = (body: unknown, status?: number) => asked[0]?.worthKeeping?.(answer(body, status));
    expect([keeps(shown('x')), keeps(shown('x'), 500), keeps({}), keeps('<html>')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('keeps line breaks, paragraphs, mentions and hashtags', async () => {
    const words = `One &amp; <br>two &lt;3<br><br>${anchor('https://twitter.com/oldharbour?ref_src=x', '@oldharbour')} ${anchor('https://twitter.com/hashtag/lamps?src=hash', '#lamps')}\n all`;
    expect(await one(words)).toMatchObject({ text: 'One &\ntwo <3\n\n@oldharbour #lamps all', links: [] });
  });

  it('drops what X hangs on the end and reads links as far as they are shown', async () => {
    const short = 'https://t.co/AbC123';
    const ended = await one(`Look.<br>${anchor(short, short)} ${anchor('https://t.co/p', 'pic.twitter.com/p')}`);
    expect(ended).toMatchObject({ text: 'Look.', links: [short] });
    const inside = await one(`Read ${anchor(short, short)} first, then ${anchor('https://t.co/x', 'lamp.test/oil')}.`);
    expect(inside).toMatchObject({
      text: `Read ${short} first, then lamp.test/oil.`,
      links: [short, 'https://lamp.test/oil'],
    });
    const shortened = await one(`See ${anchor('https://t.co/x', 'lamp.test/a-very-long…')} now`);
    expect(shortened?.links).toEqual(['https://t.co/x']);
  });

  it('does not pass the beginning of a long post for the whole', async () => {
    const { entries, warnings } = await crawl([`https://x.com/mira_lamp/status/${ID}`], {
      '*': shown(`The log of the lamp, night by night, and then…  ${anchor('https://t.co/z', 'https://t.co/z')}`),
    });
    expect(entries[0]).not.toHaveProperty('text');
    expect(entries[0]?.summaryHtml).toContain('night by night, and then…');
    expect(entries[0]?.feedHomeUrl).not.toBe('https://x.com/');
    expect(warnings[0]).toMatch(
      /beginning of this long post; paste it to quote it: \{ url: …, author: Mira_Lamp, text: "…" \}$/,
    );
  });

  it('dates old posts by what X shows, and those that show nothing not at all', async () => {
    const old = { id: '20345678901', handle: 'mira_lamp', date: 'June 2, 2010' };
    expect((await one('Early lamp.', old))?.publishedAt).toBe('2010-06-02T00:00:00.000Z');
    expect(await one('Early lamp.', { ...old, date: 'long ago' })).not.toHaveProperty('publishedAt');
    expect((await one('Late lamp.', { id: '1', date: '' }))?.publishedAt).toBeUndefined();
  });

  it('reads several as a thread, whoever wrote them', async () => {
    const url = (n: number) => `https://x.com/a/status/198964123456789012${n}`;
    const answers = {
      [url(1)]: 404,
      [url(2)]: shown('Second.', { id: '1989641234567890122' }),
      [url(3)]: shown('Third.', { id: '1989641234567890123', handle: 'oldharbour' }),
    };
    const pasted = { url: url(4).replace('/a/', '/mira_lamp/'), author: '@mira_lamp', text: 'Fourth.' };
    const { entries, warnings } = await crawl([url(1), url(2), url(3), pasted], answers);
    expect(entries.map(({ text, about }) => [text, about])).toEqual([
      ['Second.', undefined],
      ['Third.', ['https://x.com/Mira_Lamp/status/1989641234567890122']],
      ['Fourth.', ['https://x.com/Mira_Lamp/status/1989641234567890122']],
    ]);
    expect(warnings).toEqual([
      `${url(1)}: the post was deleted or is protected; paste it as { url, author, text } if you have its words`,
    ]);
  });

  it.each([
    [403, 'deleted or is protected'],
    [429, 'asked too often'],
    [500, 'in trouble'],
    [418, 'X answered 418; paste'],
  ])('says of %i what it means', async (status, words) => {
    await expect(crawl([`https://x.com/a/status/${ID}`], { '*': status })).rejects.toThrow(words);
  });

  it('survives whatever is answered', async () => {
    const deep = `<b>`.repeat(60_000);
    const odd = [
      ...['', '<html>', 'null', '[]', '{}', '{"html":7,"author_url":"https://x.com/a"}'],
      ...[shown(''), shown('<img src=x>'), shown(anchor('https://t.co/p', 'pic.twitter.com/p'))],
      ...[
        { ...shown('x'), author_url: 'https://evil.test/mira_lamp' },
        { ...shown('x'), author_url: 'https://x.com/a/b' },
      ],
      ...[
        { ...shown('x'), html: '<p>'.repeat(80_000) },
        { ...shown('x'), html: 'no markup' },
      ],
    ];
    for (const body of odd)
      await expect(crawl([`https://x.com/a/status/${ID}`], { '*': body })).rejects.toThrow(SourceError);
    expect((await one(`${deep}Deep`))?.text).toBe('Deep');
    expect((await one(`Wide${' '.repeat(150_000)}x`))?.text).toHaveLength(100_000);
    expect((await one('<script>alert(1)</script>x\u202Ey'))?.text).not.toContain('\u202E');
    expect((await one('x', { url: 'https://evil.test/a/status/5' }))?.url).toBe(`https://x.com/Mira_Lamp/status/${ID}`);
  });
});

describe('pasted posts', () => {
  const url = `https://x.com/Mira_Lamp/status/${ID}`;

  it('need no request and no answer', async () => {
    const text = '  A lamp is a small promise.\r\n\r\nSee https://lamp.test/oil  ';
    const { entries, warnings, unchanged } = await crawl([{ url: `${url}?s=20`, author: '@Mira_Lamp', text }]);
    expect(entries).toEqual([
      {
        ...{ id: url, url, title: '', author: 'Mira_Lamp', publishedAt: '2025-11-15T10:26:50.724Z' },
        ...{ text: 'A lamp is a small promise.\n\nSee https://lamp.test/oil', links: ['https://lamp.test/oil'] },
        ...{ categories: [], enclosures: [], transcripts: [], feedHomeUrl: 'https://x.com/' },
        ...{ seenAt: NOW, visit: { url, at: NOW } },
      },
    ]);
    expect({ warnings, unchanged }).toEqual({ warnings: [], unchanged: true });
  });

  it.each([
    [{ url, author: 'oldharbour', text: 'x' }, 'its address names @Mira_Lamp, its author is @oldharbour'],
    [{ url, author: 'Mira Lamp', text: 'x' }, '“Mira Lamp” is no handle of X'],
    [{ url, author: 'Mira_Lamp', text: ' \n ' }, 'the pasted text is empty'],
    [{ url: 'https://lamp.test/1', author: 'Mira_Lamp', text: 'x' }, 'it is no post of X'],
  ])('are refused where they cannot be true: %j', async (post, words) => {
    await expect(crawl([post])).rejects.toThrow(words);
  });

  it('may hide the handle in the address, and then the author stands in it', async () => {
    const { entries } = await crawl([{ url: `https://x.com/i/status/${ID}`, author: 'Mira_Lamp', text: 'Lamp.' }]);
    expect(entries[0]?.url).toBe(url);
  });
});
