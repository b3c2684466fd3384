import pLimit from 'p-limit';
import { SourceError } from '../errors.ts';
import { articleLinks, extractArticle, reservesRights } from '../stages/extract.ts';
import { decodeText } from '../text/decode.ts';
import { parseTranscript } from '../text/transcript.ts';
import type { FetchResponse, Item, Page, Source, World } from '../types.ts';

/** How the pages of a window fared. */
export interface PagesReport {
  wanted: number;
  captured: number;
  /** Pages that answered with an error or had no words. */
  empty: number;
  failed: { url: string; error: string }[];
}
const MAX_TEXT = 400_000;
/** Over all hosts; the door keeps to less for each. */
const AT_ONCE = 24;
/** Answers that say the page will not be there tomorrow either; others are tried again at the next crawl. */
const FINAL = new Set([400, 401, 402, 403, 404, 405, 406, 410, 451]);

/** Fetches, once, the page or transcript of each item whose feed did not bring the whole text. */
export async function capturePages(world: World, items: Item[], sources: Source[]): Promise<PagesReport> {
  const wanted = await wantedPages(world, items);
  const report: PagesReport = { wanted: wanted.length, captured: 0, empty: 0, failed: [] };
  const respectful = new Set(sources.filter(({ respectOptOut }) => respectOptOut).map(({ id }) => id));
  let done = 0;
  const capture = async (page: Wanted) => {
    const captured = await capturePage(world, page, respectful.has(page.item.sourceId));
    world.report.step('pages', ++done, wanted.length);
    return captured;
  };
  const limit = pLimit(AT_ONCE);
  const pages = await Promise.all(wanted.map((page) => limit(() => capture(page))));
  for (const [i, page] of pages.entries()) {
    if ('error' in page) report.failed.push({ url: (wanted[i] as Wanted).item.url, error: page.error });
    else {
      await world.store.savePage(page);
      if (page.text) report.captured++;
      else report.empty++;
    }
  }
  return report;
}

/** A page that is wanted: one item of it, and every address that its items give for it. */
interface Wanted {
  item: Item;
  urls: string[];
}

async function wantedPages(world: World, items: Item[]): Promise<Wanted[]> {
  const wanted = new Map<string, Wanted>();
  for (const item of items) {
    if (item.linkOnly || item.textFrom === 'feed') continue;
    // a page of a player has no words; its transcript has
    if (item.media && !item.transcript) continue;
    const url = item.transcript?.url ?? item.url;
    const known = wanted.get(item.canonicalUrl);
    if (known) known.urls.push(url);
    else if (!(await world.store.page(item.canonicalUrl))) wanted.set(item.canonicalUrl, { item, urls: [url] });
  }
  return [...wanted.values()].map(({ item, urls }) => ({ item, urls: [...new Set(urls)] }));
}

/** Sources write one page's address in several ways; the first that answers counts. */
async function capturePage(
  world: World,
  { item, urls }: Wanted,
  respectOptOut: boolean,
): Promise<Page | { error: string }> {
  let failed: Page | { error: string } = { error: `${item.url} has no address` };
  for (const url of urls) {
    failed = await captureAt(world, item, url, respectOptOut);
    if (!('error' in failed) && failed.text) return failed;
  }
  return failed;
}

async function captureAt(
  world: World,
  item: Item,
  url: string,
  respectOptOut: boolean,
): Promise<Page | { error: string }> {
  try {
    const response = await world.fetch({ url, from: 'crawled', cache: 'keep', robots: true });
    if (response.status >= 400 && !FINAL.has(response.status)) return { error: `${url} answered ${response.status}` };
    if (response.status >= 400) return emptyPage(item, response);
    return item.transcript ? transcriptPage(item, response) : articlePage(item, response, respectOptOut);
  } catch (error) {
    if (error instanceof SourceError) return { error: error.message };
    throw error;
  }
}

function emptyPage(item: Item, response: FetchResponse): Page {
  return {
    canonicalUrl: item.canonicalUrl,
    url: item.url,
    capturedAt: response.at,
    title: item.title,
    text: '',
    links: [],
    minutes: 0,
    incomplete: true,
  };
}

function articlePage(item: Item, response: FetchResponse, respectOptOut: boolean): Page {
  const type = response.headers['content-type'] ?? '';
  if (type && !/html|xml|text\/plain/i.test(type)) return emptyPage(item, response);
  const html = decodeText(response.body, type);
  const article = extractArticle(html, { url: response.finalUrl });
  const optedOut = respectOptOut && reservesRights(html, response.headers);
  return {
    ...emptyPage(item, response),
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

function transcriptPage(item: Item, response: FetchResponse): Page {
  const type = response.headers['content-type'] ?? item.transcript?.type;
  const transcript = parseTranscript(
    decodeText(response.body, type ?? ''),
    item.transcript?.type ?? type,
    response.finalUrl,
  );
  if (!transcript) return emptyPage(item, response);
  const text = transcript.text.slice(0, MAX_TEXT);
  const wordCount = text.split(/\s+/).length;
  return {
    ...emptyPage(item, response),
    text,
    cues: transcript.cues,
    minutes: Math.max(1, Math.round(wordCount / 160)),
    incomplete: wordCount < 50,
  };
}
