import { FRONT_PAGE_URL, searchUrl } from '../../src/sources/hackernews-stories.ts';
import { itemUrl, threadUrl } from '../../src/sources/hackernews-talk.ts';
import { toHackerNewsHtml } from './markdown.ts';
import type { Comment, Exchange, HackerNews, Story } from './types.ts';

/**
 * What the two APIs of Hacker News answer in the week: Algolia's search of each of `days` for stories of `minPoints` and more, its front
 * page, and of each story Algolia's tree and Firebase's item. The trees are cut to the comments that are written down; the counts are not.
 */
export function hackerNewsExchanges({ stories }: HackerNews, days: string[], minPoints: number): Exchange[] {
  const searches = days.map((day) => {
    const found = stories.filter(({ date, points }) => date.startsWith(day) && points >= minPoints);
    return json(searchUrl(day, minPoints, 0), pageOf(found.toSorted((a, b) => (a.date > b.date ? -1 : 1))));
  });
  const front = stories.filter(({ front }) => front).toSorted((a, b) => b.points - a.points);
  const items = stories.flatMap((story) => [
    json(itemUrl(story.id), itemOf(story)),
    json(threadUrl(story.id), treeOf(story)),
  ]);
  return [...searches, json(FRONT_PAGE_URL, pageOf(front, 'front_page')), ...items];
}

function json(url: string, answer: object): Exchange {
  return { url, status: 200, mimeType: 'application/json; charset=utf-8', text: JSON.stringify(answer) };
}

function pageOf(stories: Story[], tag?: string): object {
  const hits = stories.map((story) => hitOf(story, tag));
  return { hits, nbHits: hits.length, page: 0, nbPages: 1, hitsPerPage: 100, processingTimeMS: 4, query: '' };
}

function hitOf(story: Story, tag?: string): object {
  const { id, title, url, by, points, replies, text } = story;
  return {
    ...{ created_at: story.date, title, ...(url ? { url } : {}), author: by, points },
    story_text: text ? toHackerNewsHtml(text) : null,
    ...{ comment_text: null, num_comments: replies, story_id: id, story_title: null, story_url: null, parent_id: null },
    ...{ created_at_i: seconds(story.date), _tags: ['story', `author_${by}`, `story_${id}`, ...(tag ? [tag] : [])] },
    objectID: String(id),
  };
}

/** Algolia's item: the story with every comment under the one that it answers. */
function treeOf(story: Story): object {
  const { id, title, url = null, by, points, text, comments } = story;
  return {
    ...{ id, created_at: story.date, created_at_i: seconds(story.date), type: 'story', author: by, title, url },
    text: text ? toHackerNewsHtml(text) : null,
    ...{
      points,
      parent_id: null,
      story_id: id,
      children: comments.map((comment) => nodeOf(comment, id, id)),
      options: [],
    },
  };
}

/** Nobody but their writer sees the points of a comment. */
function nodeOf(comment: Comment, parent: number, story: number): object {
  const { id, by, kids = [] } = comment;
  return {
    ...{ id, created_at: comment.date, created_at_i: seconds(comment.date), type: 'comment', author: by, title: null },
    ...{ url: null, text: toHackerNewsHtml(comment.text), points: null, parent_id: parent, story_id: story },
    ...{ children: kids.map((kid) => nodeOf(kid, id, story)), options: [] },
  };
}

/** Firebase's item: `kids` in the order in which the site shows them. */
function itemOf({ id, title, url, by, date, points, replies, text, comments }: Story): object {
  return {
    ...{ by, descendants: replies, id, kids: comments.map((comment) => comment.id), score: points },
    ...(text ? { text: toHackerNewsHtml(text) } : {}),
    ...{ time: seconds(date), title, type: 'story', ...(url ? { url } : {}) },
  };
}

function seconds(date: string): number {
  return Date.parse(date) / 1000;
}
