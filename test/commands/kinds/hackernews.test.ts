import { describe, expect, it } from 'vitest';
import { threadUrl } from '../../../src/sources/hackernews-talk.ts';
import { plainOf } from '../../../src/text/markdown-tree.ts';
import { type Comment, type Story, siteOf } from '../../support/hackernews.ts';
import { crawlRecorded, type Recorded } from '../../support/recording.ts';

const comment = (id: number, by: string, text: string): Comment => ({ id, by, text });
const story: Story = {
  ...{
    id: 4200,
    title: 'Show HN: An LLM that tends a lighthouse',
    hour: 40,
    url: 'https://beacon.test/llm',
    points: 210,
  },
  comments: [
    comment(
      4201,
      'wren',
      'The lamp is the easy part: <i>somebody</i> still has to row out when the motor seizes in March.<p>Ask whoever did it.',
    ),
    comment(4202, 'tern', 'Nice.'),
    comment(
      4203,
      'gull',
      '&gt; It never sleeps<p>Nor did my uncle, and he could tell fog from smoke, which no <a href="https:&#x2F;&#x2F;sea.test&#x2F;fog">camera of last year</a> can.',
    ),
  ],
  kids: [4203, 4202, 4201],
};
const other: Story = { id: 4300, title: 'A history of rope', hour: 50, url: 'https://rope.test/', points: 150 };
const answersOf = (site: Map<string, unknown>): Recorded[] =>
  [...site].map(([url, body]) => ({ url, body: body as object }));

describe('crawl of kind hackernews', () => {
  it('stores stories and their best comments, each whole under its own address', async () => {
    const article = '<html><title>Beacon</title><article><p>A lamp with a model in it.</p></article></html>';
    const answers = [
      ...answersOf(siteOf([story, other], { minPoints: 80 })),
      { url: 'https://beacon.test/llm', body: article },
    ];
    const { ran, items } = await crawlRecorded(
      '- { kind: hackernews, query: "LLM OR AI", minPoints: 80, comments: 2 }\n',
      answers,
    );
    expect(ran.stderr).not.toContain('not in the recording');
    expect(ran.code).toBe(0);
    expect(items.map(({ url }) => url).sort()).toEqual([
      'https://beacon.test/llm',
      'https://news.ycombinator.com/item?id=4201',
      'https://news.ycombinator.com/item?id=4203',
    ]);
    const [page] = items.filter(({ url }) => url === 'https://beacon.test/llm');
    expect(page).toMatchObject({
      ...{ title: 'An LLM that tends a lighthouse', own: false, counts: { points: 210, comments: 3 } },
      ...{ discussionUrl: 'https://news.ycombinator.com/item?id=4200', publishedAt: '2026-11-10T16:00:00.000Z' },
    });
    expect(page).not.toHaveProperty('author', 'ada');
    for (const { voice, text, markdown = '', about, own } of items.filter((item) => item !== page)) {
      expect(own).toBe(true);
      expect(['wren', 'gull']).toContain(voice?.handle);
      expect(voice?.where).toBe('HN');
      expect(plainOf(markdown)).toBe(text);
      expect(about).toEqual(['https://beacon.test/llm', 'https://news.ycombinator.com/item?id=4200']);
    }
    expect(items.find(({ author }) => author === 'gull')).toMatchObject({
      text: '> It never sleeps\n\nNor did my uncle, and he could tell fog from smoke, which no camera of last year can.',
      links: ['https://sea.test/fog'],
    });
  });

  it('goes on where a thread cannot be read, and says which', async () => {
    const site = siteOf([story]);
    site.delete(threadUrl(4200));
    const { ran, items } = await crawlRecorded('- { kind: hackernews, query: LLM }\n', answersOf(site));
    expect(items.map(({ url }) => url)).toEqual(['https://beacon.test/llm']);
    expect(ran.stdout).toContain(`${threadUrl(4200)}`);
  });
});
