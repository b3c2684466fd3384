/** The terms of a score that need nothing but the story and what the editor decided. Each is a reason; `rank` adds them up. */
import { findId } from '../text/find.ts';
import { hostOf, pageKey } from '../text/url.ts';
import { isTalk } from '../text/voice.ts';
import type { RankContext, Reason } from '../types.ts';
import { type Draft, pagesOf, sightings } from './rank-draft.ts';
import { isRelease } from './rank-names.ts';

const DAY = 86_400_000;

/** Independent sites, and sources that saw it: the same words printed again elsewhere are one site and one source. */
export function breadth(story: Draft): Reason {
  const pages = pagesOf(story.items);
  const sites = new Set(pages.map((item) => hostOf(item.url)));
  const seenBy = pages.flatMap((item) => [
    item,
    ...item.copies.filter(({ canonicalUrl }) => canonicalUrl === item.canonicalUrl),
  ]);
  const sources = new Set(seenBy.map(({ sourceId }) => sourceId));
  const value = 0.6 * Math.log2(sites.size) + 0.4 * Math.log2(sources.size);
  return { term: 'breadth', value, detail: `${counted(sites.size, 'site')}, ${counted(sources.size, 'source')}` };
}

function counted(n: number, what: string): string {
  return `${n} ${n === 1 ? what : `${what}s`}`;
}

const FIRST_HAND = 1;
/** Whoever did it tells more than whoever passes it on. */
export function authority(story: Draft, weights: Map<string, number>): Reason {
  const best = Math.max(...sightings(story).map((item) => weights.get(item.sourceId) ?? 1));
  const firstHand = isFirstHand(story);
  return {
    term: 'authority',
    value: 0.5 * (best - 1) + (firstHand ? FIRST_HAND : 0),
    detail: `${firstHand ? 'first hand, ' : ''}source weight ${best}`,
  };
}

function isFirstHand(story: Draft): boolean {
  return sightings(story).some((item) => item.own && !item.voice);
}

const POST_ALONE = -0.6;
const UNREAD = -0.3;
const ASKS = -0.3;
/** What stands on weak feet: a post is all there is, nobody could read the page, or the title only asks. */
export function standing(story: Draft): Reason {
  const pages = pagesOf(story.items);
  const weak: [number, string][] = [];
  if (pages.every(({ url, own }) => isTalk(url) && !own)) weak.push([POST_ALONE, 'no page, only posts']);
  if (pages.every(({ text, incomplete, media }) => (!text || incomplete) && !media))
    weak.push([UNREAD, 'no page could be read']);
  if (/\?$/.test(story.title)) weak.push([ASKS, 'asks more than it tells']);
  return {
    term: 'standing',
    value: weak.reduce((sum, [value]) => sum + value, 0),
    detail: weak.map(([, why]) => why).join(', '),
  };
}

const RELEASE = 0.8;
/** What is new is called by its name and version alone; whoever tests it, runs it or sells it has more to say in the title. */
export function release(story: Draft): Reason {
  const named = story.items.some(({ title }) => isRelease(title));
  return { term: 'release', value: named ? RELEASE : 0, detail: named ? 'called by a name and a version' : '' };
}

export function recency(story: Draft, until: string): Reason {
  // what is dated behind the window is no fresher than its last day, and what has no date is not fresh
  const days = Math.max(0, (Date.parse(until) - Date.parse(story.lead.publishedAt)) / DAY);
  if (Number.isNaN(days)) return { term: 'recency', value: 0, detail: '' };
  return {
    term: 'recency',
    value: 0.2 * Math.max(0, 1 - days / 14),
    detail: `${Math.round(days)} days before the issue`,
  };
}

export function novelty(story: Draft, told: Set<string>): Reason {
  const old = sightings(story).filter((item) => told.has(pageKey(item.url))).length;
  return { term: 'novelty', value: old ? -3 : 0, detail: old ? 'a past issue told it' : '' };
}

const PIN = 100;
export function pinned(story: Draft, context: RankContext): Reason {
  const seen = sightings(story);
  const pins = new Set(context.editor.pins.map((pin) => pageKey(pin.url)));
  if (seen.some((item) => pins.has(pageKey(item.url))))
    return { term: 'pinned', value: PIN, detail: 'pinned in editor.yaml' };
  const finds = new Set(context.editor.inbox.map(({ url }) => findId(url)));
  const found = seen.some(({ sourceId }) => finds.has(sourceId));
  return { term: 'pinned', value: found ? PIN : 0, detail: found ? "the editor's own find" : '' };
}
