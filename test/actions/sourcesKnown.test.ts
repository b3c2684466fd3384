import { describe, expect, it } from 'vitest';
import { knownSource } from '../../src/actions/sourcesKnown.ts';
import { sourceOf } from '../../src/config/sourcesFile.ts';

const CHANNEL = 'UCNJ1Ymd5yFuUPtn21xtRbbw';
const LIST = 'PLabcdefghijklmnop';

describe('addresses that say what they are', () => {
  it.each<[string, object]>([
    ['https://x.com/karpathy', { kind: 'x', users: ['karpathy'] }],
    ['https://mobile.twitter.com/karpathy/media?x=1', { kind: 'x', users: ['karpathy'] }],
    [
      'https://x.com/karpathy/status/1886192184808149383?s=20',
      { kind: 'x', posts: ['https://x.com/karpathy/status/1886192184808149383'] },
    ],
    ['https://x.com/i/lists/1585430245762441216', { kind: 'x', list: '1585430245762441216' }],
    ['https://x.com/hashtag/llm', { kind: 'x', search: '#llm' }],
    ['https://x.com/search?q=from%3Akarpathy', { kind: 'x', search: 'from:karpathy' }],
    ['https://news.ycombinator.com/', { kind: 'hackernews' }],
    ['https://news.ycombinator.com/item?id=42823568', { kind: 'hackernews', items: [42823568] }],
    ['https://hn.algolia.com/?q=LLM', { kind: 'hackernews', query: 'LLM' }],
    [`https://www.youtube.com/channel/${CHANNEL}/videos`, { kind: 'youtube', channel: CHANNEL }],
    [`https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}`, { kind: 'youtube', channel: CHANNEL }],
    [`https://www.youtube.com/playlist?list=${LIST}`, { kind: 'youtube', playlist: LIST }],
    [`https://www.youtube.com/feeds/videos.xml?playlist_id=${LIST}`, { kind: 'youtube', playlist: LIST }],
    ['https://youtu.be/yr0GiSgUvPU?t=30', { kind: 'youtube', videos: ['yr0GiSgUvPU'] }],
    ['https://bsky.app/profile/jay.bsky.team', { kind: 'bluesky', handle: 'jay.bsky.team' }],
    ['https://bsky.app/profile/jay.bsky.team/rss', { kind: 'bluesky', handle: 'jay.bsky.team' }],
    [
      'https://bsky.app/profile/jay.bsky.team/post/3l6oveex3ii2l',
      { kind: 'bluesky', posts: ['https://bsky.app/profile/jay.bsky.team/post/3l6oveex3ii2l'] },
    ],
    ['https://old.reddit.com/r/LocalLLaMA/', { kind: 'reddit', sub: 'LocalLLaMA' }],
    ['https://arxiv.org/list/cs.CL/recent', { kind: 'arxiv', query: 'cat:cs.CL' }],
    ['https://rss.arxiv.org/rss/cs.AI+cs.LG', { kind: 'arxiv', query: 'cat:cs.AI OR cat:cs.LG' }],
    ['https://export.arxiv.org/api/query?search_query=abs:agents', { kind: 'arxiv', query: 'abs:agents' }],
    ['https://github.com/vllm-project/vllm/releases', { kind: 'github', repo: 'vllm-project/vllm' }],
    ['https://github.com/vllm-project/vllm/releases.atom', { kind: 'github', repo: 'vllm-project/vllm' }],
    ['https://huggingface.co/papers', { kind: 'huggingface' }],
    ['https://huggingface.co/papers/date/2026-11-20', { kind: 'huggingface' }],
    ['https://lanterns.substack.com/p/a-post', { kind: 'substack', url: 'https://lanterns.substack.com' }],
    ['https://open.substack.com/pub/lanterns/p/a-post', { kind: 'substack', url: 'https://lanterns.substack.com' }],
    ['https://feeds.simplecast.com/abc123', { kind: 'podcast', url: 'https://feeds.simplecast.com/abc123' }],
    [
      'https://api.substack.com/feed/podcast/123.rss',
      { kind: 'podcast', url: 'https://api.substack.com/feed/podcast/123.rss' },
    ],
  ])('%s', (address, line) => {
    const known = knownSource(address);
    expect(known?.line).toEqual(line);
    // and sources.yaml takes the line
    if (known) expect(sourceOf(known.line).enabled).toBe(true);
  });

  it.each([
    'https://a.example/blog',
    'https://x.com/home',
    'https://notx.com/karpathy',
    'https://www.youtube.com/@ada',
    'https://www.youtube.com/c/Ada',
    'https://bsky.app/search',
    'https://www.reddit.com/user/ada',
    'https://www.reddit.com/r/LocalLLaMA/new/.rss',
    'https://www.reddit.com/r/LocalLLaMA/comments/abc/a_post/',
    'https://arxiv.org/abs/2501.12948',
    'https://github.com/vllm-project',
    'https://github.com/topics/llm',
    'https://github.com/vllm-project/vllm/commits.atom',
    'https://gist.github.com/ada/123',
    'https://huggingface.co/papers/2501.12948',
    'https://huggingface.co/blog/feed.xml',
    'https://substack.com/@ada',
    'https://lanterns.substack.com/feed/private/abc',
    'https://news.ycombinator.com/user?id=ada',
  ])('only a look can tell: %s', (address) => {
    expect(knownSource(address)).toBeUndefined();
  });

  it('tells what reading accounts of X takes, and what a single post is for', () => {
    expect(knownSource('https://x.com/karpathy')?.note).toContain('X_BEARER_TOKEN');
    expect(knownSource('https://x.com/karpathy/status/1886192184808149383')?.note).toContain('pullquote add URL');
  });
});
