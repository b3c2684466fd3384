/** Algolia's answer to a search, and Firebase's about one item. */
import { SourceError } from '../errors.ts';
import { asked, count, fields, type HnKind, type HnStory, idOf, kindOf, storyOf } from './hackernews-fields.ts';

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
  const descendants = count(comments);
  return {
    kind,
    ...(story ? { story } : {}),
    kids: (Array.isArray(item.kids) ? item.kids : []).flatMap((kid) => idOf(kid) ?? []),
    ...(descendants === undefined ? {} : { descendants }),
  };
}
