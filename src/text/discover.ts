/** Finding the feed of a page: what the page says of its feeds, and where feeds usually are. Nothing is fetched here. */
import { oneLine } from './feed-content.ts';
import { scanMarkup } from './markup.ts';
import { hostOf, httpUrl } from './url.ts';

/** A feed that a page offers. */
export interface OfferedFeed {
  url: string;
  /** As the page calls it; '' where it has no name for it. */
  title: string;
  /** `link`: the page's head names it (RSS autodiscovery); `anchor`: a link that a reader may click looks like a feed. */
  by: 'link' | 'anchor';
}
/** What a page says of itself and of its feeds. */
export interface PageOffers {
  title: string;
  /** The likeliest first; feeds of comments are left out. */
  feeds: OfferedFeed[];
  /** The comment feeds that were passed over. */
  passedOver: string[];
}

const LONGEST_PAGE = 4_000_000;
const MOST_FEEDS = 40;
const LONGEST_LABEL = 200;

/** Media types of feeds; a JSON alternate is one only where it says so, since blogs offer their API in the same way. */
const FEED_TYPE = /^(application|text)\/(rss|atom|rdf|feed|x-rss|x-atom|xml)(\+(xml|json))?$/;
/** The last step of an address, as feeds have it. */
const FEED_STEP =
  /^((feed|rss|atom|rdf)s?\d?|(index|feed|rss|atom|posts|blog|news|all)[\w-]{0,20}\.(xml|rss|atom|rdf))$/;
const FEED_ENDING = /\.(rss|atom|rdf)$|(feed|rss|atom)[\w-]{0,20}\.(xml|json|php|aspx)$/;
const FEED_QUERY = /[?&](feed=(rss2?|atom|rdf|feed)|format=(rss|atom|feed|feed\.xml)|(rss|atom)=1)(&|$)/;
const FEED_LABEL =
  /^((subscribe\s+)?(via|by|to)\s+)?(the\s+)?(rss|atom|json|xml|web)?[\s-]*(rss|atom|feeds?)([\s-]*(feeds?|\d\.\d))?$/;
const COMMENTS_TITLE = /\b(comments?|replies|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties)\b/i;
const COMMENTS_URL = /[/.?&=_-]comments?([/.?&=_-]|$)/i;
/** Feeds of a part of a site. */
const PART = /\/(categor(y|ies)|tags?|topics?|authors?|archives?|search|label)s?\//i;
/** Addresses that every site of the kind would answer, so that they are tried where a page says nothing. */
const USUAL = ['feed', 'rss', 'feed.xml', 'atom.xml', 'index.xml', 'rss.xml'];

/**
 * The feeds that a page of HTML offers: its `<link rel="alternate">`s (the autodiscovery that browsers had), then links that look like
 * feeds. A whole site's feed comes before those of its parts, unless the page is of that part. Never throws.
 */
export function discoverFeeds(html: string, pageUrl: string): PageOffers {
  const found = new Map<string, OfferedFeed>();
  const passedOver: string[] = [];
  let base = pageUrl;
  let label: { url: string | undefined; text: string } | undefined;
  let title: { text: string; open: boolean } | undefined;
  const offer = (url: string, by: OfferedFeed['by'], name: string, words = name) => {
    const known = found.has(url) || passedOver.includes(url) || found.size >= MOST_FEEDS;
    if (known || passedOver.length >= MOST_FEEDS || url === pageUrl || !isPlain(url)) return;
    if (isCommentsFeed(url, words)) passedOver.push(url);
    else found.set(url, { url, title: name, by });
  };
  const endLabel = () => {
    if (label?.url !== undefined && looksLikeFeed(label.url, label.text)) offer(label.url, 'anchor', '', label.text);
    label = undefined;
  };
  scanMarkup(html.slice(0, LONGEST_PAGE), 'html', {
    open(rawName, attributes) {
      const name = rawName.toLowerCase();
      if (name === 'base' && attributes.href) base = httpUrl(attributes.href, pageUrl) ?? base;
      if (name === 'title') title ??= { text: '', open: true };
      if (name === 'link' && namesFeed(attributes)) {
        const url = feedUrl(attributes.href ?? '', base);
        if (url !== undefined) offer(url, 'link', oneLine(attributes.title ?? ''));
      }
      if (name !== 'a') return;
      endLabel();
      label = { url: feedUrl(attributes.href ?? '', base), text: attributes.title ?? attributes['aria-label'] ?? '' };
    },
    close(rawName) {
      const name = rawName.toLowerCase();
      if (name === 'a') endLabel();
      if (name === 'title' && title) title.open = false;
    },
    text(value) {
      if (label && label.text.length < LONGEST_LABEL) label.text += value.slice(0, LONGEST_LABEL);
      if (title?.open && title.text.length < LONGEST_LABEL) title.text += value.slice(0, LONGEST_LABEL);
    },
  });
  endLabel();
  return { title: oneLine(title?.text ?? ''), feeds: likeliestFirst([...found.values()], pageUrl), passedOver };
}

/** Whether a feed is of comments: its words are not the site's. */
export function isCommentsFeed(url: string, title: string): boolean {
  const { pathname, search } = new URL(url);
  return COMMENTS_TITLE.test(title) || COMMENTS_URL.test(pathname + search);
}

/**
 * Where the feed of a page that names none usually is: beside a page one step deep, then at the top of its site. Pages that lie deeper
 * are articles, whose own feeds are of comments.
 */
export function usualFeedUrls(pageUrl: string): string[] {
  const { origin, pathname } = new URL(pageUrl);
  const steps = pathname.split('/').filter(Boolean);
  const folders = steps.length === 1 && !/\.\w{1,5}$/.test(steps[0] as string) ? [`${origin}/${steps[0]}/`] : [];
  return [...folders, `${origin}/`].flatMap((folder) => USUAL.map((name) => folder + name));
}

/** The id of the channel that a page of YouTube is about: what it names as its feed or address, before any other id in it. */
export function youtubeChannelId(html: string): string | undefined {
  const page = html.slice(0, LONGEST_PAGE);
  const named = [
    /videos\.xml\?channel_id=(UC[\w-]{22})(?![\w-])/,
    /<link[^<>]{0,200}rel="canonical"[^<>]{0,200}youtube\.com\/channel\/(UC[\w-]{22})(?![\w-])/,
    /"externalId":\s{0,3}"(UC[\w-]{22})"/,
    /itemprop="(?:channelId|identifier)"[^<>]{0,40}content="(UC[\w-]{22})"/,
    /"channelId":\s{0,3}"(UC[\w-]{22})"/,
  ];
  for (const form of named) {
    const id = form.exec(page)?.[1];
    if (id !== undefined) return id;
  }
  return undefined;
}

/** `${NAME}` in an address is the operator's alone: a page that writes one would have a secret sent to it. */
function isPlain(url: string): boolean {
  return !url.includes('${') && url.length <= 2_000;
}

/** An address of http or https; `feed:` is what readers of feeds once registered. */
function feedUrl(href: string, base: string): string | undefined {
  const written = href
    .trim()
    .replace(/^feed:(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'https://');
  const url = written === '' ? undefined : httpUrl(written, base);
  return url?.replace(/#.*$/s, '');
}

function namesFeed({ rel = '', type = '', href = '' }: Record<string, string>): boolean {
  if (!/(^|\s)alternate(\s|$)/i.test(rel)) return false;
  const kind = type.replace(/;.*$/s, '').trim().toLowerCase();
  if (kind === 'application/json') return /feed[\w-]{0,20}\.json$/i.test(href.slice(-100));
  return FEED_TYPE.test(kind);
}

function looksLikeFeed(url: string, text: string): boolean {
  const { pathname, search, hostname } = new URL(url);
  const step = pathname.toLowerCase().split('/').filter(Boolean).at(-1) ?? '';
  if (step.length > 100 || /\.(html?|png|jpe?g|svg|gif|pdf|zip|css|js)$/.test(step)) return false;
  if (/^(feeds\d?\.feedburner\.com|feeds\.)/.test(hostname) && step !== '') return true;
  if (FEED_STEP.test(step) || FEED_ENDING.test(step) || FEED_QUERY.test(search.toLowerCase())) return true;
  return FEED_LABEL.test(oneLine(text.slice(0, LONGEST_LABEL)).toLowerCase());
}

function likeliestFirst(feeds: OfferedFeed[], pageUrl: string): OfferedFeed[] {
  const page = new URL(pageUrl).pathname.replace(/\/[^/]*\.\w{1,5}$/, '/').replace(/\/?$/, '/');
  const cost = ({ url, by }: OfferedFeed) => {
    const { pathname } = new URL(url);
    const beside = page !== '/' && pathname.startsWith(page);
    return (
      (by === 'anchor' ? 20 : 0) +
      (beside ? -4 : 0) +
      (PART.test(pathname) && !beside ? 6 : 0) +
      (hostOf(url) === hostOf(pageUrl) ? 0 : 2) +
      (/json/i.test(pathname) ? 1 : 0)
    );
  };
  return feeds.toSorted((a, b) => cost(a) - cost(b));
}
