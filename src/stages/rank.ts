import { shortHash } from '../text/hash.ts';
import { type Topic, type TopicDocument, topicOf } from '../text/topic.ts';
import type { Item, Original, RankContext, Reason, Story } from '../types.ts';
import { buzz, countsOf } from './rank-buzz.ts';
import { type Digests, readDigests } from './rank-digests.ts';
import { type Draft, pagesOf } from './rank-draft.ts';
import { isAddressedByName, isRelease } from './rank-names.ts';
import { authority, breadth, novelty, pinned, recency, release, standing } from './rank-terms.ts';

/** At or above this relevance a story is on topic. */
const ON_TOPIC = 0.52;

/**
 * Stories by score, highest first. The score is a sum of terms, each kept as a reason under a name of `SCORE_TERMS`; `newsletter.weights` multiplies a term by
 * its name. What is on topic is decided by relevance alone, whatever its weight.
 */
export function rank(groups: Original[][], roundups: Original[], context: RankContext): Story[] {
  const documents = new Map(groups.flatMap(pagesOf).map((item) => [item, topicDocument(item)]));
  const topic = topicOf(context.newsletter.about, [
    ...documents.values(),
    ...roundups.map((item) => ({ title: '', text: item.text, reference: true })),
  ]);
  const digests = readDigests(roundups);
  const weights = new Map(context.sources.map((source) => [source.id, source.weight]));
  const counts = countsOf(groups);
  const stories = groups.map((items) => {
    const story = storyOf(items);
    const { relevance, reason } = storyRelevance(story, { topic, documents, digests });
    const reasons = [
      reason,
      breadth(story),
      authority(story, weights),
      digests.reason(story),
      buzz(story, counts),
      release(story),
      standing(story),
      recency(story, context.until),
      novelty(story, context.told),
      pinned(story, context),
    ].map((one) => weighted(one, context.newsletter.weights));
    const score = reasons.reduce((sum, { value }) => sum + value, 0);
    return { ...story, reasons: reasons.filter(({ value }) => value !== 0), score, onTopic: relevance >= ON_TOPIC };
  });
  return stories.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function weighted(reason: Reason, weights: Record<string, number>): Reason {
  const value = Math.round(reason.value * (weights[reason.term] ?? 1) * 1000) / 1000;
  return { ...reason, value };
}

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
    (isAddressedByName(item) ? 0.8 : 0) +
    (isRelease(item.title) ? 0.4 : 0) +
    (item.minutes > 2 ? 0.3 : 0)
  );
}

function topicDocument(item: Item, told = ''): TopicDocument {
  const { title, text, summary, own, sourceId } = item;
  return { title, text: own ? text || summary || told : `${summary} ${text || told}`, sourceId };
}

const RELEVANCE = 3;
/** Beyond this a story is not more about the topic, it only says so more often. */
const ABOUT_IT = 0.85;

/** Of a page that nobody could read, what a digest tells of it stands for its words. */
function storyRelevance(
  story: Draft,
  { topic, documents, digests }: { topic: Topic; documents: Map<Item, TopicDocument>; digests: Digests },
): { relevance: number; reason: Reason } {
  const pages = pagesOf(story.items);
  const told = pages.every(({ text }) => !text) ? digests.passageOn(story) : '';
  const found = pages.map((item) => {
    const document = told ? undefined : documents.get(item);
    const { value, because } = topic.relevance(document ?? topicDocument(item, told));
    // reasons stand in evidence.json
    return { value, because: item.private ? [] : because };
  });
  const values = found.map(({ value }) => value);
  const best = Math.max(...values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const because = found.find(({ value }) => value === best)?.because ?? [];
  const relevance = 0.6 * best + 0.4 * mean;
  const detail = because.length ? `about ${because.join(', ')}` : 'no word of the topic';
  return { relevance, reason: { term: 'relevance', value: RELEVANCE * Math.min(relevance, ABOUT_IT), detail } };
}
