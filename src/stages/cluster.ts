import { averageLinkage } from '../text/linkage.ts';
import { compare } from '../text/order.ts';
import { canonicalUrl, pageKey } from '../text/url.ts';
import { type Edge, vectorsOf } from '../text/vectors.ts';
import { isAccount } from '../text/voice.ts';
import type { ClusterInput, EditorDecisions, Original } from '../types.ts';

/** Measured: see DESIGN §4.2 and docs/decisions.md. */
const CUT = 0.22;
const NEIGHBOURS = 40;
const DAY = 86_400_000;
/** A link that more items than this share says nothing about what they are about. */
const RARE = 3;
/** A post is about what it links; an article cites, and only one that cites next to nothing is about it. */
const POST_LINKS = 6;
const ARTICLE_LINKS = 2;
const POST_WORDS = 150;

/**
 * Groups items about one event or one work; every id exactly once, whatever the order of the input. Items that share a page or a rare link are joined
 * first; then TF-IDF over title and lead text, nearest neighbours by an inverted index within a window of days, and average linkage
 * (Sokal and Michener 1958) cut at a fixed similarity.
 */
export function clusterItems(items: ClusterInput[], o: { windowDays?: number } = {}): string[][] {
  const sorted = items.toSorted(byContent);
  const times = sorted.map((item) => (item.publishedAt ? Date.parse(item.publishedAt) : undefined));
  const window = (o.windowDays ?? 7) * DAY;
  const near = (a: number, b: number) => {
    const [x, y] = [times[a], times[b]];
    return x === undefined || y === undefined || Math.abs(x - y) <= window;
  };
  const vectors = vectorsOf(sorted.map((item) => ({ title: item.title, text: item.text })));
  const edges = vectors.neighbours(NEIGHBOURS, near);
  const groups = averageLinkage(vectors.list, [...edges, ...hardJoins(sorted)], CUT);
  return groups.map((group) => group.map((i) => (sorted[i] as ClusterInput).id));
}

/**
 * The week's originals as stories' items, earliest first in each; what the editor said is the same or is not wins over any likeness. A comment or post on a page of
 * the week belongs to its story, whatever its words: it is not compared with anything.
 */
export function cluster(originals: Original[], editor: Pick<EditorDecisions, 'same' | 'different'>): Original[][] {
  const byId = new Map(originals.map((item) => [item.id, item]));
  const remarks = remarksOn(originals);
  const groups = clusterItems(
    originals
      .filter(({ id }) => !remarks.has(id))
      .map(({ id, title, text, summary, publishedAt, url, links }) => ({
        id,
        // a page that nobody could read is called by its address, and addresses are alike
        title: /^https?:\/\/\S+$/.test(title) ? '' : title,
        text: text || summary,
        publishedAt,
        url,
        links,
      })),
  );
  const told = new Map<string, string[]>();
  for (const [id, about] of remarks) told.set(about, [...(told.get(about) ?? []), id]);
  const stories = groups.map((ids) =>
    ids.flatMap((id) => [id, ...(told.get(id) ?? [])]).map((id) => byId.get(id) as Original),
  );
  return decided(stories, editor).map((items) =>
    items.toSorted((a, b) => compare(a.publishedAt, b.publishedAt) || compare(a.id, b.id)),
  );
}

/** Comments and posts by id, with the id of the page that each is about, where that is among the items. */
function remarksOn(originals: Original[]): Map<string, string> {
  const places = new Map<string, Original>();
  for (const item of originals) {
    for (const { url, discussionUrl } of [item, ...item.copies]) {
      for (const place of [url, discussionUrl]) {
        if (place && !places.has(canonicalUrl(place))) places.set(canonicalUrl(place), item);
      }
    }
  }
  const remarks = new Map<string, string>();
  for (const item of originals) {
    const page = pageOf(item, places);
    if (page !== item) remarks.set(item.id, page.id);
  }
  return remarks;
}

/** The page at the end of a chain of answers to answers; an item that is about none of the week's, or goes in a circle, is its own. */
function pageOf(item: Original, places: Map<string, Original>): Original {
  const seen = new Set<Original>();
  let at = item;
  while (!seen.has(at)) {
    seen.add(at);
    const next = (at.about ?? []).map((url) => places.get(canonicalUrl(url))).find(Boolean);
    if (!next) return at;
    at = next;
  }
  return item;
}

function decided(
  stories: Original[][],
  { same, different }: Pick<EditorDecisions, 'same' | 'different'>,
): Original[][] {
  const holding = (urls: string[]) => {
    const keys = new Set(urls.map(pageKey));
    return (item: Original) => [item, ...item.copies].some(({ url }) => keys.has(pageKey(url)));
  };
  let groups = stories;
  for (const urls of same) {
    const together = groups.filter((group) => group.some(holding(urls)));
    if (together.length > 1) groups = [...groups.filter((group) => !together.includes(group)), together.flat()];
  }
  for (const [first, second] of different) {
    if (first === undefined || second === undefined) continue;
    const [one, other] = [holding([first]), holding([second])];
    groups = groups.flatMap((group) =>
      group.some(one) && group.some(other) ? [group.filter((item) => !other(item)), group.filter(other)] : [group],
    );
  }
  return groups.filter((group) => group.length > 0);
}

function byContent(a: ClusterInput, b: ClusterInput): number {
  return (
    compare(a.publishedAt ?? '', b.publishedAt ?? '') ||
    compare(a.title, b.title) ||
    compare(a.text, b.text) ||
    compare(a.url ?? '', b.url ?? '') ||
    compare(a.id, b.id)
  );
}

/** Pairs that belong together whatever they say: the same page, a post and the page it links, two items that share a rare link. */
function hardJoins(items: ClusterInput[]): Edge[] {
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
    const post = isPost(item);
    if (links.size > (post ? POST_LINKS : ARTICLE_LINKS)) continue;
    for (const link of links) if (isPage(link)) at(link)[post && links.size === 1 ? 'posts' : 'links'].push(i);
  }
  const joins: Edge[] = [];
  for (const { pages, posts, links } of holders.values()) {
    const all = [...posts, ...links];
    // a post with one link is about that page, however many others are
    const rare = all.length <= RARE ? all : pages.length ? posts : [];
    const together = [...pages, ...rare];
    for (const other of together.slice(1))
      joins.push({ a: together[0] as number, b: other, similarity: 1, hard: true });
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
