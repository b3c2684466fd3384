/** Stories and comments of Hacker News as entries. */
import { given } from '../text/given.ts';
import { htmlToMarkdown } from '../text/htmlMarkdown.ts';
import type { CrawledEntry } from '../types.ts';
import { countsOf, entryAt, type Seen } from './entry.ts';
import { type HnComment, type HnStory, permalink } from './hackernews-answers.ts';
import { type Said, worthQuoting } from './hackernews-thread.ts';

const HOME = 'https://news.ycombinator.com/';

/**
 * A story: its article, or where it links nowhere, the post itself with its words. A post that links to an article and has words too is
 * two entries: the words are its writer's, not the article's (P2).
 */
export function storyEntries(story: HnStory, seen: Seen): CrawledEntry[] {
  const page = permalink(story.id);
  const { points, comments } = story;
  const counts = given({ points, comments });
  const shared = { ...itemAt(page, seen, story), title: story.title, commentsUrl: page, counts };
  if (story.url === undefined) {
    const author = given({ author: story.author });
    return [{ ...shared, ...author, ...(story.html ? htmlToMarkdown(story.html, page) : {}) }];
  }
  const entries: CrawledEntry[] = [{ ...shared, url: story.url }];
  const said = story.html === undefined ? undefined : worthQuoting(story.html, page);
  if (said && story.author !== undefined) {
    const about = [story.url];
    // its guid is not the story's: two entries of one source with one guid would be one
    entries.push({ ...itemAt(page, seen, story), ...said, id: `${page}#text`, author: story.author, about });
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
    ...itemAt(page, seen, comment),
    ...said,
    author: comment.author,
    about,
    ...countsOf({ points: comment.points }),
  };
}

function itemAt(page: string, seen: Seen, { publishedAt }: Pick<HnStory, 'publishedAt'>): CrawledEntry {
  return { ...entryAt(page, seen), ...given({ publishedAt }), feedHomeUrl: HOME };
}
