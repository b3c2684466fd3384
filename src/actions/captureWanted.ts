/** Which pages are wanted: what the items of a window say of each, less what is captured already. */
import { hostOf, httpUrl, youtubeId } from '../text/url.ts';
import type { Item, Page } from '../types.ts';
import { editorTranscripts, isEditorTranscript, wordsOf } from './captureFiles.ts';
import type { Recording } from './captureRecording.ts';
import type { JobWorld } from './jobTypes.ts';

/** A page that is wanted: one item of it, and all that its items know of it. */
export interface Wanted extends Recording {
  /** Of all items that are about it, in order. */
  ids: string[];
  /** Every address that its items give for it. */
  urls: string[];
  isRecording: boolean;
}

/** A post's page there has no words without its scripts. */
const NO_PAGES = /^(x|twitter)\.com$/;
const MEDIA_FILE = /\.(mp3|m4a|m4b|aac|ogg|oga|opus|wav|flac|mp4|m4v|mov|webm|mkv)$/i;

/** The pages of these items that have something to be asked for, in the order of their items. */
export async function wantedPages(world: JobWorld, items: Item[]): Promise<Wanted[]> {
  const filesOf = await editorTranscripts(world);
  const pages = new Map<string, Item[]>();
  for (const item of items) {
    if (item.linkOnly || item.textFrom === 'feed' || NO_PAGES.test(hostOf(item.url))) continue;
    const known = pages.get(item.canonicalUrl);
    if (known) known.push(item);
    else pages.set(item.canonicalUrl, [item]);
  }
  const possible = new Map<string, Wanted>();
  for (const [key, sharers] of pages) {
    const page = wantedOf(sharers, filesOf);
    if (page && !isRead(page, sharers)) possible.set(key, page);
  }
  const captured = await world.store.pages([...possible.keys()]);
  const wanted: Wanted[] = [];
  for (const [key, page] of possible) {
    const known = captured.get(key);
    if (await isMissing(world, known, page)) wanted.push({ ...page, ...(known ? { known } : {}) });
  }
  return wanted;
}

function wantedOf(items: Item[], filesOf: (url: string) => string[]): Wanted | undefined {
  const [item] = items;
  if (item === undefined) return undefined;
  const isRecording = items.some(({ media, transcript }) => media !== undefined || transcript !== undefined);
  const offered = items.flatMap(({ transcript, transcripts }) => transcripts ?? (transcript ? [transcript] : []));
  // an address that came with an item never names a file of the workspace
  const published = offered.filter(({ url }) => httpUrl(url) !== undefined);
  const files = filesOf(item.url).map((url) => ({ url }));
  const watchUrl = watchUrlOf(items);
  const chaptersUrl = items.find((one) => one.chaptersUrl)?.chaptersUrl;
  return {
    item,
    ids: items.map(({ id }) => id),
    isRecording,
    urls: [...new Set(items.map(({ url }) => url))],
    transcripts: [...files, ...unique(published)],
    ...(watchUrl ? { watchUrl } : {}),
    ...(chaptersUrl ? { chaptersUrl } : {}),
  };
}

/** An article whose words were joined to its item: there is nothing more to ask, and no need to look it up. */
function isRead({ isRecording, transcripts, watchUrl }: Wanted, items: Item[]): boolean {
  return (
    !isRecording && transcripts.length === 0 && watchUrl === undefined && items.some((item) => item.textFrom === 'page')
  );
}

function unique(transcripts: Recording['transcripts']): Recording['transcripts'] {
  return [...new Map(transcripts.map((one) => [one.url, one])).values()];
}

/** The page of a video whose length nobody said; a file is no page. */
function watchUrlOf(items: Item[]): string | undefined {
  const video = items.find(({ media }) => media === 'video');
  if (video === undefined || items.some(({ durationSeconds }) => durationSeconds !== undefined)) return undefined;
  const id = youtubeId(video.url);
  if (id !== undefined) return `https://www.youtube.com/watch?v=${id}`;
  return MEDIA_FILE.test(new URL(video.url).pathname) ? undefined : video.url;
}

/** Whether there is something to ask that was not answered yet. */
async function isMissing(world: JobWorld, known: Page | undefined, page: Wanted): Promise<boolean> {
  if (known === undefined) return !page.isRecording || page.transcripts.length > 0 || page.watchUrl !== undefined;
  const isUnanswered = (url: string) => known.readFrom?.includes(url) !== true;
  const files = page.transcripts.map(({ url }) => url).filter(isEditorTranscript);
  if (!world.replaying && (await isToldAnew(world, files, known))) return true;
  if (known.text === '' && page.transcripts.some(({ url }) => isUnanswered(url))) return true;
  if (page.watchUrl !== undefined && isUnanswered(page.watchUrl)) return true;
  return page.isRecording && known.text !== '' && page.chaptersUrl !== undefined && isUnanswered(page.chaptersUrl);
}

/** Whether the first of the editor's files that has words was not read yet, or was changed since. */
async function isToldAnew(world: JobWorld, files: string[], known: Page): Promise<boolean> {
  for (const url of files) {
    if (!known.readFrom?.includes(url)) return true;
    const words = await wordsOf(world, url);
    if (words !== '') return words !== known.text;
  }
  return false;
}
