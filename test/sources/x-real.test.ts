import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PostsPage, readPosts } from '../../src/sources/x-answers.ts';
import type { Ask } from '../../src/sources/x-asks.ts';
import { postedAt } from '../../src/sources/x-entry.ts';
import { entriesOf } from '../../src/sources/x-post.ts';
import { wordsOf } from '../../src/sources/x-text.ts';

const DATA = resolve('../shared/data/x');
const json = (name: string) => JSON.parse(readFileSync(resolve(DATA, name), 'utf8'));
const ASK: Ask = { what: 'a test', request: { url: 'https://api.x.com/', from: 'operator' }, posts: 1, users: 1 };
const entries = (page: PostsPage) => entriesOf([{ page, ask: ASK, seen: { url: '', at: '' }, room: 100 }]);

describe.skipIf(!existsSync(DATA))('real answers about posts (skipped: the shared data is not here)', () => {
  it('dates a post by its id as X dates it', () => {
    const { id, created_at } = json('fxtwitter.openclaw-2052096219233587451.json').tweet;
    expect(postedAt(id)?.slice(0, 19)).toBe(created_at.slice(0, 19));
  });

  it('writes links out as another reader of X does', () => {
    const { tweet } = json('fxtwitter.openclaw-2052096219233587451.json');
    const links = tweet.raw_text.facets.map((facet: { original: string; replacement: string }) => ({
      url: facet.original,
      expanded_url: facet.replacement,
    }));
    expect(links.length).toBeGreaterThan(0);
    expect(wordsOf(tweet.raw_text.text, links, { id: tweet.id, quotedIds: [] }).text).toBe(tweet.text);
  });

  it('reads the example of X’s documentation, whose author nobody names', () => {
    const page = readPosts(json('x-api-v2-docs-example-payload.data-only.json'));
    expect(page.posts).toHaveLength(1);
    const [post] = page.posts;
    const named = { ...page, users: [{ id: post?.author_id ?? '', username: 'docs' }] };
    expect(entries(page).warnings).toEqual(['posts whose author X did not name, left out: 1']);
    const {
      entries: [entry],
    } = entries(named);
    const [link] = post?.entities.urls ?? [];
    expect(entry?.text).toBe(post?.text.replace(link?.url ?? '-', link?.expanded_url ?? '-'));
    expect(entry?.counts).toMatchObject({ likes: expect.any(Number), comments: expect.any(Number) });
  });

  it('leaves repeats out of a recorded search', () => {
    const page = readPosts(json('x-api-v2-search-recent.2025-01-22.json'));
    expect(page.posts.length).toBeGreaterThan(3);
    expect(page.nextToken).toMatch(/^\w+$/);
    const users = [{ id: '1', username: 'somebody' }];
    const posts = page.posts.map((post) => ({ ...post, author_id: '1' }));
    const { entries: found } = entries({ ...page, posts, users });
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBe(posts.filter(({ text }) => !text.startsWith('RT @')).length);
    for (const { publishedAt, id } of found) expect(publishedAt?.slice(0, 16), id).toBe('2025-01-22T02:23');
  });
});
