/** Posts whose sites show a page with a 200 also where the post was deleted: what to ask in place of the page. */
import { youtubeId } from '../text/url.ts';

export interface PostQuestion {
  ask: string;
  /** Why the post is gone, or undefined where it is there or nobody can tell. */
  gone(status: number, body: Uint8Array): string | undefined;
}

const DELETED = 'the post was deleted, or was never there';

/** How to ask whether a post of Hacker News, X, Bluesky or YouTube is there. Undefined: its page itself says so. */
export function postQuestion(url: string): PostQuestion | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname, searchParams } = new URL(url);
  const host = hostname.replace(/^(www|mobile|m)\./, '');
  if (host === 'news.ycombinator.com') return ofHackerNews(pathname, searchParams.get('id'));
  if (host === 'x.com' || host === 'twitter.com') return ofX(pathname);
  if (host === 'bsky.app') return ofBluesky(pathname);
  const video = youtubeId(url);
  if (video === undefined) return undefined;
  const watch = encodeURIComponent(`https://www.youtube.com/watch?v=${video}`);
  const ask = `https://www.youtube.com/oembed?url=${watch}&format=json`;
  return { ask, gone: (status) => (status === 404 || status === 400 ? 'the video is not there any more' : undefined) };
}

/** The site's own API answers `null` for what is not there, and `deleted` or `dead` (hidden by moderators) for what was taken back. */
function ofHackerNews(path: string, id: string | null): PostQuestion | undefined {
  if (path !== '/item' || !/^\d+$/.test(id ?? '')) return undefined;
  return {
    ask: `https://hacker-news.firebaseio.com/v0/item/${id}.json`,
    gone: (status, body) => {
      if (status === 404) return DELETED;
      const item = status === 200 ? parsed(body) : undefined;
      if (item === null) return DELETED;
      const { deleted, dead } = (typeof item === 'object' ? item : {}) as { deleted?: unknown; dead?: unknown };
      return deleted === true ? DELETED : dead === true ? 'moderators of Hacker News have hidden it' : undefined;
    },
  };
}

/** oEmbed answers 404 for a post that is gone; a protected account's posts are refused with 403. */
function ofX(path: string): PostQuestion | undefined {
  const [, user, id] = /^\/(\w{1,20}|i\/web)\/status\/(\d{1,25})(?:\/|$)/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const post = encodeURIComponent(`https://twitter.com/${user}/status/${id}`);
  const ask = `https://publish.twitter.com/oembed?url=${post}&omit_script=1&dnt=true`;
  return { ask, gone: (status) => (status === 404 ? DELETED : undefined) };
}

function ofBluesky(path: string): PostQuestion | undefined {
  const [, account, key] = /^\/profile\/([\w.:%-]{1,300})\/post\/(\w{1,40})\/?$/.exec(path) ?? [];
  if (account === undefined) return undefined;
  const uri = encodeURIComponent(`at://${decodeURIComponent(account)}/app.bsky.feed.post/${key}`);
  const ask = `https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=${uri}&depth=0&parentHeight=0`;
  return {
    ask,
    gone: (status, body) => {
      const answer = (parsed(body) ?? {}) as { error?: unknown; thread?: { $type?: unknown } };
      const kind = String(answer.thread?.$type ?? '');
      return answer.error === 'NotFound' || status === 404 || kind.endsWith('#notFoundPost') ? DELETED : undefined;
    },
  };
}

/** Undefined where it is no JSON. */
function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
