import { describe, expect, it } from 'vitest';
import { joinPage } from '../../src/store/joinPage.ts';
import type { Page } from '../../src/types.ts';
import { item, prose } from '../support/items.ts';

const page = (url: string, changes: Partial<Page> = {}): Page => ({
  ...{
    canonicalUrl: url,
    url,
    capturedAt: '2026-11-12T10:00:00.000Z',
    title: 'The price of lamps',
    text: prose('a lamp'),
  },
  ...{ links: [], minutes: 2, incomplete: false, publishedAt: '2019-03-01T00:00:00.000Z' },
  ...changes,
});

describe('a thread', () => {
  it.each([
    'https://news.ycombinator.com/item?id=7',
    'https://shore.test/@ana/1155',
    'https://bsky.app/profile/ana.test/post/3k',
    'https://www.reddit.com/r/lamps/comments/1/x/',
  ])('gives no words to the post that it began with: %s', (url) => {
    const post = item({ url, author: 'ana' });
    expect(joinPage(post, page(url))).toMatchObject({ text: '', textFrom: 'none' });
  });
});

describe('a page that somebody passed on', () => {
  const url = 'https://lab.test/lamps';
  const passedOn = (title: string, own = false) => joinPage(item({ url, title, own }), page(url)).pageSays;

  it('keeps a title that it bears out, and says when it was written', () => {
    expect(passedOn('Engineers tried a lamp for a month')).toEqual({ publishedAt: '2019-03-01T00:00:00.000Z' });
  });
  it('is called by its own name where it does not', () => {
    expect(passedOn('Lamps are doomed and nobody dares to tell')?.title).toBe('The price of lamps');
    expect(passedOn('Engineers tried a lamp for 12 month')?.title).toBe('The price of lamps');
  });
  it('needs no title where its own site told of it, and says when it was written where the feed’s date is later', () => {
    expect(passedOn('Lamps are doomed', true)).toEqual({ publishedAt: '2019-03-01T00:00:00.000Z' });
  });
});
