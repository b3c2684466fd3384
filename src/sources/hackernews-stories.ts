/** The stories of Hacker News by day, points and words, and its front page: Algolia's index. */
import { SourceError } from '../errors.ts';
import { dayBounds, utcDays } from '../text/days.ts';
import { words } from '../text/tokens.ts';
import type { CrawlContext, Day, Fetch, HackerNewsSource } from '../types.ts';
import type { Seen } from './entry.ts';
import { type HnPage, type HnStory, readPage } from './hackernews-answers.ts';
import { type Asked, ask, askUnless } from './hackernews-ask.ts';

/** A story as one answer told of it. */
export interface Sighting {
  story: HnStory;
  seen: Seen;
}
export interface Found {
  sightings: Sighting[];
  failures: Asked<unknown>['failures'];
  warnings: string[];
  /** Whether anything answered as it should, stories or none. */
  answered: boolean;
  unchanged: boolean;
}

const API = 'https://hn.algolia.com/api/v1';
const PAGE = 100;
/** Algolia gives the first thousand hits of a query. */
const MOST_PAGES = 10;
const HOUR = 3_600_000;
/** Two days after a day has ended, votes and comments on its stories are in: an answer of then is asked for no more. */
const SETTLED = 48 * HOUR;

/** A day's stories with at least so many points, newest first. */
export function searchUrl(day: Day, minPoints: number, page: number): string {
  const { startsAt, endsAt } = dayBounds(day);
  const [from, to] = [Date.parse(startsAt) / 1000, Date.parse(endsAt) / 1000];
  const filters = `created_at_i%3E=${from},created_at_i%3C${to},points%3E=${minPoints}`;
  return `${API}/search_by_date?tags=story&numericFilters=${filters}&hitsPerPage=${PAGE}&page=${page}`;
}
export const FRONT_PAGE_URL = `${API}/search?tags=front_page&hitsPerPage=${PAGE}`;

/** Of the stories in one answer, those that the source takes: what is taken depends on nothing else, so that a replay takes the same. */
type Take = (stories: HnStory[]) => HnStory[];

/**
 * One request a UTC day for all its stories with enough points, of which the titles are searched here: Algolia has no OR, its words are
 * also found in addresses, names and other words, and sources of one workspace that look for different words share the answers.
 */
export async function findStories(source: HackerNewsSource, { fetch, window, now }: CrawlContext): Promise<Found> {
  const searched = source.query !== undefined || source.items.length === 0;
  const days = searched ? utcDays(window, now) : [];
  const isWanted = titleTest(source.query);
  const top: Take = (stories) => mostPoints(stories, source.maxItems ?? stories.length);
  const wanted: Take = (stories) => top(stories.filter(({ title }) => isWanted(title)));
  const parts = await Promise.all(
    days.map((day) => storiesOf(day, { minPoints: source.minPoints, fetch, take: wanted })),
  );
  if (source.frontPage) parts.push(found(await ask(fetch, { url: FRONT_PAGE_URL, read: readPage }, 'revalidate'), top));
  return joined(parts);
}

/** The stories with most points, in the order in which they stood. */
function mostPoints(stories: HnStory[], most: number): HnStory[] {
  const kept = new Set(byPoints(stories).slice(0, most));
  return stories.filter((story) => kept.has(story));
}

/** Most points first. */
export function byPoints(stories: HnStory[]): HnStory[] {
  return stories.toSorted((a, b) => (b.points ?? 0) - (a.points ?? 0) || a.id - b.id);
}

interface Search {
  minPoints: number;
  fetch: Fetch;
  take: Take;
}

async function storiesOf(day: Day, search: Search): Promise<Found> {
  const { minPoints, take } = search;
  const first = await askPage(day, 0, search);
  const most = (of: keyof Pick<HnPage, 'hits' | 'pages'>) => Math.max(0, ...first.visits.map(({ read }) => read[of]));
  const parts = [found(first, take)];
  for (let page = 1; page < Math.min(most('pages'), MOST_PAGES); page++)
    parts.push(found(await askPage(day, page, search), take));
  const all = joined(parts);
  const over = `${day} has ${most('hits')} stories with ${minPoints} points or more, of which the newest 1,000 were read: raise minPoints`;
  return most('hits') > MOST_PAGES * PAGE ? { ...all, warnings: [...all.warnings, over] } : all;
}

/** A stored answer serves where the day was settled when it was captured. */
function askPage(day: Day, page: number, { minPoints, fetch }: Search): Promise<Asked<HnPage>> {
  const settled = Date.parse(dayBounds(day).endsAt) + SETTLED;
  const good = ({ seen }: { seen: Seen }) => Date.parse(seen.at) >= settled;
  return askUnless(fetch, { url: searchUrl(day, minPoints, page), read: readPage }, good);
}

function found({ visits, failures, unchanged }: Asked<HnPage>, take: Take): Found {
  const sightings = visits.flatMap(({ read, seen }) => take(read.stories).map((story) => ({ story, seen })));
  return { sightings, failures, warnings: [], answered: visits.length > 0, unchanged };
}

function joined(parts: Found[]): Found {
  return {
    sightings: parts.flatMap(({ sightings }) => sightings),
    failures: parts.flatMap(({ failures }) => failures),
    warnings: parts.flatMap(({ warnings }) => warnings),
    answered: parts.some(({ answered }) => answered),
    unchanged: parts.every(({ unchanged }) => unchanged),
  };
}

/** Letters with points between them, as newspapers write `A.I.`. */
const POINTED = /(?<![\p{L}\p{N}])(?:\p{L}\.){2,8}(?=\P{L}|$)/gu;

/**
 * A test for titles. A query is alternatives parted by ` OR `; of each, every word must be in the title, and what stands in quotation
 * marks or is joined by a hyphen, one behind the other. Case, a plural's `s` and the points of `A.I.` do not count; words are whole, so
 * `AI` is not in `OpenAI`. Throws SourceError where a query has no words.
 */
export function titleTest(query: string | undefined): (title: string) => boolean {
  if (query === undefined) return () => true;
  const alternatives: string[][] = [];
  for (const written of query.split(/\s+OR\s+/)) {
    const part = written.trim();
    const pieces = /^["“].*["”]$/.test(part) ? [part] : part.split(/\s+/);
    const phrases = pieces.map(termsOf).filter((terms) => terms.trim() !== '');
    if (phrases.length > 0) alternatives.push(phrases);
  }
  if (alternatives.length === 0) throw new SourceError(`the query "${query}" has no words: write some, parted by OR`);
  return (title) => {
    const terms = termsOf(title);
    return alternatives.some((phrases) => phrases.every((phrase) => terms.includes(phrase)));
  };
}

/** Words as they are compared, each between two spaces. */
function termsOf(text: string): string {
  const terms = words(text.replace(POINTED, (initials) => initials.replaceAll('.', ''))).map((word) =>
    word.length > 2 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word,
  );
  return ` ${terms.join(' ')} `;
}
