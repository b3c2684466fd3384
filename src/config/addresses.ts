/** What people paste, read: the post, video, item or account that an address names. Undefined where it names none. */

function parse(address: string): URL | undefined {
  const text = address.trim();
  return /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

/** The steps of the path on one of these hosts, `www.`, `m.` and `mobile.` aside. */
function pathOn(address: string, hosts: string[]): string[] | undefined {
  const url = parse(address);
  const host = url?.hostname.replace(/^(www|m|mobile)\./, '').replace(/\.$/, '');
  return url && host && hosts.includes(host) ? url.pathname.split('/').filter(Boolean) : undefined;
}

const X_HANDLE = /^\w{1,15}$/;
const NUMBER = /^[1-9]\d{0,18}$/;
/** Paths of x.com that are no account. */
const X_PAGES =
  /^(i|home|explore|search|messages|notifications|settings|compose|intent|share|hashtag|login|tos|privacy)$/i;

/** A post of X. `handle` is missing in addresses of the form `x.com/i/status/…`. */
export interface XPost {
  id: string;
  handle?: string;
  /** Without what says where it was shared from. */
  url: string;
}

/** `https://x.com/HANDLE/status/ID` and its spellings at twitter.com, with `/photo/1` and parameters after it. */
export function xPost(address: string): XPost | undefined {
  const path = pathOn(address, ['x.com', 'twitter.com']);
  if (!path) return undefined;
  const [who = '', ...rest] = path[0] === 'i' && path[1] === 'web' ? ['i', ...path.slice(2)] : path;
  const [word = '', id = ''] = rest;
  if (!X_HANDLE.test(who) || !/^status(es)?$/.test(word) || !NUMBER.test(id)) return undefined;
  const url = `https://x.com/${who}/status/${id}`;
  return who === 'i' ? { id, url } : { id, handle: who, url };
}

/** An account of X without its @: from `karpathy`, `@karpathy` or the address of its page. */
export function xHandle(written: string): string | undefined {
  const path = pathOn(written, ['x.com', 'twitter.com']);
  const handle = path ? (path.length === 1 ? path[0] : undefined) : written.replace(/^@/, '');
  return handle && X_HANDLE.test(handle) && !(path && X_PAGES.test(handle)) ? handle : undefined;
}

/** A list of X: its id, or `https://x.com/i/lists/ID`. */
export function xList(written: string): string | undefined {
  const path = pathOn(written, ['x.com', 'twitter.com']);
  const id = path ? (path[0] === 'i' && path[1] === 'lists' ? path[2] : undefined) : written;
  return id && NUMBER.test(id) ? id : undefined;
}

/** A post's id, or the id in its address. */
export function xPostId(written: string): string | undefined {
  return NUMBER.test(written) ? written : xPost(written)?.id;
}

/** An item of Hacker News, story or comment: its id, or `https://news.ycombinator.com/item?id=…`. */
export function hackerNewsItem(written: string): number | undefined {
  const url = parse(written);
  const path = pathOn(written, ['news.ycombinator.com']);
  const id = url ? (path?.join('/') === 'item' ? url.searchParams.get('id') : undefined) : written.trim();
  return id && /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

const YOUTUBE = ['youtube.com', 'music.youtube.com', 'youtube-nocookie.com'];

/** The id of a video: `youtu.be/…`, `watch?v=…`, `shorts/…`, `live/…`, `embed/…`, or the id itself, of 11 letters. */
export function youtubeVideo(written: string): string | undefined {
  const path = pathOn(written, YOUTUBE);
  const short = pathOn(written, ['youtu.be']);
  let id: string | null | undefined = written.trim();
  if (short) id = short[0];
  else if (path?.[0] === 'watch') id = parse(written)?.searchParams.get('v');
  else if (path) id = /^(shorts|live|embed|v)$/.test(path[0] ?? '') ? path[1] : undefined;
  return id && /^[\w-]{11}$/.test(id) ? id : undefined;
}

/** The id of a channel, `UC` and 22 letters, or the id in `https://www.youtube.com/channel/UC…`. */
export function youtubeChannel(written: string): string | undefined {
  const path = pathOn(written, YOUTUBE);
  const id = path ? (path[0] === 'channel' ? path[1] : undefined) : written;
  return id && /^UC[\w-]{22}$/.test(id) ? id : undefined;
}

/** The id of a playlist, or the id in any address with `list=`. */
export function youtubePlaylist(written: string): string | undefined {
  const path = pathOn(written, [...YOUTUBE, 'youtu.be']);
  const id = path ? parse(written)?.searchParams.get('list') : written;
  return id && /^(PL|UU|FL|OL)[\w-]{10,60}$/.test(id) ? id : undefined;
}

/** A post of Bluesky, as its address: `https://bsky.app/profile/HANDLE/post/KEY`. The handle may be a DID. */
export function blueskyPost(address: string): { who: string; url: string } | undefined {
  const [profile, who = '', post, key = ''] = pathOn(address, ['bsky.app']) ?? [];
  if (profile !== 'profile' || post !== 'post' || !isBlueskyAccount(who) || !/^[\w.~:-]{1,512}$/.test(key))
    return undefined;
  return { who, url: `https://bsky.app/profile/${who}/post/${key}` };
}

/** An account of Bluesky without its @: a domain name, a DID, or the address of its page. */
export function blueskyHandle(written: string): string | undefined {
  const path = pathOn(written, ['bsky.app']);
  const who = path ? (path[0] === 'profile' && path.length === 2 ? path[1] : undefined) : written.replace(/^@/, '');
  return who && isBlueskyAccount(who) ? who : undefined;
}

function isBlueskyAccount(who: string): boolean {
  return isHost(who) || /^did:(plc:[a-z0-9]{1,64}|web:[A-Za-z0-9.-]{1,253})$/.test(who);
}

/** A domain name of two labels or more. */
function isHost(name: string): boolean {
  const labels = name.split('.');
  if (name.length > 253 || labels.length < 2 || /^\d+$/.test(labels.at(-1) ?? '')) return false;
  return labels.every((label) => label.length < 64 && /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(label));
}

/** An account of Mastodon: `@user@host`, or the address of its page, `https://host/@user`. */
export function mastodonAccount(written: string): { user: string; host: string } | undefined {
  const url = parse(written);
  const [user = '', host = '', ...more] = url
    ? [...url.pathname.replace(/^\/@|(\.rss)?\/?$/g, '').split('@'), url.host]
    : written.replace(/^@/, '').split('@');
  if (more.length > 0 || (url && !url.pathname.startsWith('/@'))) return undefined;
  return /^[\w.-]{1,64}$/.test(user) && isHost(host.replace(/:\d+$/, ''))
    ? { user, host: host.toLowerCase() }
    : undefined;
}

/** A subreddit's name, several with + between: from `LocalLLaMA`, `r/LocalLLaMA` or the address of its page. */
export function subreddit(written: string): string | undefined {
  const path = pathOn(written, ['reddit.com', 'old.reddit.com', 'new.reddit.com']);
  const name = path ? (path[0] === 'r' ? path[1] : undefined) : written.replace(/^\/?r\//i, '').replace(/\/$/, '');
  return name && /^\w{2,21}(\+\w{2,21})*$/.test(name) ? name : undefined;
}

/** `owner/name` of a repository, or the same from an address in it. */
export function githubRepo(written: string): string | undefined {
  const path = pathOn(written, ['github.com']) ?? written.split('/');
  const [owner = '', repo = ''] = path;
  if (!parse(written) && path.length !== 2) return undefined;
  const name = repo.replace(/\.git$/, '');
  const known = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(owner) && /^[\w.-]{1,100}$/.test(name) && !/^\.+$/.test(name);
  return known ? `${owner}/${name}` : undefined;
}
