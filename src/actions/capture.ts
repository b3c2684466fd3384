import { SourceError } from '../errors.ts';
import { reservesRights } from '../stages/extract.ts';
import { createRoom } from '../text/room.ts';
import type { FetchResponse, Item, JobOutcome, Page, Source, Store, World } from '../types.ts';
import { isEditorTranscript } from './captureFiles.ts';
import { articlePage, emptyPage, isFinal } from './capturePage.ts';
import { captureRecording, type Reserves } from './captureRecording.ts';
import { type Wanted, wantedPages } from './captureWanted.ts';
import { type Deadline, deadlineOf, type TimeLimit, watchedFetch } from './deadline.ts';
import type { JobWorld, PageJob, Settle } from './jobTypes.ts';
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
/** What became of a page; `found`: it answered, and with words. */
export interface PageOutcome {
  url: string;
  asked: boolean;
  found?: 'words' | 'nothing';
  failures: string[];
}
/** Over all hosts; the door keeps to less for each. */
const AT_ONCE = 24;

/**
 * Fetches, once, the page or transcript of each item whose feed did not bring the whole text; for a video its length. A transcript that the
 * editor put into the workspace comes before the publisher's, also when the page was captured before it was there.
 */
export async function capturePages(
  world: JobWorld & Pick<World, 'spread'>,
  items: Item[],
  sources: Source[],
  deadline: Deadline = deadlineOf(undefined),
): Promise<PagesReport> {
  const wanted = await wantedPages(world, items);
  const respectful = new Set(sources.filter(({ respectOptOut }) => respectOptOut).map(({ id }) => id));
  let done = 0;
  const onDone = () => world.report.step('pages', ++done, wanted.length);
  const rights = siteRights(watchedFetch(world.fetch, deadline));
  const room = createRoom(AT_ONCE);
  const spread = new Map(
    wanted.filter((page) => world.spread && isForAnybody(world, page)).map((page, i) => [page, i]),
  );
  const jobs = [...spread.keys()].map((page) => jobFor(page, respectful, deadline.limit));
  const elsewhere = world.spread?.run('page', jobs, onDone);
  const outcomeOf = async (page: Wanted): Promise<PageOutcome> => {
    const i = spread.get(page);
    if (i !== undefined) return outcomeThere(page, (await elsewhere)?.[i]);
    const place = room();
    await place.enter();
    try {
      const fetch = watchedFetch(world.fetch, deadline, undefined, place);
      const settle = await capture({ ...world, fetch }, page, respectful.has(page.item.sourceId) ? rights : undefined);
      return await world.store.together(settle);
    } finally {
      place.leave();
      onDone();
    }
  };
  return sumUp(await Promise.all(wanted.map(outcomeOf)));
}

/** The editor's own files are in the workspace alone; a recording has them all. */
function isForAnybody({ replaying }: JobWorld, { transcripts }: Wanted): boolean {
  return replaying === true || !transcripts.some(({ url }) => isEditorTranscript(url));
}

/** A page as a job; its source's wishes are those of the item that it is fetched for. */
export function jobFor({ ids, item }: Wanted, respectful: Set<string>, limit?: TimeLimit): PageJob {
  return { items: ids, respectful: respectful.has(item.sourceId), ...(limit ? { limit } : {}) };
}

function outcomeThere({ item }: Wanted, outcome: JobOutcome | undefined): PageOutcome {
  if (outcome?.ok) return outcome.result as PageOutcome;
  return { url: item.url, asked: true, failures: [outcome?.error ?? 'nobody fetched it'] };
}

/** The page of these items, by its job. */
export async function pageJob(world: JobWorld, job: PageJob): Promise<Settle<PageOutcome>> {
  const found = new Map((await world.store.itemsById(job.items)).map((item) => [item.id, item]));
  const items = job.items.flatMap((id) => found.get(id) ?? []);
  const [wanted] = await wantedPages(world, items);
  if (wanted === undefined) return async () => ({ url: items[0]?.url ?? '', asked: false, failures: [] });
  const fetch = watchedFetch(world.fetch, deadlineOf(job.limit));
  return capture({ ...world, fetch }, wanted, job.respectful ? siteRights(fetch) : undefined);
}

async function capture(world: JobWorld, page: Wanted, rights?: SiteRights): Promise<Settle<PageOutcome>> {
  const captured = await capturePage(world, page, rights ? reservesBy(rights) : async () => false);
  return (store) => keep(store, page.item, captured);
}

async function keep(store: Store, { url }: Item, { page, failures }: Captured): Promise<PageOutcome> {
  if (page === undefined) return { url, asked: failures.length > 0, failures };
  const known = await store.page(page.canonicalUrl);
  // the same words were captured when they were captured first
  if (JSON.stringify({ ...page, capturedAt: known?.capturedAt }) !== JSON.stringify(known)) await store.savePage(page);
  return { url, asked: true, found: page.text ? 'words' : 'nothing', failures };
}

function sumUp(outcomes: PageOutcome[]): PagesReport {
  const report: PagesReport = { wanted: 0, captured: 0, empty: 0, failed: [] };
  for (const { url, asked, found, failures } of outcomes) {
    if (!asked) continue;
    report.wanted++;
    if (failures.length > 0) report.failed.push({ url, error: failures.join('; ') });
    if (found === 'words') report.captured++;
    else if (found === 'nothing' && failures.length === 0) report.empty++;
  }
  return report;
}

/** What a page says of itself, and what its site says of all its pages. */
function reservesBy(rights: SiteRights): Reserves {
  return async (response, html = '') =>
    reservesRights(html, response.headers) || (await rights.reserved(response.finalUrl));
}

/** A recording's words are in its transcript; where it has none and is an article too, they are on its page. */
async function capturePage(world: JobWorld, wanted: Wanted, reserves: Reserves): Promise<Captured> {
  const isHeard = wanted.isRecording || wanted.transcripts.length > 0;
  const heard = isHeard ? await captureRecording(world, wanted, reserves) : { failures: [] };
  if (wanted.isRecording || heard.page?.text) return heard;
  const article = await captureArticle(world, wanted, reserves);
  return { ...article, failures: [...heard.failures, ...article.failures] };
}

/** Sources write one page's address in several ways; the first that answers counts. */
async function captureArticle(world: JobWorld, { item, urls }: Wanted, reserves: Reserves): Promise<Captured> {
  let captured: Captured = { failures: [`${item.url} has no address`] };
  for (const url of urls) {
    captured = await captureAt(world, item, url, reserves);
    if (captured.page?.text) return captured;
  }
  return captured;
}

async function captureAt(world: JobWorld, item: Item, url: string, reserves: Reserves): Promise<Captured> {
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
