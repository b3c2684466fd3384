/** Stories and comments of Hacker News as entries. */
import { htmlToMarkdown } from '../text/htmlMarkdown.ts';
import type { CrawledEntry, FetchResponse } from '../types.ts';
import { type Said, worthQuoting } from './hackernews-comments.ts';
import { type HnComment, type HnStory, permalink } from './hackernews-fields.ts';

/** The answer that something was read from. */
export type Seen = Pick<FetchResponse, 'url' | 'at'>;

const HOME = 'https://news.ycombinator.com/';

/**
 * A story: its article, or where it links nowhere, the post itself with its words. A post that links to an article and has words too is
 * two entries: the words are its writer's, not the article's (P2).
 */
export function storyEntries(story: HnStory, seen: Seen): CrawledEntry[] {
  const page = permalink(story.id);
  const { points, comments } = story;
  const counts = { ...(points === undefined ? {} : { points }), ...(comments === undefined ? {} : { comments }) };
  const shared = { ...common(seen, story), id: page, title: story.title, commentsUrl: page, counts };
  if (story.url === undefined) {
    const author = story.author === undefined ? {} : { author: story.author };
    return [{ ...shared, url: page, ...author, ...(story.html ? htmlToMarkdown(story.html, page) : {}) }];
  }
  const entries: CrawledEntry[] = [{ ...shared, url: story.url }];
  const said = story.html === undefined ? undefined : worthQuoting(story.html, page);
  if (said && story.author !== undefined) {
    const about = [story.url];
    // its guid is not the story's: two entries of one source with one guid would be one
    entries.push({
      ...common(seen, story),
      ...said,
      id: `${page}#text`,
      url: page,
      title: '',
      author: story.author,
      about,
    });
  }
  return entries;
}

/** A comment, about its story's article and thread and, for a reply, the comment that it answers. */
export function commentEntry(comment: HnComment, said: Said, story: HnStory | undefined, seen: Seen): CrawledEntry {
  const page = permalink(comment.id);
  const about: string[] = [];
  if (story?.url !== undefined) about.push(story.url);
  if (story) about.push(permalink(story.id));
  if (comment.parent > 0 && comment.parent !== story?.id) about.push(permalink(comment.parent));
  return {
    ...common(seen, comment),
    ...said,
    id: page,
    url: page,
    title: '',
    author: comment.author,
    about,
    ...(comment.points === undefined ? {} : { counts: { points: comment.points } }),
  };
}

function common(seen: Seen, { publishedAt }: Pick<HnStory, 'publishedAt'>) {
  return {
    ...(publishedAt === undefined ? {} : { publishedAt }),
    categories: [],
    enclosures: [],
    transcripts: [],
    feedHomeUrl: HOME,
    seenAt: seen.at,
    visit: { url: seen.url, at: seen.at },
  };
}
