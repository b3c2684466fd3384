/** The posts of X's answers as entries: who said what, in answer to what. */
import { given } from '../text/given.ts';
import type { CrawledEntry } from '../types.ts';
import { countsOf, type Seen } from './entry.ts';
import type { PostsPage, RawPost } from './x-answers.ts';
import type { Ask } from './x-asks.ts';
import { type Post, postEntry, postUrl } from './x-entry.ts';
import { wordsOf } from './x-text.ts';

/** A page of posts, the ask that it answers, and the answer it was read from. */
export interface AnsweredPage {
  page: PostsPage;
  ask: Ask;
  seen: Seen;
  /** How many of its posts are wanted at most. */
  room: number;
}

/** What all answers together say: handles by the ids of accounts, addresses by the ids of posts. */
interface Known {
  handles: Map<string, string>;
  urls: Map<string, string>;
}

/**
 * The entries of all answers, the earliest seen first. Left out: repeated posts, since they are not their sender's words; answers to other
 * people unless the ask wants them; posts without words; with a warning, posts whose author no answer names.
 */
export function entriesOf(answers: AnsweredPage[]): { entries: CrawledEntry[]; warnings: string[] } {
  const known = whatIsKnown(answers);
  const entries: CrawledEntry[] = [];
  const nameless = new Set<string>();
  for (const { page, ask, seen, room } of answers) {
    const names = namesIn(page);
    const wanted = page.posts.filter((post) => !isRepeat(post) && (ask.withReplies || !answersOthers(post)));
    for (const post of wanted.slice(0, room)) {
      // an account that changed its name is called as the post's own answer calls it
      const author = post.author_id ?? '';
      const read = readPost(post, names.get(author) ?? known.handles.get(author), known);
      if (read === undefined) nameless.add(post.id);
      else if (read.text !== '') entries.push(postEntry(read, seen));
    }
  }
  entries.sort((a, b) => (a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : 0));
  const warnings = nameless.size === 0 ? [] : [`posts whose author X did not name, left out: ${nameless.size}`];
  return { entries, warnings };
}

function whatIsKnown(answers: AnsweredPage[]): Known {
  const handles = new Map<string, string>();
  for (const { page } of answers) for (const [id, handle] of namesIn(page)) handles.set(id, handle);
  const urls = new Map<string, string>();
  for (const { page } of answers) {
    const names = namesIn(page);
    for (const { id, author_id = '' } of page.posts) {
      const handle = names.get(author_id) ?? handles.get(author_id);
      if (handle !== undefined) urls.set(id, postUrl(handle, id));
    }
  }
  return { handles, urls };
}

function namesIn({ users }: PostsPage): Map<string, string> {
  return new Map(users.map(({ id, username }) => [id, username]));
}

function isRepeat(post: RawPost): boolean {
  return post.referenced_tweets.some(({ type }) => type === 'retweeted') || /^RT @\w{1,15}: /.test(post.text);
}

function answersOthers(post: RawPost): boolean {
  const answers =
    post.in_reply_to_user_id !== undefined || post.referenced_tweets.some(({ type }) => type === 'replied_to');
  return answers && post.in_reply_to_user_id !== post.author_id;
}

/** Undefined where nobody says whose post it is. */
function readPost(raw: RawPost, handle: string | undefined, known: Known): Post | undefined {
  if (handle === undefined) return undefined;
  const { id, note_tweet: note } = raw;
  const quotedIds = raw.referenced_tweets.filter(({ type }) => type === 'quoted').map((post) => post.id);
  // a long post's own links, and those that X hung on its beginning: the quoted post is among them
  const shortLinks = [...(note?.entities.urls ?? []), ...raw.entities.urls];
  const { text, links, quoted, cut } = wordsOf(note?.text ?? raw.text, shortLinks, { id, quotedIds });
  const quotes = quotedIds.map(
    (quotedId) => known.urls.get(quotedId) ?? quoted.get(quotedId) ?? postUrl('i', quotedId),
  );
  const language = /^[a-z]{2}$/.exec(raw.lang ?? '')?.[0];
  const { like_count, reply_count, impression_count } = raw.public_metrics;
  return {
    id,
    handle,
    text,
    cut: cut && note === undefined,
    links: [...links, ...quotes],
    about: [...answered(raw, known), ...quotes, ...soleArticle(links, quotes)],
    ...(raw.created_at === undefined || Number.isNaN(Date.parse(raw.created_at))
      ? {}
      : { publishedAt: new Date(raw.created_at).toISOString() }),
    ...given({ language }),
    ...countsOf({ comments: reply_count, likes: like_count, views: impression_count }),
  };
}

/** The post that this one answers, and the one that their thread began with. */
function answered(raw: RawPost, { handles, urls }: Known): string[] {
  const parent = raw.referenced_tweets.find(({ type }) => type === 'replied_to')?.id ?? '';
  const handle = handles.get(raw.in_reply_to_user_id ?? '');
  const named = parent === '' || handle === undefined ? undefined : postUrl(handle, parent);
  const pages = [urls.get(parent) ?? named, urls.get(raw.conversation_id ?? '')];
  return pages.filter((page) => page !== undefined);
}

/** A post that links one page is about that page. */
function soleArticle(links: string[], quotes: string[]): string[] {
  const pages = links.filter((link) => !quotes.includes(link));
  return pages.length === 1 ? pages : [];
}
