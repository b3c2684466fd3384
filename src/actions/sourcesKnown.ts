/** Addresses that say by themselves what kind of source they are: each becomes a line of `sources.yaml`. */
import {
  blueskyHandle,
  blueskyPost,
  githubRepo,
  hackerNewsItem,
  subreddit,
  xHandle,
  xList,
  xPost,
  youtubeChannel,
  youtubePlaylist,
  youtubeVideo,
} from '../config/addresses.ts';
import type { SourceLine } from '../config/sourcesFile.ts';
import { hostOf } from '../text/url.ts';

/** What an address is known to be. */
export interface Known {
  line: SourceLine;
  /** What to know of the kind. */
  note?: string;
}

const X_TOKEN =
  'reading accounts, lists and searches of X needs X_BEARER_TOKEN in .env and costs about $0.005 a post; posts by their address need neither';
const ONE_PAGE =
  'this is one page, not something that brings new ones: `pullquote add URL` puts it into the next issue';
/** Pages of GitHub that look like an owner's. */
const GITHUB_PAGES =
  /^(topics|orgs|trending|marketplace|sponsors|features|settings|search|explore|collections|about|login|apps|enterprise|events|users|readme|site)$/i;
/** Hosts that carry podcasts alone, and paths that do so elsewhere. */
const PODCASTS =
  /^(feeds\.(megaphone\.fm|simplecast\.com|buzzsprout\.com|transistor\.fm|acast\.com|captivate\.fm|libsyn\.com|soundcloud\.com|npr\.org|redcircle\.com|fireside\.fm|podcastmirror\.com|audioboom\.com|blubrry\.com)|(rss\.art19|rss\.libsyn|access\.acast|api\.spreaker|feed\.podbean|pinecast|podcasters\.spotify)\.com|anchor\.fm|feeds\.pacific-content\.com|rss\.buzzsprout\.com)$/;

/** The kind of a web address, or undefined where only a look at it can tell. Pure: nothing is fetched. */
export function knownSource(address: string): Known | undefined {
  const host = hostOf(address);
  if (host === '') return undefined;
  const site = Object.entries(SITES).find(([name]) => host === name || host.endsWith(`.${name}`))?.[1];
  return site?.(new URL(address)) ?? podcast(address);
}

const SITES: Record<string, (url: URL) => Known | undefined> = {
  'x.com': x,
  'twitter.com': x,
  'news.ycombinator.com': hackerNews,
  'hn.algolia.com': hackerNews,
  'youtube.com': youtube,
  'youtu.be': youtube,
  'bsky.app': bluesky,
  'reddit.com': reddit,
  'arxiv.org': arxiv,
  'github.com': github,
  'huggingface.co': huggingface,
  'substack.com': substack,
};

function x(url: URL): Known | undefined {
  const { href } = url;
  const post = xPost(href);
  if (post) return { line: { kind: 'x', posts: [post.url] }, note: ONE_PAGE };
  const list = xList(href);
  if (list) return { line: { kind: 'x', list }, note: X_TOKEN };
  const [first = '', second] = stepsOf(url);
  const words = first === 'hashtag' && second ? `#${decoded(second)}` : first === 'search' && url.searchParams.get('q');
  if (words) return { line: { kind: 'x', search: words }, note: X_TOKEN };
  // an account's further pages: /with_replies, /media
  const user = xHandle(`${url.origin}/${first}`);
  return user ? { line: { kind: 'x', users: [user] }, note: X_TOKEN } : undefined;
}

function hackerNews(url: URL): Known | undefined {
  const item = hackerNewsItem(url.href);
  if (item) return { line: { kind: 'hackernews', items: [item] }, note: ONE_PAGE };
  const query = url.hostname === 'hn.algolia.com' ? url.searchParams.get('q') : undefined;
  if (query) return { line: { kind: 'hackernews', query } };
  // lists by one account or site are no source of ours
  if (/^\/(user|from|submitted|threads)/.test(url.pathname)) return undefined;
  return { line: { kind: 'hackernews' } };
}

function youtube(url: URL): Known | undefined {
  const fed = url.pathname === '/feeds/videos.xml' ? url.searchParams.get('channel_id') : undefined;
  const [channel, playlist] = [youtubeChannel(fed ?? url.href), youtubePlaylist(playlistOf(url))];
  if (channel) return { line: { kind: 'youtube', channel } };
  if (playlist) return { line: { kind: 'youtube', playlist } };
  const video = youtubeVideo(url.href);
  return video ? { line: { kind: 'youtube', videos: [video] }, note: ONE_PAGE } : undefined;
}

/** A feed names its playlist by another parameter than a page. */
function playlistOf(url: URL): string {
  return url.searchParams.get('playlist_id') ?? url.href;
}

function bluesky({ href, origin, pathname }: URL): Known | undefined {
  const post = blueskyPost(href);
  if (post) return { line: { kind: 'bluesky', posts: [post.url] }, note: ONE_PAGE };
  const handle = blueskyHandle(`${origin}${pathname.replace(/\/(rss)?$/, '')}`);
  return handle ? { line: { kind: 'bluesky', handle } } : undefined;
}

function reddit({ href, pathname }: URL): Known | undefined {
  const sub = subreddit(href);
  // a feed that the operator chose may hold something else than the best of the week
  const other = pathname.endsWith('.rss') && !/\/top\/\.rss$/.test(pathname);
  if (!sub || other || /^\/r\/[^/]+\/comments\//.test(pathname)) return undefined;
  return { line: { kind: 'reddit', sub } };
}

function arxiv(url: URL): Known | undefined {
  const [first, second = ''] = stepsOf(url);
  const listed = first === 'list' || (url.hostname === 'rss.arxiv.org' && /^(rss|atom)$/.test(first ?? ''));
  const categories = listed ? second.split('+').filter((name) => /^[a-z-]{2,12}(\.[A-Za-z-]{2,12})?$/.test(name)) : [];
  if (categories.length > 0) {
    const query = categories.map((name) => `cat:${name.includes('.') ? name : `${name}.*`}`).join(' OR ');
    return { line: { kind: 'arxiv', query } };
  }
  const query = url.pathname === '/api/query' ? url.searchParams.get('search_query') : undefined;
  return query ? { line: { kind: 'arxiv', query } } : undefined;
}

function github(url: URL): Known | undefined {
  const [owner = '', , page = ''] = stepsOf(url);
  // a repository has other feeds, of its commits and tags
  if (url.hostname.replace(/^www\./, '') !== 'github.com' || GITHUB_PAGES.test(owner)) return undefined;
  if (page.endsWith('.atom') && page !== 'releases.atom') return undefined;
  const repo = githubRepo(url.href);
  return repo ? { line: { kind: 'github', repo } } : undefined;
}

function huggingface(url: URL): Known | undefined {
  const [first, second] = stepsOf(url);
  const listing = first === 'papers' && (second === undefined || /^(trending|date|week|month)$/.test(second));
  return listing ? { line: { kind: 'huggingface' } } : undefined;
}

function substack(url: URL): Known | undefined {
  const [first, second = ''] = stepsOf(url);
  const own = url.hostname.match(/^([a-z0-9-]+)\.substack\.com$/)?.[1];
  // a feed below the publication's own is a section's, or a subscriber's with a token in it
  if (own === 'api' || (first === 'feed' && second !== '')) return undefined;
  const name = own === 'open' ? (first === 'pub' && /^[a-z0-9-]+$/i.test(second) ? second : undefined) : own;
  if (!name || /^(www|open|support|on)$/.test(name)) return undefined;
  return { line: { kind: 'substack', url: `https://${name}.substack.com` } };
}

function podcast(address: string): Known | undefined {
  const { hostname, pathname } = new URL(address);
  const audio = PODCASTS.test(hostname) || (hostname === 'api.substack.com' && pathname.startsWith('/feed/podcast/'));
  return audio ? { line: { kind: 'podcast', url: address } } : undefined;
}

function stepsOf({ pathname }: URL): string[] {
  return pathname.split('/').filter(Boolean);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
