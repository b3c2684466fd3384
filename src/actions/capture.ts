import pLimit from 'p-limit';
import { SourceError } from '../errors.ts';
import { reservesRights } from '../stages/extract.ts';
import type { FetchResponse, Item, Page, Source, World } from '../types.ts';
import { articlePage, emptyPage, isFinal } from './capturePage.ts';
import { captureRecording, type Reserves } from './captureRecording.ts';
import { type Wanted, wantedPages } from './captureWanted.ts';
import { type SiteRights, siteRights } from './rights.ts';

/** How the pages of a window fared. */
export interface PagesReport {
  wanted: number;
  captured: number;
  /** Pages that answered with an error or had no words. */
  empty: number;
  failed: { url: string; error: string }[];
}
/** A page that was asked for; without one nothing answered, and where nothing failed either there was nothing to ask. */
interface Captured {
  page?: Page;
  failures: string[];
}
/** Over all hosts; the door keeps to less for each. */
const AT_ONCE = 24;

/**
 * Fetches, once, the page or transcript of each item whose feed did not bring the whole text; for a video its length. A transcript that the
 * editor put into the workspace comes before the publisher's, also when the page was captured before it was there.
 */
export async function capturePages(world: World, items: Item[], sources: Source[]): Promise<PagesReport> {
  const wanted = await wantedPages(world, items);
  const rights = siteRights(world.fetch);
  const respectful = new Set(sources.filter(({ respectOptOut }) => respectOptOut).map(({ id }) => id));
  let done = 0;
  const capture = async (page: Wanted): Promise<Captured> => {
    const reserves = respectful.has(page.item.sourceId) ? reservesBy(rights) : async () => false;
    const captured = await capturePage(world, page, reserves);
    world.report.step('pages', ++done, wanted.length);
    return captured;
  };
  const limit = pLimit(AT_ONCE);
  const all = await Promise.all(wanted.map((page) => limit(() => capture(page))));
  const report: PagesReport = { wanted: 0, captured: 0, empty: 0, failed: [] };
  for (const [i, captured] of all.entries()) await keep(world, (wanted[i] as Wanted).item, captured, report);
  return report;
}

async function keep(world: World, item: Item, { page, failures }: Captured, report: PagesReport): Promise<void> {
  if (page === undefined && failures.length === 0) return;
  report.wanted++;
  if (failures.length > 0) report.failed.push({ url: item.url, error: failures.join('; ') });
  if (page === undefined) return;
  const known = await world.store.page(page.canonicalUrl);
  // the same words were captured when they were captured first
  if (JSON.stringify({ ...page, capturedAt: known?.capturedAt }) !== JSON.stringify(known))
    await world.store.savePage(page);
  if (page.text) report.captured++;
  else if (failures.length === 0) report.empty++;
}

/** What a page says of itself, and what its site says of all its pages. */
function reservesBy(rights: SiteRights): Reserves {
  return async (response, html = '') =>
    reservesRights(html, response.headers) || (await rights.reserved(response.finalUrl));
}

/** A recording's words are in its transcript; where it has none and is an article too, they are on its page. */
async function capturePage(world: World, wanted: Wanted, reserves: Reserves): Promise<Captured> {
  const isHeard = wanted.isRecording || wanted.transcripts.length > 0;
  const heard = isHeard ? await captureRecording(world, wanted, reserves) : { failures: [] };
  if (wanted.isRecording || heard.page?.text) return heard;
  const article = await captureArticle(world, wanted, reserves);
  return { ...article, failures: [...heard.failures, ...article.failures] };
}

/** Sources write one page's address in several ways; the first that answers counts. */
async function captureArticle(world: World, { item, urls }: Wanted, reserves: Reserves): Promise<Captured> {
  let captured: Captured = { failures: [`${item.url} has no address`] };
  for (const url of urls) {
    captured = await captureAt(world, item, url, reserves);
    if (captured.page?.text) return captured;
  }
  return captured;
}

async function captureAt(world: World, item: Item, url: string, reserves: Reserves): Promise<Captured> {
  try {
    const response: FetchResponse = await world.fetch({ url, from: 'crawled', cache: 'keep', robots: true });
    const { status } = response;
    if (status >= 400 && !isFinal(status)) return { failures: [`${url} answered ${status}`] };
    const page = status >= 400 ? emptyPage(item, response.at) : await articlePage(item, response, reserves);
    return { page, failures: [] };
  } catch (error) {
    if (error instanceof SourceError) return { failures: [error.message] };
    throw error;
  }
}
