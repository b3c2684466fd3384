import { shortHash } from '../text/hash.ts';
import { htmlToText, linksIn } from '../text/html.ts';
import { canonicalUrl, hostOf, httpUrl, onSite, printedUrl } from '../text/url.ts';
import { voiceOf } from '../text/voice.ts';
import type { CrawledEntry, Item, Source } from '../types.ts';

/** From this many words on a feed's own content is the whole piece, not a teaser. */
const FULL_TEXT = 120;
const MAX_SUMMARY = 3000;
const MAX_TEXT = 400_000;
const MAX_LINKS = 400;
const DAY = 86_400_000;

/** A feed's entries as items, in its order. Whose words an entry's text is (P2): the linked page's own only when the link is on the feed's own site. */
export function itemize(entries: CrawledEntry[], source: Source): Item[] {
  return entries.filter((entry) => httpUrl(entry.url)).map((entry) => itemOf(entry, source));
}

function itemOf(entry: CrawledEntry, source: Source): Item {
  const canonical = canonicalUrl(entry.url);
  const own = onSite(entry.url, entry.feedHomeUrl ?? source.url);
  const voice = own ? voiceOf(entry.url, entry.author) : undefined;
  const said = htmlToText(entry.contentHtml ?? entry.summaryHtml ?? '').slice(0, MAX_TEXT);
  const wordCount = said.split(/\s+/).filter(Boolean).length;
  const media = mediaOf(entry);
  const full = own && !source.private && (voice !== undefined || (wordCount >= FULL_TEXT && !media && !isTeaser(said)));
  const transcript = bestTranscript(entry);
  const counts = countsIn(said);
  return {
    id: shortHash(`${canonical}\n${source.id}`),
    url: printedUrl(entry.url),
    canonicalUrl: canonical,
    sourceId: source.id,
    sourceName: source.name,
    guid: entry.id,
    title: titleOf(entry, said),
    ...(entry.author ? { author: entry.author } : {}),
    publishedAt: dateOf(entry),
    firstSeenAt: entry.seenAt,
    ...(entry.feedLanguage ? { language: entry.feedLanguage } : {}),
    summary: source.private ? '' : said.slice(0, MAX_SUMMARY),
    own,
    text: full ? said : '',
    textFrom: full ? 'feed' : 'none',
    capturedAt: entry.seenAt,
    incomplete: !full,
    links: linksIn(`${entry.contentHtml ?? ''} ${entry.summaryHtml ?? ''}`, entry.url)
      .filter((link) => canonicalUrl(link) !== canonical)
      .slice(0, MAX_LINKS),
    categories: entry.categories,
    ...(entry.commentsUrl ? { discussionUrl: entry.commentsUrl } : {}),
    ...(media ? { media } : {}),
    ...(entry.durationSeconds ? { durationSeconds: entry.durationSeconds } : {}),
    minutes: Math.max(1, Math.round(wordCount / 200)),
    ...(entry.imageUrl ? { imageUrl: entry.imageUrl } : {}),
    ...(transcript ? { transcript } : {}),
    ...(voice ? { voice } : {}),
    ...(counts ? { counts } : {}),
    ...(source.private ? { linkOnly: true } : {}),
  };
}

/** What an aggregator puts around a page's title: who shows it, and what kind of file it is. */
const LABEL = /^(Show|Ask|Tell|Launch) HN:\s+/;
const KIND = /\s+\[(pdf|video|audio|slides)\]$/i;

/** A post has no title of its own: its first words stand in. */
function titleOf(entry: CrawledEntry, said: string): string {
  const title = entry.title.replace(/\s+/g, ' ').trim().replace(LABEL, '').replace(KIND, '');
  if (title) return title.slice(0, 300);
  const first = said.split('\n')[0] ?? '';
  return first.length > 90 ? `${first.slice(0, 90).replace(/\s+\S*$/, '')}…` : first || entry.url;
}

/** The entry's date; one from the future is a mistake, and then the moment it was seen stands. */
function dateOf(entry: CrawledEntry): string {
  const date = entry.publishedAt ?? entry.updatedAt;
  return date && Date.parse(date) <= Date.parse(entry.seenAt) + DAY ? date : entry.seenAt;
}

function isTeaser(text: string): boolean {
  return /(\.\.\.|…|\[…\]|read more|continue reading|read the full (story|post|article))[\s.»→>]*$/i.test(
    text.slice(-120),
  );
}

function mediaOf(entry: CrawledEntry): Item['media'] {
  if (/^(youtube\.com|youtu\.be|vimeo\.com)$/.test(hostOf(entry.url))) return 'video';
  const type = entry.enclosures.map((enclosure) => enclosure.type ?? '').find((t) => /^(audio|video)\//.test(t));
  return type?.startsWith('video') ? 'video' : type ? 'audio' : undefined;
}

/** Timed formats before plain ones. */
const FORMATS = [/vtt/i, /srt|subrip/i, /json/i, /html/i, /plain|txt/i];
function bestTranscript(entry: CrawledEntry): { url: string; type?: string } | undefined {
  const rank = ({ url, type }: { url: string; type?: string }) => {
    const found = FORMATS.findIndex((format) => format.test(type ?? '') || format.test(url));
    return found < 0 ? FORMATS.length : found;
  };
  return entry.transcripts.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** "Points: 123", "Likes: 4,567": what aggregators and bridges print beside an entry. */
function countsIn(text: string): Item['counts'] {
  const counts: NonNullable<Item['counts']> = {};
  for (const match of text
    .slice(0, MAX_SUMMARY)
    .matchAll(/\b(points|comments|replies|likes|views)\s*:\s*([\d,]{1,12})/gi)) {
    const name = (match[1] as string).toLowerCase();
    const kind = name === 'replies' ? 'comments' : (name as keyof NonNullable<Item['counts']>);
    counts[kind] ??= Number((match[2] as string).replaceAll(',', ''));
  }
  return Object.keys(counts).length ? counts : undefined;
}
