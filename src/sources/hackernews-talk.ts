/** The comments of one story: Algolia has the words of the whole thread, Firebase the order in which the site ranks them. */
import { SourceError } from '../errors.ts';
import { htmlToMarkdown } from '../text/htmlMarkdown.ts';
import type { CrawledEntry, Fetch } from '../types.ts';
import { type HnItem, type HnStory, permalink, readItem } from './hackernews-answers.ts';
import { type Asked, ask, askUnless, type Question } from './hackernews-ask.ts';
import { commentEntry, storyEntries } from './hackernews-entry.ts';
import { bestComments, type HnThread, readThread, shorterThread } from './hackernews-thread.ts';

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
function aboutItem(id: number): Question<HnItem> {
  return { url: itemUrl(id), read: (json) => readItem(json, id) };
}
/** What their words are. */
function aboutThread(id: number): Question<HnThread> {
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

/** What an item gave: a comment, or a story with at most so many of its comments. Algolia alone will do where Firebase fails. */
export async function readGiven(id: number, comments: number, fetch: Fetch): Promise<Talk> {
  // a comment's words and place do not change; a story is asked for at each crawl, for its votes and comments
  const lasting = ({ read }: { read: HnItem }) => read.kind === 'comment';
  const item = await askUnless(fetch, aboutItem(id), lasting);
  const kind = item.visits.at(-1)?.read.kind;
  if (kind === 'comment') return commentTalk(await ask(fetch, aboutThread(id), 'keep'), fetch);
  if (kind === 'story' && comments === 0) return storyTalk(item, undefined, comments);
  const threads = await askThread(id, item, fetch);
  const found = kind ?? threads.visits.at(-1)?.read.kind;
  if (found === 'comment') return commentTalk(threads, fetch);
  if (found === 'other') return unreadable(id);
  return storyTalk(item, threads, comments);
}

function storyTalk(item: Asked<HnItem>, threads: Asked<HnThread> | undefined, most: number): Talk {
  const told = item.visits.length > 0 ? item : threads;
  const entries: CrawledEntry[] = [];
  for (const { read, seen } of told?.visits ?? []) if (read.story) entries.push(...storyEntries(read.story, seen));
  const story = told?.visits.at(-1)?.read.story;
  if (story && threads) entries.push(...commentsOf(story, threads, most));
  const failures = threads?.failures ?? [];
  return {
    entries,
    failures: entries.length > 0 ? failures : [...failures, ...item.failures],
    unranked: entries.length > 0 ? item.failures : [],
    unchanged: item.unchanged && (threads?.unchanged ?? true),
  };
}

/** A comment, however short or long: somebody chose it. Its story comes with it, so that the two are told together. */
async function commentTalk(threads: Asked<HnThread>, fetch: Fetch): Promise<Talk> {
  const storyId = threads.visits.at(-1)?.read.comment?.storyId;
  const stories = storyId === undefined ? undefined : await ask(fetch, aboutItem(storyId), 'keep');
  const story = stories?.visits.at(-1)?.read.story;
  const entries: CrawledEntry[] = [];
  for (const { read, seen } of stories?.visits ?? []) if (read.story) entries.push(...storyEntries(read.story, seen));
  for (const { read, seen } of threads.visits) {
    const { comment } = read;
    if (comment) entries.push(commentEntry(comment, htmlToMarkdown(comment.html, permalink(comment.id)), story, seen));
  }
  return {
    entries,
    failures: [...threads.failures, ...(stories?.failures ?? [])],
    unranked: [],
    unchanged: threads.unchanged && (stories?.unchanged ?? true),
  };
}

function unreadable(id: number): Talk {
  const error = new SourceError('is no story and no comment that can be read: it is a job ad, or it was deleted');
  return { entries: [], failures: [{ url: permalink(id), error }], unranked: [], unchanged: false };
}
