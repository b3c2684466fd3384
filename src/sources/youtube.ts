/** YouTube: a channel's or playlist's feed, or videos one by one through oEmbed (oembed.com). */
import { SourceError } from '../errors.ts';
import { chaptersIn } from '../text/chapters.ts';
import { decodeText } from '../text/decode.ts';
import { given } from '../text/given.ts';
import { htmlToText } from '../text/html.ts';
import { httpUrl, youtubeId } from '../text/url.ts';
import type { CrawlContext, CrawledEntry, CrawlResult, FetchResponse, YoutubeSource } from '../types.ts';
import { entryAt } from './entry.ts';
import { crawlFeed } from './feed.ts';
import { readVisits } from './visits.ts';

const HOME = 'https://www.youtube.com/';
const MOST_VIDEOS = 1000;

/**
 * The newest videos of a channel or playlist (the feed has fifteen), or the videos that are named. Views and chapters come with the feed;
 * the length stands on the video's page alone. Throws SourceError where no video could be read.
 */
export async function crawlYoutube(source: YoutubeSource, context: CrawlContext): Promise<CrawlResult> {
  return source.videos.length > 0 ? crawlVideos(source, context) : crawlChannel(source, context);
}

/** The feeds answer 404 and 500 for hours on end, for channels that are well. */
async function crawlChannel(source: YoutubeSource, context: CrawlContext): Promise<CrawlResult> {
  try {
    const result = await crawlFeed(source, context);
    return { ...result, entries: result.entries.map(videoEntry) };
  } catch (error) {
    if (!(error instanceof SourceError) || (error.status !== 404 && (error.status ?? 0) < 500)) throw error;
    throw new SourceError(
      `answered ${error.status}: YouTube's feeds fail at times; asked again at the next crawl. If it goes on for days, check the channel's id in sources.yaml`,
      error.status,
    );
  }
}

function videoEntry(entry: CrawledEntry): CrawledEntry {
  const id = youtubeId(entry.url);
  const description = htmlToText(entry.contentHtml ?? entry.summaryHtml ?? '');
  const chapters = chaptersIn(description);
  return {
    ...entry,
    url: id === undefined || isShort(entry.url) ? entry.url : watchUrl(id),
    media: 'video',
    ...(chapters.length > 0 ? { chapters } : {}),
  };
}

function isShort(url: string): boolean {
  return new URL(url).pathname.startsWith('/shorts/');
}

function watchUrl(id: string): string {
  return `${HOME}watch?v=${id}`;
}

/** One video's failure costs that video alone. */
async function crawlVideos(
  { videos, maxItems = MOST_VIDEOS }: YoutubeSource,
  context: CrawlContext,
): Promise<CrawlResult> {
  const result: CrawlResult = { entries: [], unchanged: true, warnings: [] };
  let failure: SourceError | undefined;
  for (const id of [...new Set(videos)].slice(0, Math.min(maxItems, MOST_VIDEOS))) {
    try {
      const { entries, unchanged, warnings } = await crawlVideo(id, context);
      result.entries.push(...entries);
      result.unchanged &&= unchanged;
      result.warnings.push(...warnings);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failure ??= error;
      result.warnings.push(`${watchUrl(id)}: ${whyNot(error)}`);
    }
  }
  if (failure === undefined) return result;
  if (result.entries.length === 0) throw new SourceError(result.warnings.slice(0, 3).join('; '), failure.status);
  return { ...result, unchanged: false };
}

/** Asked once: a video's title hardly changes, and the answer carries nothing to ask by whether it did. */
async function crawlVideo(id: string, { fetch }: CrawlContext): Promise<CrawlResult> {
  const url = `${HOME}oembed?url=${watchUrl(id)}&format=json`;
  const request = { url, from: 'operator', cache: 'keep' } as const;
  const { visits, warnings, unchanged } = await readVisits(fetch, request, (response) => readVideo(id, response));
  return { entries: visits, warnings, unchanged };
}

function readVideo(id: string, response: FetchResponse): CrawledEntry {
  const said = parseObject(decodeText(response.body, response.headers['content-type'] ?? ''));
  const title = text(said.title);
  if (title === '') throw new SourceError('its answer has no title');
  const author = text(said.author_name);
  const imageUrl = httpUrl(text(said.thumbnail_url));
  return {
    ...entryAt(watchUrl(id), response),
    id: `yt:video:${id}`,
    title,
    ...(author ? { author } : {}),
    ...given({ imageUrl }),
    media: 'video',
    feedHomeUrl: HOME,
  };
}

function parseObject(body: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new SourceError('its answer is no JSON');
  }
  if (typeof json !== 'object' || json === null) throw new SourceError('its answer is no JSON object');
  return json as Record<string, unknown>;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 1000).replace(/\s+/g, ' ').trim() : '';
}

function whyNot(error: SourceError): string {
  if (error.status === 401 || error.status === 403) return 'its owner does not let it be embedded, or it is private';
  if (error.status === 400 || error.status === 404) return 'there is no such video';
  return error.message;
}
