import { describe, expect, it } from 'vitest';
import { dedupe } from '../../src/stages/dedupe.ts';
import { item, prose } from '../support/items.ts';

const at = (hour: number) => `2026-11-10T${String(hour).padStart(2, '0')}:00:00.000Z`;

describe('dedupe', () => {
  it('joins items of one page, whatever trackers their links carry, and lets the page’s own feed lead', () => {
    const listed = item({ url: 'https://lab.test/post?utm_source=hn', sourceId: 'hn', own: false, publishedAt: at(8) });
    const own = item({
      url: 'https://www.lab.test/post/',
      sourceId: 'lab',
      own: true,
      publishedAt: at(9),
      text: prose('the post'),
      textFrom: 'feed',
    });
    const [story, ...rest] = dedupe([listed, own]);
    expect(rest).toEqual([]);
    expect(story?.sourceId).toBe('lab');
    expect(story?.copies.map(({ sourceId }) => sourceId)).toEqual(['hn']);
  });

  it('lets a public item lead where a private feed has the page too', () => {
    const url = 'https://lab.test/post';
    const paid = item({ url, sourceId: 'paid', text: prose('it'), linkOnly: true, private: true, publishedAt: at(7) });
    const listed = item({ url, sourceId: 'hn', own: false, text: prose('it'), publishedAt: at(9) });
    expect(dedupe([paid, listed])[0]).toMatchObject({ sourceId: 'hn', copies: [{ sourceId: 'paid' }] });
  });

  it('takes the captured words of a copy of the same page, never of another one', () => {
    const own = item({ url: 'https://lab.test/post', sourceId: 'lab', own: true });
    const captured = item({
      url: 'https://lab.test/post',
      sourceId: 'hn',
      own: false,
      text: prose('the post'),
      incomplete: false,
    });
    expect(dedupe([own, captured])[0]?.text).toBe(captured.text);
  });

  it('knows a syndicated text again, with a note in front and its end cut, and keeps a different one apart', () => {
    const text = prose('a syndicated story');
    const first = item({ url: 'https://paper.test/a', text, publishedAt: at(8) });
    const copy = item({
      url: 'https://other.test/b',
      sourceId: 'other',
      text: `First printed elsewhere. ${text.slice(0, -60)}`,
      publishedAt: at(9),
    });
    const different = item({
      url: 'https://third.test/c',
      sourceId: 'third',
      text: prose('something else entirely'),
      publishedAt: at(10),
    });
    const found = dedupe([different, copy, first]);
    expect(found.map(({ url, copies }) => [url, copies.length])).toEqual([
      ['https://paper.test/a', 1],
      ['https://third.test/c', 0],
    ]);
  });

  it('joins by a guid that is an address, not by a number that two feeds both use', () => {
    const same = [
      item({ url: 'https://a.test/1', sourceId: 'a', guid: 'https://a.test/?p=1' }),
      item({ url: 'https://a.test/moved', sourceId: 'b', guid: 'https://a.test/?p=1' }),
    ];
    const different = [
      item({ url: 'https://c.test/1', sourceId: 'c', guid: '1' }),
      item({ url: 'https://d.test/1', sourceId: 'd', guid: '1' }),
    ];
    expect(dedupe(same)).toHaveLength(1);
    expect(dedupe(different)).toHaveLength(2);
  });

  it('marks a list of other people’s links as a round-up, and a quiet day of the same digest too', () => {
    const links = Array.from({ length: 24 }, (_, i) => `https://site${i % 8}.test/${i}`);
    const busy = (n: number) =>
      item({
        url: `https://digest.test/${n}`,
        sourceId: 'digest',
        text: `Short words about thing ${n} of many. `.repeat(20),
        links,
      });
    const quiet = item({ url: 'https://digest.test/quiet', sourceId: 'digest', text: 'Nothing much today.' });
    const essay = item({
      url: 'https://essay.test/1',
      sourceId: 'essay',
      text: prose('an essay', 80),
      links: links.slice(0, 6),
    });
    const marks = Object.fromEntries(
      dedupe([busy(1), busy(2), quiet, essay]).map(({ url, roundup }) => [
        new URL(url).pathname + new URL(url).host,
        roundup,
      ]),
    );
    expect(marks).toEqual({
      '/1digest.test': true,
      '/2digest.test': true,
      '/quietdigest.test': true,
      '/1essay.test': false,
    });
  });

  it('does not depend on the order of its input', () => {
    const items = Array.from({ length: 20 }, (_, i) =>
      item({
        url: `https://s${i % 7}.test/${i % 5}`,
        sourceId: `s${i}`,
        publishedAt: at(i % 12),
        text: prose(`thing ${i % 4}`),
      }),
    );
    expect(dedupe(items.toReversed())).toEqual(dedupe(items));
  });

  it('believes a page that calls itself a round-up with fewer links, and not one that only cites as many', () => {
    const links = Array.from({ length: 6 }, (_, i) => `https://other${i}.test/p`);
    const page = (url: string, title: string, cited = links) =>
      item({ url, title, sourceId: url, text: prose(title, 20), links: cited });
    const marks = dedupe([
      page('https://a.test/1', 'The week in review: ferries and models'),
      page('https://b.test/1', 'Weekend reads'),
      page('https://c.test/1', 'A week on the ferries'),
      page('https://d.test/1', 'This week in models', links.slice(0, 3)),
    ]).map(({ url, roundup }) => [new URL(url).host, roundup]);
    expect(Object.fromEntries(marks)).toEqual({ 'a.test': true, 'b.test': true, 'c.test': false, 'd.test': false });
  });
});
