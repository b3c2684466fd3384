/** Paid sources of every kind in a public week: each word and address of theirs holds a mark that may stand in no issue. */
import { transcriptKey } from '../../src/text/transcript-forms.ts';
import { siteOf } from './hackernews.ts';
import { feedAnswer, page, source } from './hostileHtml.ts';
import { LEAD, LEAD_TITLE as TITLE, timeline } from './hostilePosts.ts';
import { chanceOf, oddTitle, ownProse } from './hostileWords.ts';
import type { Recorded } from './recording.ts';
import { idAt } from './x-api.ts';

/** What every private word, title, name and address has in it. */
export const MARK = /zqpriv/i;
const MARKED = 'zqpriv';

/** `pinned`: a private page without the mark in its address, for an editor to choose. */
export const PINNED = 'https://paid.test/chosen-by-hand';

export function privateSources(): { sources: string[]; answers: Recorded[] } {
  const chance = chanceOf(7);
  const said = () => `${MARKED} ${ownProse(chance, 9).replace(/ the /g, ` ${MARKED} `)}`;
  const html = () =>
    `<p>${said()}</p><p>See <a href="${LEAD}">it</a> and <a href="https://paid.test/${MARKED}/more">more</a>.</p>`;
  const x = { id: '21', username: `${MARKED}_x`, name: MARKED };
  const did = `did:plc:${MARKED}`;
  const bsky = { did, handle: `${MARKED}.test` };
  const id = idAt('2026-11-12T09:00:00.000Z', 5);
  const tweet = {
    id,
    text: `${said()} https://t.co/l`,
    author_id: '21',
    conversation_id: id,
    created_at: '2026-11-12T09:00:00.000Z',
  };
  const urls = [{ url: 'https://t.co/l', expanded_url: LEAD }];
  const post = {
    ...{
      uri: `at://${did}/app.bsky.feed.post/3k`,
      author: bsky,
      indexedAt: '2026-11-12T10:00:05Z',
      likeCount: 900,
      labels: [],
    },
    record: { text: said(), createdAt: '2026-11-12T10:00:00Z', facets: [], langs: ['en'] },
    embed: { $type: 'app.bsky.embed.external#view', external: { uri: LEAD } },
  };
  const key = `at://${did}/app.bsky.feed.post/3k`;
  const api = 'https://public.api.bsky.app/xrpc';
  const video = `${MARKED}Video`;
  const watch = `https://www.youtube.com/watch?v=${video}`;
  const vtt = `WEBVTT\n\n00:05.000 --> 00:55.000\n${said()}\n`;
  const story = {
    id: 9900,
    title: `${TITLE} ${MARKED}`,
    hour: 33,
    url: null,
    by: `${MARKED}_hn`,
    text: `<p>${said()}`,
    comments: [{ id: 9901, by: `${MARKED}_c`, text: said() }],
  };
  const items = [
    { link: `https://paid.test/${MARKED}?token=abc`, title: TITLE, by: MARKED, html: html() },
    { link: `https://paid.test/${MARKED}/only`, title: `${MARKED} ${oddTitle(chance)}`, by: MARKED, html: html() },
    // the public page, in the words of those who pay
    { link: LEAD, title: `${MARKED} ${TITLE}`, by: MARKED, html: html() },
    { link: PINNED, title: `${MARKED} ${oddTitle(chance)}`, by: MARKED, html: html() },
  ];
  const enclosure = `<enclosure url="https://paid.test/${MARKED}.mp3" type="audio/mpeg" length="9000000"/><itunes:duration>10:05</itunes:duration><podcast:transcript url="https://paid.test/${MARKED}.vtt" type="text/vtt"/>`;
  const listing = `<html><body><div class="card"><h2><a href="https://paid.test/${MARKED}/listed">${MARKED} A language model on a list</a></h2><time datetime="2026-11-12">x</time></div></body></html>`;
  const own = (fields: Record<string, unknown>) => source({ ...fields, private: true, weight: 9 });
  return {
    sources: [
      own({ kind: 'feed', url: `https://paid.test/feed-${MARKED}.xml` }),
      own({ kind: 'feed', url: 'https://paid.test/lead.xml', id: 'lead-again' }),
      own({ kind: 'podcast', url: `https://paid.test/radio-${MARKED}.xml` }),
      own({ kind: 'youtube', videos: [watch] }),
      own({ kind: 'hackernews', items: [9900], comments: 5 }),
      own({ kind: 'x', users: [x.username], budget: 100 }),
      own({
        kind: 'x',
        posts: [
          {
            url: `https://x.com/${MARKED}p/status/${idAt('2026-11-12T09:00:00.000Z', 6)}`,
            author: `${MARKED}p`,
            text: `${said()} ${LEAD}`,
          },
        ],
      }),
      own({ kind: 'bluesky', handle: bsky.handle }),
      own({ kind: 'bluesky', posts: [`https://bsky.app/profile/${did}/post/3k`] }),
      own({ kind: 'page', url: `https://paid.test/${MARKED}/`, selector: '.card' }),
      own({ kind: 'page', pages: [`https://paid.test/${MARKED}/named`] }),
      own({
        kind: 'json',
        url: `https://paid.test/${MARKED}.json`,
        map: { url: 'u', title: 't', content: 'c', author: 'a' },
      }),
      own({ kind: 'mastodon', account: `@${MARKED}@shore.test` }),
      own({ kind: 'reddit', sub: MARKED }),
      own({ kind: 'substack', url: `https://${MARKED}.test` }),
    ],
    answers: [
      feedAnswer(`https://paid.test/feed-${MARKED}.xml`, 'https://paid.test/', items),
      feedAnswer('https://paid.test/lead.xml', 'https://lab.test/', [
        { link: LEAD, title: `${MARKED} ${TITLE}`, by: MARKED, html: html(), date: '2026-11-09T08:00:00Z' },
      ]),
      feedAnswer(`https://paid.test/radio-${MARKED}.xml`, 'https://paid.test/', [
        { link: `https://paid.test/ep-${MARKED}`, title: `${MARKED} ${TITLE}`, html: html(), more: enclosure },
      ]),
      { url: `https://paid.test/${MARKED}.vtt`, body: vtt, type: 'text/vtt' },
      {
        url: `https://www.youtube.com/oembed?url=${watch}&format=json`,
        body: { title: `${MARKED} ${oddTitle(chance)}`, author_name: MARKED },
      },
      {
        url: watch,
        body: `<html><head><meta itemprop="duration" content="PT10M5S"><title>${MARKED}</title></head></html>`,
      },
      { url: `workspace:transcripts/${transcriptKey(watch)}.vtt`, body: vtt, type: 'text/vtt' },
      ...[...siteOf([story])]
        .filter(([url]) => url.includes('9900'))
        .map(([url, body]) => ({ url, body: body as object })),
      ...timeline(x, x.username, { data: [{ ...tweet, entities: { urls } }], includes: { users: [x] }, meta: {} }),
      {
        url: `${api}/app.bsky.feed.getAuthorFeed?actor=${bsky.handle}&filter=posts_and_author_threads&limit=50`,
        body: { feed: [{ post }] },
      },
      {
        url: `${api}/app.bsky.feed.getPostThread?uri=${key}&depth=6&parentHeight=80`,
        body: { thread: { post, replies: [] } },
      },
      { url: `https://paid.test/${MARKED}/`, body: listing },
      ...['listed', 'named', 'only', 'more'].map((name) => ({
        url: `https://paid.test/${MARKED}/${name}`,
        body: page({ title: `${MARKED} ${TITLE}`, site: MARKED, author: MARKED, html: html() }),
      })),
      { url: PINNED, body: page({ title: `${MARKED} by hand`, site: MARKED, author: MARKED, html: html() }) },
      {
        url: `https://paid.test/${MARKED}.json`,
        body: [{ u: `https://paid.test/${MARKED}/json`, t: `${MARKED} ${oddTitle(chance)}`, c: html(), a: MARKED }],
      },
      feedAnswer(`https://shore.test/@${MARKED}.rss`, `https://shore.test/@${MARKED}`, [
        { link: `https://shore.test/@${MARKED}/1155300`, html: html() },
      ]),
      feedAnswer(`https://www.reddit.com/r/${MARKED}/top/.rss?t=week`, `https://www.reddit.com/r/${MARKED}/`, [
        { link: `https://www.reddit.com/r/${MARKED}/comments/1/x/`, title: `${MARKED} ${TITLE}`, html: html() },
      ]),
      feedAnswer(`https://${MARKED}.test/feed`, `https://${MARKED}.test/`, [
        { link: `https://${MARKED}.test/p/one`, title: `${MARKED} ${oddTitle(chance)}`, html: html() },
      ]),
    ],
  };
}

/** Public sources that ask machines to leave their words alone: `zqprivheld` is in the words of each, and in no title. */
export function reservedSources(): { sources: string[]; answers: Recorded[] } {
  const held = `<p>${MARKED}held ${ownProse(chanceOf(8), 9)} ${MARKED}held</p>`;
  const answer = feedAnswer('https://held.test/feed.xml', 'https://held.test/', [
    { link: 'https://held.test/1', title: 'A language model that asks to be left alone', html: held },
  ]);
  const noai = '<meta name="robots" content="noai">';
  const listing = `<html><body><div class="card"><h2><a href="https://noai.test/1">A language model that is nobody’s business</a></h2><time datetime="2026-11-12">x</time></div></body></html>`;
  return {
    sources: [
      source({ kind: 'feed', url: 'https://held.test/feed.xml' }),
      source({ kind: 'page', url: 'https://noai.test/', selector: '.card' }),
    ],
    answers: [
      { ...answer, headers: { 'tdm-reservation': '1' } },
      { url: 'https://noai.test/', body: listing },
      {
        url: 'https://noai.test/1',
        body: page({ title: 'A language model that is nobody’s business', head: noai, html: held }),
      },
    ],
  };
}
