/** Items of Hacker News that the operator or the editor names: a story with its comments, or one comment. */
import { SourceError } from '../errors.ts';
import { htmlToMarkdown } from '../text/htmlMarkdown.ts';
import type { CrawledEntry, Fetch } from '../types.ts';
import type { HnItem } from './hackernews-answers.ts';
import { type Asked, ask, askUnless } from './hackernews-ask.ts';
import { commentEntry, storyEntries } from './hackernews-entry.ts';
import { permalink } from './hackernews-fields.ts';
import { aboutItem, aboutThread, askThread, commentsOf, type Talk } from './hackernews-talk.ts';
import type { HnThread } from './hackernews-thread.ts';

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
