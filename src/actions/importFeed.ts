/** Old issues in the feed of a newsletter. */
import { SourceError } from '../errors.ts';
import { extractArticle } from '../stages/extract.ts';
import { decodeText } from '../text/decode.ts';
import { parseFeed } from '../text/feed.ts';
import { guardUrl } from '../text/guard.ts';
import { htmlToText } from '../text/html.ts';
import { htmlIssue } from '../text/htmlIssue.ts';
import { plainOf } from '../text/markdown-tree.ts';
import { onSite, printedUrl } from '../text/url.ts';
import type { FeedEntry, ParsedFeed, World } from '../types.ts';
import { dayOf, numberOf } from './importFacts.ts';
import { notesOn, oneLine } from './importFiles.ts';
import type { Found, LeftOut, OldIssue } from './importTypes.ts';
import { findFeed } from './sourcesFeed.ts';

/** Fewer words than any issue has: the feed gives a teaser, and the page the rest. */
const TEASER = 120;
const MOST = 2_000;

interface FeedOptions {
  timezone: string;
  base?: string;
}

/** Reads the feed at an address, or behind the page there. Throws UserError where there is none, SourceError where the address does not answer. */
export async function oldFeed(world: World, address: string, o: FeedOptions): Promise<Found> {
  const { url, feed } = await findFeed(world.fetch, address);
  return fromFeed(world, feed, { ...o, base: o.base ?? url });
}

/** Reads a feed that was saved as a file. Throws SourceError where it is none. */
export async function savedFeed(world: World, body: Uint8Array, o: FeedOptions): Promise<Found> {
  return fromFeed(world, await parseFeed(body, { url: o.base ?? 'https://import.invalid/' }), o);
}

async function fromFeed(world: World, feed: ParsedFeed, o: FeedOptions): Promise<Found> {
  const found: Found = { issues: [], leftOut: [], notes: [] };
  const entries = feed.entries.slice(0, MOST);
  for (const [done, entry] of entries.entries()) {
    world.report.step('issues', done + 1, entries.length);
    const read = await readEntry(world, entry, feed, o);
    if ('reason' in read) found.leftOut.push(read);
    else found.issues.push(read);
  }
  if (feed.entries.length > 0)
    found.notes.push(
      `the feed holds ${feed.entries.length} entries. Most feeds drop older ones: import those from the files that your old platform exports.`,
    );
  else found.notes.push('the feed has no entries');
  return found;
}

async function readEntry(
  world: World,
  entry: FeedEntry,
  feed: ParsedFeed,
  o: FeedOptions,
): Promise<OldIssue | LeftOut> {
  const from = printedUrl(entry.url || entry.id);
  const date = dayOf(entry.publishedAt ?? entry.updatedAt, o.timezone);
  if (date === undefined) return { from, reason: 'the feed says no date of it' };
  const { html, note } = await wordsOf(world, entry, feed);
  const made = htmlIssue(html, entry.url || o.base);
  if (plainOf(made.markdown).trim() === '') return { from, reason: note ?? 'there are no words in it' };
  const said = numberOf(new Map(), entry.title, slugOf(entry.url));
  const notes = [...notesOn(made), ...(note === undefined ? [] : [note])];
  return {
    from,
    title: oneLine(entry.title),
    date,
    markdown: made.markdown,
    notes,
    ...(said === undefined ? {} : { said }),
  };
}

function slugOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : '';
}

/** The entry's own words, else those of its page where that is on the newsletter's own site. */
async function wordsOf(world: World, entry: FeedEntry, feed: ParsedFeed): Promise<{ html: string; note?: string }> {
  const html = entry.contentHtml ?? entry.summaryHtml ?? '';
  if (
    htmlToText(html).split(/\s+/).length >= TEASER ||
    !guardUrl(entry.url).ok ||
    !onSite(entry.url, feed.homeUrl ?? entry.url)
  )
    return { html };
  try {
    const page = await world.fetch({ url: entry.url, from: 'crawled', robots: true });
    if (page.status >= 400) return { html, note: `the feed gives a teaser, and its page answered ${page.status}` };
    const text = decodeText(page.body, page.headers['content-type']);
    const article = extractArticle(text, { url: page.finalUrl });
    return article.text.length > htmlToText(html).length ? { html: article.html } : { html };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { html, note: `the feed gives a teaser, and its page can’t be read: ${error.message}` };
  }
}
