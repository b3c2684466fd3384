import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { parseFeed } from '../../src/text/feed.ts';

const folder = new URL('../fixtures/feeds/', import.meta.url);
const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseFeed(bytes(text), { url: 'https://feeds.test/feed.xml' });
const rss = (inner: string) => `<rss version="2.0"><channel><title>T</title>${inner}</channel></rss>`;

describe('parseFeed on fixtures', () => {
  const inputs = readdirSync(folder).filter((name) => name.includes('.in.'));

  it('finds its fixtures', () => {
    expect(inputs.length).toBeGreaterThan(30);
  });

  it.each(inputs)('%s', async (name) => {
    const expected = new URL(name.replace(/\.in\..*$/, '.expected.json'), folder);
    if (!existsSync(expected)) throw new Error(`${name} has no expected.json beside it`);
    const { served, feed, error } = JSON.parse(readFileSync(expected, 'utf8'));
    const parsing = parseFeed(readFileSync(new URL(name, folder)), { url: 'https://feeds.test/feed.xml', ...served });
    if (error === undefined) expect(await parsing).toEqual(feed);
    else await expect(parsing).rejects.toEqual(new SourceError(error));
  });
});

describe('parseFeed', () => {
  it('reads a long text in one piece, whatever stands in it', async () => {
    const text = `${'Word &amp; word. '.repeat(20_000)}]]&gt; end`;
    const feed = await parse(rss(`<item><title>Long</title><description>${text}</description></item>`));
    expect(feed.entries[0]?.summaryHtml === text).toBe(true);
  });

  it('reads a feed of 20,000 entries, in order', async () => {
    const items = Array.from({ length: 20_000 }, (_, n) => `<item><title>${n}</title><guid>g${n}</guid></item>`);
    const feed = await parse(rss(items.join('')));
    expect(feed.entries).toHaveLength(20_000);
    expect(feed.entries[19_999]).toMatchObject({ id: 'g19999', title: '19999' });
  });

  it.each(['RSS', 'JSON Feed'])('reads both ends of a long %s, and says how long it is', async (form) => {
    const feedOf = (count: number) => {
      const ids = Array.from({ length: count }, (_, n) => `g${n}`);
      if (form === 'RSS') return rss(ids.map((id) => `<item><guid>${id}</guid></item>`).join(''));
      const items = ids.map((id) => ({ id, content_text: 'words' }));
      return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items });
    };
    const read = async (count: number, most?: number) => {
      const feed = await parseFeed(bytes(feedOf(count)), { url: 'https://feeds.test/', ...(most ? { most } : {}) });
      return { count: feed.entryCount, ids: feed.entries.map(({ id }) => id), warnings: feed.warnings };
    };
    expect(await read(6, 3)).toEqual({ count: undefined, ids: ['g0', 'g1', 'g2', 'g3', 'g4', 'g5'], warnings: [] });
    for (const count of [7, 8, 9, 10, 50])
      expect(await read(count, 3)).toEqual({
        count,
        ids: ['g0', 'g1', 'g2', `g${count - 3}`, `g${count - 2}`, `g${count - 1}`],
        warnings: [],
      });
    const all = await read(25_003);
    expect([all.count, all.ids.length, all.ids[12_499], all.ids[12_500]]).toEqual([25_003, 25_000, 'g12499', 'g12503']);
  });

  it('does not let names of entries or elements reach into objects', async () => {
    const feed = await parse(
      rss('<item><__proto__>x</__proto__><constructor>y</constructor><title>Safe</title></item>'),
    );
    expect(feed.entries[0]?.title).toBe('Safe');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('gives the same id to the same entry without one, and another to another', async () => {
    const ids = async (title: string) => (await parse(rss(`<item><title>${title}</title></item>`))).entries[0]?.id;
    expect(await ids('One')).toBe(await ids('One'));
    expect(await ids('One')).not.toBe(await ids('Two'));
  });

  it('takes a page for a page, whatever feed words it has in it', async () => {
    const page = '<!DOCTYPE html><html><body><pre>&lt;rss&gt; <feed >x</feed></pre></body></html>';
    await expect(parse(page)).rejects.toThrow('an HTML page, not a feed');
  });

  it.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000), 'JSON, not a feed'],
    ['errors', `${'{"error":'.repeat(100_000)}"x"${'}'.repeat(100_000)}`, 'JSON, not a feed'],
    ['brackets that never close', '['.repeat(100_000), 'broken JSON, not a feed'],
  ])('takes JSON for JSON, %s 100,000 deep', async (_, body, words) => {
    await expect(parse(body)).rejects.toThrow(words);
  });

  it('reads a JSON Feed with items 100,000 deep', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const feed = await parse(
      `{"version":"https://jsonfeed.org/version/1","items":[${deep},{"title":"One"},{"title":"Two"}]}`,
    );
    expect(new Set(feed.entries.map(({ id }) => id)).size).toBe(3);
  });

  // a tree builder, or the snippets of rss-parser, are quadratic in these
  it.each([
    ['nested elements', rss('<a>'.repeat(300_000))],
    ['end tags of nothing', rss(`<item>${'<a></b>'.repeat(200_000)}</item>`)],
    ['nested groups', rss(`<item>${'<media:group>'.repeat(80_000)}${'</x>'.repeat(80_000)}</item>`)],
    ['unclosed tags in content', rss(`<item><description><![CDATA[${'<p'.repeat(500_000)}]]></description></item>`)],
    ['spaces in an attribute', rss(`<item><description>&lt;a href=${' '.repeat(900_000)}x</description></item>`)],
    ['comments that never end', `${'<!--'.repeat(250_000)}<rss><channel>`],
    ['mail addresses', rss(`<item><author>${'a@'.repeat(400_000)}</author></item>`)],
  ])('is linear in %s', { timeout: 20_000 }, async (_, body) => {
    await parse(body).catch((error) => expect(error).toBeInstanceOf(SourceError));
  });
});

const corpus = new URL('../../../shared/data/feeds/feedparser/', import.meta.url);
describe.skipIf(!existsSync(corpus))(
  'parseFeed on feedparser’s feeds (skipped where ../shared/data is not there)',
  () => {
    it('reads every one that is a feed', async () => {
      const names = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml'));
      const failed: string[] = [];
      for (const name of names) {
        await parseFeed(readFileSync(new URL(name, corpus)), { url: 'https://feeds.test/' }).catch(() =>
          failed.push(name),
        );
      }
      expect(names.length).toBeGreaterThan(500);
      expect(failed.length).toBeLessThan(names.length * 0.005);
    });
  },
);
