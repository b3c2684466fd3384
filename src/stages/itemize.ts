import { shortHash } from '../text/hash.ts';
import { htmlToText, linksIn, wordsAndLinks } from '../text/html.ts';
import { postedWords } from '../text/passedOn.ts';
import { isPersonalLink } from '../text/personalLinks.ts';
import { rankTranscripts } from '../text/transcript-forms.ts';
import { canonicalUrl, hostOf, httpUrl, onSite, printedUrl } from '../text/url.ts';
import { voiceOf } from '../text/voice.ts';
import type { CrawledEntry, Item, Source } from '../types.ts';

/** From this many words on a feed's own content is the whole piece, not a teaser. */
const FULL_TEXT = 120;
const MAX_SUMMARY = 3000;
const MAX_TEXT = 400_000;
const MAX_LINKS = 400;
const DAY = 86_400_000;
/** White space beyond ASCII, as ECMAScript has it. */
const WIDE_SPACES = new Set(
  Array.from('\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff', (space) => space.charCodeAt(0)),
);
for (let code = 0x2000; code <= 0x200a; code++) WIDE_SPACES.add(code);

/** A feed's entries as items, in its order. Whose words an entry's text is (P2): the linked page's own only when the link is on the feed's own site. */
export function itemize(entries: CrawledEntry[], source: Source): Item[] {
  return entries.filter((entry) => httpUrl(entry.url)).map((entry) => itemOf(entry, source));
}

function itemOf(entry: CrawledEntry, source: Source): Item {
  const canonical = canonicalUrl(entry.url);
  const { html, text, links } = readHtml(entry);
  const { own, voice, said } = wordsOf(entry, source, { html, text });
  const wordCount = countWords(said);
  const media = entry.media ?? mediaOf(entry);
  const isPrivate = source.private || isPersonalLink(entry.url);
  const linkOnly = isPrivate || (entry.optedOut === true && source.respectOptOut);
  // a post, or words that the editor pasted, are what there is, however few
  const given = voice !== undefined || entry.text !== undefined;
  const whole = given ? said !== '' : wordCount >= FULL_TEXT && !media && !isTeaser(said);
  const full = own && !linkOnly && whole;
  // what somebody says of points in a post is no count of them
  const counts = entry.counts ?? (voice ? undefined : countsIn(said));
  return {
    id: shortHash(`${canonical}\n${source.id}`),
    url: printedUrl(entry.url),
    canonicalUrl: canonical,
    sourceId: source.id,
    sourceName: source.name,
    guid: entry.id,
    title: titleOf(entry, linkOnly ? '' : said),
    ...(entry.author && isAuthor(entry, own || media !== undefined) ? { author: entry.author } : {}),
    publishedAt: dateOf(entry),
    firstSeenAt: entry.seenAt,
    ...(entry.feedLanguage ? { language: entry.feedLanguage } : {}),
    summary: linkOnly ? '' : said.slice(0, MAX_SUMMARY),
    own,
    text: full ? said : '',
    textFrom: full ? 'feed' : 'none',
    ...(full && entry.markdown ? { markdown: entry.markdown } : {}),
    capturedAt: entry.seenAt,
    incomplete: !full,
    links: linksOf(entry, links).filter((link) => canonicalUrl(link) !== canonical),
    categories: entry.categories,
    ...(entry.about?.length ? { about: entry.about } : {}),
    ...(entry.commentsUrl ? { discussionUrl: entry.commentsUrl } : {}),
    minutes: Math.max(1, Math.round(wordCount / 200)),
    ...(entry.imageUrl ? { imageUrl: entry.imageUrl } : {}),
    ...(media ? { media } : {}),
    ...recording(entry),
    ...(voice ? { voice } : {}),
    ...(counts ? { counts } : {}),
    ...(linkOnly ? { linkOnly } : {}),
    ...(isPrivate ? { private: true } : {}),
  };
}

/** Whose an entry's words are, and the words: a post that a feed passes on is its account's own only as far as the feed says nothing else. */
function wordsOf(
  entry: CrawledEntry,
  source: Source,
  { html, text }: { html: string; text: string },
): { own: boolean; voice?: Item['voice']; said: string } {
  const own = onSite(entry.url, entry.feedHomeUrl ?? source.url);
  const voice = own ? voiceOf(entry.url, entry.author) : undefined;
  const { title, author } = entry;
  const said = entry.text ?? (voice ? postedWords({ title, html, ...(author ? { author } : {}), ...voice }) : text);
  if (said === undefined) return { own: false, said: text.slice(0, MAX_TEXT) };
  return { own, ...(voice ? { voice } : {}), said: said.slice(0, MAX_TEXT) };
}

/** Whether an entry's author wrote the page: who passed on a link to another site did not, unless the link itself names them. */
function isAuthor({ url, author }: CrawledEntry, own: boolean): boolean {
  return own || voiceOf(url)?.handle === author;
}

/** What is known of a video or an episode before its page is captured. */
function recording(
  entry: CrawledEntry,
): Pick<Item, 'durationSeconds' | 'transcript' | 'transcripts' | 'chapters' | 'chaptersUrl'> {
  const transcripts = rankTranscripts(entry.transcripts, entry.feedLanguage);
  const [transcript] = transcripts;
  return {
    ...(entry.durationSeconds ? { durationSeconds: entry.durationSeconds } : {}),
    ...(transcript ? { transcript, transcripts } : {}),
    ...(entry.chapters?.length ? { chapters: entry.chapters } : {}),
    ...(entry.chaptersUrl ? { chaptersUrl: entry.chaptersUrl } : {}),
  };
}

/** The HTML of an entry that stands for it, its words, and the links of content and summary: in one walk where no tag of the summary has any. */
function readHtml(entry: CrawledEntry): { html: string; text: string; links: string[] } {
  const { contentHtml, summaryHtml = '', url } = entry;
  const html = contentHtml ?? summaryHtml;
  if (contentHtml === undefined || !summaryHtml.includes('>')) return { html, ...wordsAndLinks(html, url) };
  return { html, text: htmlToText(html), links: linksIn(`${contentHtml} ${summaryHtml}`, url) };
}

/** Runs of characters that are no white space. */
function countWords(text: string): number {
  let count = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isSpace = code < 128 ? code === 32 || (code >= 9 && code <= 13) : WIDE_SPACES.has(code);
    if (!isSpace && !inWord) count++;
    inWord = !isSpace;
  }
  return count;
}

function linksOf(entry: CrawledEntry, inHtml: string[]): string[] {
  return [...new Set([...(entry.links ?? []), ...inHtml])].filter((link) => !isPersonalLink(link)).slice(0, MAX_LINKS);
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
