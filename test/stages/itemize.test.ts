import { describe, expect, it } from 'vitest';
import { itemize } from '../../src/stages/itemize.ts';
import type { CrawledEntry } from '../../src/types.ts';
import { prose, source } from '../support/items.ts';

const SEEN = '2026-11-12T06:00:00.000Z';
const entry = (changes: Partial<CrawledEntry> & { url: string }): CrawledEntry => ({
  id: changes.url,
  title: 'A title',
  publishedAt: '2026-11-10T08:00:00.000Z',
  categories: [],
  enclosures: [],
  transcripts: [],
  feedHomeUrl: 'https://lab.test/',
  seenAt: SEEN,
  visit: { url: 'https://lab.test/feed', at: SEEN },
  ...changes,
});
const one = (changes: Partial<CrawledEntry> & { url: string }, from = source()) => {
  const [item] = itemize([entry(changes)], from);
  if (!item) throw new Error('no item');
  return item;
};
const full = `<p>${prose('the whole piece', 10)}</p>`;

describe('whose words an entry’s text is (P2)', () => {
  it('takes full text on the feed’s own site as the page’s own', () => {
    const item = one({ url: 'https://www.lab.test/post', contentHtml: full });
    expect(item).toMatchObject({ own: true, textFrom: 'feed', incomplete: false });
    expect(item.text).toContain('the hard part was never the arithmetic');
  });

  it('keeps an aggregator’s words apart from the page that it links, and never makes a voice of them', () => {
    const item = one({
      url: 'https://x.com/ada/status/9900',
      author: 'ada',
      contentHtml: full,
      commentsUrl: 'https://news.test/item?id=1',
    });
    expect(item).toMatchObject({
      own: false,
      text: '',
      textFrom: 'none',
      discussionUrl: 'https://news.test/item?id=1',
    });
    expect(item.voice).toBeUndefined();
    expect(item.summary).toContain('the hard part');
  });

  it('takes a post on the bridge’s own site whole, as a voice', () => {
    const item = one({
      url: 'https://x.com/Ada_L/status/9900',
      feedHomeUrl: 'https://x.com/',
      contentHtml: '<p>Short, and mine.</p>',
    });
    expect(item).toMatchObject({ own: true, text: 'Short, and mine.', voice: { handle: 'Ada_L', where: 'X' } });
  });

  it('takes pasted words as they are, however few', () => {
    const text = 'A letter to members\n\nThe hard part was the patience.';
    const item = one({ url: 'https://wall.test/letter', feedHomeUrl: 'https://wall.test/letter', title: '', text });
    expect(item).toMatchObject({ title: 'A letter to members', text, textFrom: 'feed', incomplete: false });
  });

  it('takes no teaser and no show notes for the piece', () => {
    expect(one({ url: 'https://lab.test/a', contentHtml: `${full}<p>Read more…</p>` }).textFrom).toBe('none');
    expect(one({ url: 'https://lab.test/b', summaryHtml: '<p>Two lines.</p>' }).textFrom).toBe('none');
    const episode = one({
      url: 'https://lab.test/c',
      contentHtml: full,
      enclosures: [{ url: 'https://lab.test/c.mp3', type: 'audio/mpeg' }],
      durationSeconds: 2100,
    });
    expect(episode).toMatchObject({ textFrom: 'none', media: 'audio', durationSeconds: 2100 });
  });

  it('keeps nothing of a private feed but its link', () => {
    const item = one({ url: 'https://lab.test/paid', contentHtml: full }, source({ private: true }));
    expect(item).toMatchObject({ linkOnly: true, text: '', summary: '' });
  });
});

describe('a post that a feed passes on', () => {
  const post = (changes: Partial<CrawledEntry>) =>
    one({ url: 'https://x.com/ada/status/9', title: '', feedHomeUrl: 'https://x.com/', contentHtml: full, ...changes });

  it('is no word of an account that did not write it', () => {
    for (const changes of [{ author: '@ivo' }, { contentHtml: `RT @ivo: ${full}` }]) {
      expect(post(changes)).toMatchObject({ own: false, text: '' });
      expect(post(changes)).not.toHaveProperty('voice');
    }
  });

  it('says nothing of its own points', () => {
    expect(post({ contentHtml: 'Points: 9,000 for whoever wrote this, I say.' })).not.toHaveProperty('counts');
  });
});

it('keeps nothing of a link that is made for one reader', () => {
  const item = one({ url: 'https://lab.test/p?token=abc', contentHtml: full });
  expect(item).toMatchObject({ linkOnly: true, private: true, text: '', summary: '' });
});

describe('what is printed and what is a key', () => {
  it('prints the link without trackers and keeps gift links', () => {
    expect(one({ url: 'https://lab.test/p?utm_source=feed&gift=abc' }).url).toBe('https://lab.test/p?gift=abc');
  });

  it('gives two sources of one page two items with one key', () => {
    const [a, b] = ['one', 'two'].map((id) => one({ url: 'https://lab.test/p' }, source({ id })));
    expect(a?.canonicalUrl).toBe(b?.canonicalUrl);
    expect(a?.id).not.toBe(b?.id);
  });

  it('drops entries whose link is not of the web', () => {
    expect(itemize([entry({ url: 'javascript:alert(1)' }), entry({ url: 'mailto:a@b.test' })], source())).toEqual([]);
  });
});

describe('dates, titles, counts', () => {
  it('dates an entry without a date, or from the future, by when it was seen', () => {
    const { publishedAt: _, ...undated } = entry({ url: 'https://lab.test/a' });
    expect(itemize([undated], source())[0]?.publishedAt).toBe(SEEN);
    expect(one({ url: 'https://lab.test/b', publishedAt: '2031-01-01T00:00:00.000Z' }).publishedAt).toBe(SEEN);
  });

  it('titles a post by its first words', () => {
    const item = one({
      url: 'https://x.com/a/status/1',
      title: '',
      feedHomeUrl: 'https://x.com/',
      contentHtml: `<p>${prose('a long post')}</p>`,
    });
    expect(item.title.length).toBeLessThanOrEqual(91);
    expect(item.title.endsWith('…')).toBe(true);
  });

  it('reads the counts that aggregators print', () => {
    const item = one({
      url: 'https://other.test/p',
      contentHtml: '<ul><li><b>Likes:</b> 11,631</li><li>Replies: 40</li></ul><p>Points: 212</p>',
    });
    expect(item.counts).toEqual({ likes: 11631, comments: 40, points: 212 });
  });

  it('prefers a transcript with times', () => {
    const transcripts = [
      { url: 'https://lab.test/t.txt', type: 'text/plain' },
      { url: 'https://lab.test/t.vtt', type: 'text/vtt' },
    ];
    expect(one({ url: 'https://lab.test/c', transcripts }).transcript?.url).toBe('https://lab.test/t.vtt');
  });
});
