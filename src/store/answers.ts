/** The stored answers that a recording needs. */
import { firstSeenAnswer } from '../text/firstSeen.ts';
import type { Item, StoredResponse } from '../types.ts';
import { requestsOf } from './health.ts';
import { firstSeen, rowsOf } from './items.ts';
import { readPages } from './pages.ts';
import { responsesAt, responsesOf, type Visit } from './responses.ts';
import type { Db, ItemRow } from './tables.ts';

/** Where a site says what crawlers may do (RFC 9309, TDM Reservation Protocol). */
const SITE_RULES = ['/robots.txt', '/.well-known/tdmrep.json'];
/** Later than any moment. */
const EVER = '9999';

/**
 * The stored answers that these items were read from: the feed as it was when each was first seen and when its words last changed,
 * their pages and transcripts, what those sites say to crawlers, and all else that their sources were asked for when they were last
 * crawled. In the order in which they were captured, so that replaying them ends in the same items; last, when the items of those
 * sources were first seen, since a replay may meet one in a later answer.
 */
export async function answersFor(db: Db, itemIds: string[]): Promise<StoredResponse[]> {
  const rows = await rowsOf(db, [...new Set(itemIds)]);
  const sources = [...new Set(rows.map(({ source_id }) => source_id))];
  const read = await visitsOf(db, rows);
  const sites = new Set(read.map(({ url }) => new URL(url).origin));
  for (const site of sites) for (const path of SITE_RULES) read.push({ url: `${site}${path}`, at: EVER });
  const ids = [
    ...rows.flatMap(({ first_response, response }) => [first_response, response]),
    ...(await responsesAt(db, read)),
    ...(await requested(db, sources)),
  ];
  const answers = await responsesOf(db, [...new Set(ids.filter((id) => id !== null))]);
  const seen = await firstSeen(db, sources);
  return answers.length === 0 ? [] : [...answers, firstSeenAnswer(seen, answers.at(-1)?.at ?? EVER)];
}

/** The pages of items, wherever their words were read. */
async function visitsOf(db: Db, rows: ItemRow[]): Promise<Visit[]> {
  const items = rows.map(({ data }) => JSON.parse(data) as Item);
  const pages = await readPages(
    db,
    items.map(({ canonicalUrl }) => canonicalUrl),
  );
  const visits: Visit[] = [];
  for (const item of items) {
    const page = pages.get(item.canonicalUrl);
    const offered = [item.transcript, ...(item.transcripts ?? [])].flatMap((transcript) => transcript?.url ?? []);
    const addresses = [item.url, ...offered, item.chaptersUrl, page?.url, ...(page?.readFrom ?? [])];
    for (const url of new Set(addresses))
      if (url !== undefined && URL.canParse(url)) visits.push({ url, at: page?.capturedAt ?? EVER });
  }
  return visits;
}

/** A crawler of several requests asks all of them again in a replay: it gets what it read when it last worked, or else what there is. */
async function requested(db: Db, sources: string[]): Promise<(number | null)[]> {
  const asked = (await requestsOf(db, sources)).flatMap(({ urls, at }) => urls.map((url) => ({ url, at })));
  const then = await responsesAt(db, asked);
  const missed = asked.filter((_, i) => then[i] === null).map(({ url }) => ({ url, at: EVER }));
  return [...then, ...(await responsesAt(db, missed))];
}
