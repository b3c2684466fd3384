import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { crawlers } from '../../src/sources/index.ts';
import type { CrawlContext, Fetch, XSource } from '../../src/types.ts';
import { type ApiPost, idAt, xApi } from '../support/x-api.ts';

const NOW = '2026-11-18T15:00:00.000Z';
const WINDOW = { sinceAt: '2026-11-16T00:00:00.000Z', untilAt: '2026-11-23T00:00:00.000Z' };
const USERS = [
  { id: '11', username: 'Mira_Lamp', name: 'Mira' },
  { id: '12', username: 'oldharbour', name: 'Harbour' },
];
const source = (changes: Partial<XSource>): XSource => ({
  ...{ id: 'x', kind: 'x', url: 'https://x.com/', name: 'X', weight: 1, tags: [], enabled: true, private: false },
  ...{ respectOptOut: true, users: [], posts: [], budget: 0.25 },
  ...changes,
});
const post = (at: string, text: string, changes: Partial<ApiPost> = {}): ApiPost => {
  const id = changes.id ?? idAt(at);
  return { id, text, author_id: '11', created_at: at, conversation_id: id, ...changes };
};
function crawl(changes: Partial<XSource>, fetch: Fetch, o: { now?: string; say?: (line: string) => void } = {}) {
  const context: CrawlContext = { fetch, window: WINDOW, now: o.now ?? NOW, say: o.say ?? (() => undefined) };
  return crawlers.x(source(changes), context);
}
const api = (posts: ApiPost[], o: Partial<Parameters<typeof xApi>[0]> = {}) =>
  xApi({ users: USERS, posts, now: NOW, ...o });
const link = (url: string, expanded_url: string) => ({ url, expanded_url, start: 0, end: 1 });

describe('what a post says', () => {
  const one = async (changes: Partial<ApiPost> & { text: string }, others: ApiPost[] = []) => {
    const at = '2026-11-17T10:00:00.000Z';
    const { entries } = await crawl({ users: ['mira_lamp'] }, api([post(at, changes.text, changes), ...others]).fetch);
    return entries.find((entry) => entry.publishedAt === at || entry.id.endsWith(idAt(at)));
  };

  it('gives author, permalink, date, counts and words as X’s answer has them', async () => {
    const at = '2026-11-17T10:00:00.000Z';
    const entry = await one({
      text: 'Small lamps &amp; long nights.\n\nWe &lt;3 both.',
      lang: 'en',
      public_metrics: { like_count: 41, reply_count: 3, impression_count: 9000, retweet_count: 1, quote_count: 0 },
    });
    expect(entry).toMatchObject({
      url: `https://x.com/Mira_Lamp/status/${idAt(at)}`,
      ...{ author: 'Mira_Lamp', publishedAt: at, text: 'Small lamps & long nights.\n\nWe <3 both.', title: '' },
      counts: { likes: 41, comments: 3, views: 9000 },
      ...{ feedHomeUrl: 'https://x.com/', feedLanguage: 'en', seenAt: NOW, links: [] },
    });
    expect(entry?.visit.url).toMatch(
      /^https:\/\/api\.x\.com\/2\/users\/11\/tweets\?.*start_time=2026-11-17T00:00:00Z&end_time=2026-11-18T00:00:00Z$/,
    );
  });

  it('writes links out and drops those that X hangs on', async () => {
    const entry = await one({
      text: 'Read https://t.co/aaa before https://t.co/bbb ends https://t.co/ccc https://t.co/ddd',
      entities: {
        urls: [
          link('https://t.co/aaa', 'https://lamp.test/oil?a=1&lt=2'),
          link('https://t.co/bbb', 'https://harbour.test/tide'),
          link('https://t.co/ccc', 'https://twitter.com/oldharbour/status/1700000000000000001'),
          link('https://t.co/ddd', 'https://x.com/Mira_Lamp/status/1800000000000000001/photo/1'),
        ],
      },
      referenced_tweets: [{ type: 'quoted', id: '1700000000000000001' }],
    });
    expect(entry?.text).toBe('Read https://lamp.test/oil?a=1&lt=2 before https://harbour.test/tide ends');
    const quoted = 'https://x.com/oldharbour/status/1700000000000000001';
    expect(entry?.links).toEqual(['https://lamp.test/oil?a=1&lt=2', 'https://harbour.test/tide', quoted]);
    expect(entry?.about).toEqual([quoted]);
  });

  it('is about the one page that it links', async () => {
    const urls = [link('https://t.co/aaa', 'https://lamp.test/oil')];
    const entry = await one({ text: 'Worth a night: https://t.co/aaa', entities: { urls } });
    expect(entry).toMatchObject({ text: 'Worth a night: https://lamp.test/oil', about: ['https://lamp.test/oil'] });
  });

  it('takes a long post whole, with its own links', async () => {
    const long = `${'The lamp was lit again and again. '.repeat(20)}See https://t.co/eee …`;
    const entry = await one({
      text: `${long.slice(0, 270)}… https://t.co/zzz`,
      entities: { urls: [link('https://t.co/zzz', `https://x.com/i/web/status/${idAt('2026-11-17T10:00:00.000Z')}`)] },
      note_tweet: { text: long, entities: { urls: [link('https://t.co/eee', 'https://lamp.test/log')] } },
    });
    expect(entry?.text).toBe(long.replace('https://t.co/eee', 'https://lamp.test/log'));
    expect(entry?.links).toEqual(['https://lamp.test/log']);
  });

  it('never passes the beginning of a long post for the whole', async () => {
    const id = idAt('2026-11-17T10:00:00.000Z');
    const urls = [link('https://t.co/zzz', `https://x.com/i/web/status/${id}`)];
    for (const entities of [{ urls }, undefined]) {
      const entry = await one({
        text: 'The lamp was lit & lit <again>… https://t.co/zzz',
        ...(entities ? { entities } : {}),
      });
      expect(entry).not.toHaveProperty('text');
      expect(entry?.summaryHtml).toMatch(/^<p>The lamp was lit &amp; lit &lt;again&gt;…/);
      expect(entry?.feedHomeUrl).not.toBe('https://x.com/');
    }
    expect(await one({ text: 'And then the lamp went out…' })).toMatchObject({ text: 'And then the lamp went out…' });
  });

  it('calls an account as the post’s own answer calls it', async () => {
    const [old, later] = ['2026-11-16', '2026-11-17'].map((day) => post(`${day}T12:00:00.000Z`, `Lamp of ${day}.`));
    const { fetch } = api([], {
      answer: (url) => {
        if (!url.pathname.endsWith('/tweets')) return undefined;
        const isOld = url.searchParams.get('start_time')?.startsWith('2026-11-16');
        const users = [{ id: '11', username: isOld ? 'mira_once' : 'Mira_Lamp' }];
        return { status: 200, body: { data: isOld ? [old] : [later], includes: { users } } };
      },
    });
    const { entries } = await crawl({ users: ['mira_lamp'] }, fetch);
    expect(entries.map((entry) => entry.author)).toEqual(['mira_once', 'Mira_Lamp', 'Mira_Lamp']);
  });

  it('takes no more than it is told to', async () => {
    const posts = Array.from({ length: 40 }, (_, i) =>
      post(new Date(Date.parse('2026-11-17T20:00:00Z') - i * 60_000).toISOString(), `Lamp ${i}`),
    );
    const { fetch, state } = api(posts);
    const { entries } = await crawl({ users: ['mira_lamp'], maxItems: 7, budget: 5 }, fetch);
    expect(entries.map((entry) => entry.text)).toEqual(posts.slice(0, 7).map(({ text }) => text));
    expect(state.dollars).toBeCloseTo(0.045, 9);
  });

  it('knows the thread and the answered post by their authors', async () => {
    const root = post('2026-11-17T09:00:00.000Z', 'One lamp.');
    const second = post('2026-11-17T09:05:00.000Z', 'Two lamps.', {
      ...{
        conversation_id: root.id,
        in_reply_to_user_id: '11',
        referenced_tweets: [{ type: 'replied_to', id: root.id }],
      },
    });
    const third = post('2026-11-17T10:00:00.000Z', 'Three lamps.', {
      ...{
        conversation_id: root.id,
        in_reply_to_user_id: '11',
        referenced_tweets: [{ type: 'replied_to', id: second.id }],
      },
    });
    const { entries } = await crawl({ users: ['mira_lamp'] }, api([root, second, third]).fetch);
    const about = new Map(entries.map((entry) => [entry.text, entry.about]));
    const url = ({ id }: ApiPost) => `https://x.com/Mira_Lamp/status/${id}`;
    expect(about.get('One lamp.')).toBeUndefined();
    expect(about.get('Two lamps.')).toEqual([url(root)]);
    expect(about.get('Three lamps.')).toEqual([url(second), url(root)]);
  });
});

describe('what is left out', () => {
  it('leaves out repeats, answers to others and posts without words, and names posts whose author nobody names', async () => {
    const day = (hour: number) => `2026-11-17T${String(hour).padStart(2, '0')}:00:00.000Z`;
    const { fetch } = api([
      post(day(1), 'Mine.'),
      post(day(2), 'RT @oldharbour: Theirs, and cut…'),
      post(day(3), 'Theirs again', { referenced_tweets: [{ type: 'retweeted', id: '5' }] }),
      post(day(4), '@oldharbour no', {
        in_reply_to_user_id: '12',
        referenced_tweets: [{ type: 'replied_to', id: '6' }],
      }),
      post(day(5), '@gone no', { referenced_tweets: [{ type: 'replied_to', id: '6' }] }),
      post(day(6), 'https://t.co/ppp', {
        entities: { urls: [link('https://t.co/ppp', 'https://x.com/Mira_Lamp/status/7/photo/1')] },
      }),
    ]);
    const { entries, warnings } = await crawl({ users: ['mira_lamp'] }, fetch);
    expect(entries.map((entry) => entry.text)).toEqual(['Mine.']);
    expect(warnings).toEqual([]);
    const nameless = api([post(day(1), 'Nobody’s.', { author_id: '99' })]);
    const found = await crawl({ search: 'lamps' }, nameless.fetch);
    expect(found).toMatchObject({ entries: [], warnings: ['posts whose author X did not name, left out: 1'] });
  });

  it('asks a search for no repeats and answers, unless it speaks of them', async () => {
    const queryOf = async (search: string) => {
      const { fetch, asked } = api([]);
      await crawl({ search }, fetch);
      return new URL(asked[0]?.url ?? '').searchParams.get('query');
    };
    expect(await queryOf('lamps')).toBe('lamps -is:retweet -is:reply');
    expect(await queryOf('lamps OR oil')).toBe('(lamps OR oil) -is:retweet -is:reply');
    expect(await queryOf('from:Mira_Lamp is:reply')).toBe('from:Mira_Lamp is:reply -is:retweet');
    expect(await queryOf('(a OR b) -is:reply -is:retweet')).toBe('(a OR b) -is:reply -is:retweet');
  });

  it('keeps the answers of a conversation, with its first post', async () => {
    const root = post('2026-11-16T09:00:00.000Z', 'Is oil better than wax?');
    const reply = post('2026-11-17T09:00:00.000Z', '@Mira_Lamp Oil, always.', {
      ...{ author_id: '12', conversation_id: root.id, in_reply_to_user_id: '11' },
      referenced_tweets: [{ type: 'replied_to', id: root.id }],
    });
    const { fetch, asked } = api([root, reply, post('2026-11-17T10:00:00.000Z', 'Something else.')]);
    const { entries } = await crawl({ conversation: root.id }, fetch);
    const url = `https://x.com/Mira_Lamp/status/${root.id}`;
    expect(entries.map(({ author, about }) => [author, about])).toContainEqual(['oldharbour', [url]]);
    expect(new Set(entries.map((entry) => entry.url))).toEqual(
      new Set([url, `https://x.com/oldharbour/status/${reply.id}`]),
    );
    expect(asked[0]?.url).toContain(`/2/tweets?ids=${root.id}&`);
  });

  it('reads a list back to the window’s start and no further', async () => {
    const posts = Array.from({ length: 40 }, (_, i) =>
      post(new Date(Date.parse(NOW) - i * 3 * 3_600_000).toISOString(), `Lamp ${i}`),
    );
    const { fetch, asked } = api(posts);
    const { entries } = await crawl({ list: '77', budget: 5 }, fetch);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toMatch(/^https:\/\/api\.x\.com\/2\/lists\/77\/tweets\?max_results=83&/);
    expect(entries).toHaveLength(40);
    const small = api(posts);
    await crawl({ list: '77', budget: 1 }, small.fetch);
    expect(small.asked).toHaveLength(2);
  });
});

describe('asking by day', () => {
  const three = ['2026-11-16', '2026-11-17', '2026-11-18'].map((day) =>
    post(`${day}T12:00:00.000Z`, `Lamp of ${day}.`),
  );

  it('carries the token as its name alone, for the operator', async () => {
    const { fetch, asked } = api(three);
    const result = await crawl({ users: ['mira_lamp'] }, fetch);
    for (const request of asked) {
      expect(request.headers).toEqual({ authorization: 'Bearer ${X_BEARER_TOKEN}' });
      expect(request.from).toBe('operator');
    }
    expect(JSON.stringify(result)).not.toContain('BEARER');
  });

  it('asks a day that is over once, and only the running one again', async () => {
    const { fetch, asked, state } = api(three);
    const first = await crawl({ users: ['mira_lamp'] }, fetch);
    expect(first).toMatchObject({ unchanged: false, dollars: 0.025, warnings: [] });
    expect(first.entries.map((entry) => entry.text).sort()).toEqual(three.map(({ text }) => text));
    const before = asked.length;
    expect(before).toBe(4);
    const later = '2026-11-18T16:00:00.000Z';
    state.now = later;
    const second = await crawl({ users: ['mira_lamp'] }, fetch, { now: later });
    expect(asked).toHaveLength(before + 1);
    expect(asked.at(-1)?.url).toMatch(/start_time=2026-11-18T00:00:00Z$/);
    expect(second.entries).toHaveLength(3);
    expect(second.dollars).toBe(0.015);
    const nextDay = '2026-11-19T06:00:00.000Z';
    state.now = nextDay;
    await crawl({ users: ['mira_lamp'] }, fetch, { now: nextDay });
    expect(asked.slice(before + 1).map(({ url }) => url.replace(/.*&(start_time)/, '$1'))).toEqual([
      'start_time=2026-11-18T00:00:00Z&end_time=2026-11-19T00:00:00Z',
      'start_time=2026-11-19T00:00:00Z',
    ]);
  });

  it('lets a day settle for an hour, and never takes the running one for whole', async () => {
    const { fetch, asked, state } = api(three);
    for (const now of ['2026-11-17T00:00:30.000Z', '2026-11-17T00:59:00.000Z']) {
      state.now = now;
      await crawl({ users: ['mira_lamp'] }, fetch, { now });
      expect(asked.at(-1)?.url).toMatch(/start_time=2026-11-16T00:00:00Z$/);
    }
    state.now = '2026-11-17T01:00:00.000Z';
    await crawl({ users: ['mira_lamp'] }, fetch, { now: state.now });
    expect(asked.at(-2)?.url).toMatch(/end_time=2026-11-17T00:00:00Z$/);
  });

  it('reads a day that it cannot ask for as it was last seen', async () => {
    const { fetch, state } = api(three);
    await crawl({ users: ['mira_lamp'] }, fetch);
    state.now = '2026-11-19T06:00:00.000Z';
    const offline: Fetch = async (request) => {
      const answer = await fetch(request);
      if (answer.from === 'stored') return answer;
      throw new SourceError(`${request.url}: its host cannot be reached`);
    };
    const result = await crawl({ users: ['mira_lamp'] }, offline, { now: state.now });
    expect(result.entries.map((entry) => entry.text).sort()).toEqual(three.map(({ text }) => text));
    expect(result.dollars).toBe(0);
  });

  it('says once that the search reaches no further, and does not ask for those days again', async () => {
    const old = { sinceAt: '2026-11-01T00:00:00.000Z', untilAt: '2026-11-23T00:00:00.000Z' };
    const { fetch, asked } = api(three);
    const context = { fetch, window: old, now: NOW, say: () => undefined };
    const result = await crawlers.x(source({ search: 'lamp' }), context);
    expect(result.warnings).toEqual(["the search: X's search reaches back seven days; what is older can't be read"]);
    expect(result.entries).toHaveLength(3);
    const before = asked.length;
    await crawlers.x(source({ search: 'lamp' }), context);
    expect(asked).toHaveLength(before + 1);
  });

  it('reads every visit of a recording, at no price for those before this run', async () => {
    const inner = api(three);
    const earlier = api(three.slice(0, 2), { now: '2026-11-18T11:00:00.000Z' });
    let visits = 0;
    const fetch: Fetch = async (request) => {
      if (!request.url.endsWith('start_time=2026-11-18T00:00:00Z')) return inner.fetch(request);
      visits++;
      const gone = { ...(await earlier.fetch(request)), more: true };
      const body = {
        data: [post('2026-11-18T10:00:00.000Z', 'Taken back later.')],
        includes: { users: USERS },
        meta: {},
      };
      return visits === 1 ? { ...gone, body: new TextEncoder().encode(JSON.stringify(body)) } : inner.fetch(request);
    };
    const { entries, dollars } = await crawl({ users: ['mira_lamp'] }, fetch);
    expect(entries[0]).toMatchObject({ text: 'Taken back later.', seenAt: '2026-11-18T11:00:00.000Z' });
    expect(entries).toHaveLength(4);
    expect(dollars).toBe(0.025);
  });
});

describe('what it costs', () => {
  it('says before it spends', async () => {
    const lines: string[] = [];
    const { fetch, asked } = api([]);
    const say = (line: string) => lines.push(`${line} after ${asked.length}`);
    await crawl({ users: ['mira_lamp'] }, fetch, { say });
    expect(lines).toEqual([
      'X: reading X costs at most $0.25 now, of a budget of $0.25 a crawl ($0.005 a post, $0.010 an account; what is stored is free) after 0',
    ]);
    lines.length = 0;
    await crawl({ conversation: idAt('2026-11-30T00:00:00.000Z'), budget: 9 }, fetch, { say });
    expect(lines[0]).toContain('costs at most $9.00 now, of a budget of $9.00');
    lines.length = 0;
    await crawl({ posts: [] }, fetch, { say });
    expect(lines).toEqual([]);
  });

  it('stops at the budget, tells what was left, and goes on from there at the next crawl', async () => {
    const posts = Array.from({ length: 60 }, (_, i) =>
      post(new Date(Date.parse('2026-11-16T00:00:00Z') + i * 60_000).toISOString(), `Lamp ${i}`),
    );
    const { fetch, state } = api(posts);
    const first = await crawl({ users: ['mira_lamp', 'oldharbour'] }, fetch);
    expect(first.warnings).toEqual([
      'the budget of $0.25 a crawl has no room for all of it; left for the next crawl: @Mira_Lamp, @oldharbour. Raise `budget` to read it at once',
    ]);
    expect(first.dollars).toBeCloseTo(state.dollars, 9);
    expect(state.dollars).toBeLessThanOrEqual(0.25);
    const spent = state.dollars;
    const second = await crawl({ users: ['mira_lamp', 'oldharbour'] }, fetch);
    expect(second.entries.length).toBe(60);
    // an account is charged once a day, but no crawl knows of the one before
    expect(second.dollars).toBeCloseTo(state.dollars - spent + 0.01, 9);
    expect((await crawl({ users: ['mira_lamp', 'oldharbour'] }, fetch)).dollars).toBe(0);
  });

  it('spends nothing on a budget too small for one page', async () => {
    const { fetch, state } = api([post('2026-11-17T12:00:00.000Z', 'Lamp.')]);
    await expect(crawl({ search: 'lamp', budget: 0.1 }, fetch)).rejects.toThrow(
      'the budget of $0.10 a crawl has no room',
    );
    await expect(crawl({ users: ['mira_lamp'], budget: 0 }, fetch)).rejects.toThrow('the budget of $0.00 a crawl');
    expect(state.dollars).toBe(0);
  });

  it('books an answer that was lost on its way', async () => {
    const lost: Fetch = async (request) => {
      throw new SourceError(`${request.url}: timed out after 30 s`);
    };
    await expect(crawl({ list: '77' }, lost)).rejects.toThrow(/^the list 77: timed out after 30 s$/);
    let asked = 0;
    const counting: Fetch = (request) => {
      asked++;
      return lost(request);
    };
    await crawl({ list: '77', search: 'lamp', budget: 0.4 }, counting).catch(() => undefined);
    // two of $0.15, one of $0.09
    expect(asked).toBe(3);
  });

  it('never spends more than the budget, whoever posts how much', async () => {
    const random = mulberry(20_261_118);
    let paid = 0;
    for (let round = 0; round < 60; round++) {
      const users = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => ({
        id: String(20 + i),
        username: `lamp${i}`,
      }));
      const posts = Array.from({ length: Math.floor(random() * 300) }, (_, i) => {
        const at = new Date(Date.parse(WINDOW.sinceAt) + Math.floor(random() * 63 * 3_600_000)).toISOString();
        return post(at, `Lamp ${i}`, { id: idAt(at, i), author_id: String(20 + Math.floor(random() * users.length)) });
      });
      const budget = Math.floor(random() * 1500) / 1000;
      const { fetch, state } = xApi({ users, posts, now: NOW });
      const asks = {
        ...{ users: users.filter(() => random() < 0.7).map(({ username }) => username), budget },
        ...(random() < 0.5 ? { search: 'lamp' } : {}),
        ...(random() < 0.3 ? { list: '5' } : {}),
        ...(random() < 0.3 ? { maxItems: 1 + Math.floor(random() * 30) } : {}),
      };
      const said: string[] = [];
      const result = await crawl(asks, fetch, { say: (line) => said.push(line) }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(SourceError);
        return undefined;
      });
      expect(state.dollars).toBeLessThanOrEqual(budget + 1e-9);
      if (result?.dollars !== undefined) expect(result.dollars).toBeCloseTo(state.dollars, 9);
      const most = Number(/at most \$([\d.]+)/.exec(said[0] ?? '')?.[1] ?? 0);
      expect(state.dollars).toBeLessThanOrEqual(most + 1e-9);
      if (state.dollars > budget * 0.6) paid++;
    }
    expect(paid).toBeGreaterThan(20);
  });
});

describe('what goes wrong', () => {
  it('says what needs the token and what works without, once', async () => {
    const fetch: Fetch = async () => {
      throw new SourceError(
        'X_BEARER_TOKEN is not set: https://api.x.com/2/… needs it. Set it in the environment or in .env',
      );
    };
    const failed = crawl({ users: ['mira_lamp', 'oldharbour'], search: 'lamp', list: '7' }, fetch);
    await expect(failed).rejects.toThrow(SourceError);
    await expect(failed).rejects.toThrow(
      /^X_BEARER_TOKEN is not set: users, list, search and conversation need it.* pasted as \{ url, author, text \}, and any RSS bridge as a feed\.$/,
    );
    const beside = await crawl(
      {
        users: ['mira_lamp'],
        posts: [
          { url: 'https://x.com/oldharbour/status/1700000000000000001', author: 'oldharbour', text: 'Still here.' },
        ],
      },
      fetch,
    );
    expect(beside.entries).toHaveLength(1);
    expect(beside.warnings).toHaveLength(1);
  });

  it.each([
    [401, 'does not accept X_BEARER_TOKEN (“Unauthorized”): make a new one'],
    [402, "credits are used up (“Unauthorized”): buy some in X's developer console"],
    [403, 'does not allow this (“Unauthorized”): the account or list may be private'],
    [429, 'asked too often (“Unauthorized”): the rest is asked for at the next crawl'],
    [400, 'does not understand the request (“Unauthorized”): check users, list, search'],
    [503, 'server is in trouble (it answered 503)'],
  ])('says of %i what to do', async (status, words) => {
    const { fetch } = api([], { answer: () => ({ status, body: { title: 'x', detail: 'Unauthorized' } }) });
    await expect(crawl({ list: '77' }, fetch)).rejects.toThrow(words);
  });

  it('stops asking an API that refuses, and keeps what it gave before', async () => {
    let answers = 0;
    const answer = () => (++answers > 2 ? { status: 429, body: {} } : undefined);
    const { fetch, asked } = api([post('2026-11-16T12:00:00.000Z', 'Lamp.')], { answer });
    const { entries, warnings } = await crawl({ users: ['mira_lamp'], search: 'lamp' }, fetch);
    expect(entries.map((entry) => entry.text)).toEqual(['Lamp.']);
    expect(asked).toHaveLength(5);
    expect(warnings.at(-1)).toBe('X refused 3 times in a row; the rest is asked for at the next crawl');
  });

  it('reports partial errors and accounts that are not there', async () => {
    const errors = [{ detail: 'Could not find tweet with referenced_tweets.id: [5].' }, { title: 'Gone' }, null, 7];
    const body = { data: [post('2026-11-17T10:00:00.000Z', 'Lamp.'), { id: 'x' }], includes: { users: USERS }, errors };
    const { fetch } = api([], {
      answer: (url) => (url.pathname.includes('/tweets') ? { status: 200, body } : undefined),
    });
    const { entries, warnings } = await crawl({ users: ['mira_lamp', 'nobody_here'] }, fetch);
    expect(entries[0]?.text).toBe('Lamp.');
    expect(warnings).toEqual([
      '@nobody_here: X knows no such account (“Could not find user with username: [nobody_here].”)',
      '@Mira_Lamp: Could not find tweet with referenced_tweets.id: [5].',
      '@Mira_Lamp: Gone',
      '@Mira_Lamp: 1 posts could not be read',
    ]);
  });

  it('survives whatever is answered', async () => {
    const odd = [
      ...['', '<html>', 'null', '[]', '"x"', '7', '{"data":null}', '{"data":{}}', '{"data":[null,1,"x",[],{}]}'],
      '{"data":[{"id":"1","text":null}],"includes":7,"meta":"x","errors":{}}',
      '{"data":[{"id":1,"text":"x"}],"includes":{"users":[{"id":"11","username":"<b>"}]}}',
      JSON.stringify({
        data: [{ id: '11', text: 'x', author_id: '11', entities: { urls: [{ url: 'x' }, null] } }],
        includes: { users: USERS },
      }),
      JSON.stringify({
        data: [
          {
            id: '12',
            text: 'x'.repeat(300_000),
            author_id: '11',
            created_at: 'never',
            public_metrics: { like_count: -1, reply_count: 'many', impression_count: 1e300 },
          },
        ],
        includes: { users: USERS },
      }),
      JSON.stringify({
        data: [
          {
            id: '13',
            text: `${'https://t.co/a '.repeat(20_000)}`,
            author_id: '11',
            note_tweet: 'x',
            referenced_tweets: 'y',
          },
        ],
        includes: { users: USERS },
      }),
      JSON.stringify({
        data: [{ id: '14', text: 'x\u202Ey\u0000z\uD800', author_id: '11' }],
        includes: { users: USERS },
        meta: { next_token: 'again' },
      }),
    ];
    for (const body of odd) {
      const { fetch } = api([], {
        answer: (url) => (url.pathname.includes('/tweets') ? { status: 200, body } : undefined),
      });
      for (const asks of [
        { users: ['mira_lamp'] },
        { search: 'x' },
        { list: '7' },
        { conversation: '1700000000000000001' },
      ]) {
        const result = await crawl({ ...asks, budget: 3 }, fetch).catch((error: unknown) => {
          expect(error).toBeInstanceOf(SourceError);
          return undefined;
        });
        const text = JSON.stringify(result ?? {});
        expect(text).not.toMatch(/undefined|NaN|\[object/);
        for (const entry of result?.entries ?? []) {
          expect(entry.text?.length ?? 0).toBeLessThanOrEqual(100_000);
          expect(entry.text ?? '').not.toMatch(/\p{Bidi_Control}|\p{Cc}(?<!\n)|\p{Cs}/u);
          expect(entry.links?.length ?? 0).toBeLessThanOrEqual(400);
        }
      }
    }
  });

  it('gives up on pages without an end', async () => {
    const { fetch, asked } = api([], {
      answer: (url) =>
        url.pathname.includes('/tweets') ? { status: 200, body: { meta: { next_token: 'again' } } } : undefined,
    });
    const { warnings } = await crawl({ list: '7' }, fetch);
    expect(asked).toHaveLength(10);
    expect(warnings).toEqual(['the list 7: more than 10 pages; the older ones were left out']);
  });
});

/** Random numbers that are the same in every run (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
