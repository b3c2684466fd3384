import { findId } from '../text/find.ts';
import { shortHash } from '../text/hash.ts';
import { type Topic, type TopicDocument, topicOf } from '../text/topic.ts';
import { hostOf, pageKey } from '../text/url.ts';
import type { Item, Original, RankContext, Reason, Story } from '../types.ts';

/** At or above this relevance a story is on topic. */
const ON_TOPIC = 0.52;
const DAY = 86_400_000;

/**
 * Stories by score, highest first. The score is a sum of terms, each kept as a reason: relevance to `about:`, breadth of independent sites, authority of its sources,
 * digests that link to it, readers' counts on a scale of their own kind, recency, novelty, pins. `newsletter.weights` multiplies a term by its name.
 */
export function rank(groups: Original[][], roundups: Original[], context: RankContext): Story[] {
  const topic = topicOf(context.newsletter.about, [
    ...groups.flatMap(pagesOf).map(topicDocument),
    ...roundups.map((item) => ({ title: '', text: item.text, reference: true })),
  ]);
  const digest = digestLinks(roundups);
  const weights = new Map(context.sources.map((source) => [source.id, source.weight]));
  const stories = groups.map((items) => {
    const story = storyOf(items);
    const relevance = storyRelevance(story, topic);
    const reasons = [
      relevance,
      breadth(story),
      authority(story, weights),
      digests(story, digest),
      buzz(story),
      recency(story, context.until),
      novelty(story, context.told),
      pinned(story, context),
    ].map((reason) => weighted(reason, context.newsletter.weights));
    const score = reasons.reduce((sum, { value }) => sum + value, 0);
    return {
      ...story,
      reasons: reasons.filter(({ value }) => value !== 0),
      score,
      onTopic: relevance.value >= ON_TOPIC * RELEVANCE,
    };
  });
  return stories.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function weighted(reason: Reason, weights: Record<string, number>): Reason {
  const value = Math.round(reason.value * (weights[reason.term] ?? 1) * 1000) / 1000;
  return { ...reason, value };
}

type Draft = Pick<Story, 'id' | 'title' | 'items' | 'lead'>;

function storyOf(items: Original[]): Draft {
  const earliest = items[0] as Original;
  // of equals the earliest: the others follow it
  const lead = items.toSorted((a, b) => leadWorth(b) - leadWorth(a))[0] as Original;
  return { id: shortHash(earliest.canonicalUrl), title: lead.title, items, lead };
}

/** The block is written about the page that says most first hand: on its own feed, with words to quote; a post only where there is nothing else. */
function leadWorth(item: Original): number {
  const quotable = item.text && !item.incomplete && !item.linkOnly ? 4 : 0;
  return (
    quotable +
    (item.own ? 2 : 0) +
    (item.voice ? -3 : 0) +
    (item.linkOnly ? -2.5 : 0) +
    Math.min(item.copies.length, 2) * 0.5 +
    (item.minutes > 2 ? 0.3 : 0)
  );
}

function topicDocument(item: Item): TopicDocument {
  const { title, text, summary, own, sourceId } = item;
  return { title, text: own ? text || summary : `${summary} ${text}`, sourceId };
}

const RELEVANCE = 3;
function storyRelevance(story: Draft, topic: Topic): Reason {
  const found = pagesOf(story.items).map((item) => {
    const { value, because } = topic.relevance(topicDocument(item));
    // reasons stand in evidence.json
    return { value, because: item.private ? [] : because };
  });
  const values = found.map(({ value }) => value);
  const best = Math.max(...values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const because = found.find(({ value }) => value === best)?.because ?? [];
  return {
    term: 'relevance',
    value: RELEVANCE * (0.6 * best + 0.4 * mean),
    detail: because.length ? `about ${because.join(', ')}` : 'no word of the topic',
  };
}

/** What a story is told by: comments on it say what people think of it, not what it is. */
function pagesOf(items: Original[]): Original[] {
  const pages = items.filter(({ about }) => about === undefined);
  return pages.length ? pages : items;
}

/** Everything that was seen of a story: its items and their copies. */
function sightings(story: Draft): Item[] {
  return story.items.flatMap((item) => [item, ...item.copies]);
}

function breadth(story: Draft): Reason {
  const pages = pagesOf(story.items);
  const sites = new Set(pages.map((item) => hostOf(item.url)));
  const sources = new Set(sightings({ ...story, items: pages }).map((item) => item.sourceId));
  const value = 0.6 * Math.log2(sites.size) + 0.4 * Math.log2(sources.size);
  return {
    term: 'breadth',
    value,
    detail: `${sites.size} ${sites.size === 1 ? 'site' : 'sites'}, ${sources.size} ${sources.size === 1 ? 'source' : 'sources'}`,
  };
}

function authority(story: Draft, weights: Map<string, number>): Reason {
  const best = Math.max(...sightings(story).map((item) => weights.get(item.sourceId) ?? 1));
  const firstHand = sightings(story).some((item) => item.own && !item.voice);
  return {
    term: 'authority',
    value: 0.5 * (best - 1) + (firstHand ? 0.8 : 0),
    detail: `${firstHand ? 'first hand, ' : ''}source weight ${best}`,
  };
}

function digestLinks(roundups: Original[]): Map<string, Set<string>> {
  const by = new Map<string, Set<string>>();
  for (const roundup of roundups) {
    for (const link of roundup.links) {
      const key = pageKey(link);
      by.set(key, (by.get(key) ?? new Set()).add(roundup.id));
    }
  }
  return by;
}

function digests(story: Draft, links: Map<string, Set<string>>): Reason {
  const found = new Set(sightings(story).flatMap((item) => [...(links.get(pageKey(item.url)) ?? [])]));
  return {
    term: 'digests',
    value: 0.8 * Math.log2(1 + found.size),
    detail: `linked by ${found.size} ${found.size === 1 ? 'digest' : 'digests'}`,
  };
}

/** A point on Hacker News, a like and a view are not the same: each kind's count that is worth one. */
const SCALE = { points: 60, comments: 40, likes: 500, views: 50_000 } as const;
function buzz(story: Draft): Reason {
  let best = { value: 0, detail: '' };
  for (const item of sightings(story)) {
    for (const kind of Object.keys(SCALE) as (keyof typeof SCALE)[]) {
      const count = item.counts?.[kind] ?? 0;
      const value = Math.log2(1 + count / SCALE[kind]);
      if (value > best.value) best = { value, detail: `${count} ${kind}` };
    }
  }
  return { term: 'buzz', value: 0.35 * Math.min(best.value, 6), detail: best.detail };
}

function recency(story: Draft, until: string): Reason {
  const days = (Date.parse(until) - Date.parse(story.lead.publishedAt)) / DAY;
  return {
    term: 'recency',
    value: 0.2 * Math.max(0, 1 - days / 14),
    detail: `${Math.max(0, Math.round(days))} days before the issue`,
  };
}

function novelty(story: Draft, told: Set<string>): Reason {
  const old = sightings(story).filter((item) => told.has(pageKey(item.url))).length;
  return { term: 'novelty', value: old ? -3 : 0, detail: old ? 'a past issue told it' : '' };
}

const PIN = 100;
function pinned(story: Draft, context: RankContext): Reason {
  const seen = sightings(story);
  const pins = new Set(context.editor.pins.map((pin) => pageKey(pin.url)));
  if (seen.some((item) => pins.has(pageKey(item.url))))
    return { term: 'pinned', value: PIN, detail: 'pinned in editor.yaml' };
  const finds = new Set(context.editor.inbox.map(({ url }) => findId(url)));
  const found = seen.some(({ sourceId }) => finds.has(sourceId));
  return { term: 'pinned', value: found ? PIN : 0, detail: found ? "the editor's own find" : '' };
}
