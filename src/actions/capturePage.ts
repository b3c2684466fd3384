/** An article's page, and what every captured page has. */
import { articleLinks, extractArticle } from '../stages/extract.ts';
import { decodeText } from '../text/decode.ts';
import type { FetchResponse, Item, Page } from '../types.ts';

/** Characters of words that are kept. */
export const MAX_TEXT = 400_000;
/** Answers that say the page will not be there tomorrow either; others are tried again at the next crawl. */
const FINAL = new Set([400, 401, 402, 403, 404, 405, 406, 410, 451]);

/** Whether an error status is worth no second try. */
export function isFinal(status: number): boolean {
  return FINAL.has(status);
}

/** Whether an answer is sound, pictures or a file of some program: it has no words. */
export function isMedia(contentType = ''): boolean {
  return /^\s*(audio|video|image|font)\/|application\/(pdf|zip|gzip|x-tar)/i.test(contentType);
}

/** A page without words, asked for at a moment. */
export function emptyPage(item: Item, at: string): Page {
  return {
    canonicalUrl: item.canonicalUrl,
    url: item.url,
    capturedAt: at,
    title: item.title,
    text: '',
    links: [],
    minutes: 0,
    incomplete: true,
  };
}

/** The article of an answer; `reserves` tells whether the page, whose markup it is given, keeps its words from machines. */
export async function articlePage(
  item: Item,
  response: FetchResponse,
  reserves: (response: FetchResponse, html: string) => Promise<boolean>,
): Promise<Page> {
  const type = response.headers['content-type'] ?? '';
  if (type && !/html|xml|text\/plain/i.test(type)) return emptyPage(item, response.at);
  const html = decodeText(response.body, type);
  const article = extractArticle(html, { url: response.finalUrl });
  const optedOut = await reserves(response, html);
  return {
    ...emptyPage(item, response.at),
    title: article.title || item.title,
    ...(article.author ? { author: article.author } : {}),
    ...(article.siteName ? { siteName: article.siteName } : {}),
    ...(article.publishedAt ? { publishedAt: article.publishedAt } : {}),
    ...(article.language ? { language: article.language } : {}),
    ...(article.imageUrl ? { imageUrl: article.imageUrl } : {}),
    text: article.text.slice(0, MAX_TEXT),
    links: articleLinks(article, response.finalUrl),
    minutes: article.minutes,
    incomplete: article.incomplete,
    ...(optedOut ? { optedOut } : {}),
  };
}
