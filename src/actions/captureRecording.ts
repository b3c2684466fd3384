/** The words of a video or podcast, its length and chapters: from its transcript, its page and its chapters file. */
import { SourceError, UserError } from '../errors.ts';
import { slimVideoPage, type VideoFacts, videoFacts } from '../stages/extract-video.ts';
import { chaptersIn, parseChapters } from '../text/chapters.ts';
import { decodeText } from '../text/decode.ts';
import { parseTranscript } from '../text/transcript.ts';
import { youtubeId } from '../text/url.ts';
import type { Chapter, Cue, FetchRequest, FetchResponse, Item, Page } from '../types.ts';
import { isEditorTranscript } from './captureFiles.ts';
import { emptyPage, isFinal, isMedia, MAX_TEXT } from './capturePage.ts';
import type { JobWorld } from './jobTypes.ts';

/** What there is to ask about a recording. */
export interface Recording {
  item: Item;
  /** Where its words may be, the best place first. */
  transcripts: { url: string; type?: string }[];
  /** The page that says how long it is, where nothing else does. */
  watchUrl?: string;
  chaptersUrl?: string;
  /** What was captured before, and stays where it is not said anew. */
  known?: Page;
}
/** Whether an answer asks that machines leave its words alone; `html` is its text where it is a page. */
export type Reserves = (response: FetchResponse, html?: string) => Promise<boolean>;

/** What was asked so far, and with what success. */
interface Asking {
  world: JobWorld;
  reserves: Reserves;
  readFrom: string[];
  failures: string[];
  /** When the newest of the answers was captured. */
  at: string;
  optedOut: boolean;
}
interface Words {
  text: string;
  cues: Cue[];
}

/** Words a minute of somebody who speaks. */
const SPOKEN_PACE = 160;
/** Below this a transcript is a trailer's, or no transcript. */
const FEW_WORDS = 50;

/**
 * Asks for all that is known to be there. Addresses that failed for the moment are in `failures` and not in the page's `readFrom`: they are
 * asked again. There is no page where nothing answered.
 */
export async function captureRecording(
  world: JobWorld,
  recording: Recording,
  reserves: Reserves,
): Promise<{ page?: Page; failures: string[] }> {
  const asking: Asking = { world, reserves, readFrom: [], failures: [], at: '', optedOut: false };
  const words = await firstWords(asking, recording);
  const facts = recording.watchUrl === undefined ? {} : await watch(asking, recording.watchUrl);
  const asksChapters = words !== undefined && recording.chaptersUrl !== undefined;
  const listed = asksChapters ? await chaptersAt(asking, recording.chaptersUrl as string) : [];
  const chapters = listed.length > 0 ? listed : chaptersIn(facts.summary ?? '');
  if (asking.readFrom.length === 0) return { failures: asking.failures };
  return { page: pageOf(recording, asking, { words, facts, chapters }), failures: asking.failures };
}

function pageOf(
  { item, known }: Recording,
  { at, readFrom, failures, optedOut }: Asking,
  found: { words: Words | undefined; facts: VideoFacts; chapters: Chapter[] },
): Page {
  const said = { ...known, ...found.facts, ...(found.chapters.length > 0 ? { chapters: found.chapters } : {}) };
  const { durationSeconds, publishedAt, author, summary, chapters } = said;
  // words that could not be read again for the moment are still what was said
  const words = found.words ?? (failures.length > 0 && known?.text ? { cues: [], ...known } : undefined);
  return {
    ...emptyPage(item, at),
    ...(author ? { author } : {}),
    ...(publishedAt ? { publishedAt } : {}),
    ...(durationSeconds ? { durationSeconds } : {}),
    ...(optedOut ? { optedOut } : { ...spoken(words), ...(summary ? { summary } : {}) }),
    ...(chapters ? { chapters } : {}),
    readFrom: [...new Set([...readFrom, ...(known?.readFrom ?? [])])],
  };
}

function spoken(words: Words | undefined): Partial<Page> {
  if (words === undefined) return {};
  const text = words.text.slice(0, MAX_TEXT);
  const count = text.split(/\s+/).length;
  return {
    text,
    cues: words.cues.filter(({ at }) => at < text.length),
    minutes: Math.max(1, Math.round(count / SPOKEN_PACE)),
    incomplete: count < FEW_WORDS,
  };
}

/** The first transcript that has words. One whose publisher keeps it from machines ends the search. */
async function firstWords(asking: Asking, { transcripts }: Recording): Promise<Words | undefined> {
  for (const { url, type } of transcripts) {
    const response = await ask(asking, { url });
    if (response === undefined) continue;
    const served = response.headers['content-type'];
    const body = isMedia(served) ? '' : decodeText(response.body, served ?? type ?? '');
    if (await asking.reserves(response, /^\s*</.test(body) ? body : '')) {
      asking.optedOut = true;
      return undefined;
    }
    const words = parseTranscript(body, type ?? served, response.finalUrl);
    if (words) return words;
  }
  return undefined;
}

/** A consent page, or one that says nothing of a length, is no failure. */
async function watch(asking: Asking, url: string): Promise<VideoFacts> {
  const strip = youtubeId(url) === undefined ? {} : { strip: slimVideoPage };
  const response = await ask(asking, { url, ...strip });
  const type = response?.headers['content-type'] ?? '';
  if (response === undefined || (type !== '' && !/html/i.test(type))) return {};
  const html = decodeText(response.body, type);
  if (await asking.reserves(response, html)) asking.optedOut = true;
  return videoFacts(html);
}

async function chaptersAt(asking: Asking, url: string): Promise<Chapter[]> {
  const response = await ask(asking, { url });
  return response ? parseChapters(decodeText(response.body, response.headers['content-type'] ?? '')) : [];
}

/** An answer that can be read; undefined where there is none, now or ever. */
async function ask(asking: Asking, request: Pick<FetchRequest, 'url' | 'strip'>): Promise<FetchResponse | undefined> {
  const { url } = request;
  const own = isEditorTranscript(url);
  const how = own
    ? ({ from: 'operator', cache: 'revalidate' } as const)
    : ({ from: 'crawled', cache: 'keep', robots: true } as const);
  try {
    const response = await asking.world.fetch({ ...request, ...how });
    if (response.status >= 400 && own) return undefined;
    if (response.status >= 400 && !isFinal(response.status)) {
      asking.failures.push(`${url} answered ${response.status}`);
      return undefined;
    }
    asking.readFrom.push(url);
    if (response.at > asking.at) asking.at = response.at;
    return response.status >= 400 ? undefined : response;
  } catch (error) {
    // a file that the editor saved in some other encoding costs that file, not the crawl
    if (!(error instanceof SourceError) && !(own && error instanceof UserError)) throw error;
    asking.failures.push((error as Error).message);
    return undefined;
  }
}
