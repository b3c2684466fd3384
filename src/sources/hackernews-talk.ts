/** The comments of one story: Algolia has the words of the whole thread, Firebase the order in which the site ranks them. */
import { htmlToMarkdown } from '../text/htmlMarkdown.ts';
import type { CrawledEntry, Fetch } from '../types.ts';
import { type HnItem, readItem } from './hackernews-answers.ts';
import { type Asked, ask, askUnless, type Question } from './hackernews-ask.ts';
import { bestComments } from './hackernews-comments.ts';
import { commentEntry } from './hackernews-entry.ts';
import { type HnStory, permalink } from './hackernews-fields.ts';
import { type HnThread, readThread, shorterThread } from './hackernews-thread.ts';

export interface Talk {
  entries: CrawledEntry[];
  /** Why something of it could not be read. */
  failures: Asked<unknown>['failures'];
  /** Why only its ranks could not. */
  unranked: Asked<unknown>['failures'];
  unchanged: boolean;
}

/** Of a thread of thousands so many comments are stored and recorded: the most that a source may ask for. */
const KEPT = 50;

export function itemUrl(id: number): string {
  return `https://hacker-news.firebaseio.com/v0/item/${id}.json`;
}
export function threadUrl(id: number): string {
  return `https://hn.algolia.com/api/v1/items/${id}`;
}

/** What ranks an item's comments. */
export function aboutItem(id: number): Question<HnItem> {
  return { url: itemUrl(id), read: (json) => readItem(json, id) };
}
/** What their words are. */
export function aboutThread(id: number): Question<HnThread> {
  return { url: threadUrl(id), read: (json) => readThread(json, id) };
}

/** The best comments on a story. It is asked for again only where the story has got more comments since its last visit. */
export async function readTalk(story: HnStory, most: number, fetch: Fetch): Promise<Talk> {
  const known = ({ read }: { read: HnItem }) => (read.descendants ?? 0) >= (story.comments ?? Infinity);
  const ranks = await askUnless(fetch, aboutItem(story.id), known);
  const threads = await askThread(story.id, ranks, fetch);
  return {
    entries: commentsOf(story, threads, most),
    failures: threads.failures,
    unranked: ranks.failures,
    unchanged: ranks.unchanged && threads.unchanged,
  };
}

/** What earlier crawls read of a story, from a recording; where it holds nothing, nothing. */
export async function recordedTalk(story: HnStory, most: number, fetch: Fetch): Promise<Talk> {
  const threads = await ask(fetch, aboutThread(story.id), 'keep');
  const shorter = { ...threads, visits: threads.visits.filter(({ read }) => read.best !== undefined) };
  return { entries: commentsOf(story, shorter, most), failures: [], unranked: [], unchanged: true };
}

/**
 * A stored thread serves where the ranks say that nothing was added to it. What is stored, and recorded, is the best of it as it was
 * ranked then: so a replay, which has no ranks of earlier crawls, finds in each answer what the crawl found.
 */
export async function askThread(id: number, ranks: Asked<HnItem>, fetch: Fetch): Promise<Asked<HnThread>> {
  const [before, last] = [ranks.visits.at(-2), ranks.visits.at(-1)];
  const same = last && (last.from !== 'network' || before?.read.descendants === last.read.descendants);
  const best = (comments: HnThread['comments']) => bestComments(comments, last?.read.kids ?? [], KEPT);
  const question: Question<HnThread> = {
    url: threadUrl(id),
    read(json) {
      const thread = readThread(json, id);
      return { ...thread, best: thread.best ?? best(thread.comments) };
    },
    strip: (body) => shorterThread(body, id, best),
  };
  return ask(fetch, question, same ? 'keep' : 'revalidate');
}

/** The best comments of every visit. */
export function commentsOf(story: HnStory, { visits }: Asked<HnThread>, most: number): CrawledEntry[] {
  return visits.flatMap(({ read, seen }) => {
    const best = (read.best ?? []).slice(0, most);
    return best.map((comment) => {
      return commentEntry(comment, htmlToMarkdown(comment.html, permalink(comment.id)), story, seen);
    });
  });
}
