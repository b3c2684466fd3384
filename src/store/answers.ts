/** The stored answers that a recording needs. */
import { firstSeenAnswer } from '../text/firstSeen.ts';
import type { Item, StoredResponse } from '../types.ts';
import { requestsOf } from './health.ts';
import { firstSeen, rowsOf } from './items.ts';
import { readPage } from './pages.ts';
import { responseAt, responsesOf } from './responses.ts';
import type { Db, ItemRow } from './tables.ts';

/** Where a site says what crawlers may do (RFC 9309, TDM Reservation Protocol). */
const SITE_RULES = ['/robots.txt', '/.well-known/tdmrep.json'];
/** Later than any moment. */
const EVER = '9999';
type Ids = Set<number | null>;

/**
 * The stored answers that these items were read from: the feed as it was when each was first seen and when its words last changed,
 * their pages and transcripts, what those sites say to crawlers, and all else that their sources were asked for when they were last
 * crawled. In the order in which they were captured, so that replaying them ends in the same items; last, when the items of those
 * sources were first seen, since a replay may meet one in a later answer.
 */
export async function answersFor(db: Db, itemIds: string[]): Promise<StoredResponse[]> {
  const ids: Ids = new Set();
  const sites = new Set<string>();
  const sources = new Set<string>();
  for (const row of await rowsOf(db, [...new Set(itemIds)])) {
    ids.add(row.first_response).add(row.response);
    sources.add(row.source_id);
    await addPage(db, row, ids, sites);
  }
  for (const site of sites) for (const path of SITE_RULES) ids.add(await responseAt(db, `${site}${path}`, EVER));
  await addRequests(db, [...sources], ids);
  const known = [...ids].filter((id) => id !== null);
  const answers = await responsesOf(db, known);
  const seen = await firstSeen(db, [...sources]);
  return answers.length === 0 ? [] : [...answers, firstSeenAnswer(seen, answers.at(-1)?.at ?? EVER)];
}

/** The page of an item, wherever its words were read, and the sites that they are on. */
async function addPage(db: Db, row: ItemRow, ids: Ids, sites: Set<string>): Promise<void> {
  const item = JSON.parse(row.data) as Item;
  const page = await readPage(db, row.canonical_url);
  const offered = [item.transcript, ...(item.transcripts ?? [])].flatMap((transcript) => transcript?.url ?? []);
  const addresses = [item.url, ...offered, item.chaptersUrl, page?.url, ...(page?.readFrom ?? [])];
  for (const address of new Set(addresses)) {
    if (address === undefined || !URL.canParse(address)) continue;
    ids.add(await responseAt(db, address, page?.capturedAt ?? EVER));
    sites.add(new URL(address).origin);
  }
}

/** A crawler of several requests asks all of them again in a replay: it gets what it read when it last worked. */
async function addRequests(db: Db, sources: string[], ids: Ids): Promise<void> {
  if (sources.length === 0) return;
  for (const { urls, at } of await requestsOf(db, sources))
    for (const url of urls) ids.add((await responseAt(db, url, at)) ?? (await responseAt(db, url, EVER)));
}
