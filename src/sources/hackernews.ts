/** Hacker News: stories by day, points and words, the front page, items by id; and the best comments of each. */
import { SourceError } from '../errors.ts';
import { compare } from '../text/order.ts';
import type { CrawlContext, CrawlResult, HackerNewsSource } from '../types.ts';
import type { HnStory } from './hackernews-answers.ts';
import { warningsOf } from './hackernews-ask.ts';
import { storyEntries } from './hackernews-entry.ts';
import { byPoints, findStories, type Sighting } from './hackernews-stories.ts';
import { readGiven, readTalk, recordedTalk, type Talk } from './hackernews-talk.ts';

const MOST_STORIES = 1000;
/** Of so many stories the comments are read, where the source says no other number. */
const MOST_TALKS = 30;

/**
 * Reads the window's stories, the front page as it stands and the items that are named; then the best comments of those with most
 * points, each an entry of its own about its story. Job ads are left out. Throws SourceError where nothing could be read; what failed
 * beside something that worked is a warning, one a reason.
 */
export async function crawlHackerNews(source: HackerNewsSource, context: CrawlContext): Promise<CrawlResult> {
  const { fetch } = context;
  const [found, given] = await Promise.all([
    findStories(source, context),
    Promise.all(source.items.map((id) => readGiven(id, source.comments, fetch))),
  ]);
  const stories = latest(found.sightings).slice(0, MOST_STORIES);
  const chosen = new Set(stories.map(({ id }) => id));
  const talks = await readTalks(stories, source, context);
  const entries = [
    ...inTurn(found.sightings).flatMap(({ story, seen }) => (chosen.has(story.id) ? storyEntries(story, seen) : [])),
    ...[...given, ...talks].flatMap((talk) => talk.entries),
  ];
  const failures = [...found.failures, ...given.flatMap((talk) => talk.failures)];
  const [failure] = failures;
  if (failure && !found.answered && entries.length === 0)
    throw new SourceError(warningsOf([failure])[0] as string, failure.error.status);
  return {
    entries: entries.toSorted((a, b) => compare(a.seenAt, b.seenAt)),
    unchanged: found.unchanged && [...given, ...talks].every(({ unchanged }) => unchanged),
    warnings: [
      ...found.warnings,
      ...warningsOf([...failures, ...talks.flatMap((talk) => talk.failures)]),
      ...unranked([...given, ...talks]),
    ],
  };
}

/** Stories as they were last seen, most points first. One that stands in two answers of one moment is the one with more points. */
function latest(sightings: Sighting[]): HnStory[] {
  const last = new Map<number, Sighting>();
  for (const sighting of sightings) {
    const known = last.get(sighting.story.id);
    const newer = compare(sighting.seen.at, known?.seen.at ?? '');
    if (newer > 0 || (newer === 0 && (sighting.story.points ?? 0) > (known?.story.points ?? 0)))
      last.set(sighting.story.id, sighting);
  }
  return byPoints([...last.values()].map(({ story }) => story));
}

/**
 * The comments of the stories with most points; named stories have theirs already. A replay also takes what is recorded of the others:
 * they had more points than others once, and their comments are stored.
 */
function readTalks(stories: HnStory[], source: HackerNewsSource, { fetch, replaying }: CrawlContext): Promise<Talk[]> {
  const { comments, maxItems = MOST_TALKS, items } = source;
  if (comments === 0) return Promise.resolve([]);
  const talked = stories.filter((story) => story.comments !== 0 && !items.includes(story.id));
  const talks = talked.slice(0, maxItems).map((story) => readTalk(story, comments, fetch));
  const others = replaying ? talked.slice(maxItems).map((story) => recordedTalk(story, comments, fetch)) : [];
  return Promise.all([...talks, ...others]);
}

/** Each story once a moment: the front page tells again of what the day's search told. */
function inTurn(sightings: Sighting[]): Sighting[] {
  const seen = new Set<string>();
  return sightings.filter(({ story, seen: { at } }) => {
    const key = `${story.id} ${at}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** One warning, however many stories it befell. */
function unranked(talks: Talk[]): string[] {
  return warningsOf(talks.flatMap((talk) => talk.unranked)).map(
    (warning) => `${warning}; comments stand in the order of Algolia`,
  );
}
