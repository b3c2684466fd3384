/** Presets: kinds that are a rule for an address, and for JSON a map of fields. They have no crawler of their own. */
import { SECRET } from '../text/secret.ts';
import type { JsonSource } from '../types.ts';
import { type Draft, feedAt } from './draft.ts';
import type { Checked } from './kinds.ts';
import { addressWords, hostName } from './sourceNames.ts';

/** The account's own posts, without replies and boosts of others. */
export function mastodon({ account: { user, host } }: Checked<'mastodon'>): Draft {
  return feedAt(`https://${host}/@${user}.rss`, `@${user}@${host}`, [`mastodon ${user}`, `mastodon ${user} ${host}`]);
}

export function reddit({ sub }: Checked<'reddit'>): Draft {
  return feedAt(`https://www.reddit.com/r/${sub}/top/.rss?t=week`, `r/${sub}`, [`reddit ${sub}`]);
}

/** Colons stay as they are, for people who read the address; a + between words is a space, as arXiv's own examples write it. */
export function arxiv({ query }: Checked<'arxiv'>): Draft {
  const words = query.replace(/[\s+]+/g, ' ').trim();
  const search = encodeURIComponent(words).replaceAll('%3A', ':').replaceAll('%20', '+');
  const newest = 'sortBy=submittedDate&sortOrder=descending&max_results=50';
  const name = `arXiv: ${words.replace(/^cat:(\S+)$/, '$1')}`;
  return feedAt(`https://export.arxiv.org/api/query?search_query=${search}&${newest}`, name, [name]);
}

export function github({ repo }: Checked<'github'>): Draft {
  return feedAt(`https://github.com/${repo}/releases.atom`, `${repo} releases`, [`github ${repo}`]);
}

/** The papers that people put forward, day by day. */
export function huggingface(_written: Checked<'huggingface'>): Draft<JsonSource> {
  const map = {
    id: 'paper.id',
    url: 'https://huggingface.co/papers/{paper.id}',
    title: 'title',
    author: 'paper.authors[].name',
    publishedAt: 'publishedAt',
    summary: 'paper.summary',
    points: 'paper.upvotes',
    comments: 'numComments',
  };
  const url = 'https://huggingface.co/api/daily_papers?date={day}';
  return { own: { kind: 'json', url, items: '', map }, name: 'Hugging Face papers', ids: ['hugging face papers'] };
}

export function substack({ url, private: paid }: Checked<'substack'>): Draft {
  const feed = substackFeed(url);
  return feedAt(feed, hostName(feed), [addressWords(feed.replace(/\/feed$/, ''), paid)]);
}

/** A page of the publication stands for the whole; an address of a feed, or a secret one, stays as it is. */
function substackFeed(address: string): string {
  if (address.replace(SECRET, '') !== address || !URL.canParse(address)) return address;
  const { origin, pathname, href } = new URL(address);
  if (/^\/(p|archive|about|podcast|notes|subscribe)(\/|$)/.test(pathname) || pathname === '/') return `${origin}/feed`;
  if (/\/feed(\/|$)/.test(pathname)) return /\/feed\/$/.test(href) ? href.slice(0, -1) : href;
  return `${origin}${pathname.replace(/\/+$/, '')}/feed`;
}
