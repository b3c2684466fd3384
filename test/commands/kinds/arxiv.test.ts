import { expect, it } from 'vitest';
import { crawlRecorded } from '../../support/recording.ts';

const URL =
  'https://export.arxiv.org/api/query?search_query=cat:cs.CL&sortBy=submittedDate&sortOrder=descending&max_results=50';
const abstract = `  We show that a small model can read the tide. It does so
without any chart of the coast, and it says when it is not sure.
`;
const author = (name: string) => `<author><name>${name}</name></author>`;
const paper = (names: string[]) => `<entry>
    <id>http://arxiv.org/abs/2611.01234v2</id>
    <updated>2026-11-13T09:00:00Z</updated>
    <published>2026-11-12T17:59:59Z</published>
    <title>Tides as Tokens:
  Predicting the Sea with $n$-gram Memory &amp; Patience</title>
    <summary>${abstract}</summary>
    ${names.map(author).join('\n    ')}
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">9 pages, 3 figures</arxiv:comment>
    <link href="http://arxiv.org/abs/2611.01234v2" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/2611.01234v2" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
  </entry>`;
const feed = (names: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?search_query%3Dcat%3Acs.CL%26max_results%3D50" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=cat:cs.CL&amp;id_list=&amp;start=0&amp;max_results=50</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <updated>2026-11-16T00:00:00-05:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  ${paper(names)}
</feed>`;
const crawl = (names: string[]) =>
  crawlRecorded('- { kind: arxiv, query: "cat:cs.CL" }\n', [
    { url: URL, body: feed(names), type: 'application/atom+xml; charset=UTF-8' },
  ]);

it('a paper is its page, with its authors and its own abstract', async () => {
  const { ran, items } = await crawl(['Ana Mar', 'Ivo Kai', 'Li Wen']);
  expect(ran.code).toBe(0);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    // the page that others link to, whichever version is the newest
    url: 'https://arxiv.org/abs/2611.01234',
    sourceName: 'arXiv: cs.CL',
    title: 'Tides as Tokens: Predicting the Sea with $n$-gram Memory & Patience',
    author: 'Ana Mar, Ivo Kai, Li Wen',
    publishedAt: '2026-11-12T17:59:59.000Z',
    own: true,
    summary:
      'We show that a small model can read the tide. It does so without any chart of the coast, and it says when it is not sure.',
    categories: ['cs.CL', 'cs.LG'],
  });
  // what the answer calls itself is no address to move to
  expect(JSON.parse(ran.stdout).sources[0]).not.toHaveProperty('movedTo');
});

it('authors whose names were left out are counted, not forgotten', async () => {
  const names = Array.from({ length: 200 }, (_, i) => `Author ${String.fromCharCode(65 + (i % 26))}${i}`);
  const author = (await crawl(names)).items[0]?.author ?? '';
  expect(author.startsWith('Author A0, Author B1, ')).toBe(true);
  expect(author.length).toBeLessThan(600);
  expect(author).toMatch(/ and \d+ others$/);
});
