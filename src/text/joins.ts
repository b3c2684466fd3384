import type { ClusterInput } from '../types.ts';
import { canonicalUrl } from './url.ts';
import { isAccount } from './voice.ts';

/** A link that more items than this share says nothing about what they are about. */
const RARE = 3;
/** A post is about what it links; an article cites, and only one that cites next to nothing is about it. */
const POST_LINKS = 6;
const ARTICLE_LINKS = 2;
const POST_WORDS = 150;

/** Pairs that belong together whatever they say: the same page, a post and the page it links, two items that share a rare link. */
export function hardJoins(items: ClusterInput[]): [number, number][] {
  const holders = new Map<string, { pages: number[]; posts: number[]; links: number[] }>();
  const at = (key: string) => {
    const found = holders.get(key) ?? { pages: [], posts: [], links: [] };
    holders.set(key, found);
    return found;
  };
  for (const [i, item] of items.entries()) {
    const own = item.url ? canonicalUrl(item.url) : undefined;
    if (own) at(own).pages.push(i);
    const links = new Set((item.links ?? []).filter((link) => !isAccount(link)).map(canonicalUrl));
    links.delete(own ?? '');
    if (links.size === 0) continue;
    const post = isPost(item);
    if (links.size > (post ? POST_LINKS : ARTICLE_LINKS)) continue;
    for (const link of links) if (isPage(link)) at(link)[post && links.size === 1 ? 'posts' : 'links'].push(i);
  }
  const joins: [number, number][] = [];
  for (const { pages, posts, links } of holders.values()) {
    const all = [...posts, ...links];
    // a post with one link is about that page, however many others are
    const rare = all.length <= RARE ? all : pages.length ? posts : [];
    const together = [...pages, ...rare];
    for (const other of together.slice(1)) joins.push([together[0] as number, other]);
  }
  return joins;
}

function isPost({ text }: ClusterInput): boolean {
  return text.length < POST_WORDS * 8 && text.split(/\s+/).length <= POST_WORDS;
}

/** A site's front page is linked for other reasons than the story. */
function isPage(canonical: string): boolean {
  return canonical.split('/').filter(Boolean).length > 1;
}
