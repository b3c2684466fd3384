/** Whose post a link is, on the sites where handles are people's names (P2). */
import { hostOf } from '../text/url.ts';

const NO_ACCOUNT = /^(i|home|search|hashtag|intent|share|explore|settings|login|about|tos|privacy)$/i;

/**
 * For a link to X, Hacker News, Bluesky or a Mastodon post, the account as the link itself names it, in each spelling that is right; an
 * empty list where the link names none (a Hacker News comment). Undefined for any other site.
 */
export function accountsIn(link: string): string[] | undefined {
  if (!URL.canParse(link)) return undefined;
  const { pathname, searchParams } = new URL(link);
  const host = hostOf(link).replace(/^(mobile|m)\./, '');
  if (host === 'x.com' || host === 'twitter.com') {
    const name = /^\/(\w{1,15})(?:\/status(?:es)?\/\d+.*)?\/?$/.exec(pathname)?.[1];
    return name && !NO_ACCOUNT.test(name) ? [name] : [];
  }
  if (host === 'news.ycombinator.com')
    return pathname === '/user' ? [searchParams.get('id') ?? ''].filter(Boolean) : [];
  if (host === 'bsky.app') {
    const name = /^\/profile\/([^/:]+)(?:\/|$)/.exec(pathname)?.[1];
    return name ? [name, name.replace(/\.bsky\.social$/, '')] : [];
  }
  const post =
    /^\/@([\w.-]+)(?:@([\w.-]+))?\/\d+\/?$/.exec(pathname) ?? /^\/users\/([\w.-]+)()\/statuses\/\d+\/?$/.exec(pathname);
  return post?.[1] ? [post[1], `${post[1]}@${post[2] || host}`] : undefined;
}

/** Whether two spellings are one handle: a leading `@` and letter case do not count, as on all of these sites. */
export function isSameHandle(a: string, b: string): boolean {
  return a.trim().replace(/^@/, '').toLowerCase() === b.trim().replace(/^@/, '').toLowerCase();
}
