/** An invented Hacker News, as Algolia and Firebase would answer about it. */
import { FRONT_PAGE_URL, searchUrl } from '../../src/sources/hackernews-stories.ts';
import { itemUrl, threadUrl } from '../../src/sources/hackernews-talk.ts';

export interface Story {
  id: number;
  title: string;
  /** Hours since the beginning of 9 November 2026. */
  hour: number;
  url?: string | null;
  by?: string;
  points?: number;
  text?: string;
  type?: string;
  comments?: Comment[];
  /** How the site ranks the comments; by default as they stand. */
  kids?: number[];
}
export interface Comment {
  id: number;
  by: string | null;
  text: string | null;
  hour?: number;
  replies?: Comment[];
}

const START = Date.parse('2026-11-09T00:00:00.000Z') / 1000;
const seconds = (hour = 0) => START + hour * 3600;
const date = (hour = 0) => new Date(seconds(hour) * 1000).toISOString();

/** What a search tells of a story. */
export function hitOf(story: Story): Record<string, unknown> {
  const { id, title, hour, url = null, by = 'ada', points = 120, text = null, type = 'story' } = story;
  return {
    ...{ objectID: String(id), title, url, author: by, points, story_text: text, comment_text: null },
    ...{ num_comments: countOf(story.comments), story_id: id, parent_id: null },
    ...{ created_at: date(hour), created_at_i: seconds(hour), _tags: [type, `author_${by}`, `story_${id}`] },
    _highlightResult: { title: { value: title, matchLevel: 'none' } },
  };
}

export function pageOf(stories: Story[], o: { page?: number; pages?: number; hits?: number } = {}): object {
  const { page = 0, pages = 1, hits = stories.length } = o;
  return { hits: stories.map(hitOf), nbHits: hits, page, nbPages: pages, hitsPerPage: 100, processingTimeMS: 3 };
}

/** Algolia's tree of a story. */
export function threadOf(story: Story): object {
  const { id, title, hour, url = null, by = 'ada', points = 120, text = null, type = 'story' } = story;
  return {
    ...{ id, created_at: date(hour), created_at_i: seconds(hour), type, author: by, title, url },
    ...{ text, points, parent_id: null, story_id: id, options: [], children: nodes(story.comments, id, id) },
  };
}

/** Algolia's tree of one comment. */
export function commentThread(comment: Comment, parent: number, story: number): object {
  return nodes([comment], parent, story)[0] as object;
}

function nodes(comments: Comment[] = [], parent: number, story: number): object[] {
  return comments.map(({ id, by, text, hour = 1, replies }) => ({
    ...{
      id,
      created_at: date(hour),
      created_at_i: seconds(hour),
      type: 'comment',
      author: by,
      title: null,
      url: null,
      text,
    },
    ...{ points: null, parent_id: parent, story_id: story, options: [], children: nodes(replies, id, story) },
  }));
}

/** Firebase's item of a story. */
export function itemOf(story: Story): object {
  const { id, title, hour, url, by = 'ada', points = 120, text, type = 'story' } = story;
  return {
    ...{ id, type, by, time: seconds(hour), title, score: points },
    ...(url ? { url } : {}),
    ...(text ? { text } : {}),
    ...{
      descendants: countOf(story.comments),
      kids: story.kids ?? (story.comments ?? []).map((comment) => comment.id),
    },
  };
}

function countOf(comments: Comment[] = []): number {
  return comments.reduce((sum, { replies }) => sum + 1 + countOf(replies), 0);
}

/** Every answer of a site with these stories, by address: its days from 9 to 15 November, its front page, its items. */
export function siteOf(stories: Story[], o: { minPoints?: number; front?: Story[] } = {}): Map<string, unknown> {
  const answers = new Map<string, unknown>([[FRONT_PAGE_URL, pageOf(o.front ?? [])]]);
  for (let day = 9; day <= 15; day++) {
    const name = `2026-11-${String(day).padStart(2, '0')}`;
    const ofDay = stories.filter(({ hour, type }) => Math.floor(hour / 24) === day - 9 && type !== 'job');
    answers.set(searchUrl(name, o.minPoints ?? 100, 0), pageOf(ofDay));
  }
  for (const story of [...stories, ...(o.front ?? [])]) {
    answers.set(itemUrl(story.id), itemOf(story));
    answers.set(threadUrl(story.id), threadOf(story));
  }
  return answers;
}
