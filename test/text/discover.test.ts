import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { discoverFeeds, isCommentsFeed, usualFeedUrls, youtubeChannelId } from '../../src/text/discover.ts';

const folder = new URL('../fixtures/discover/', import.meta.url);
const inputs = readdirSync(folder).filter((name) => name.includes('.in.'));
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe('feeds that a page offers', () => {
  it.each(inputs)('%s', (input) => {
    const { url, ...expected } = JSON.parse(read(input.replace(/\.in\..*/, '.expected.json')));
    expect(discoverFeeds(read(input), url)).toEqual(expected);
  });

  it('none of a page that offers none, or of no page at all', () => {
    expect(discoverFeeds('<p>Our feed is a trough. <a href="/about">About</a>', 'https://a.example/').feeds).toEqual(
      [],
    );
    expect(discoverFeeds('', 'https://a.example/')).toEqual({ title: '', feeds: [], passedOver: [] });
  });

  it('the page itself is none of its feeds', () => {
    const page = '<link rel="alternate" type="application/rss+xml" href="">x<a href="#">RSS</a>';
    expect(discoverFeeds(page, 'https://a.example/feed').feeds).toEqual([]);
  });

  it('knows feeds of comments by title and address, and no others', () => {
    expect(isCommentsFeed('https://a.example/post/feed/', 'Comments on: A post')).toBe(true);
    expect(isCommentsFeed('https://a.example/feeds/1/comments/default', '')).toBe(true);
    expect(isCommentsFeed('https://a.example/feed?type=comments', '')).toBe(true);
    expect(isCommentsFeed('https://a.example/commentary/feed', 'Commentary')).toBe(false);
  });

  it('comes back from endless markup, with at most 40 feeds', () => {
    const link = (i: number) => `<link rel="alternate" type="application/rss+xml" href="/${i}.xml">`;
    const many = Array.from({ length: 5_000 }, (_, i) => link(i)).join('');
    expect(discoverFeeds(many, 'https://a.example/').feeds).toHaveLength(40);
    for (const piece of ['<a href="/rss">', '<link rel="alternate" ', '<', 'rss feed '])
      expect(() => discoverFeeds(piece.repeat(200_000), 'https://a.example/')).not.toThrow();
  });
});

describe('where feeds usually are', () => {
  it('beside a page one step deep, then at the top; for a deeper page at the top alone', () => {
    expect(usualFeedUrls('https://a.example/blog?x=1').slice(0, 7)).toEqual([
      'https://a.example/blog/feed',
      'https://a.example/blog/rss',
      'https://a.example/blog/feed.xml',
      'https://a.example/blog/atom.xml',
      'https://a.example/blog/index.xml',
      'https://a.example/blog/rss.xml',
      'https://a.example/feed',
    ]);
    expect(usualFeedUrls('https://a.example/2026/11/a-post')).toHaveLength(6);
    expect(usualFeedUrls('https://a.example/index.html')).toHaveLength(6);
  });
});

describe('the channel of a page of YouTube', () => {
  const [own, other] = ['UCaaaaaaaaaaaaaaaaaaaaaa', 'UCbbbbbbbbbbbbbbbbbbbbbb'].map((id) => id.padEnd(24, 'c')) as [
    string,
    string,
  ];
  it.each([
    [
      'its feed',
      `<link rel="alternate" type="application/rss+xml" href="https://www.youtube.com/feeds/videos.xml?channel_id=${own}">`,
    ],
    ['its own address', `<link rel="canonical" href="https://www.youtube.com/channel/${own}">`],
    ['its data', `{"externalId":"${own}"}`],
    ['its markup', `<meta itemprop="identifier" content="${own}">`],
  ])('by %s, not by another one that it names', (_by, named) => {
    expect(youtubeChannelId(`<script>{"channelId":"${other}"}</script>${named}`)).toBe(own);
  });
  it('by the only one that it names, and none by none', () => {
    expect(youtubeChannelId(`"channelId":"${other}"`)).toBe(other);
    expect(youtubeChannelId('<p>"channelId":"UCshort"')).toBeUndefined();
  });
});
