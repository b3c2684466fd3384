import { expect, it } from 'vitest';
import { crawlRecorded } from '../../support/recording.ts';

const API = 'https://public.api.bsky.app/xrpc';
const MIRA = { did: 'did:plc:mira234', handle: 'mira.lamp.test' };
const HARBOUR = { did: 'did:plc:harbour5', handle: 'harbour.test' };
const view = (by: typeof MIRA, key: string, text: string, rest: object = {}, record: object = {}) => ({
  ...{ uri: `at://${by.did}/app.bsky.feed.post/${key}`, cid: 'bafy', author: { ...by, labels: [] } },
  record: { $type: 'app.bsky.feed.post', text, createdAt: '2026-11-12T10:00:00.000Z', langs: ['en'], ...record },
  ...{ likeCount: 12, replyCount: 1, repostCount: 0, indexedAt: '2026-11-12T10:00:01.000Z', ...rest },
});
const SAID = 'Für eine Lampe braucht es Öl: beacon.test/oil… and somebody who is awake when it runs out at four.';

it('crawl of kind bluesky stores an account’s posts, and posts with their threads, as voices', async () => {
  const start = Buffer.byteLength('Für eine Lampe braucht es Öl: ');
  const facet = {
    index: { byteStart: start, byteEnd: start + Buffer.byteLength('beacon.test/oil…') },
    features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://beacon.test/oil-and-wick' }],
  };
  const feed = [
    { post: view(MIRA, '3kaa', SAID, {}, { facets: [facet] }) },
    { post: view(HARBOUR, '3kre', 'Not hers.'), reason: { $type: 'app.bsky.feed.defs#reasonRepost' } },
  ];
  const reply = {
    post: view(
      MIRA,
      '3kreply',
      'It also needs somebody who goes home again when the night is over, every single time.',
    ),
  };
  const thread = {
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: view(HARBOUR, '3kbb', 'Who keeps the lamp?'),
    replies: [reply],
  };
  const { ran, items } = await crawlRecorded(
    '- { kind: bluesky, handle: "@mira.lamp.test" }\n- { kind: bluesky, posts: [https://bsky.app/profile/harbour.test/post/3kbb] }\n',
    [
      {
        url: `${API}/app.bsky.feed.getAuthorFeed?actor=mira.lamp.test&filter=posts_and_author_threads&limit=50`,
        body: { feed },
      },
      { url: `${API}/com.atproto.identity.resolveHandle?handle=harbour.test`, body: { did: HARBOUR.did } },
      {
        url: `${API}/app.bsky.feed.getPostThread?uri=at://${HARBOUR.did}/app.bsky.feed.post/3kbb&depth=6&parentHeight=80`,
        body: { thread },
      },
    ],
  );
  expect(ran.stderr).not.toContain('not in the recording');
  expect(ran.code).toBe(0);
  expect(items.map(({ url }) => url).sort()).toEqual([
    'https://bsky.app/profile/harbour.test/post/3kbb',
    'https://bsky.app/profile/mira.lamp.test/post/3kaa',
    'https://bsky.app/profile/mira.lamp.test/post/3kreply',
  ]);
  const [posted, answered] = ['3kaa', '3kreply'].map((key) => items.find(({ url }) => url.endsWith(key)));
  expect(posted).toMatchObject({
    ...{ text: SAID, own: true, incomplete: false, voice: { handle: 'mira.lamp.test', where: 'Bluesky' } },
    ...{ links: ['https://beacon.test/oil-and-wick'], counts: { likes: 12, comments: 1 } },
    markdown: SAID.replace('beacon.test/oil…', '[beacon.test/oil…](https://beacon.test/oil-and-wick)'),
  });
  expect(answered).toMatchObject({
    ...{ about: ['https://bsky.app/profile/harbour.test/post/3kbb'], voice: { handle: 'mira.lamp.test' } },
  });
});
