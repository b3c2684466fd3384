import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEWSLETTER, pullquote, workspace } from '../../support/cli.ts';
import { crawlRecorded, type Recorded, WINDOW } from '../../support/recording.ts';
import { API_FIELDS, idAt } from '../../support/x-api.ts';

const DAYS = [9, 10, 11, 12, 13, 14, 15].map((day) => `2026-11-${String(day).padStart(2, '0')}`);
const MIRA = { id: '11', username: 'Mira_Lamp', name: 'Mira' };
const AT = '2026-11-12T10:00:00.000Z';
const SAID =
  'A language model that tends a lamp has to know what fog is, and nobody has ever written that down for it.';

/** An account's days, of which one has posts. */
function timeline(day: string, answer: object): Recorded[] {
  return DAYS.map((of, i) => {
    const end = `2026-11-${String(10 + i).padStart(2, '0')}`;
    const url = `https://api.x.com/2/users/11/tweets?exclude=retweets&max_results=12&${API_FIELDS}&start_time=${of}T00:00:00Z&end_time=${end}T00:00:00Z`;
    return { url, body: of === day ? answer : { meta: { result_count: 0 } } };
  });
}
const account = {
  url: 'https://api.x.com/2/users/by/username/mira_lamp?user.fields=username,name',
  body: { data: MIRA },
};
const embed = (id: string, handle: string, words: string): Recorded => ({
  url: `https://publish.twitter.com/oembed?url=https%3A%2F%2Fx.com%2F${handle.toLowerCase()}%2Fstatus%2F${id}&omit_script=1&hide_thread=1&dnt=true&lang=en`,
  body: {
    ...{
      url: `https://twitter.com/${handle}/status/${id}`,
      author_name: handle,
      author_url: `https://twitter.com/${handle}`,
    },
    html: `<blockquote class="twitter-tweet"><p lang="en" dir="ltr">${words}</p>&mdash; ${handle} (@${handle}) <a href="https://twitter.com/${handle}/status/${id}">November 12, 2026</a></blockquote>`,
    ...{ type: 'rich', version: '1.0', provider_name: 'Twitter', cache_age: '3153600000' },
  },
});

describe('crawl of kind x', () => {
  it('stores an account’s posts as voices of their author, with the page that each is about', async () => {
    const urls = [{ url: 'https://t.co/fog', expanded_url: 'https://beacon.test/fog', start: 0, end: 1 }];
    const post = {
      ...{ id: idAt(AT), author_id: '11', conversation_id: idAt(AT), created_at: AT, lang: 'en' },
      ...{ text: `${SAID.slice(0, 60)}… https://t.co/zz`, entities: { urls: [] } },
      note_tweet: { text: `${SAID}\n\nhttps://t.co/fog`, entities: { urls } },
      public_metrics: { like_count: 90, reply_count: 4, impression_count: 12_000, retweet_count: 2, quote_count: 0 },
    };
    const repeat = {
      ...post,
      id: idAt(AT, 1),
      text: 'RT @oldharbour: No.',
      referenced_tweets: [{ type: 'retweeted', id: '1' }],
    };
    const answers = [
      account,
      ...timeline('2026-11-12', { data: [post, repeat], includes: { users: [MIRA] }, meta: {} }),
    ];
    const { ran, items, dir } = await crawlRecorded('- { kind: x, users: ["@mira_lamp"] }\n', answers, {
      env: { X_BEARER_TOKEN: 'AAAAplantedtoken0123456789' },
    });
    expect(ran.stderr).not.toContain('not in the recording');
    expect(ran.code).toBe(0);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      ...{ url: `https://x.com/Mira_Lamp/status/${post.id}`, author: 'Mira_Lamp', own: true, incomplete: false },
      ...{ text: `${SAID}\n\nhttps://beacon.test/fog`, textFrom: 'feed', publishedAt: AT, language: 'en' },
      ...{ voice: { handle: 'Mira_Lamp', where: 'X' }, counts: { likes: 90, comments: 4, views: 12_000 } },
      ...{ links: ['https://beacon.test/fog'], about: ['https://beacon.test/fog'] },
    });
    expect(ran.stderr).toContain('reading X costs at most $0.25 now');
    const state = readdirSync(join(dir, '.pullquote')).map((name) =>
      readFileSync(join(dir, '.pullquote', name), 'latin1'),
    );
    for (const text of [ran.stdout, ran.stderr, ...state]) expect(text).not.toContain('plantedtoken');
  });

  it('stores posts by address and pasted, a thread in order, without any token', async () => {
    const [first, second, third] = [idAt(AT), idAt(AT, 1), idAt(AT, 2)];
    const yaml = `- kind: x
  posts:
    - https://x.com/mira_lamp/status/${first}?s=20
    - https://twitter.com/oldharbour/status/${second}
    - { url: https://x.com/Mira_Lamp/status/${third}, author: Mira_Lamp, text: "The reason is simple: whoever kept the old lamp never wrote a word about it." }
    - https://x.com/gone/status/77
`;
    const answers = [
      embed(first, 'Mira_Lamp', `${SAID} <a href="https://t.co/p">pic.twitter.com/p</a>`),
      embed(second, 'OldHarbour', 'Fog is the part of the sea that comes ashore to look at you, and it…'),
      { ...embed('77', 'gone', ''), status: 404, body: '' },
    ];
    const { ran, items } = await crawlRecorded(yaml, answers);
    expect(ran.code).toBe(0);
    const byUrl = new Map(items.map((item) => [item.url, item]));
    const home = `https://x.com/Mira_Lamp/status/${first}`;
    expect(byUrl.get(home)).toMatchObject({ text: SAID, voice: { handle: 'Mira_Lamp', where: 'X' } });
    expect(byUrl.get(home)).not.toHaveProperty('about');
    const cut = byUrl.get(`https://x.com/OldHarbour/status/${second}`);
    expect(cut).toMatchObject({ text: '', about: [home], author: 'OldHarbour' });
    expect(cut).not.toHaveProperty('voice');
    const pasted = byUrl.get(`https://x.com/Mira_Lamp/status/${third}`);
    expect(pasted).toMatchObject({ voice: { handle: 'Mira_Lamp', where: 'X' }, about: [home] });
    expect(items).toHaveLength(3);
    const said = `${ran.stdout}${ran.stderr}`;
    expect(said).toContain('https://x.com/gone/status/77: the post was deleted or is protected');
    expect(said).toContain('X gives only the beginning of this long post');
  });

  it('says once what a missing token costs, and opens no connection without it', async () => {
    const yaml = '- { kind: x, name: Lamps, users: [mira_lamp, oldharbour], search: lamps, list: "77" }\n';
    const dir = workspace({ 'sources.yaml': yaml, 'newsletter.yaml': NEWSLETTER });
    const ran = await pullquote(['-C', dir, 'crawl', '--json', ...WINDOW]);
    expect(ran.code).toBe(3);
    const said = `${ran.stdout}${ran.stderr}`;
    expect(said).toContain('X_BEARER_TOKEN is not set: users, list, search and conversation need it');
    expect(said).toContain('posts pasted as { url, author, text }');
    expect(said).not.toMatch(/DNS|refused|timed out|cannot be reached/);
  });
});
