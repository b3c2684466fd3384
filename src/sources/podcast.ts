/** Podcasts: a feed whose entries are recordings (RSS, iTunes' elements, the podcast namespace). */
import { chaptersIn } from '../text/chapters.ts';
import { htmlToText } from '../text/html.ts';
import { canonicalUrl } from '../text/url.ts';
import type { Chapter, CrawlContext, CrawledEntry, CrawlResult, PodcastSource } from '../types.ts';
import { crawlFeed } from './feed.ts';

type Enclosure = CrawledEntry['enclosures'][number];

const KINDS = { audio: /\.(mp3|m4a|m4b|aac|ogg|oga|opus|wav|flac)$/i, video: /\.(mp4|m4v|mov|webm|mkv)$/i };
/** No sound that people listen to has more bits a second. */
const MOST_BITS = 3_000_000;

/** As `crawlFeed`, with what a recording has: its kind, length and chapters, and an address of its own. */
export async function crawlPodcast(source: PodcastSource, context: CrawlContext): Promise<CrawlResult> {
  const result = await crawlFeed(source, context);
  const isShared = sharedLinks(result.entries);
  return { ...result, entries: result.entries.map((entry) => episode(entry, isShared)) };
}

function episode(entry: CrawledEntry, isShared: (url: string) => boolean): CrawledEntry {
  const { durationSeconds, ...rest } = entry;
  const file = entry.enclosures.find((enclosure) => kindOf(enclosure) !== undefined);
  const media = file && kindOf(file);
  const url = file && isShared(entry.url) ? file.url : entry.url;
  const listed = entry.chapters ?? chaptersInNotes(entry.contentHtml ?? entry.summaryHtml ?? '');
  // what is longer than the recording was never a list of its chapters
  const chapters = listed.filter(({ seconds }) => durationSeconds === undefined || seconds <= durationSeconds);
  const fits = durationSeconds !== undefined && !isTooShort(durationSeconds, file, media);
  return {
    ...rest,
    url,
    ...(media ? { media } : {}),
    ...(fits ? { durationSeconds } : {}),
    ...(chapters.length > 0 ? { chapters } : {}),
  };
}

/** Notes are HTML, or plain lines that only say they are. */
function chaptersInNotes(html: string): Chapter[] {
  const listed = chaptersIn(htmlToText(html));
  return listed.length > 0 ? listed : chaptersIn(htmlToText(html.replaceAll('\n', '<br>')));
}

function kindOf({ url, type = '' }: Enclosure): CrawledEntry['media'] {
  if (/^(audio|video)\//i.test(type)) return type.toLowerCase().startsWith('video') ? 'video' : 'audio';
  const path = url.replace(/[?#].*$/, '');
  if (KINDS.audio.test(path)) return 'audio';
  return KINDS.video.test(path) ? 'video' : undefined;
}

/** `1:02` for an hour and two minutes: the file is too large for a minute of sound. */
function isTooShort(seconds: number, file: Enclosure | undefined, media: CrawledEntry['media']): boolean {
  return media === 'audio' && file?.length !== undefined && (file.length * 8) / seconds > MOST_BITS;
}

/** Many shows give every episode the show's own page for a link: that is no episode's address. */
function sharedLinks(entries: CrawledEntry[]): (url: string) => boolean {
  const ids = new Map<string, Set<string>>();
  for (const { id, url } of entries) {
    const key = canonicalUrl(url);
    ids.set(key, (ids.get(key) ?? new Set()).add(id));
  }
  const homes = new Set(entries.flatMap(({ feedHomeUrl }) => (feedHomeUrl ? [canonicalUrl(feedHomeUrl)] : [])));
  return (url) => homes.has(canonicalUrl(url)) || (ids.get(canonicalUrl(url))?.size ?? 0) > 1;
}
