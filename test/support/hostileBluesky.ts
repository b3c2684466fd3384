/** Bluesky in a hostile week: an account's posts, and a thread with whatever is missing in it. */
import { type HostilePart, type Posted, part, source } from './hostileHtml.ts';
import { LEAD } from './hostilePosts.ts';
import { chanceOf, oddPost } from './hostileWords.ts';

const API = 'https://public.api.bsky.app/xrpc';
const MIRA = { did: 'did:plc:mira234', handle: 'Mira.Lamp.test' };
const OTHERS = [
  { did: 'did:plc:ivo', handle: 'ivo.test' },
  { did: 'did:plc:lost', handle: 'handle.invalid' },
  { did: 'did:plc:odd', handle: '-_odd' },
];
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

export function bluesky(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const posts: [string, Posted][] = [];
  const pins: string[] = [];
  const view = (key: string, by: typeof MIRA, o: { embed?: object; reply?: object } = {}) => {
    const text = oddPost(chance).slice(0, 2000);
    const url = `https://bsky.app/profile/${by.handle}/post/${key}`;
    posts.push([url, { author: by.handle, said: text }]);
    const end = Buffer.byteLength(text);
    const facets = [
      [0, Math.min(4, end)],
      [2, 7],
      [end - 1, end + 5],
    ].map(([byteStart, byteEnd]) => ({
      index: { byteStart, byteEnd },
      features: [
        chance.pick([
          { uri: 'https://wiki.test/a_(b)' },
          { uri: 'javascript:x' },
          { did: 'did:plc:ivo' },
          { tag: 'x' },
        ]),
      ],
    }));
    return {
      ...{
        uri: `at://${by.did}/app.bsky.feed.post/${key}`,
        cid: 'c',
        author: by,
        likeCount: chance.int(1, 500),
        replyCount: 0,
      },
      record: {
        text,
        createdAt: chance.pick(['2026-11-12T10:00:00Z', '2039-01-01T00:00:00Z']),
        langs: ['en'],
        facets,
        ...o.reply,
      },
      ...{ indexedAt: '2026-11-12T10:00:05Z', labels: [], ...(o.embed ? { embed: o.embed } : {}) },
    };
  };
  const ref = (key: string, did = MIRA.did) => ({ uri: `at://${did}/app.bsky.feed.post/${key}`, cid: 'c' });
  const card = { $type: 'app.bsky.embed.external#view', external: { uri: LEAD, title: 'EVIL CARD', description: 'x' } };
  const quoted = {
    ...{ uri: `at://${OTHERS[0]?.did}/app.bsky.feed.post/3kq`, author: OTHERS[0] },
    value: { text: 'A quoted stranger says that a language model is a lamp and that this is not Mira.' },
  };
  const feed = many(24, (n) => {
    const onLead = chance.maybe(0.3);
    if (!onLead) pins.push(`https://bsky.app/profile/${MIRA.handle}/post/3kf${n}`);
    const embed = onLead ? card : chance.pick([undefined, { $type: 'app.bsky.embed.record#view', record: quoted }]);
    // its own thread, in answer to itself, to what is gone, and to one another
    const to = chance.pick([undefined, `3kf${n}`, '3kgone', `3kf${n + 1}`]);
    const reply = to === undefined ? {} : { reply: { root: ref(to), parent: ref(to) } };
    return { post: view(`3kf${n}`, MIRA, { reply, ...(embed ? { embed } : {}) }) };
  });
  const answer = (n: number) => ({ post: view(`3kr${n}`, OTHERS[n % OTHERS.length] ?? MIRA), replies: [] });
  const asked = view('3kroot', MIRA, { embed: card });
  const thread = {
    post: asked,
    parent: { $type: 'app.bsky.feed.defs#notFoundPost', uri: 'at://x', notFound: true },
    replies: [
      ...many(9, answer),
      { $type: 'app.bsky.feed.defs#blockedPost', blocked: true },
      { post: asked, replies: [] },
    ],
  };
  const base = `${API}/app.bsky.feed.getAuthorFeed?actor=Mira.Lamp.test&filter=posts_and_author_threads&limit=50`;
  return part({
    sources: [
      source({ kind: 'bluesky', handle: 'Mira.Lamp.test', section: 'reads' }),
      source({ kind: 'bluesky', posts: ['https://bsky.app/profile/did:plc:mira234/post/3kroot'] }),
    ],
    answers: [
      { url: base, body: { feed, cursor: '' } },
      { url: base.replace('Mira.Lamp.test', 'mira.lamp.test'), body: { feed, cursor: '' } },
      {
        url: `${API}/app.bsky.feed.getPostThread?uri=at://${MIRA.did}/app.bsky.feed.post/3kroot&depth=6&parentHeight=80`,
        body: { thread },
      },
    ],
    ...{ posts, pins },
  });
}
