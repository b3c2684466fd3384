/** Written kinds → resolved sources: what is asked, and how a source is called where the editor says nothing. */
import type {
  BlueskySource,
  FeedSource,
  HackerNewsSource,
  JsonSource,
  PageSource,
  PodcastSource,
  Source,
  SourceBase,
  XSource,
  YoutubeSource,
} from '../types.ts';
import { blueskyPost, xPost } from './addresses.ts';
import { type Draft, feedAt, type Without } from './draft.ts';
import type { Checked, WrittenKind } from './kinds.ts';
import { arxiv, github, huggingface, mastodon, reddit, substack } from './presets.ts';
import { addressWords, hostName } from './sourceNames.ts';

const DRAFTS: { [K in WrittenKind]: (written: Checked<K>) => Draft } = {
  feed: ({ url, private: paid }): Draft<FeedSource> => feedAt(url, hostName(url), [addressWords(url, paid)]),
  podcast: ({ url, private: paid }): Draft<PodcastSource> => ({
    own: { kind: 'podcast', url },
    name: hostName(url),
    ids: [addressWords(url, paid)],
  }),
  youtube,
  hackernews,
  x,
  bluesky,
  page,
  json,
  mastodon,
  reddit,
  arxiv,
  github,
  huggingface,
  substack,
};

/** A checked source, all of it but the id. `ids`: the words of one, best first. */
export function resolveSource(written: Checked): { source: Without<Source, 'id'>; ids: string[] } {
  const { own, name, ids } = DRAFTS[written.kind](written as never);
  const source = { ...own, name: written.name ?? name, ...commonKeys(written) };
  return { source, ids: written.name === undefined ? ids : [written.name, ...ids] };
}

function commonKeys(written: Checked): Omit<SourceBase, 'id' | 'url' | 'name'> {
  const { weight, tags, section, maxItems, enabled, private: paid, respectOptOut } = written;
  return {
    weight,
    tags,
    ...(section === undefined ? {} : { section }),
    ...(maxItems === undefined ? {} : { maxItems }),
    enabled,
    private: paid,
    respectOptOut,
  };
}

function youtube({ channel, playlist, videos = [] }: Checked<'youtube'>): Draft<YoutubeSource> {
  const [key, id] = channel === undefined ? ['playlist', playlist] : ['channel', channel];
  const feed = `https://www.youtube.com/feeds/videos.xml?${key}_id=${id}`;
  const url = id === undefined ? 'https://www.youtube.com/' : feed;
  return { own: { kind: 'youtube', url, videos: unique(videos) }, name: 'YouTube', ids: [`youtube ${id ?? 'videos'}`] };
}

function hackernews(written: Checked<'hackernews'>): Draft<HackerNewsSource> {
  const { query, minPoints, comments, frontPage, items = [] } = written;
  const own = {
    kind: 'hackernews' as const,
    url: 'https://news.ycombinator.com/',
    ...(query === undefined ? {} : { query }),
    minPoints,
    comments,
    frontPage: frontPage ?? (query === undefined && items.length === 0),
    items: unique(items),
  };
  return { own, name: 'Hacker News', ids: ['hacker news', `hacker news ${query ?? items.join(' ')}`] };
}

function x({ users = [], list, search, conversation, posts = [], budget }: Checked<'x'>): Draft<XSource> {
  const own = {
    kind: 'x' as const,
    url: 'https://x.com/',
    users: unique(users),
    ...(list === undefined ? {} : { list }),
    ...(search === undefined ? {} : { search }),
    ...(conversation === undefined ? {} : { conversation }),
    posts: unique(posts),
    budget,
  };
  const authors = posts.map((post) => xPost(typeof post === 'string' ? post : post.url)?.handle);
  const ways = [users.length > 0, list, search, conversation, posts.length > 0].filter(Boolean).length;
  const single = accountsName([...users, ...authors], 'X') ?? (search === undefined ? undefined : `X: ${search}`);
  const ids = [`x ${[...users, list, search, conversation, ...authors].filter(Boolean).join(' ') || 'posts'}`];
  return { own, name: (ways === 1 ? single : undefined) ?? 'X', ids };
}

function bluesky({ handle, posts = [] }: Checked<'bluesky'>): Draft<BlueskySource> {
  const url = `https://bsky.app/${handle === undefined ? '' : `profile/${handle}`}`;
  const own = { kind: 'bluesky' as const, url, ...(handle === undefined ? {} : { handle }), posts: unique(posts) };
  const authors = handle === undefined ? posts.map((post) => blueskyPost(post)?.who) : [handle];
  // a DID is nothing that readers know
  const names = authors.map((who) => (who?.startsWith('did:') ? undefined : who));
  return {
    own,
    name: accountsName(names, 'Bluesky') ?? 'Bluesky',
    ids: [`bluesky ${names.filter(Boolean).join(' ')}`],
  };
}

/** `@ada and 2 others on X`, whatever the capitals; undefined where there is nobody, or somebody is not known. */
function accountsName(handles: (string | undefined)[], site: string): string | undefined {
  const known = new Map(handles.map((handle) => [handle?.toLowerCase() ?? '', handle]));
  const [first, second] = known.values();
  if (first === undefined || known.has('')) return undefined;
  if (second === undefined) return `@${first} on ${site}`;
  return `@${first} and ${known.size === 2 ? `@${second}` : `${known.size - 1} others`} on ${site}`;
}

function page(written: Checked<'page'>): Draft<PageSource> {
  const { url, selector, pages = [], private: paid } = written;
  const address = url ?? pages[0] ?? '';
  const own = {
    kind: 'page' as const,
    url: address,
    ...(selector === undefined ? {} : { selector }),
    pages: unique(pages),
  };
  const hosts = unique([address, ...pages].map(hostName));
  return { own, name: hosts.length === 1 ? hostName(address) : 'Pages', ids: [addressWords(address, paid)] };
}

function json({ url, items = '', map, home, private: paid }: Checked<'json'>): Draft<JsonSource> {
  const own = { kind: 'json' as const, url, items, map, ...(home === undefined ? {} : { home }) };
  return { own, name: hostName(home ?? url), ids: [addressWords(url.replaceAll('{day}', ''), paid)] };
}

/** Each value once, in order. */
function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
