/** What Algolia and Firebase answer, read field by field: whatever is missing or odd is left out. */
import { decodeHTMLStrict } from 'entities';
import { SourceError } from '../errors.ts';
import { given } from '../text/given.ts';
import { httpUrl } from '../text/url.ts';
import type { Iso } from '../types.ts';

export interface HnStory {
  id: number;
  title: string;
  /** The article; none for a post that is words on Hacker News itself. */
  url?: string;
  /** Who submitted it. */
  author?: string;
  points?: number;
  comments?: number;
  publishedAt?: Iso;
  /** The submitter's own words, as HTML. */
  html?: string;
}
export interface HnComment {
  id: number;
  author: string;
  html: string;
  publishedAt?: Iso;
  /** Null for nearly all comments since 2014. */
  points?: number;
  parent: number;
  /** The comment on the story itself under which it stands; its own id where it is one. */
  root: number;
  /** 1 for a comment on the story itself. */
  depth: number;
  /** How many comments stand under it. */
  replies: number;
}
/** What an item is, as far as it can be read. */
export type HnKind = 'story' | 'comment' | 'other';
export type Fields = Record<string, unknown>;

const LONGEST_URL = 2_000;
const LONGEST_HTML = 200_000;
const HANDLE = /^[\w-]{1,40}$/;

/** Where people read an item. */
export function permalink(id: number): string {
  return `https://news.ycombinator.com/item?id=${id}`;
}

/** Throws SourceError where an answer is not about the item that was asked for. */
export function asked(json: unknown, id: number): Fields {
  const item = fields(json);
  if (idOf(item.id) !== id) throw new SourceError(`answered without the item ${id}: it is deleted, or was never there`);
  return item;
}

export function kindOf({ type, deleted, dead }: Fields): HnKind {
  if (deleted === true || dead === true) return 'other';
  if (type === 'story' || type === 'poll') return 'story';
  return type === 'comment' ? 'comment' : 'other';
}

/** What the APIs call by different names. */
interface StoryFields {
  id: unknown;
  author: unknown;
  points: unknown;
  comments: unknown;
  html: unknown;
}

/** Undefined where it has no number or no title. */
export function storyOf(item: Fields, own: StoryFields): HnStory | undefined {
  const id = idOf(own.id);
  const title = decodeHTMLStrict(words(item.title).slice(0, 1_000)).trim();
  if (id === undefined || title === '') return undefined;
  const link = words(item.url).length <= LONGEST_URL ? httpUrl(words(item.url)) : undefined;
  // a post may link to the site itself: then what it is about is its own thread
  const url = link?.startsWith('https://news.ycombinator.com/') ? undefined : link;
  const [points, comments] = [count(own.points), count(own.comments)];
  const [author, html, publishedAt] = [handle(own.author), words(own.html).slice(0, LONGEST_HTML), dateOf(item)];
  return {
    id,
    title,
    ...given({ url, author, points, comments, publishedAt, html: html || undefined }),
  };
}

/** Undefined where it has no number, no writer or no words. */
export function commentOf(item: Fields, place: Pick<HnComment, 'parent' | 'root' | 'depth'>): HnComment | undefined {
  const [id, author, html] = [idOf(item.id), handle(item.author), words(item.text).slice(0, LONGEST_HTML)];
  if (id === undefined || author === undefined || html.trim() === '') return undefined;
  const [publishedAt, points] = [dateOf(item), count(item.points)];
  return {
    id,
    author,
    html,
    ...place,
    replies: 0,
    ...given({ publishedAt, points }),
  };
}

/** The fields of an object; none where it is no object. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function handle(value: unknown): string | undefined {
  return typeof value === 'string' && HANDLE.test(value) ? value : undefined;
}

/** A number of things, whole and not below 0. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 1e9 ? Math.round(value) : undefined;
}

/** The number of an item. */
export function idOf(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** Seconds (`created_at_i`, Firebase's `time`), else a date in words. */
function dateOf({ created_at_i, time, created_at }: Fields): Iso | undefined {
  const seconds = count(created_at_i) ?? count(time);
  const at = seconds === undefined ? Date.parse(words(created_at)) : seconds * 1000;
  return at > 0 ? new Date(at).toISOString() : undefined;
}

/** An item of Firebase: comments directly under it in the order in which the site shows them. */
export interface HnItem {
  kind: HnKind;
  story?: HnStory;
  kids: number[];
  descendants?: number;
}
export interface HnPage {
  stories: HnStory[];
  /** Hits of the whole query, and pages that they fill. */
  hits: number;
  pages: number;
}

/** Throws SourceError where the answer is no list of hits. */
export function readPage(json: unknown): HnPage {
  const { hits, nbHits, nbPages } = fields(json);
  if (!Array.isArray(hits)) throw new SourceError('answered without a list of stories; try again later');
  const stories = hits.map(fields).flatMap((hit) => {
    const tags = Array.isArray(hit._tags) ? hit._tags : [];
    if (tags.includes('job')) return [];
    const { objectID: id, author, points, num_comments: comments, story_text: html } = hit;
    return storyOf(hit, { id, author, points, comments, html }) ?? [];
  });
  return { stories, hits: count(nbHits) ?? hits.length, pages: count(nbPages) ?? 1 };
}

/** Throws SourceError where the answer is not the item that was asked for. */
export function readItem(json: unknown, id: number): HnItem {
  const item = asked(json, id);
  const kind = kindOf(item);
  const { by: author, score: points, descendants: comments, text: html } = item;
  const story = kind === 'story' ? storyOf(item, { id, author, points, comments, html }) : undefined;
  const kids = (Array.isArray(item.kids) ? item.kids : []).flatMap((kid) => idOf(kid) ?? []);
  return { kind, kids, ...given({ story, descendants: count(comments) }) };
}
