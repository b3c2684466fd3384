import { articleLinks, extractArticle, reservesRights } from '../stages/extract.ts';
import { findQuotes } from '../stages/quotes.ts';
import { decodeText } from '../text/decode.ts';
import { guardUrl } from '../text/guard.ts';
import { shortHash } from '../text/hash.ts';
import { canonicalUrl, printedUrl } from '../text/url.ts';
import type { Article, Original, Quote, World } from '../types.ts';

export interface Inspection {
  url: string;
  printed: string;
  canonical: string;
  guard: { ok: boolean; reason?: string };
  status: number;
  reserved: boolean;
  article: Omit<Article, 'html'>;
  links: string[];
  quotes: Quote[];
}

/** What the guard, the extractor and the quote finder make of one page. Throws SourceError where there is no answer. */
export async function inspect(world: Pick<World, 'fetch'>, url: string): Promise<Inspection> {
  const response = await world.fetch({ url, from: 'operator', robots: true });
  const type = response.headers['content-type'] ?? '';
  const html = decodeText(response.body, type);
  const { html: _, ...article } = extractArticle(html, { url: response.finalUrl });
  const links = articleLinks({ ...article, html: _ }, response.finalUrl);
  return {
    url,
    printed: printedUrl(url),
    canonical: canonicalUrl(url),
    guard: guardUrl(url),
    status: response.status,
    reserved: reservesRights(html, response.headers),
    article,
    links,
    quotes: quotesIn(url, article, response.at),
  };
}

function quotesIn(url: string, article: Omit<Article, 'html'>, at: string): Quote[] {
  const item: Original = {
    id: shortHash(url),
    url: printedUrl(url),
    canonicalUrl: canonicalUrl(url),
    sourceId: 'inspect',
    sourceName: article.siteName ?? '',
    guid: url,
    title: article.title,
    publishedAt: article.publishedAt ?? at,
    firstSeenAt: at,
    summary: '',
    own: true,
    text: article.text,
    textFrom: 'page',
    capturedAt: at,
    incomplete: article.incomplete,
    links: [],
    categories: [],
    minutes: article.minutes,
    copies: [],
    roundup: false,
  };
  return findQuotes({
    id: item.id,
    title: item.title,
    items: [item],
    lead: item,
    score: 0,
    onTopic: true,
    reasons: [],
  });
}
